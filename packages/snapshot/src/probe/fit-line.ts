import { type Points, pointAt } from "./polyline.ts";

/** A straight line in space. */
export interface Line {
  /** A point on it. */
  readonly point: readonly [number, number, number];
  /** Its direction, of length 1. */
  readonly direction: readonly [number, number, number];
}

function meanOf(points: Points): [number, number, number] {
  const mean: [number, number, number] = [0, 0, 0];
  const count = points.length / 3;
  for (let i = 0; i < points.length; i++) mean[i % 3]! += points[i]! / count;
  return mean;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Turns two columns, and their directions with them, so that they are at right angles. @returns False if they were. */
function turn(columns: number[][], directions: number[][], [p, q]: readonly [number, number]): boolean {
  const [a, b, c] = [dot(columns[p]!, columns[p]!), dot(columns[q]!, columns[q]!), dot(columns[p]!, columns[q]!)];
  if (Math.abs(c) <= Number.EPSILON * Math.sqrt(a * b)) return false;
  const zeta = (b - a) / (2 * c);
  const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + t * t);
  const sine = cosine * t;
  for (const matrix of [columns, directions]) {
    const [left, right] = [matrix[p]!, matrix[q]!];
    matrix[p] = left.map((value, i) => cosine * value - sine * right[i]!);
    matrix[q] = left.map((value, i) => sine * value + cosine * right[i]!);
  }
  return true;
}

const PAIRS: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 2],
  [1, 2],
];

/**
 * The line nearest to points: through their mean, along the first right singular vector of what is left.
 *
 * The vectors come of one-sided Jacobi rotations, which never form squares of the coordinates.
 *
 * @param points - At least two that differ.
 * @see Source: `Trajectory.fit` in iblatlas, which is `numpy.linalg.svd`.
 */
export function fitLine(points: Points): Line {
  const mean = meanOf(points);
  const rows = Array.from({ length: points.length / 3 }, (_, row) => pointAt(points, row));
  const columns = [0, 1, 2].map((axis) => rows.map((row) => row[axis]! - mean[axis]!));
  const directions = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 60; sweep++) {
    const turned = PAIRS.map((pair) => turn(columns, directions, pair));
    if (!turned.includes(true)) break;
  }
  const lengths = columns.map((column) => dot(column, column));
  const [x, y, z] = directions[lengths.indexOf(Math.max(...lengths))]!;
  return { point: mean, direction: [x!, y!, z!] };
}

/** Where a line has a height. NaN if it is level. */
export function pointAtHeight({ point, direction }: Line, z: number): readonly [number, number, number] {
  const [vx, vy, vz] = direction;
  const t = vz === 0 ? Number.NaN : (z - point[2]) / vz;
  return [point[0] + t * vx, point[1] + t * vy, point[2] + t * vz];
}
