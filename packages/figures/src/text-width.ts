/** Advance widths of the shipped Inter Regular for the characters U+0020 to U+007E, in thousandths of the font size. */
const ADVANCES: readonly number[] = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
  566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
  753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
  333, 426, 662,
];

const SUPERSCRIPT_ADVANCE = 400;
const OTHER_ADVANCE = 640;
const WIDE_ADVANCE = 1000;

/**
 * Width of `text` in pixels. Taken from the shipped font and not from the canvas of the machine, so that the layout of
 * a figure is the same in Node and in every browser.
 */
export function textWidth(text: string, fontSizePixels: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += advance(character.codePointAt(0)!);
  return (thousandths * fontSizePixels) / 1000;
}

/**
 * Break `text` into lines of at most `widthPixels`, at spaces; what does not fit `maximumLines` ends in an ellipsis.
 */
export function wrapText(
  text: string,
  fontSizePixels: number,
  { widthPixels, maximumLines }: { readonly widthPixels: number; readonly maximumLines: number },
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, fontSizePixels) > widthPixels) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== "") lines.push(line);
  const kept = lines.slice(0, maximumLines);
  if (lines.length > maximumLines) kept[maximumLines - 1] += "…";
  return kept.map((part) => ellipsize(part, fontSizePixels, widthPixels));
}

/** Shorten `text` from its end until it fits. */
export function ellipsize(text: string, fontSizePixels: number, widthPixels: number): string {
  if (textWidth(text, fontSizePixels) <= widthPixels) return text;
  const room = widthPixels - textWidth("…", fontSizePixels);
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += textWidth(character, fontSizePixels);
    if (used > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

function advance(codePoint: number): number {
  if (codePoint >= 0x20 && codePoint < 0x7f) return ADVANCES[codePoint - 0x20]!;
  if ((codePoint >= 0x2070 && codePoint < 0x209d) || (codePoint >= 0xb2 && codePoint <= 0xb9))
    return SUPERSCRIPT_ADVANCE;
  return codePoint >= 0x2e80 ? WIDE_ADVANCE : OTHER_ADVANCE;
}
