import { randomFillSync } from "node:crypto";
import { makeBoolVector, makeDictionaryVector, makeNumberVector, makeTable, makeUtf8Vector } from "@neurophys/tables";

const HEX = new TextEncoder().encode("0123456789abcdef");
const QC = ["NOT_SET", "PASS", "WARNING", "FAIL", "CRITICAL"];

/** Random lower-case hexadecimal text, `width` characters a row, with dashes where a UUID has them. */
function hexColumn(rows, { width, dashes, missing }) {
  const bytes = new Uint8Array(rows * width);
  const random = new Uint8Array(rows * width);
  for (let at = 0; at < random.length; at += 65_536) randomFillSync(random.subarray(at, at + 65_536));
  const offsets = new Int32Array(rows + 1);
  const validity = new Uint8Array(rows).fill(1);
  for (let row = 0, at = 0; row < rows; row++) {
    if (Math.random() < missing) validity[row] = 0;
    else for (let i = 0; i < width; i++, at++) bytes[at] = dashes.includes(i) ? 45 : HEX[random[at] & 15];
    offsets[row + 1] = at;
  }
  return makeUtf8Vector({ bytes: bytes.subarray(0, offsets[rows]), offsets, validity });
}

const uuids = (rows) => hexColumn(rows, { width: 36, dashes: [8, 13, 18, 23], missing: 0 });

/** A `datasets` table like ONE's: 100 datasets a session, 132 relative paths. */
export function makeDatasets(rows) {
  const sessions = Math.ceil(rows / 100);
  const eids = [...uuids(sessions)].sort();
  const paths = Array.from(
    { length: 132 },
    (_, i) => `alf/probe${i % 4}/_ibl_obj${i % 11}.attr${Math.floor(i / 11)}.npy`,
  );
  const random = (make) => Array.from({ length: rows }, make);
  const code = (count) => () => Math.floor(Math.random() * count);
  const there = Uint8Array.from(random(() => (Math.random() < 0.03 ? 0 : 1)));
  const sizes = BigUint64Array.from(random(() => BigInt(Math.floor(Math.random() * 2 ** 33))));
  return makeTable({
    eid: makeDictionaryVector(
      Int32Array.from({ length: rows }, (_, i) => Math.floor(i / 100)),
      eids,
    ),
    id: uuids(rows),
    rel_path: makeDictionaryVector(Int32Array.from(random(code(132))), paths),
    file_size: makeNumberVector(sizes, { validity: there }),
    hash: hexColumn(rows, { width: 32, dashes: [], missing: 0.05 }),
    exists: makeBoolVector(Uint8Array.from(random(() => (Math.random() < 0.05 ? 0 : 1)))),
    default_revision: makeBoolVector(Uint8Array.from(random(() => (Math.random() < 0.1 ? 0 : 1)))),
    qc: makeDictionaryVector(Int32Array.from(random(code(5))), QC, { ordered: true }),
  });
}
