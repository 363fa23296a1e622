/**
 * The nearest whole number; halves go to the even neighbour.
 *
 * @see Source: `round` of Python and numpy.
 */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
