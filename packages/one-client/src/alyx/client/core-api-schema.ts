import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../alyx-rest.ts";
import { AlyxInvalidRecordError } from "../errors.ts";
import { isRecord } from "../record-field.ts";
import { isRestAction, type RestAction, type RestActionInfo, type RestSchema, sortedEndpoints } from "./rest-schema.ts";

function actionInfo({ url, fields }: RestRecord): RestActionInfo {
  const records = Array.isArray(fields) ? fields.filter(isRecord) : [];
  return {
    url: typeof url === "string" ? url : "",
    fields: records.map(({ name, required, location, schema }) => ({
      name: String(name),
      ...(typeof required === "boolean" ? { required } : {}),
      ...(typeof location === "string" ? { location } : {}),
      ...(schema === undefined ? {} : { schema }),
    })),
  };
}

/**
 * What a database can be asked, out of the CoreAPI description of older servers.
 *
 * @throws {@link AlyxInvalidRecordError} if it is no object.
 * @see Source: `RestSchemeCoreApi` in ONE, `one/webclient.py`.
 */
export function parseCoreApi(document: JsonValue): RestSchema {
  if (!isRecord(document)) throw new AlyxInvalidRecordError("schema", document, "an object of endpoints");
  const endpoints = new Map<string, Map<RestAction, RestActionInfo>>();
  for (const [endpoint, links] of Object.entries(document)) {
    if (!isRecord(links)) continue;
    const actions = Object.entries(links).filter(
      (link): link is [RestAction, RestRecord] => isRestAction(link[0]) && isRecord(link[1]),
    );
    endpoints.set(endpoint, new Map(actions.map(([action, link]) => [action, actionInfo(link)])));
  }
  return { backend: "core_api", endpoints: sortedEndpoints(endpoints) };
}
