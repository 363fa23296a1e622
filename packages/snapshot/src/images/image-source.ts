/** Bytes with a name, e.g. `{ name: "raster.png", data }`. */
export interface NamedImage {
  /** File name, or a name without extension. */
  readonly name: string;
  /** The image file's content. */
  readonly data: Blob | Uint8Array<ArrayBuffer>;
}

/** A figure as SVG document, which is registered as PNG: the database takes no SVG. */
export interface SvgFigure {
  /** Name of the figure, e.g. `"raster"`. */
  readonly name: string;
  /** What a plot function of `@neurophys/figures` returned. */
  readonly svg: string;
}

/** A canvas of a page: `HTMLCanvasElement`. */
export interface PageCanvas {
  /** As in the DOM. */
  toBlob(callback: (blob: Blob | null) => void, type?: string): void;
}

/** A canvas of a worker: `OffscreenCanvas`. */
export interface WorkerCanvas {
  /** As in the DOM. */
  convertToBlob(options?: { readonly type?: string }): Promise<Blob>;
}

/** A canvas with a name. */
export interface CanvasFigure {
  /** Name of the figure, e.g. `"raster"`. */
  readonly name: string;
  /** What it is drawn on. */
  readonly canvas: PageCanvas | WorkerCanvas;
}

/**
 * An image: the path of a file (Node only), a `Blob` or `File`, bytes, a canvas, or one of these with a name.
 *
 * Reports need a name, which becomes the text of the note.
 */
export type ImageSource =
  | string
  | Blob
  | Uint8Array<ArrayBuffer>
  | NamedImage
  | SvgFigure
  | PageCanvas
  | WorkerCanvas
  | CanvasFigure;

/** What opens those images that only one kind of machine can: files of a disk, and SVG documents. */
export interface ImageReader {
  /**
   * Opens a file without reading it.
   *
   * @throws ImageNotFoundError if there is no such file.
   */
  openPath(path: string): Promise<Blob>;
  /** Draws an SVG document as PNG. */
  drawSvg(svg: string): Promise<Blob | Uint8Array<ArrayBuffer>>;
}

/** Last part of a path, of either slash. */
function baseName(path: string): string {
  return (
    path
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) ?? ""
  );
}

/**
 * A file name without its last extension, as Python's `Path.stem`.
 *
 * @example `stemOf("la_qc.left.paw.png")` is `"la_qc.left.paw"`.
 */
export function stemOf(name: string): string {
  const base = baseName(name);
  const dot = base.lastIndexOf(".");
  return dot > 0 && dot < base.length - 1 ? base.slice(0, dot) : base;
}

/** Name of an image, if it has one: of a file its base name. */
export function nameOfImage(source: ImageSource): string | undefined {
  if (typeof source === "string") return baseName(source);
  return "name" in source && typeof source.name === "string" ? baseName(source.name) : undefined;
}
