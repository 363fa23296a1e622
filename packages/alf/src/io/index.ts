export type { DecodeContext, Decoder, Decoders } from "./decoder.ts";
