import { type Random } from "./random.ts";

/** Sorted spikes of one probe, and its clusters. */
export interface Spikes {
  /** Seconds, ascending, `(nSpikes,)`. */
  readonly times: Float64Array<ArrayBuffer>;
  readonly clusters: Int32Array<ArrayBuffer>;
  /** Volts, `(nSpikes,)`. */
  readonly amps: Float32Array<ArrayBuffer>;
  /** Micrometres from the tip, `(nSpikes,)`. */
  readonly depths: Float32Array<ArrayBuffer>;
  /** Micrometres from the tip, `(nClusters,)`. */
  readonly clusterDepths: Float32Array<ArrayBuffer>;
  /** Site nearest to each cluster, `(nClusters,)`. */
  readonly clusterChannels: Int32Array<ArrayBuffer>;
  /** Spikes a second, `(nClusters,)`. */
  readonly clusterRates: Float32Array<ArrayBuffer>;
}

/** What to draw. */
export interface SpikesOptions {
  readonly clusters: number;
  /** Seconds. */
  readonly duration: number;
}

/** Sites of a Neuropixels 1.0 probe. */
export const SITES = 384;

/** Where the sites are, `(384, 2)` row-major: across and along the probe, in micrometres from the tip. */
export function siteCoordinates(): Float64Array<ArrayBuffer> {
  const across = [43, 11, 59, 27];
  return Float64Array.from({ length: 2 * SITES }, (_, i) => {
    const site = i >> 1;
    return i % 2 === 0 ? across[site % 4]! : Math.floor(site / 2) * 20 + 20;
  });
}

/** Draw Poisson spikes of clusters that lie along a probe. */
export function drawSpikes(random: Random, { clusters, duration }: SpikesOptions): Spikes {
  const depths = Float32Array.from({ length: clusters }, () => random.between(20, 3840));
  const rates = Float32Array.from({ length: clusters }, () => 0.5 + random.exponential(5));
  const drawn: (readonly [time: number, cluster: number])[] = [];
  for (let cluster = 0; cluster < clusters; cluster++) {
    const interval = 1 / rates[cluster]!;
    for (let time = random.exponential(interval); time < duration; time += 0.002 + random.exponential(interval)) {
      drawn.push([time, cluster]);
    }
  }
  drawn.sort(([a], [b]) => a - b);
  return {
    times: Float64Array.from(drawn, ([time]) => time),
    clusters: Int32Array.from(drawn, ([, cluster]) => cluster),
    amps: Float32Array.from(drawn, () => 1e-4 * Math.exp(0.3 * random.normal())),
    depths: Float32Array.from(drawn, ([, cluster]) => depths[cluster]! + 8 * random.normal()),
    clusterDepths: depths,
    clusterChannels: Int32Array.from(depths, (depth) => Math.min(SITES - 1, 2 * Math.round((depth - 20) / 20))),
    clusterRates: rates,
  };
}
