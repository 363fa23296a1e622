import { type CallHandler, type CallHandlers } from "./call-context.ts";
import { convertCalls } from "./convert-calls.ts";
import { filterCalls } from "./filter-calls.ts";
import { loadCalls } from "./load-calls.ts";
import { miscCalls } from "./misc-calls.ts";
import { nameCalls } from "./name-calls.ts";
import { objectCalls } from "./object-calls.ts";
import { oneCalls } from "./one-calls.ts";
import { pathCalls } from "./path-calls.ts";
import { recordsCalls } from "./records-calls.ts";
import { isRemoteCase, remoteCall } from "./remote-calls.ts";
import { type VectorCase } from "./vector-file.ts";

const CALLS: CallHandlers = {
  ...miscCalls,
  ...nameCalls,
  ...filterCalls,
  ...objectCalls,
  ...oneCalls,
  ...loadCalls,
  ...convertCalls,
  ...recordsCalls,
};

/** Whether a case is about a method of the original's path classes: `[path, method, …arguments]`. */
const isPathCase = ({ call, args }: VectorCase): boolean => args.length >= 2 && args[1] === call;

/** Our function for a recorded call; `undefined` if we have none. */
export function handlerOf(vector: VectorCase): CallHandler | undefined {
  if (isRemoteCase(vector)) return remoteCall;
  const calls = isPathCase(vector) ? pathCalls : CALLS;
  return Object.hasOwn(calls, vector.call) ? calls[vector.call] : undefined;
}
