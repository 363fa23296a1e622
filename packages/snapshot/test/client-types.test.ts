import { type AlyxClient, type OneAlyx } from "@neurophys/one-client/alyx";
import { expectTypeOf, test } from "vitest";
import { type NotesApi, type OneWithAlyx, type ProbeOne, type TasksApi } from "../src/index.ts";

test("The clients of the database and of ONE are what is asked for", () => {
  expectTypeOf<AlyxClient>().toExtend<NotesApi>();
  expectTypeOf<AlyxClient>().toExtend<TasksApi>();
  expectTypeOf<OneAlyx>().toExtend<OneWithAlyx>();
  expectTypeOf<OneAlyx>().toExtend<ProbeOne>();
});
