export type { SessionInsertions } from "./convert/insertions.ts";
export { type CompatName, PYTHON_COMPAT } from "./one/compat.ts";
export { createOne, type OneOptions } from "./one/create-one.ts";
export { One } from "./one.ts";
export type { SearchTerms } from "./search/search-terms.ts";
