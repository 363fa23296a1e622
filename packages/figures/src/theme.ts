import { type ColourMap, colourMapOf, viridis } from "./colour-map.ts";

/** The colours of a figure. Hand in a changed copy of one of the two for a house style of your own. */
export interface Theme {
  /** Of the whole figure. */
  readonly background: string;
  /** Titles. */
  readonly ink: string;
  /** Labels of axes and ticks. */
  readonly muted: string;
  /** Axis lines. */
  readonly axis: string;
  /** Lines across the plot at ticks. */
  readonly grid: string;
  /** Reference lines, such as an event at 0 s. */
  readonly reference: string;
  /** Cells of a matrix that have no value. */
  readonly missing: string;
  /** Colours of series in order. Told apart by colour-blind readers; the first stands for a single series. */
  readonly series: readonly string[];
  /** From one spike a pixel to many. */
  readonly density: ColourMap;
  /** From small to large, for marks on the background. */
  readonly shade: ColourMap;
  /** From small to large, for lines of groups that have an order, such as contrasts. */
  readonly ordered: ColourMap;
  /** From small to large, for filled areas. */
  readonly sequential: ColourMap;
}

/** For paper and bright screens. Series colours after Okabe and Ito, the yellow ones darkened. */
export const lightTheme: Theme = {
  background: "#ffffff",
  ink: "#1a2129",
  muted: "#4d5761",
  axis: "#7d8790",
  grid: "#e8ebee",
  reference: "#8a949e",
  missing: "#e3e6e9",
  series: ["#0b67a8", "#d55e00", "#009e73", "#b8498f", "#c98500", "#4ba3d8", "#6b5b95", "#4d5761"],
  density: colourMapOf("density-light", ["#a9c3dc", "#6f9cc6", "#3f74ad", "#1d4c86", "#0b2a56", "#030f26"]),
  shade: colourMapOf("shade-light", ["#d5dbe1", "#a9b3bd", "#77838f", "#434e5a", "#161d25"]),
  ordered: colourMapOf("ordered-light", ["#b9a7d6", "#8a63c4", "#4f5bd0", "#1f7fae", "#0f6b5c", "#0b3b2e"]),
  sequential: viridis,
};

/** For slides and dark screens. */
export const darkTheme: Theme = {
  background: "#12171d",
  ink: "#f0f3f6",
  muted: "#aeb8c2",
  axis: "#6d7883",
  grid: "#252d35",
  reference: "#7f8a95",
  missing: "#2b343d",
  series: ["#58b4f0", "#ff9447", "#33c9a0", "#e58cc4", "#f2c14e", "#a6d8f7", "#b3a5db", "#c3ccd5"],
  density: colourMapOf("density-dark", ["#1f4468", "#2f6ea3", "#4f9bd3", "#86c3ee", "#c6e4fb", "#ffffff"]),
  shade: colourMapOf("shade-dark", ["#39434d", "#5e6a76", "#8d99a5", "#c2ccd5", "#ffffff"]),
  ordered: colourMapOf("ordered-dark", ["#6a5a9e", "#8f86e8", "#62aef2", "#3fd0c0", "#a5e88a", "#fdf3a6"]),
  sequential: viridis,
};
