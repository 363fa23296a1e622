import { type FileMetaData } from "hyparquet";
import { parquetMetadata } from "hyparquet/src/metadata.js";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { serializeTCompactProtocol } from "hyparquet-writer/src/thrift.js";

/** The same file with another footer: what a liar would write. */
export function withFooter(
  file: Uint8Array<ArrayBuffer>,
  edit: (metadata: FileMetaData) => FileMetaData,
): Uint8Array<ArrayBuffer> {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(file.length - 8, true);
  const writer = new ByteWriter(1024);
  writer.appendBytes(file.subarray(0, file.length - 8 - length));
  const metadata = parquetMetadata(file, { geoparquet: false });
  // Statistics are of no use here, and not all of them can be written again.
  const row_groups = metadata.row_groups.map((group) => ({
    ...group,
    columns: group.columns.map(({ meta_data, file_offset }) => {
      const { statistics: _, size_statistics: __, encoding_stats: ___, ...meta } = meta_data!;
      return { file_offset, meta_data: meta };
    }),
  }));
  writeMetadata(writer, edit({ ...metadata, row_groups }));
  writer.appendBytes(new TextEncoder().encode("PAR1"));
  return new Uint8Array(writer.getBuffer());
}

/** A file of no rows whose schema is the given groups, by name and number of children: whatever they add up to. */
export function fileOfGroups(
  groups: readonly { readonly name: string; readonly children: number }[],
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(1024);
  const magic = new TextEncoder().encode("PAR1");
  writer.appendBytes(magic);
  const schema = groups.map(({ name, children }) => ({ field_3: 1, field_4: name, field_5: children }));
  serializeTCompactProtocol(writer, { field_1: 2, field_2: schema, field_3: 0n, field_4: [] });
  writer.appendUint32(writer.offset - magic.length);
  writer.appendBytes(magic);
  return new Uint8Array(writer.getBuffer());
}

/** Change every column chunk of a footer. */
export function mapChunks(
  metadata: FileMetaData,
  edit: (chunk: NonNullable<FileMetaData["row_groups"][number]["columns"][number]["meta_data"]>) => object,
): FileMetaData {
  const row_groups = metadata.row_groups.map((group) => ({
    ...group,
    columns: group.columns.map((column) => ({
      ...column,
      meta_data: { ...column.meta_data!, ...edit(column.meta_data!) },
    })),
  }));
  return { ...metadata, row_groups };
}
