import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../../src/alyx/index.ts";
import { openRegistration } from "../../src/node/registration.ts";
import {
  type RegisteredFiles,
  type RegisterFilesOptions,
  type RegistrationClient,
} from "../../src/registration/index.ts";
import { alyxFor } from "./alyx-for.ts";
import { DATA_FORMATS, DATASET_TYPES } from "./dataset-kinds.ts";
import { type Asked, type Handler, LoopbackAlyx, listAnswer, type Reply } from "./loopback-alyx.ts";
import { recordedLines } from "./recorded-trace.ts";
import { LabOnDisk } from "./session-on-disk.ts";

export const EID = "046c8b14-8beb-4730-a890-3bc776cafd6c";
export const NOW: Date = new Date(2026, 10, 20, 12);
export const PLAIN = "alf/foo.bar.npy";
/** Where `PLAIN` lies as a revision of that day. */
export const MOVED = "alf/#2026-11-20#/foo.bar.npy";

/** Answers of a real database to `register-file` and others, by the names of the recording. */
export const RECORDED: ReadonlyMap<string, { readonly status: number; readonly body: JsonValue }> = new Map(
  recordedLines("http_register_tasks_misc.txt").flatMap((line) => {
    const [, name, status, body] = /^## (.+) -> (\d+) \| (.*)$/.exec(line) ?? [];
    return name === undefined || !body?.startsWith("{") || !body.endsWith("}")
      ? []
      : [[name, { status: Number(status), body: JSON.parse(body) as JsonValue }] as const];
  }),
);

/** A reply with JSON. */
export const ok = (body: JsonValue, status = 200): Reply => ({ status, body });

/** A record of each file that was sent. */
export function recordsFor({ body }: Asked): Reply {
  const filenames = (body as RestRecord)["filenames"] as readonly string[];
  return ok(
    filenames.map((name) => ({ name: name.split("/").at(-1) ?? "", path: name })),
    201,
  );
}

/** Refuses files whose protection is to be checked, and leaves what comes after to another. */
export function protecting(afterwards: Handler): Handler {
  return (asked) => {
    const { filenames, check_protected: isChecked } = asked.body as Readonly<Record<string, JsonValue>>;
    if (isChecked !== true) return afterwards(asked);
    const details = (filenames as readonly string[]).map((name) => ({ [name]: [{ "": true }] }));
    return ok({ status_code: 403, error: "One or more datasets is protected", details }, 403);
  };
}

/** A lab's folder, a database and a client between them. */
export class Setting {
  readonly lab: LabOnDisk;
  readonly alyx: LoopbackAlyx;
  /** Answers to `register-file`. */
  registerFile: Handler = recordsFor;
  /** Sessions that the database finds. */
  sessions: readonly RestRecord[] = [];
  /** Paths that it does not have, e.g. `"labs/x"`. */
  missing: readonly string[] = [];
  /** What it answers of them. */
  missingStatus = 404;
  /** Datasets that it has of any session. */
  datasets: readonly RestRecord[] = [];

  private constructor(lab: LabOnDisk, alyx: LoopbackAlyx) {
    this.lab = lab;
    this.alyx = alyx;
  }

  static async create(): Promise<Setting> {
    const lab = await LabOnDisk.create();
    const alyx = await LoopbackAlyx.start((asked) => setting.answer(asked));
    const setting = new Setting(lab, alyx);
    return setting;
  }

  /** Answers to `check-protected`; as recorded by default. */
  checkProtected: Handler = () => ok(RECORDED.get("check-prot")?.body ?? null);

  answer(asked: Asked): Reply {
    const [, endpoint = "", id] = asked.url.replace(/\?.*/, "").split("/");
    if (this.missing.includes(`${endpoint}/${id}`)) return ok({ detail: "Not found." }, this.missingStatus);
    if (endpoint === "dataset-types") return ok(listAnswer(DATASET_TYPES));
    if (endpoint === "data-formats") return ok(listAnswer(DATA_FORMATS));
    if (endpoint === "datasets") return ok(listAnswer(this.datasets));
    if (endpoint === "register-file") return this.registerFile(asked);
    if (endpoint === "check-protected") return this.checkProtected(asked);
    if (endpoint === "sessions" && asked.method === "GET") return ok(listAnswer(this.sessions));
    const url = `https://a/sessions/${id ?? EID}`;
    return endpoint === "sessions" ? ok({ ...(asked.body as RestRecord), url }, 201) : ok({ id: id ?? null });
  }

  async client(): Promise<RegistrationClient> {
    return await openRegistration({ rest: alyxFor(this.alyx.url), now: () => NOW, sessionRoot: this.lab.subjects });
  }

  /** Register files of the first session. */
  async register(names: readonly string[], options?: RegisterFilesOptions): Promise<RegisteredFiles> {
    const files = names.map((name) => `${this.lab.session()}/${name}`);
    return await (await this.client()).registerFiles(files, options);
  }

  async close(): Promise<void> {
    await this.alyx.close();
    await this.lab.remove();
  }
}
