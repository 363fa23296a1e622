import { type VectorCase, type VectorSet } from "../vectors/vector-file.ts";
import { type Random } from "./random.ts";

type Keywords = Readonly<Record<string, unknown>>;

const ALPHABET = Array.from("abzAZ019_.-/#*?[] é");
const isRecord = (value: unknown): value is Keywords =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Cases whose arguments mean the same by position. */
function poolKey({ call, args, tags = [] }: VectorCase): string {
  const kind = args.length > 1 && args[1] === call ? "method" : Array.isArray(args[1]) ? "remote" : "";
  return [call, kind, args.length, tags.find((tag) => tag.startsWith("wildcards")) ?? ""].join(" ");
}

function groupCases(sets: readonly VectorSet[]): VectorCase[][] {
  const groups = new Map<string, VectorCase[]>();
  for (const vector of sets.flatMap(({ cases }) => cases)) {
    const key = poolKey(vector);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [vector]);
    else group.push(vector);
  }
  return [...groups.values()];
}

/** Calls whose garbled arguments only show how lenient the parsers of dates and numbers are that Python happens to use. */
const UNGARBLED = /date_range|ref2|2ref|path2|^one_path/;

/** A text with one character more, less, or another. */
function mutated(random: Random, text: string): string {
  const characters = Array.from(text);
  const at = random.integer(0, characters.length);
  const removed = random.chance(0.6) ? 1 : 0;
  const added = removed === 1 && random.chance(0.4) ? [] : [random.pick(ALPHABET)];
  return characters.toSpliced(at, removed, ...added).join("");
}

/** Calls whose records are search terms and filters, of which any may be left out. */
const HAS_OPTIONS = /^(?:search|filter|list|load)_?/;

/** Fields of one record with some values of another; options come and go. */
function mixedFields(random: Random, records: readonly [Keywords, Keywords], isOptional: boolean): Keywords {
  const [one, other] = records;
  const names = new Set([...Object.keys(one), ...(isOptional ? Object.keys(other) : [])]);
  const kept = [...names].filter(() => !isOptional || random.chance(0.7));
  return Object.fromEntries(kept.map((name) => [name, name in other && random.chance(0.5) ? other[name] : one[name]]));
}

/** An argument of one case, or a mixture of those of two. */
function mixed(random: Random, call: string, [one, other]: readonly [unknown, unknown]): unknown {
  if (isRecord(one) && isRecord(other)) return mixedFields(random, [one, other], HAS_OPTIONS.test(call));
  const chosen = random.chance(0.5) ? one : other;
  const isGarbled = typeof chosen === "string" && !chosen.startsWith("shape ") && !UNGARBLED.test(call);
  return isGarbled && random.chance(0.3) ? mutated(random, chosen) : chosen;
}

function variation(random: Random, cases: readonly VectorCase[]): VectorCase {
  const [one, other] = [random.pick(cases), random.pick(cases)];
  const [method] = one.call.split(" ");
  const args = one.args.map((value, i) => (value === method ? value : mixed(random, one.call, [value, other.args[i]])));
  const { call, kwargs, tags } = random.chance(0.5) ? { ...one, kwargs: other.kwargs } : one;
  return {
    id: "",
    call,
    args,
    ...(kwargs === undefined ? {} : { kwargs }),
    ...(tags === undefined ? {} : { tags: tags.filter((tag) => !tag.startsWith("defect")) }),
  };
}

/** Whether a case asks what we refuse on purpose: one search term twice, or places for no datasets at all. */
function isRefused({ call, args }: VectorCase): boolean {
  const [terms] = args;
  if (call.startsWith("search") && isRecord(terms)) {
    const names = Object.keys(terms).map((name) => name.toLowerCase().slice(0, 4));
    return new Set(names.filter((name) => name !== "data")).size < names.filter((name) => name !== "data").length;
  }
  const [datasets] = Array.isArray(args[2]) ? (args[2] as readonly unknown[]) : [];
  return call === "load_datasets" && Array.isArray(datasets) && datasets.length === 0;
}

/**
 * Cases like recorded ones: with arguments of several of them, some changed by a character.
 *
 * @param count - How many for each kind of call.
 */
export function varyCases(random: Random, sets: readonly VectorSet[], count: number): VectorCase[] {
  return groupCases(sets)
    .flatMap((cases) => Array.from({ length: count }, () => variation(random, cases)))
    .filter((vector) => !isRefused(vector))
    .map((vector, i) => ({ ...vector, id: `varied-${i}` }));
}
