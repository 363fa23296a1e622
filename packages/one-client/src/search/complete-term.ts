import { autocomplete } from "@neurophys/alf/filter";

/**
 * The search term that a spelling stands for: itself, or the only one that begins with it, in any case.
 *
 * @param term - A term, the beginning of one, or either in camel case: `"taskProtocol"` is `"task_protocol"`.
 * @throws UnknownNameError if no term begins so; it names the nearest.
 * @throws AmbiguousNameError if several do; it lists them.
 * @see Source: `autocomplete` in ONE, `one/util.py`; camel case is added here.
 */
export function completeTerm(term: string, terms: readonly string[]): string {
  return autocomplete(
    term.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before}_${after}`),
    terms,
  );
}
