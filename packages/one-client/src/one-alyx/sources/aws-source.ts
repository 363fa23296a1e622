import { addUuidString } from "@neurophys/alf";
import { awsAuth, awsKeyOfRepository, bucketUrl, type Credential, type S3BucketAddress } from "@neurophys/transfer";
import { type AlyxRest, type RestRecord } from "../../alyx/alyx-rest.ts";
import { AlyxInvalidRecordError } from "../../alyx/errors.ts";
import { pythonText } from "../../alyx/python-text.ts";
import { readIfThere } from "../../alyx/read-if-there.ts";
import { isRecord, listOf, optionalText, recordId } from "../../alyx/record-field.ts";
import { pathFromFilerecord } from "../../convert/file-records.ts";
import { type WantedFile } from "../../loading/fetch-files.ts";
import { type FileAddress, type FileSource } from "./file-source.ts";

/** Where to look for files on S3. */
export interface AwsSourceOptions {
  /** Repository of the database that describes the bucket. Default: `"aws_cortexlab"`, as in the original. */
  readonly repository?: string | undefined;
  /** Another provider that speaks S3, or a test; AWS by default. */
  readonly endpoint?: string | URL | undefined;
}

interface Bucket {
  readonly address: S3BucketAddress;
  readonly credential: Credential | undefined;
}

/** Ids that fit in one request. */
const IDS_A_REQUEST = 100;

/**
 * The bucket that a repository of the database describes: public, or private with the key that the database hands out.
 *
 * @see Source: `OneAlyx._download_aws` in ONE, `one/api.py`, and `get_s3_from_alyx`, `one/remote/aws.py`.
 */
export function awsSource(rest: AlyxRest, options: AwsSourceOptions = {}): FileSource {
  let known: Promise<Bucket | undefined> | undefined;
  return {
    name: "aws",
    async locate(wanted, signal) {
      // A database without such a repository has none for the next file either.
      known ??= readBucket(rest, options).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      // Other calls wait for the same answer: it is asked for without the signal of one of them.
      const bucket = await known;
      signal?.throwIfAborted();
      if (bucket === undefined) return wanted.map(() => undefined);
      const asked = wanted.filter(({ record }) => record["exists_aws"] !== false);
      const files = await fileRecords(rest, asked, signal);
      return wanted.map((file) => addressOf(file, files.get(file.record.id), bucket));
    },
  };
}

/** The bucket of a repository; `undefined` if the database has no such repository. */
async function readBucket(
  rest: AlyxRest,
  { repository = "aws_cortexlab", endpoint }: AwsSourceOptions,
): Promise<Bucket | undefined> {
  const answer = await readIfThere(rest, "data-repository", { id: repository });
  if (answer === undefined) return undefined;
  const json = answer["json"];
  if (!isRecord(json))
    throw new AlyxInvalidRecordError("data-repository.json", typeof json, "the description of a bucket");
  const bucket = optionalText(json, "bucket_name");
  if (bucket === undefined) throw new AlyxInvalidRecordError("data-repository.json.bucket_name", undefined, "a name");
  const address = { bucket, region: optionalText(json, "region_name") ?? "us-east-1", endpoint };
  const key = awsKeyOfRepository(json)?.key;
  return { address, credential: key && awsAuth(address, key) };
}

/** The copies on S3 of datasets that exist there, by the id of the dataset. */
async function fileRecords(
  rest: AlyxRest,
  wanted: readonly WantedFile[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, RestRecord>> {
  const found = new Map<string, RestRecord>();
  for (let i = 0; i < wanted.length; i += IDS_A_REQUEST) {
    const ids = wanted.slice(i, i + IDS_A_REQUEST).map(({ record }) => record.id);
    const params = { exists: true, django: `id__in,${pythonText(ids)}` };
    for (const dataset of listOf(await rest.rest("datasets", "list", params, { signal }), "datasets")) {
      const files = listOf(dataset["file_records"] ?? [], "dataset.file_records");
      const file = files.find((record) => isThere(record));
      if (file !== undefined)
        found.set(recordId({ url: dataset["url"] ?? null, id: dataset["id"] ?? null }, "dataset"), file);
    }
  }
  return found;
}

function isThere(file: RestRecord): boolean {
  return (optionalText(file, "data_repository") ?? "").startsWith("aws") && file["exists"] === true;
}

function addressOf(
  { record }: WantedFile,
  file: RestRecord | undefined,
  { address, credential }: Bucket,
): FileAddress | undefined {
  const relative = file === undefined ? undefined : optionalText(file, "relative_path");
  if (file === undefined || relative === undefined || !relative.endsWith(record.rel_path)) return undefined;
  const folder = optionalText(file, "data_repository_path") ?? "";
  const path = pathFromFilerecord({ data_repository_path: folder, relative_path: relative }, { root: "" });
  const key = addUuidString(path, record.id).replace(/^\/+/, "");
  return { url: bucketUrl(address).href + key.split("/").map(encodeURIComponent).join("/"), credential };
}
