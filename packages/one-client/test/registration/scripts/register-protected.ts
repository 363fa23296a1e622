import { openRegistration } from "../../../src/node/registration.ts";
import { FetchRest } from "../fetch-rest.ts";

const [url = "", folder = ""] = process.argv.slice(2);
const client = await openRegistration({ rest: new FetchRest(url, "test_user"), now: () => new Date(2026, 10, 20, 12) });
await client.registerFiles(await client.findFiles(folder));
