export {
  type AlfObject,
  appendObjects,
  arrayAttribute,
  checkDimensions,
  createObject,
  listShapes,
  type ObjectOptions,
  shapeOf,
  tableAttribute,
} from "./alf-object.ts";
export { arrayColumn, concatenateRows, numbers, stackColumns } from "./array-elements.ts";
export { type AssembleOptions, assembleObject, attributeKey, type ObjectPart } from "./assemble-object.ts";
export { ensureFlat } from "./ensure-flat.ts";
export { AttributeMismatchError, DuplicateAttributeError, PrecisionLossError, ShapeMismatchError } from "./errors.ts";
export { objectFromTable, objectToTable } from "./object-table.ts";
export { toSafeNumbers } from "./safe-numbers.ts";
export { interpolateTimestamps } from "./timestamps.ts";
