export { type AlfSeries, asSeries } from "./as-series.ts";
export { type DecodeCsvOptions, decodeCsv } from "./decode-csv.ts";
export { type DecodeJsonOptions, decodeJson, decodeJsonLines } from "./decode-json.ts";
export { textDecoders } from "./decoders.ts";
export { type EncodeCsvOptions, encodeCsv } from "./encode-csv.ts";
export { type EncodeJsonOptions, encodeJson, encodeJsonLines, encodeMetadata } from "./encode-json.ts";
export {
  InvalidJsonError,
  InvalidUtf8Error,
  isTextError,
  NoColumnsError,
  RaggedRowError,
  TableTooLargeError,
  type TextError,
  type TextErrorOptions,
  UnclosedQuoteError,
  UnwritableValueError,
} from "./errors.ts";
