import { Exchange, type ExchangeHead } from "./exchange.ts";
import { ExchangeBody } from "./exchange-body.ts";
import { answerOf } from "./node-answer.ts";

/**
 * Ask through an {@link Exchange}, for an address whose answers can be held back.
 *
 * @returns The answer; `undefined` if its body was empty and nothing but the end of the connection said so. That may have been a
 *   reset, which undici does not tell: it is to be asked for again.
 * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts.
 */
export async function exchangeFetch(request: Request): Promise<Response | undefined> {
  const body = new ExchangeBody(await Exchange.open());
  const head = await body.ask(request);
  if (endsWithConnection(head) && (await body.isEmpty())) return undefined;
  return answerOf(body, { request, status: head.status, headers: new Headers(head.headers) });
}

function endsWithConnection({ status, headers }: ExchangeHead): boolean {
  return status === 200 && headers["content-length"] === undefined && headers["transfer-encoding"] === undefined;
}
