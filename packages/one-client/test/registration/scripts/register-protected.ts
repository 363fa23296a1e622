import { openRegistration } from "../../../src/node/registration.ts";
import { alyxFor } from "../alyx-for.ts";

const [url = "", folder = ""] = process.argv.slice(2);
const client = await openRegistration({ rest: alyxFor(url), now: () => new Date(2026, 10, 20, 12) });
await client.registerFiles(await client.findFiles(folder));
