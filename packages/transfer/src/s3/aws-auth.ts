import { AwsV4Signer } from "aws4fetch";
import { type Credential } from "../http/credential.ts";
import { bucketUrl, type S3BucketAddress } from "./s3-address.ts";

/** An access key of AWS. */
export interface AwsAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys only. */
  readonly sessionToken?: string | undefined;
}

/**
 * Sign requests to a bucket, for buckets that are not public.
 *
 * Requests are signed anew before every try, since a signature holds for minutes only.
 *
 * @throws InvalidS3AddressError if the region or the bucket is none.
 * @see Source: AWS Signature Version 4.
 */
export function awsAuth(
  address: S3BucketAddress,
  { accessKeyId, secretAccessKey, sessionToken }: AwsAccessKey,
): Credential {
  const cache = new Map<string, ArrayBuffer>();
  return {
    origin: bucketUrl(address).origin,
    authorize: async ({ method, url }) => {
      const signer = new AwsV4Signer({
        method,
        url,
        service: "s3",
        region: address.region,
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        cache,
      });
      const { headers } = await signer.sign();
      return Object.fromEntries(headers);
    },
  };
}

/**
 * The access key that an Alyx data repository holds in its `json` field.
 *
 * @param json - That field.
 * @returns The key and where it is for; `undefined` if the field has none.
 * @see Source: `get_aws_access_keys` in ONE, `one/remote/aws.py`.
 */
export function awsKeyOfRepository(
  json: unknown,
): { readonly key: AwsAccessKey; readonly bucket: S3BucketAddress } | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const fields = json as Readonly<Record<string, unknown>>;
  const accessKeyId = fields["Access key ID"];
  const secretAccessKey = fields["Secret access key"];
  const bucket = fields["bucket_name"];
  const region = fields["region_name"] ?? "us-east-1";
  if (typeof accessKeyId !== "string" || typeof secretAccessKey !== "string") return undefined;
  if (typeof bucket !== "string" || typeof region !== "string") return undefined;
  return { key: { accessKeyId, secretAccessKey }, bucket: { bucket, region } };
}
