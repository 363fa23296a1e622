import { ACTION_MODELS } from "./action-models.ts";
import { DATA_MODELS } from "./data-models.ts";
import { EXPERIMENT_MODELS } from "./experiment-models.ts";
import { type Model, type ModelField } from "./model.ts";
import { PEOPLE_MODELS } from "./people-models.ts";

const MODELS: ReadonlyMap<string, Model> = new Map(
  [...PEOPLE_MODELS, ...ACTION_MODELS, ...DATA_MODELS, ...EXPERIMENT_MODELS].map((model) => [model.name, model]),
);

/** A model by name. The names are all in this program, so that a wrong one is a mistake of ours. */
export function modelNamed(name: string): Model {
  const model = MODELS.get(name);
  if (model === undefined) throw new TypeError(`No model named ${name}`);
  return model;
}

/** A field that must be there. */
export function fieldOf(model: Model, name: string): ModelField {
  const field = model.fields[name];
  if (field === undefined) throw new TypeError(`No field ${name} in ${model.name}`);
  return field;
}

/** Models that notes and datasets can be attached to, by the word that is sent. */
const MODELS_BY_CONTENT_TYPE: Readonly<Record<string, string>> = {
  session: "Session",
  ephyssession: "Session",
  imagingsession: "Session",
  fov: "FOV",
};

/** The model of a content type, e.g. of `probeinsertion`; `undefined` for one without records here. */
export function modelOfContentType(word: string): Model | undefined {
  const name = MODELS_BY_CONTENT_TYPE[word];
  return name === undefined
    ? [...MODELS.values()].find((model) => model.name.toLowerCase() === word)
    : MODELS.get(name);
}
