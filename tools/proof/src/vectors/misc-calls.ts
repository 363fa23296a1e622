import { collectionSpec } from "@neurophys/alf/filter";
import { keyFromUrl, type QueryValue, restCacheName, updateUrlParams } from "@neurophys/one-client/alyx";
import { type CallHandlers } from "./call-context.ts";

/** Keys of databases, addresses, names of cached answers. */
export const miscCalls: CallHandlers = {
  key_from_url: ({ args: [url] }) => keyFromUrl(url as string),
  update_url_params: ({ args: [url, params] }) => updateUrlParams(url as string, params as Record<string, QueryValue>),
  rest_cache_name: ({ args: [query] }) => restCacheName(query as string),
  collection_spec: ({ args: [collection, revision] }) =>
    collectionSpec((collection ?? undefined) as string | undefined, (revision ?? undefined) as string | undefined),
};
