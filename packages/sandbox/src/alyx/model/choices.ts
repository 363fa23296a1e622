import { QC } from "@neurophys/alf";
import { type Choices } from "./model.ts";

/** Levels of quality control. */
export const QC_CHOICES: Choices = Object.entries(QC).map(([name, value]) => [value, name]);

/** States of a task. */
export const TASK_STATUS: Choices = [
  [20, "Waiting"],
  [25, "Held"],
  [30, "Started"],
  [40, "Errored"],
  [45, "Abandoned"],
  [50, "Empty"],
  [55, "Incomplete"],
  [60, "Complete"],
];

/** Where the position of a probe comes from, the surest first. */
export const PROVENANCE: Choices = [
  [70, "Ephys aligned histology track"],
  [50, "Histology track"],
  [30, "Micro-manipulator"],
  [10, "Planned"],
];

/** Where the position of a field of view comes from. */
export const FOV_PROVENANCE: Choices = [
  ["E", "Estimate"],
  ["F", "Functional"],
  ["L", "Landmark"],
  ["H", "Histology"],
];

/** Sexes of subjects. */
export const SEXES: Choices = [
  ["M", "Male"],
  ["F", "Female"],
  ["U", "Unknown"],
];

/** How an operation ends. */
export const OUTCOMES: Choices = [
  ["a", "Acute"],
  ["r", "Recovery"],
  ["n", "Non-recovery"],
];
