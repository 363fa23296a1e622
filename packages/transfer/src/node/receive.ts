import { HTTPError, type KyInstance } from "ky";
import { TooLargeError } from "../errors/file-errors.ts";
import { InterruptedError, InvalidAnswerError } from "../errors/http-errors.ts";
import { type ByteSource } from "../http/byte-source.ts";
import {
  type ContentPlace,
  type FileVersion,
  ifRangeOf,
  isEncoded,
  isSameVersion,
  parseContentPlace,
  versionOf,
} from "../http/file-version.ts";
import { publicUrl } from "../http/http-url.ts";
import { pumpBody } from "../http/pump-body.ts";
import { sourceOf } from "./node-answer.ts";
import { type PartFile } from "./part-file.ts";

/** What is asked for, and how. */
export interface Question {
  readonly http: KyInstance;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly stallMs: number;
  /** Size that the file must have. */
  readonly sizeBytes: number | undefined;
  readonly limitBytes: number;
  /** True if the content will be compared with a known hash. */
  readonly verified: boolean;
  /** False where a page is what a file may be. */
  readonly refuseHtml: boolean;
  readonly signal: AbortSignal | undefined;
  /** Called for every piece. */
  readonly onBytes: (count: number, totalBytes: number | undefined) => void;
}

/** The server's file has another size than it must have; nothing of it was transferred. */
export class SizeMismatch {
  readonly sizeBytes: number;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }
}

/**
 * Ask once for what `part` lacks, and add it.
 *
 * @returns When the whole file is there as far as the server says.
 * @throws InterruptedError if the body broke off or the version changed under a resumed part: worth another try.
 * @throws SizeMismatch, TooLargeError, InvalidAnswerError, TransferTimeoutError; what `createHttp` throws.
 */
export async function receive(part: PartFile, question: Question): Promise<void> {
  const response = await ask(part, question);
  if (response === undefined) return;
  const source = sourceOf(response);
  try {
    await place(part, response, question);
    await take(part, source, { question, response });
  } catch (error) {
    source.cancel();
    throw error;
  }
}

/** The answer to a request for what is missing; `undefined` if nothing is. */
async function ask(part: PartFile, question: Question): Promise<Response | undefined> {
  const headers: Record<string, string> = { ...question.headers, "Accept-Encoding": "identity" };
  if (isResumable(part, question)) {
    headers["Range"] = `bytes=${part.length}-`;
    const condition = part.version && ifRangeOf(part.version);
    if (condition !== undefined) headers["If-Range"] = condition;
  } else if (part.length > 0) {
    await part.restart();
  }
  try {
    return await question.http(question.url, { headers, ...(question.signal && { signal: question.signal }) });
  } catch (error) {
    if (!(error instanceof HTTPError) || error.response.status !== 416 || part.length === 0) throw error;
    await error.response.body?.cancel().catch(() => undefined);
    const totalBytes = contentPlaceOf(error.response)?.totalBytes;
    const whole = { ...versionOf(error.response), totalBytes };
    if (totalBytes === part.length && part.version !== undefined && fits(part.version, whole, question))
      return undefined;
    await part.restart();
    throw interrupted(part, question, part.version);
  }
}

/** A part without tag or date is gone on with only if the hash of the whole will tell. */
function isResumable({ version, length }: PartFile, { verified }: Question): boolean {
  if (version === undefined || length === 0) return false;
  return version.etag !== undefined || version.lastModified !== undefined || verified;
}

function fits(known: FileVersion, found: FileVersion, { verified }: Question): boolean {
  if (isSameVersion(known, found)) return true;
  // An answer 416 may have no tag; equal sizes are then all there is to go by.
  const silent = found.etag === undefined && found.lastModified === undefined;
  return silent && known.totalBytes === found.totalBytes && (verified || found.totalBytes !== undefined);
}

/** Make sure that the body continues the part, or begin anew with it. */
async function place(part: PartFile, response: Response, question: Question): Promise<void> {
  const shown = publicUrl(question.url);
  const version = versionOf(response);
  if (response.status === 206) {
    const first = contentPlaceOf(response)?.firstByte;
    const continues = first === part.length && !isEncoded(response.headers);
    if (continues && part.version !== undefined && fits(part.version, version, question)) return;
    if (part.length === 0) throw new InvalidAnswerError(shown, "status 206 where no range was asked for");
    await part.restart();
    throw interrupted(part, question, version);
  }
  if (response.status !== 200) throw new InvalidAnswerError(shown, `status ${response.status} without a file`);
  if (question.refuseHtml && /^text\/html\b/i.test(response.headers.get("Content-Type") ?? "")) {
    throw new InvalidAnswerError(shown, "a page (text/html) where a file was expected");
  }
  const { totalBytes } = version;
  if (totalBytes !== undefined && totalBytes > question.limitBytes) {
    throw new TooLargeError(shown, totalBytes, question.limitBytes);
  }
  if (totalBytes !== undefined && question.sizeBytes !== undefined && totalBytes !== question.sizeBytes) {
    throw new SizeMismatch(totalBytes);
  }
  if (part.length > 0) await part.restart();
  // Places in an encoded body are not places in the file.
  if (!isEncoded(response.headers)) await part.belongTo(version);
}

/** Add the body to the part. */
async function take(
  part: PartFile,
  source: ByteSource,
  { question, response }: { readonly question: Question; readonly response: Response },
): Promise<void> {
  const url = publicUrl(question.url);
  const totalBytes = part.version?.totalBytes ?? versionOf(response).totalBytes;
  const most = Math.min(question.limitBytes, question.sizeBytes ?? Number.POSITIVE_INFINITY);
  try {
    await pumpBody(source, { url, stallMs: question.stallMs, signal: question.signal }, (piece) => {
      const busy = part.append(piece);
      question.onBytes(piece.length, totalBytes);
      if (part.length <= most) return busy;
      if (part.length > question.limitBytes) throw new TooLargeError(url, part.length, question.limitBytes);
      throw new SizeMismatch(part.length);
    });
  } catch (error) {
    // `fetch` reports every failure of the network as a TypeError.
    if (!(error instanceof TypeError) || question.signal?.aborted === true) throw error;
    throw interrupted(part, question, part.version, error);
  }
  const lastByte = response.status === 206 ? contentPlaceOf(response)?.lastByte : undefined;
  const isShort = lastByte !== undefined && part.length <= lastByte;
  if (isShort || (totalBytes !== undefined && part.length !== totalBytes)) {
    throw interrupted(part, question, part.version);
  }
}

function contentPlaceOf({ headers }: Response): ContentPlace | undefined {
  return parseContentPlace(headers.get("Content-Range"));
}

function interrupted(
  part: PartFile,
  { url }: Question,
  version: FileVersion | undefined,
  cause?: unknown,
): InterruptedError {
  const facts = { url: publicUrl(url), receivedBytes: part.length, expectedBytes: version?.totalBytes };
  return new InterruptedError(facts, cause === undefined ? undefined : { cause });
}
