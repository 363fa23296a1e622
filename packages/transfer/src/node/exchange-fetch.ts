import { Exchange } from "./exchange.ts";
import { ExchangeBody } from "./exchange-body.ts";
import { answerOf } from "./node-answer.ts";

/**
 * Ask through an {@link Exchange}.
 *
 * @returns The answer; `undefined` if its body could not be held back, as over TLS: it is to be asked for elsewhere.
 * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts.
 */
export async function exchangeFetch(request: Request): Promise<Response | undefined> {
  const body = new ExchangeBody(await Exchange.open());
  const { status, headers } = await body.ask(request);
  if (body.canBeHeld) return answerOf(body, { request, status, headers: new Headers(headers) });
  body.cancel();
  return undefined;
}
