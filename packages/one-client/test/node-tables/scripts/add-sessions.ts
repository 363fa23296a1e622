import { loadTablesFrom, saveTables } from "../../../src/node/tables.ts";
import { mergeTables } from "../../../src/tables/merge-tables.ts";
import { recordsToTable } from "../../../src/tables/records-to-table.ts";

// add-sessions FOLDER NAME COUNT: add sessions one by one, each with two datasets, saving after each
const [folder = "", name = "", count = "1"] = process.argv.slice(2);
try {
  let tables = await loadTablesFrom(folder);
  for (let i = 0; i < Number(count); i++) {
    const eid = `${name}-${i}`;
    const sessions = [
      { id: eid, lab: "", subject: name, date: "2020-01-01", number: i, task_protocol: "", projects: "" },
    ];
    const datasets = ["a.b.npy", "a.c.npy"].map((path) => ({
      ...{ eid, id: `${eid}/${path}`, rel_path: path, file_size: 8, hash: "" },
      ...{ exists: true, qc: "NOT_SET" },
    }));
    const records = {
      sessions: recordsToTable("sessions", sessions),
      datasets: recordsToTable("datasets", datasets),
    };
    ({ tables } = await mergeTables(tables, records, { now: new Date() }));
    ({ tables } = await saveTables(folder, tables));
  }
} catch (error) {
  console.log(error);
  process.exitCode = 1;
}
