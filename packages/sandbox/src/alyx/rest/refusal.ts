import { DataError, type JsonValue } from "@neurophys/alf";

/** A request that is answered with an error, and the answer. Never leaves the server's own code. */
export class Refusal extends DataError {
  override readonly name = "Refusal";
  readonly code = "sandbox/refusal";
  readonly status: number;
  readonly body: Readonly<Record<string, JsonValue>>;

  constructor(status: number, body: Readonly<Record<string, JsonValue>>, options?: ErrorOptions) {
    super(`Answered with ${status}`, options);
    this.status = status;
    this.body = body;
  }
}

/** An answer with `detail`, as REST framework forms it. */
export const refuse = (status: number, detail: string, options?: ErrorOptions): Refusal =>
  new Refusal(status, { detail, status_code: status }, options);

/** The same in the other order, as the endpoints have it that form their answers themselves. */
export const refuseOwn = (status: number, detail: string, options?: ErrorOptions): Refusal =>
  new Refusal(status, { status_code: status, detail }, options);

/** What Alyx answers when its code fails: 500 with the failure's own text. */
export const failAs = (detail: string, options?: ErrorOptions): Refusal =>
  new Refusal(500, { status_code: 500, detail }, options);

/** What is wrong with the fields of a record or a query, by field. */
export const refuseFields = (errors: Readonly<Record<string, readonly string[]>>): Refusal =>
  new Refusal(400, { ...Object.fromEntries(Object.entries(errors).map(([k, v]) => [k, [...v]])), status_code: 400 });
