import { type Kysely } from "kysely";
import { runStatements } from "../run-statements.ts";

/**
 * Water that a subject needs, in millilitres and grams, from its weighings, operations and restrictions.
 *
 * Four per cent of the weight without implants, five when it is below the lab's part of the reference weight.
 */
const WATER: readonly string[] = [
  `create function restricted_since(animal uuid, today timestamp) returns timestamp language sql stable as $$
    select case when latest.end_time is null or latest.end_time >= today then latest.start_time end
    from (select start_time, end_time from water_restriction
      where subject_id = animal and start_time::date <= today::date
      order by start_time desc limit 1) latest $$`,
  `create function implant_weight_at(animal uuid, day timestamp) returns double precision language sql stable as $$
    select coalesce((select implant_weight from surgery
      where subject_id = animal and implant_weight > 0 and start_time::date <= day::date
      order by start_time desc limit 1), 0) $$`,
  `create function weight_at(animal uuid, day timestamp) returns double precision language sql stable as $$
    select coalesce((select weight from weighing
      where subject_id = animal and date_time::date <= day::date
      order by date_time desc limit 1), 0) $$`,
  `create function reference_weight_at(animal uuid, today timestamp) returns double precision language sql stable as $$
    select coalesce((select coalesce(nullif(restriction.reference_weight, 0), weight_at(animal, restriction.start_time))
        - implant_weight_at(animal, restriction.start_time)
      from water_restriction restriction
      where restriction.subject_id = animal and restriction.start_time = restricted_since(animal, today)
      limit 1), 0) $$`,
  `create function expected_water_at(animal uuid, today timestamp) returns double precision language sql stable as $$
    select (state.weight - state.implant) * case when state.weight - state.implant < state.least then 0.05 else 0.04 end
    from (select weight_at(animal, today) as weight, implant_weight_at(animal, today) as implant,
        lab.reference_weight_pct * reference_weight_at(animal, today) as least
      from subject join lab on lab.id = subject.lab_id where subject.id = animal) state $$`,
  `create function given_water_at(animal uuid, today timestamp) returns double precision language sql stable as $$
    select coalesce(sum(water_administered), 0) from water_administration
    where subject_id = animal and date_time::date = today::date $$`,
];

/** A dataset belongs to the probe that the second folder of its collection names, e.g. `alf/probe00`. */
const LINKS: readonly string[] = [
  `create function dataset_added() returns trigger language plpgsql as $$ begin
    insert into probe_insertion_dataset (probe_insertion_id, dataset_id)
    select insertion.id, fresh_rows.id from fresh_rows
    join probe_insertion insertion on insertion.session_id = fresh_rows.session_id
      and insertion.name = split_part(fresh_rows.collection, '/', 2)
    on conflict do nothing;
    insert into field_of_view_dataset (field_of_view_id, dataset_id)
    select field_of_view.id, fresh_rows.id from fresh_rows
    join field_of_view on field_of_view.session_id = fresh_rows.session_id
      and field_of_view.name = split_part(fresh_rows.collection, '/', 2)
    on conflict do nothing;
    return null; end $$`,
  `create trigger dataset_added after insert on dataset referencing new table as fresh_rows
    for each statement execute function dataset_added()`,
  `create function insertion_added() returns trigger language plpgsql as $$ begin
    insert into probe_insertion_dataset (probe_insertion_id, dataset_id)
    select fresh_rows.id, dataset.id from fresh_rows
    join dataset on dataset.session_id = fresh_rows.session_id
      and position(upper(fresh_rows.name) in upper(dataset.collection)) > 0
    on conflict do nothing;
    return null; end $$`,
  `create trigger insertion_added after insert on probe_insertion referencing new table as fresh_rows
    for each statement execute function insertion_added()`,
];

/** A session without a lab is in the lab of its subject. */
const LABS: readonly string[] = [
  `create function session_lab() returns trigger language plpgsql as $$ begin
    if new.lab_id is null then
      new.lab_id := (select lab_id from subject where id = new.subject_id);
    end if;
    return new; end $$`,
  "create trigger session_lab before insert or update on session for each row execute function session_lab()",
];

/** Lets the database itself keep what follows from other rows, whoever writes them. */
export async function keepDerivedRows<T>(db: Kysely<T>): Promise<void> {
  await runStatements(db, [...WATER, ...LINKS, ...LABS]);
}
