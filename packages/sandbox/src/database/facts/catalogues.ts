/** What can be done with a subject, by the names that labs write into sessions. */
export const PROCEDURE_TYPES: readonly string[] = [
  "Alteration of light-dark cycle",
  "Behavior training/tasks",
  "Brain lesion",
  "Cannula implant",
  "Clear skull cap",
  "Corrective procedure",
  "Coverslip implant",
  "Coverslip replacement",
  "Craniotomy",
  "Ephys recording with acute probe(s)",
  "Ephys recording with chronic probe(s)",
  "Fiber photometry",
  "fUSi window",
  "handling_habituation",
  "Head-fixation only",
  "Headplate implant",
  "Histology",
  "Imaging",
  "Injection of dye - intracranial",
  "injection of dye - sub cutaneous",
  "Injection of dye - tail vein",
  "Intraocular injection",
  "Neuromics",
  "Optical stimulation",
  "Optical-fiber implant",
  "Perfusion",
  "Secondary craniotomy/durotomy",
  "Single-cell electroporation",
  "Skull thinning",
  "Tail Vein Injection",
  "UV cement",
  "Virus injection",
  "Water restriction",
];

/** What subjects can be given to drink. */
export const WATER_TYPES: readonly string[] = [
  "Hydrogel",
  "Hydrogel 5% Citric Acid",
  "Water",
  "Water 1% Citric Acid",
  "Water 2% Citric Acid",
  "Water 10% Sucrose",
  "Water 15% Sucrose",
];

/** Kinds of places where datasets are kept. */
export const REPOSITORY_TYPES: readonly string[] = ["Fileserver", "Cardboard box"];

/** Name, maker and short name of probes. */
export const PROBE_MODELS: readonly (readonly [name: string, maker: string, model: string])[] = [
  ["Neuropixel 3A", "Imec", "3A"],
  ["Neuropixel 3B2", "Imec", "3B2"],
  ["Neuropixel 2.0 single shank", "Imec", "NP2.1"],
  ["Neuropixel 2.0 four shank", "Imec", "NP2.4"],
  ["Neurophotometrics Fiber", "Neurophotometrics", "Fiber"],
];

/** Frames of reference, with what they are. */
export const COORDINATE_SYSTEMS: Readonly<Record<string, string>> = {
  "IBL-Allen": "Allen mouse atlas from bregma: x to the right, y to the front, z up.",
  "Needles-Allen": "As IBL-Allen, with the atlas stretched along y and squeezed along z.",
};

/** Kinds of imaging. */
export const IMAGING_TYPES: readonly string[] = ["mesoscope"];

/** Species that subjects can have; the first is the default. */
export const SPECIES: readonly string[] = ["Laboratory mouse"];

/** Kinds of records that a note can be on, by the names that are sent. */
export const CONTENT_TYPES: readonly (readonly [app: string, model: string])[] = [
  ["actions", "session"],
  ["actions", "ephyssession"],
  ["actions", "imagingsession"],
  ["actions", "surgery"],
  ["actions", "waterrestriction"],
  ["actions", "weighing"],
  ["actions", "wateradministration"],
  ["data", "dataset"],
  ["data", "filerecord"],
  ["data", "tag"],
  ["data", "revision"],
  ["experiments", "probeinsertion"],
  ["experiments", "chronicinsertion"],
  ["experiments", "trajectoryestimate"],
  ["experiments", "channel"],
  ["experiments", "fov"],
  ["jobs", "task"],
  ["subjects", "subject"],
  ["subjects", "project"],
];
