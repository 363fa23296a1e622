/**
 * The names that pandas gives the columns of a header line: nameless ones become `Unnamed: 3`, repeated ones get `.1`,
 * `.2`, past names that are taken.
 *
 * @param header - Fields of the header line.
 * @see Source: `_get_header` of `pandas/_libs/parsers.pyx`.
 */
export function columnNames(header: readonly string[]): string[] {
  const names = header.map((name, i) => (name === "" ? `Unnamed: ${i}` : name));
  const isUnnamed = (i: number): boolean => header[i] === "";
  const indices = names.map((_, i) => i);
  const used = new Map<string, number>();
  // Given names come first, so that they keep what a made-up one would take.
  for (const i of [...indices.filter((i) => !isUnnamed(i)), ...indices.filter(isUnnamed)]) {
    const original = names[i]!;
    let name = original;
    let count = used.get(name) ?? 0;
    while (count > 0) {
      used.set(original, count + 1);
      name = `${original}.${count}`;
      count = names.includes(name) ? count + 1 : (used.get(name) ?? 0);
    }
    names[i] = name;
    used.set(name, count + 1);
  }
  return names;
}

/**
 * Names for the leading columns that a header line shorter than the rows leaves nameless, which pandas makes the index:
 * `index`, or `level_0`, `level_1` where there are several or the name is taken, as `reset_index` calls them.
 */
export function indexNames(count: number, taken: readonly string[]): string[] {
  if (count === 1 && !taken.includes("index")) return ["index"];
  return Array.from({ length: count }, (_, level) => {
    let name = `level_${level}`;
    while (taken.includes(name)) name += "_";
    return name;
  });
}
