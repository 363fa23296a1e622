import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CallRecord, formatMs } from "./call-log.ts";

/** A figure that was saved beside the report, as `<name>.svg` and `<name>.png`. */
export interface SavedFigure {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Where the figure is kept in the database. */
  readonly note?: FigureNote | undefined;
}

/** A note of the database, and its image on the disk. */
export interface FigureNote {
  /** Id of the note. */
  readonly id: string;
  /** The image as the database keeps it, relative to the report. */
  readonly href: string;
}

/** What the report shows. */
export interface Report {
  readonly title: string;
  readonly about: string;
  readonly calls: readonly CallRecord[];
  readonly figures: readonly SavedFigure[];
}

/** Write `index.html` into a folder; its figures stand beside it. Returns the file's path. */
export async function writeReport(folder: string, report: Report): Promise<string> {
  const path = join(folder, "index.html");
  await writeFile(path, page(report));
  return path;
}

function page({ title, about, calls, figures }: Report): string {
  const rows = calls.map(
    ({ call, ms, result }) => `<tr><td><code>${text(call)}</code><td class="ms">${formatMs(ms)}<td>${text(result)}`,
  );
  const pictures = figures.map(
    (figure) =>
      `<figure><a href="${figure.name}.svg"><img src="${figure.name}.svg" alt="${text(figure.title)}" loading="lazy"></a><figcaption>${text(figure.about)} <a href="${figure.name}.svg">SVG</a> <a href="${figure.name}.png">PNG</a>${noteLink(figure)}</figcaption></figure>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${text(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff }
  h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2rem }
  table { border-collapse: collapse; width: 100%; font-size: .85rem }
  th { text-align: left; border-bottom: 2px solid #d0d7de } td { border-bottom: 1px solid #e6e9ed; padding: .3rem .6rem .3rem 0; vertical-align: top }
  td.ms { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; color: #57606a }
  code { font: .95em ui-monospace, monospace; overflow-wrap: anywhere }
  figure { margin: 1.5rem 0 } img { max-width: 100%; height: auto; border: 1px solid #e6e9ed; border-radius: 6px; background: #fff } figcaption { font-size: .9rem; color: #57606a }
</style>
<h1>${text(title)}</h1>
<p>${text(about)}</p>
${pictures.length > 0 ? `<h2>Figures</h2>\n${pictures.join("\n")}` : ""}
${figures.some(({ note }) => note !== undefined) ? DATABASE : ""}
<h2>Calls</h2>
<table><thead><tr><th>call<th>time<th>result<tbody>
${rows.join("\n")}
</table>
</html>
`;
}

/** How the database of the demo is started again. */
const DATABASE = `<h2>Database</h2>
<p>The figures are notes on their session in a database of the demo's own, in the folder <code>sandbox</code>. To look around
in it: <code>node packages/sandbox/dist/cli.js start --folder demo/sandbox</code>.</p>`;

function noteLink({ note }: SavedFigure): string {
  return note === undefined ? "" : ` <a href="${note.href}">note ${text(note.id.slice(0, 8))}</a>`;
}

function text(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
