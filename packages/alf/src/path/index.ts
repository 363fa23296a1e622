export { AlfPath, ensureAlfPath } from "./alf-path.ts";
