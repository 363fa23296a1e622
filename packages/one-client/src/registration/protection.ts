import { type JsonValue } from "@neurophys/alf";
import { isRecord } from "../alyx/record-field.ts";
import { UnexpectedAnswerError } from "./errors.ts";
import { restFailure } from "./registration-rest.ts";

/** A revision of a dataset that the database has. */
export interface RevisionState {
  /** Without its `#`; `""` for the dataset without revision. */
  readonly revision: string;
  /** Whether it may not be changed. */
  readonly isProtected: boolean;
}

/** Which revisions of a dataset there are, the latest first; none of a new dataset. */
export interface DatasetProtection {
  /** Path below the session. */
  readonly filename: string;
  /** Those that the database has. */
  readonly revisions: readonly RevisionState[];
}

const REFUSAL = "One or more datasets is protected";
const FORM = "a list of {filename: [{revision: whether it is protected}, …]}";

/** Names and values of a list of records; `undefined` if it is none. */
function entriesOf(list: JsonValue | undefined): readonly (readonly [name: string, value: JsonValue])[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const items = list as readonly JsonValue[];
  return items.every(isRecord) ? items.flatMap((item) => Object.entries(item)) : undefined;
}

function revisionStates(value: JsonValue): readonly RevisionState[] | undefined {
  const states: RevisionState[] = [];
  const entries = entriesOf(value);
  for (const [revision, isProtected] of entries ?? []) {
    if (typeof isProtected !== "boolean") return undefined;
    states.push({ revision, isProtected });
  }
  return entries === undefined ? undefined : states;
}

/**
 * Protection out of the `details` of an answer.
 *
 * @throws {@link UnexpectedAnswerError} if they have another form.
 */
export function parseProtection(details: JsonValue | undefined, endpoint: string): readonly DatasetProtection[] {
  const parsed: DatasetProtection[] = [];
  const datasets = entriesOf(details);
  for (const [filename, states] of datasets ?? []) {
    const revisions = revisionStates(states);
    if (revisions !== undefined) parsed.push({ filename, revisions });
  }
  if (parsed.length === datasets?.length) return parsed;
  throw new UnexpectedAnswerError(endpoint, details ?? null, FORM);
}

/** Protection out of the body of an answer that refuses files; `undefined` if the answer says something else. */
export function protectionOf(body: unknown, endpoint: string): readonly DatasetProtection[] | undefined {
  const answer = body as JsonValue | undefined;
  if (!isRecord(answer) || answer["status_code"] !== 403 || answer["error"] !== REFUSAL) return undefined;
  return parseProtection(answer["details"], endpoint);
}

/** The same out of a client's error. */
export function protectionOfError(error: unknown, endpoint: string): readonly DatasetProtection[] | undefined {
  const failure = restFailure(error);
  return failure === undefined ? undefined : protectionOf(failure.body, endpoint);
}
