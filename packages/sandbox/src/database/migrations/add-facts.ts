import { type Kysely } from "kysely";
import { BRAIN_REGIONS } from "../facts/brain-regions.ts";
import {
  CONTENT_TYPES,
  COORDINATE_SYSTEMS,
  IMAGING_TYPES,
  PROBE_MODELS,
  PROCEDURE_TYPES,
  REPOSITORY_TYPES,
  SPECIES,
  WATER_TYPES,
} from "../facts/catalogues.ts";
import { DATA_FORMATS } from "../facts/data-formats.ts";
import { DATASET_TYPES } from "../facts/dataset-types.ts";
import { type Tables } from "../tables.ts";

const named = (names: readonly string[]): { name: string }[] => names.map((name) => ({ name }));

/** Fills in what every lab knows: names of datasets, formats, probes, procedures, brain regions. */
export async function addFacts(db: Kysely<Tables>): Promise<void> {
  await db
    .insertInto("content_type")
    .values(CONTENT_TYPES.map(([app_label, model]) => ({ app_label, model })))
    .execute();
  for (const [table, names] of [
    ["procedure_type", PROCEDURE_TYPES],
    ["water_type", WATER_TYPES],
    ["data_repository_type", REPOSITORY_TYPES],
    ["imaging_type", IMAGING_TYPES],
    ["species", SPECIES],
  ] as const) {
    await db.insertInto(table).values(named(names)).execute();
  }
  await addDataFacts(db);
  await addProbeFacts(db);
}

async function addDataFacts(db: Kysely<Tables>): Promise<void> {
  const formats = DATA_FORMATS.map(([name, file_extension, matlab_loader_function, python_loader_function]) => ({
    name,
    file_extension,
    matlab_loader_function,
    python_loader_function,
  }));
  await db.insertInto("data_format").values(formats).execute();
  const types = Object.entries(DATASET_TYPES).map(([name, pattern]) => ({
    name,
    filename_pattern: pattern === "" ? null : pattern,
  }));
  await db.insertInto("dataset_type").values(types).execute();
}

async function addProbeFacts(db: Kysely<Tables>): Promise<void> {
  const models = PROBE_MODELS.map(([name, probe_manufacturer, probe_model]) => ({
    name,
    probe_manufacturer,
    probe_model,
  }));
  await db.insertInto("probe_model").values(models).execute();
  const systems = Object.entries(COORDINATE_SYSTEMS).map(([name, description]) => ({ name, description }));
  await db.insertInto("coordinate_system").values(systems).execute();
  // One statement, so that a region may come before the one around it.
  const regions = BRAIN_REGIONS.map(([id, acronym, name, parent_id]) => ({
    id,
    acronym,
    name,
    parent_id: parent_id ?? null,
  }));
  await db.insertInto("brain_region").values(regions).execute();
}
