import { type Random } from "./random.ts";

/** Trials of a two-choice visual task, one element a trial; times in seconds from the session's start. */
export interface Trials {
  readonly count: number;
  /** `(n, 2)` start and end of each trial. */
  readonly intervals: Float64Array<ArrayBuffer>;
  readonly stimOnTimes: Float64Array<ArrayBuffer>;
  readonly goCueTimes: Float64Array<ArrayBuffer>;
  readonly firstMovementTimes: Float64Array<ArrayBuffer>;
  readonly responseTimes: Float64Array<ArrayBuffer>;
  readonly feedbackTimes: Float64Array<ArrayBuffer>;
  /** Contrast of the stimulus if it was on that side, 0–1, else NaN. */
  readonly contrastLeft: Float64Array<ArrayBuffer>;
  readonly contrastRight: Float64Array<ArrayBuffer>;
  /** 1 = wheel turned clockwise (chose left), −1 = counter-clockwise (chose right), 0 = no response. */
  readonly choice: Int8Array<ArrayBuffer>;
  /** 1 = reward, −1 = error. */
  readonly feedbackType: Int8Array<ArrayBuffer>;
  /** Prior probability of a stimulus on the left: 0.5, then blocks of 0.2 and 0.8. */
  readonly probabilityLeft: Float64Array<ArrayBuffer>;
  /** In µl. */
  readonly rewardVolume: Float64Array<ArrayBuffer>;
}

const CONTRASTS = [1, 0.25, 0.125, 0.0625, 0] as const;
/** Seconds without a response after which a trial ends. */
const RESPONSE_WINDOW_S = 10;

/**
 * Draw the trials of one session: block structure, psychometric choices, and reaction times that shorten with contrast.
 *
 * @param durationS - Length of the session in seconds; the last trial ends before it.
 */
export function drawTrials(random: Random, durationS: number): Trials {
  const rows: number[][] = [];
  const prior = blocks(random);
  for (let now = random.between(1, 3); ; ) {
    const probabilityLeft = prior();
    const row = drawTrial(random, now, probabilityLeft);
    const end = row[1]!;
    if (end > durationS - 1) break;
    rows.push(row);
    now = end + random.between(0.2, 0.4);
  }
  const column = (index: number): Float64Array<ArrayBuffer> => Float64Array.from(rows, (row) => row[index]!);
  const intervals = new Float64Array(rows.length * 2);
  rows.forEach((row, i) => {
    intervals[2 * i] = row[0]!;
    intervals[2 * i + 1] = row[1]!;
  });
  return {
    count: rows.length,
    intervals,
    stimOnTimes: column(2),
    goCueTimes: column(3),
    firstMovementTimes: column(4),
    responseTimes: column(5),
    feedbackTimes: column(6),
    contrastLeft: column(7),
    contrastRight: column(8),
    choice: Int8Array.from(rows, (row) => row[9]!),
    feedbackType: Int8Array.from(rows, (row) => row[10]!),
    probabilityLeft: column(11),
    rewardVolume: column(12),
  };
}

/** Probability of a left stimulus, trial by trial: 30 unbiased trials, then blocks of about 50. */
function blocks(random: Random): () => number {
  let left = 30;
  let probability = 0.5;
  return () => {
    if (left === 0) {
      probability = probability === 0.5 ? random.pick([0.2, 0.8]) : 1 - probability;
      left = Math.round(Math.min(100, 20 + random.exponential(30)));
    }
    left -= 1;
    return probability;
  };
}

function drawTrial(random: Random, start: number, probabilityLeft: number): number[] {
  const isLeft = random.uniform() < probabilityLeft;
  const contrast = random.pick(CONTRASTS);
  const stimOn = start + 0.4 + Math.min(0.3, random.exponential(0.1));
  const goCue = stimOn + 0.0005 + 0.0005 * random.uniform();
  const bias = 1.2 * (probabilityLeft - 0.5);
  const evidence = 9 * (isLeft ? contrast : -contrast) + bias;
  const choosesLeft = random.uniform() < 0.03 + 0.94 / (1 + Math.exp(-evidence));
  const responds = random.uniform() > 0.02;
  const reaction = Math.exp(Math.log(0.18 + 0.25 * (1 - contrast)) + 0.35 * random.normal());
  const firstMovement = responds ? goCue + reaction : Number.NaN;
  const response = responds ? firstMovement + random.between(0.08, 0.3) : goCue + RESPONSE_WINDOW_S;
  const correct = responds && choosesLeft === isLeft;
  const feedback = response + 0.0003;
  const end = feedback + (correct ? 1 : 2);
  const choice = responds ? (choosesLeft ? 1 : -1) : 0;
  const side = isLeft ? [contrast, Number.NaN] : [Number.NaN, contrast];
  return [
    start,
    end,
    stimOn,
    goCue,
    firstMovement,
    response,
    feedback,
    ...side,
    choice,
    correct ? 1 : -1,
    probabilityLeft,
    correct ? 1.5 : 0,
  ];
}

/** Position of the response wheel; both `(n,)`. */
export interface Wheel {
  /** In seconds. */
  readonly timestamps: Float64Array<ArrayBuffer>;
  /** In radians, growing counter-clockwise. */
  readonly position: Float64Array<ArrayBuffer>;
}

/** Draw the wheel trace that goes with the trials: one turn a response, and small movements between. */
export function drawWheel(random: Random, trials: Trials, durationS: number): Wheel {
  const rateHz = 100;
  const count = Math.floor(durationS * rateHz);
  const velocity = new Float64Array(count);
  for (let i = 0; i < count; i += 1) velocity[i] = 0.04 * random.normal();
  for (let trial = 0; trial < trials.count; trial += 1) {
    const choice = trials.choice[trial]!;
    if (choice === 0) continue;
    const first = Math.floor(trials.firstMovementTimes[trial]! * rateHz);
    const last = Math.min(count - 1, Math.ceil((trials.responseTimes[trial]! + 0.15) * rateHz));
    const steps = last - first + 1;
    for (let i = first; i <= last; i += 1) {
      velocity[i] =
        velocity[i]! -
        (choice * 0.35 * Math.PI * rateHz * Math.sin((Math.PI * (i - first + 0.5)) / steps)) / (2 * steps);
    }
  }
  const timestamps = new Float64Array(count);
  const position = new Float64Array(count);
  let angle = 0;
  for (let i = 0; i < count; i += 1) {
    timestamps[i] = i / rateHz + 0.0002 * random.uniform();
    angle += velocity[i]! / rateHz;
    position[i] = angle;
  }
  return { timestamps, position };
}
