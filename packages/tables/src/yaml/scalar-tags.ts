import { type ScalarTag } from "yaml";

const PREFIX = "tag:yaml.org,2002:";

/** Scalars as PyYAML's safe loader resolves them, which is YAML 1.1 with some words (`y`, `1e3`, `08`) left as text. */
export const pyYamlScalars: readonly ScalarTag[] = [
  scalar("null", /^(?:~|null|Null|NULL|)$/, () => null),
  scalar("bool", /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar("bool", /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar("int", /^[-+]?0b[01_]+$/, (text) => inBase(text, 2)),
  scalar("int", /^[-+]?0x[0-9a-fA-F_]+$/, (text) => inBase(text, 16)),
  scalar("int", /^[-+]?0[0-7_]+$/, (text) => inBase(text, 8)),
  scalar("int", /^[-+]?(?:0|[1-9][0-9_]*)$/, (text) => Number(text.replaceAll("_", ""))),
  scalar("int", /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/, sexagesimal),
  scalar("float", /^[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?$/, (text) => Number(text.replaceAll("_", ""))),
  scalar("float", /^\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$/, (text) => Number(text.replaceAll("_", ""))),
  scalar("float", /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/, sexagesimal),
  scalar("float", /^[-+]?\.(?:inf|Inf|INF)$/, (text) => (text.startsWith("-") ? -Infinity : Infinity)),
  scalar("float", /^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
  scalar("timestamp", /^\d{4}-\d\d-\d\d$/, isoDate),
  scalar(
    "timestamp",
    /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/,
    isoDateTime,
  ),
];

function scalar(name: string, test: RegExp, value: (text: string) => unknown): ScalarTag {
  const resolve = (text: string, onError: (message: string) => void): unknown => {
    // An explicit tag brings any text here.
    if (!test.test(text)) onError(`"${text}" is no ${name}`);
    return value(text);
  };
  return { tag: PREFIX + name, default: true, test, resolve };
}

function inBase(text: string, base: 2 | 8 | 16): number {
  const digits = text.replaceAll("_", "").replace(/^[-+]?(?:0[bx]|0)/, "");
  const value = Number.parseInt(digits === "" ? "0" : digits, base);
  return text.startsWith("-") ? -value : value;
}

/** `1:30:00` is a number of base 60: durations and times of day were written so. */
function sexagesimal(text: string): number {
  const parts = text.replaceAll("_", "").replace(/^[-+]/, "").split(":");
  const value = parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  return text.startsWith("-") ? -value : value;
}

function isoDate(text: string): string {
  const [year = "", month = "", day = ""] = text.split("-");
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const isReal = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  if (!isReal) throw new Error(`"${text}" is no day of the calendar`);
  return date;
}

/** As `datetime.isoformat()` of Python writes it. */
function isoDateTime(text: string): string {
  const [, date = "", hour = "", rest = "", zone = ""] =
    /^(\S+?)(?:[Tt]|[ \t]+)(\d\d?)(:\d\d:\d\d(?:\.\d*)?)[ \t]*(\S*)$/.exec(text) ?? [];
  const [clock = "", fraction = ""] = rest.split(".");
  const microseconds = fraction.slice(0, 6).padEnd(6, "0");
  const shown = Number(microseconds) === 0 ? "" : `.${microseconds}`;
  return `${isoDate(date)}T${hour.padStart(2, "0")}${clock}${shown}${isoZone(zone)}`;
}

function isoZone(zone: string): string {
  if (zone === "Z") return "+00:00";
  const [, sign, hours = "", minutes = "00"] = /^([-+])(\d\d?)(?::(\d\d))?$/.exec(zone) ?? [];
  return sign === undefined ? "" : `${sign}${hours.padStart(2, "0")}:${minutes}`;
}
