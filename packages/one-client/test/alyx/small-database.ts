import { type JsonValue } from "@neurophys/alf";
import { type AlyxRest, PagedList, type RestParams, type RestRecord } from "../../src/alyx/index.ts";

import { listOf } from "../../src/alyx/record-field.ts";

export const EID = "41dd36f8-2548-4883-81a7-f3627dc88945";
export const OTHER_EID = "89c861ea-66aa-4729-a808-e79f84d08b81";
export const DATASET = "00059298-1b33-429c-a802-fa51bb662d72";
export const PID = "c07d13ed-e387-4457-8e33-1d16aed3fd92";

export const session = (id: string, fields: RestRecord = {}): RestRecord => ({
  id,
  url: `https://alyx.example.org/sessions/${id}`,
  subject: "S1",
  start_time: "2020-03-04T10:11:12.5",
  lab: "lab",
  number: 1,
  task_protocol: "tp",
  projects: ["p1", "p2"],
  ...fields,
});

export const fileUrl = (path: string): string => `https://h.example.org/public/lab/Subjects/S1/2020-03-04/001/${path}`;

export const dataset = (fields: RestRecord = {}): RestRecord => ({
  url: `https://alyx.example.org/datasets/${DATASET}`,
  session: `https://alyx.example.org/sessions/${EID}`,
  file_size: 10,
  hash: "h",
  default_dataset: true,
  qc: "PASS",
  file_records: [
    { data_url: null, exists: true },
    { data_url: fileUrl("alf/a.b.npy"), exists: false },
    { data_url: fileUrl(`alf/a.b.${DATASET}.npy`), exists: true },
  ],
  ...fields,
});

export const insertion = (fields: RestRecord = {}): RestRecord => ({
  id: PID,
  name: "probe00",
  model: "3B2",
  session: EID,
  session_info: { ...session(EID), id: `https://alyx.example.org/sessions/${EID}` },
  ...fields,
});

type Answers = Readonly<Record<string, JsonValue>>;

/** A database with given answers by `endpoint/action`; any other list is empty. It keeps the requests it was sent. */
export class SmallDatabase implements AlyxRest {
  readonly baseUrl = "https://alyx.example.org";
  readonly requests: [endpoint: string, action: string, params: RestParams][] = [];
  readonly #answers: Answers;

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  async rest(endpoint: string, action: "list" | "read", params: RestParams): Promise<JsonValue> {
    this.requests.push([endpoint, action, params]);
    return this.#answers[`${endpoint}/${action}`] ?? [];
  }

  async listPages(endpoint: string, params: RestParams): Promise<PagedList<RestRecord>> {
    const first = listOf(await this.rest(endpoint, "list", params), endpoint);
    const get = (): never => {
      throw new Error("There is one page only");
    };
    return new PagedList({ query: `/${endpoint}`, first, get, parse: (record) => record as RestRecord });
  }

  async listFields(endpoint: string): Promise<readonly string[]> {
    if (endpoint === "sessions") return ["lab", "subject", "date_range", "project", "projects", "users", "django"];
    return ["session", "name", "lab", "django", "datasets", "experiment_number"];
  }
}
