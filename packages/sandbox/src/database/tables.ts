import { type ActionTables } from "./tables/actions.ts";
import { type DataTables } from "./tables/data.ts";
import { type ExperimentTables } from "./tables/experiments.ts";
import { type PeopleTables } from "./tables/people.ts";

/** All tables of a lab, by name, as Kysely wants them. Column names are those of Alyx's models. */
export interface Tables extends PeopleTables, ActionTables, DataTables, ExperimentTables {}
