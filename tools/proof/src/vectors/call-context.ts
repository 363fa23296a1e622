import { type FixtureTables, type VectorCase } from "./vector-file.ts";

/** What a call is run with. */
export interface CallContext {
  /** The fixture's tables; absent if the folder has none. */
  readonly tables: FixtureTables | undefined;
  /** Reproduce the defects of the original that we have mended. */
  readonly compat: boolean;
}

/** Runs one recorded call against our functions and gives the result in the recorded form. */
export type CallHandler = (vector: VectorCase, context: CallContext) => unknown;

/** Handlers by the name of the call. */
export type CallHandlers = Readonly<Record<string, CallHandler>>;
