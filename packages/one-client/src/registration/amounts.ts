import { type RestRecord } from "../alyx/index.ts";
import { uuidAtEnd } from "../alyx/record-field.ts";
import { InvalidRegistrationError } from "./errors.ts";
import { ensureIso8601 } from "./iso-8601.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { assertExists, recordOf, userOf } from "./registration-rest.ts";
import { roundToDigits } from "./significant-digits.ts";

/** What amounts need of the context; no files. */
export type AmountContext = Pick<RegistrationContext, "rest" | "now"> & {
  /** Id of a session that is not given by its id, e.g. `one.toEid`; without it only ids and URLs are taken. */
  readonly toEid?: ((session: string) => Promise<string | undefined>) | undefined;
};

/** When an amount was measured, and by whom. */
export interface AmountOptions {
  /** Now by default. */
  readonly dateTime?: string | Date | undefined;
  /** The user who is logged in by default. */
  readonly user?: string | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

/** How water was given. */
export interface WaterOptions extends AmountOptions {
  /** Kind of water in the database. Default: `"Water"`. */
  readonly waterType?: string | undefined;
  /** Session during which it was given: its id, its URL, or what `toEid` understands. */
  readonly session?: string | undefined;
  /** Whether the subject drank at will. Default: false. */
  readonly adlib?: boolean | undefined;
}

function checkedAmount(argument: string, value: number): number {
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return roundToDigits(value, 4);
  throw new InvalidRegistrationError(argument, typeof value === "number" ? String(value) : value, "more than zero");
}

async function assertBothExist(
  { rest }: AmountContext,
  subject: string,
  { user, signal }: { readonly user: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await assertExists(rest, { member: subject, endpoint: "subjects", signal });
  await assertExists(rest, { member: user, endpoint: "users", signal });
}

async function eidOf({ toEid }: AmountContext, session: string): Promise<string> {
  const eid = uuidAtEnd(session) ?? (await toEid?.(session));
  if (eid !== undefined) return eid;
  throw new InvalidRegistrationError("session", session, "the id of a session, or what names one");
}

/**
 * Record that a subject was given water.
 *
 * @param volumeMl - In millilitres, more than zero; rounded to four significant digits.
 * @returns The record.
 * @throws AlyxSubjectNotFoundError (`alf/subject-not-found`) if there is no such subject.
 * @throws MemberNotFoundError, NoUserError, InvalidRegistrationError (`registration/…`).
 * @see Source: `RegistrationClient.register_water_administration` in ONE, `one/registration.py`. There arguments are
 *   checked after subject and user, and negative volumes are sent.
 */
export async function registerWaterAdministration(
  context: AmountContext,
  subject: string,
  { volumeMl, ...options }: WaterOptions & { readonly volumeMl: number },
): Promise<RestRecord> {
  const { waterType = "Water", session, adlib = false, dateTime, signal } = options;
  const administered = checkedAmount("volumeMl", volumeMl);
  const time = ensureIso8601(dateTime ?? context.now());
  const user = userOf(context.rest, options.user);
  const eid = session === undefined ? undefined : await eidOf(context, session);
  await assertBothExist(context, subject, { user, signal });
  const data = {
    subject,
    date_time: time,
    water_administered: administered,
    water_type: waterType,
    user,
    adlib,
    ...(eid === undefined ? {} : { session: eid }),
  };
  const answer = await context.rest.create("water-administrations", data, { signal });
  return recordOf(answer, "water-administrations");
}

/**
 * Record the weight of a subject.
 *
 * @param weightG - In grams, more than zero; rounded to four significant digits.
 * @returns The record.
 * @throws As {@link registerWaterAdministration}.
 * @see Source: `RegistrationClient.register_weight` in ONE, `one/registration.py`.
 */
export async function registerWeight(
  context: AmountContext,
  subject: string,
  { weightG, dateTime, signal, ...options }: AmountOptions & { readonly weightG: number },
): Promise<RestRecord> {
  const weight = checkedAmount("weightG", weightG);
  const time = ensureIso8601(dateTime ?? context.now());
  const user = userOf(context.rest, options.user);
  await assertBothExist(context, subject, { user, signal });
  const data = { subject, date_time: time, weight, user };
  return recordOf(await context.rest.create("weighings", data, { signal }), "weighings");
}
