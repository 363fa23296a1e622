import { joinLocation } from "../../convert/session-folder.ts";
import { type WantedFile } from "../../loading/fetch-files.ts";
import { type FileSource } from "./file-source.ts";

/**
 * The data server of a database: folders as in the cache, with the dataset's id in each file name.
 *
 * A file whose record says that it lies on another machine is asked for there.
 *
 * @param dataServer - Address without slash at its end; `undefined` if none is set.
 * @see Source: `ConversionMixin.record2url` in ONE, `one/converters.py`, as downloads use it. There all files must be on
 *   one server (O34).
 */
export function dataServerSource(dataServer: string | undefined): FileSource {
  return {
    name: "http",
    locate: async (wanted) =>
      wanted.map((file) => {
        const url = addressOf(file, dataServer);
        return url === undefined ? undefined : { url };
      }),
  };
}

function addressOf({ record, remoteKey }: WantedFile, dataServer: string | undefined): string | undefined {
  const stated = typeof record["data_url"] === "string" ? record["data_url"] : undefined;
  if (dataServer === undefined) return stated;
  const isElsewhere = stated !== undefined && hostOf(stated) !== hostOf(dataServer);
  return isElsewhere ? stated : joinLocation(dataServer, remoteKey.split("/").map(encodeURIComponent).join("/"));
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
