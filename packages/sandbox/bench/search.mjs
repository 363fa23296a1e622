/**
 * Times session searches at a million datasets.
 *
 *   node bench/search.mjs postgres://user:password@host/empty-database [datasets]
 *
 * Run after `pnpm build`. Fills the database once; a second run uses what is there.
 */

import pg from "pg";
import { createAlyxApp, createToken, createUser, openDatabase } from "../dist/node.js";

const [url, count = "1000000"] = process.argv.slice(2);
if (url === undefined) throw new Error("Give the address of an empty database.");
const DATASETS = Number(count);
const PER_SESSION = 50;
const SUBJECTS = 400;
const REPEATS = 40;

/** Labs, subjects, sessions and their datasets, each with a file on a server and one on a lab's computer. */
async function fill() {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const sessions = Math.ceil(DATASETS / PER_SESSION);
  const statements = [
    "insert into lab (name) select 'lab' || n from generate_series(1, 10) n",
    "insert into project (name) select 'project' || n from generate_series(1, 20) n",
    `insert into data_repository (name, globus_is_personal, data_url) values
      ('server', false, 'https://data.example.org/'), ('rig', true, null)`,
    `insert into subject (nickname, lab_id) select 'SW' || lpad(n::text, 4, '0'), lab.id
      from generate_series(1, ${SUBJECTS}) n join lab on lab.name = 'lab' || (1 + n % 10)`,
    `insert into session (subject_id, start_time, number, task_protocol)
      select subject.id, timestamp '2018-01-01 09:00' + (n / ${SUBJECTS}) * interval '1 day', 1 + n % 3, 'ephys'
      from generate_series(0, ${sessions - 1}) n
      join subject on subject.nickname = 'SW' || lpad((1 + n % ${SUBJECTS})::text, 4, '0')`,
    `insert into session_project (session_id, project_id) select session.id, project.id from session
      join project on project.name = 'project' || (1 + abs(hashtext(session.id::text)) % 20)`,
    `insert into dataset (name, session_id, collection, dataset_type_id, data_format_id, file_size)
      select kind.name || '.npy', session.id, 'alf', kind.id, format.id, 1000
      from session cross join (select * from dataset_type where name <> 'unknown' order by name limit ${PER_SESSION}) kind
      cross join (select id from data_format where name = 'npy') format limit ${DATASETS}`,
    `insert into dataset (name, session_id, collection, dataset_type_id, data_format_id)
      select 'spikes.times.npy', session.id, 'alf/probe00', kind.id, format.id from session
      cross join (select id from dataset_type where name = 'spikes.times') kind
      cross join (select id from data_format where name = 'npy') format where session.number <> 2`,
    `insert into file_record (dataset_id, data_repository_id, relative_path, exists)
      select dataset.id, repository.id, 'x/' || dataset.id || repository.name, true
      from dataset cross join data_repository repository`,
  ];
  for (const statement of statements) await client.query(statement);
  await client.query("vacuum analyze");
  await client.end();
}

const SEARCHES = {
  "subject and days": "/sessions?subject=SW0123&date_range=2018-01-05,2018-02-15",
  "subject, lab, project, number, days and dataset":
    "/sessions?subject=SW0123&lab=lab4&projects=project1&number=1&date_range=2018-01-01,2018-12-31&datasets=spikes.times.npy",
  "lab and days": "/sessions?lab=lab4&date_range=2018-01-05,2018-01-15",
  "project and days": "/sessions?projects=project7&date_range=2018-01-05,2018-01-15",
  "dataset and days": "/sessions?datasets=spikes.times.npy&date_range=2018-01-05,2018-01-15",
  "two datasets of a subject": "/sessions?subject=SW0200&datasets=spikes.times.npy,DAQdata.meta.npy",
  "number of a day": "/sessions?number=002&date_range=2018-01-20,2018-01-20",
  "lab alone": "/sessions?lab=lab4",
  "project alone": "/sessions?projects=project7",
  "dataset alone": "/sessions?datasets=spikes.times.npy",
  "any field (django)": "/sessions?django=subject__nickname__icontains,SW012,start_time__date,2018-01-10",
  "no filter": "/sessions",
  "datasets of a session": undefined,
};

const database = await openDatabase({ url });
const { db } = database;
const { n } = await db
  .selectFrom("dataset")
  .select((eb) => eb.fn.countAll().as("n"))
  .executeTakeFirstOrThrow();
if (n === 0) {
  console.log(`filling with ${DATASETS} datasets …`);
  await fill();
  await createUser(database, { username: "bench", password: "bench" });
}
const token = await createToken(database, "bench");
const app = createAlyxApp({ database, mediaDir: "/tmp/none" });
const { id } = await db.selectFrom("session").select("id").orderBy("id").limit(1).executeTakeFirstOrThrow();
SEARCHES["datasets of a session"] = `/datasets?session=${id}`;

for (const [name, path] of Object.entries(SEARCHES)) {
  const times = [];
  let found = 0;
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    const response = await app.request(path, { headers: { Authorization: `Token ${token}` } });
    const { count: matches } = await response.json();
    times.push(performance.now() - start);
    found = matches;
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (REPEATS - 1))].toFixed(1);
  console.log(
    `${name.padEnd(50)} ${String(found).padStart(6)} found  best ${at(0)} ms  median ${at(0.5)} ms  95% ${at(0.95)} ms`,
  );
}
await database.close();
