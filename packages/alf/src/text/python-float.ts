/**
 * Write a float as Python's `repr` does: the shortest digits that read back the same, always with a dot or an exponent.
 *
 * @returns `"1.0"`, `"1e-05"`, `"1e+16"`, `"inf"`, `"nan"`.
 */
export function formatPythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  // Here both languages write the same, but for the ".0".
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + formatMagnitude(size.toExponential());
}

/** Write a single-precision float with the shortest digits that read back as that float, as NumPy does. */
export function formatPythonFloat32(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatPythonFloat(value);
  const magnitude = Math.abs(value);
  let text = magnitude.toExponential();
  for (let digits = 0; digits < 9; digits++) {
    const shorter = magnitude.toExponential(digits);
    if (Math.fround(Number(shorter)) === magnitude) {
      text = shorter;
      break;
    }
  }
  return (value < 0 ? "-" : "") + formatMagnitude(text);
}

/** From `"1.25e+3"` to the form in which Python prints the same digits. */
function formatMagnitude(exponential: string): string {
  const [mantissa = "", exponentText = "0"] = exponential.split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? "-" : "+";
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const digits = mantissa.replace(".", "");
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${whole}.${digits.slice(exponent + 1) || "0"}`;
}
