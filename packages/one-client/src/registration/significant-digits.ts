/**
 * A number rounded to so many significant digits; one exactly between two goes to the even digit, as Python's `g` format
 * does it.
 *
 * @param value - Finite.
 */
export function roundToDigits(value: number, digits: number): number {
  // Doubles that lie exactly between have at most one digit more.
  const [mantissa = "", exponent = "0"] = Math.abs(value).toExponential(60).split("e");
  const all = mantissa.replace(".", "");
  const isTie = /^50*$/.test(all.slice(digits));
  const isEven = Number(all[digits - 1]) % 2 === 0;
  if (!isTie || !isEven) return Number(value.toPrecision(digits));
  const kept = `${all[0]}.${all.slice(1, digits)}`;
  return Math.sign(value) * Number(`${kept}e${exponent}`);
}
