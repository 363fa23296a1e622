import { type JsonValue } from "@neurophys/alf";
import { basicAuth, type Credential } from "@neurophys/transfer";
import { type ClientParams } from "../../settings/client-params.ts";
import { paramUrl } from "../../settings/param-url.ts";
import { type RestRecord } from "../alyx-rest.ts";
import { listOf } from "../record-field.ts";

/** The settings that downloads need. */
export type DataServerParams = Pick<
  ClientParams,
  "HTTP_DATA_SERVER" | "HTTP_DATA_SERVER_LOGIN" | "HTTP_DATA_SERVER_PWD"
>;

/** What a download of files needs to know: hand `credentials` to the functions of `@neurophys/transfer`. */
export interface DownloadAccess {
  /** Address that paths of files are appended to, without slash at the end; `undefined` if none is set. */
  readonly dataServer: string | undefined;
  /** The data server's user and password, and the database's token; each goes to its own origin only. */
  readonly credentials: readonly Credential[];
}

/**
 * Put together who may download what.
 *
 * @param token - Proves who asks to the database itself, which serves cache tables.
 */
export function downloadAccess(params: DataServerParams | undefined, token: Credential): DownloadAccess {
  const { HTTP_DATA_SERVER: server, HTTP_DATA_SERVER_LOGIN: user, HTTP_DATA_SERVER_PWD: password } = params ?? {};
  const dataServer = server ? paramUrl("HTTP_DATA_SERVER", server) : undefined;
  const hasLogin = dataServer !== undefined && user && password;
  const login = hasLogin ? [basicAuth(dataServer, user, password.reveal())] : [];
  return { dataServer, credentials: [...login, token] };
}

/** Addresses of a dataset's files, or of several datasets' files: those that are not null. @see Source: `AlyxClient.dataset_record_to_url` in ONE, `one/webclient.py`. */
export function datasetRecordUrls(datasets: RestRecord | readonly RestRecord[]): readonly string[] {
  const records: readonly RestRecord[] = Array.isArray(datasets) ? datasets : [datasets as RestRecord];
  return records.flatMap((record) => fileRecordUrls(listOf(record["file_records"] ?? [], "dataset.file_records")));
}

/** Addresses of file records: those that are not null. @see Source: `AlyxClient.file_record_to_url` in ONE, `one/webclient.py`. */
export function fileRecordUrls(records: readonly RestRecord[]): readonly string[] {
  return records.map((record): JsonValue | undefined => record["data_url"]).filter((url) => typeof url === "string");
}
