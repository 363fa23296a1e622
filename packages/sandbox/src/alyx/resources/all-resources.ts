import { type Resource } from "../resource/resource.ts";
import { type Server } from "../rest/server.ts";
import { CATALOGUE_RESOURCES } from "./catalogue-resources.ts";
import { DATA_RESOURCES } from "./data-resources.ts";
import { FOV_RESOURCES } from "./fov-resources.ts";
import { INSERTION_RESOURCES } from "./insertion-resources.ts";
import { LAB_RESOURCES } from "./lab-resources.ts";
import { noteResource } from "./note-resource.ts";
import { PEOPLE_RESOURCES } from "./people-resources.ts";
import { SESSION_RESOURCE } from "./session-resources.ts";
import { WATER_RESOURCES } from "./water-resources.ts";

/** Every endpoint of records. */
export function allResources(server: Server): readonly Resource[] {
  return [
    ...PEOPLE_RESOURCES,
    SESSION_RESOURCE,
    ...WATER_RESOURCES,
    noteResource(server),
    ...LAB_RESOURCES,
    ...DATA_RESOURCES,
    ...CATALOGUE_RESOURCES,
    ...INSERTION_RESOURCES,
    ...FOV_RESOURCES,
  ];
}
