/** Sites of a probe, as ALF `channels.localCoordinates` gives them. */
export interface SiteLayout {
  /** Across the shank, in µm, shape `(nSites,)`. */
  readonly lateralUm: Float64Array<ArrayBuffer>;
  /** Above the tip's end, in µm, shape `(nSites,)`. */
  readonly axialUm: Float64Array<ArrayBuffer>;
}

const COLUMNS_UM = [43, 11, 59, 27] as const;

/**
 * The 384 lowest sites of a Neuropixels 1.0 probe, which are read where nobody chose others.
 *
 * @see Source: `trace_header` of ibl-neuropixel with `version=1`.
 */
export function neuropixels1Layout(): SiteLayout {
  const sites = { length: 384 };
  return {
    lateralUm: Float64Array.from(sites, (_, site) => COLUMNS_UM[site % 4]!),
    axialUm: Float64Array.from(sites, (_, site) => Math.floor(site / 2) * 20 + 20),
  };
}
