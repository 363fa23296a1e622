/** Points in space one after the other: shape `(nPoints, 3)`, row-major, in metres from bregma, as (ml, ap, dv). */
export type Points = Float64Array<ArrayBuffer>;

/** Points from rows. */
export function pointsOf(rows: readonly ArrayLike<number>[]): Points {
  return Float64Array.from(rows.flatMap((row) => [Number(row[0]), Number(row[1]), Number(row[2])]));
}

/** Row of a point. */
export function pointAt(points: Points, row: number): readonly [number, number, number] {
  return [points[row * 3]!, points[row * 3 + 1]!, points[row * 3 + 2]!];
}

/** Points by increasing height: the deepest first. */
export function sortedByHeight(points: Points): Points {
  const rows = Array.from({ length: points.length / 3 }, (_, row) => pointAt(points, row));
  return pointsOf(rows.sort((a, b) => a[2] - b[2]));
}

/**
 * How far along a line of points each of them is, from the first.
 *
 * @returns Metres, shape `(nPoints,)`.
 * @see Source: `cumulative_distance` in iblatlas.
 */
export function cumulativeDistance(points: Points): Float64Array<ArrayBuffer> {
  const distance = new Float64Array(points.length / 3);
  for (let row = 1; row < distance.length; row++) {
    const [a, b] = [pointAt(points, row - 1), pointAt(points, row)];
    distance[row] = distance[row - 1]! + Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
  }
  return distance;
}

/** Last place whose value is not above `x`, but for the last one; -1 before all. */
function placeBelow(values: ArrayLike<number>, x: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return Math.min(low - 1, values.length - 2);
}

/**
 * Places along a line of points.
 *
 * @param points - The line.
 * @param distances - Metres along it from its first point; beyond its ends, its ends.
 * @returns Shape `(nDistances, 3)`.
 * @see Source: `interpolate_along_track` in iblatlas, which is `numpy.interp` of each coordinate.
 */
export function interpolateAlongTrack(points: Points, distances: ArrayLike<number>): Points {
  const along = cumulativeDistance(points);
  const out = new Float64Array(distances.length * 3);
  const last = along.length - 1;
  for (let i = 0; i < distances.length; i++) {
    const d = distances[i]!;
    const row = placeBelow(along, d);
    for (let axis = 0; axis < 3; axis++) {
      const value = (at: number): number => points[at * 3 + axis]!;
      if (d <= 0 || last === 0) out[i * 3 + axis] = value(0);
      else if (d >= along[last]!) out[i * 3 + axis] = value(last);
      else {
        const slope = (value(row + 1) - value(row)) / (along[row + 1]! - along[row]!);
        out[i * 3 + axis] = slope * (d - along[row]!) + value(row);
      }
    }
  }
  return out;
}

/**
 * A function that is linear between points, and beyond them goes on as between the last two.
 *
 * @param from - Where it is known, at two places or more, in any order.
 * @param to - Its values there.
 * @see Source: `scipy.interpolate.interp1d` with `fill_value="extrapolate"`, as `EphysAlignment` of ibl-neuropixel uses it.
 */
export function extrapolated(from: ArrayLike<number>, to: ArrayLike<number>): (x: number) => number {
  const order = Array.from(from, (_, i) => i).sort((a, b) => from[a]! - from[b]!);
  const [xs, ys] = [order.map((i) => from[i]!), order.map((i) => to[i]!)];
  return (x) => {
    const low = Math.max(0, placeBelow(xs, x));
    const slope = (ys[low + 1]! - ys[low]!) / (xs[low + 1]! - xs[low]!);
    return slope * (x - xs[low]!) + ys[low]!;
  };
}
