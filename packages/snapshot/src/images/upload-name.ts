import { InvalidImageError } from "../errors/note-errors.ts";
import { type OpenedImage } from "./open-image.ts";

/** Formats by content whose usual extension is another word. */
const EXTENSIONS: Readonly<Record<string, string>> = { jpg: "jpg", tiff: "tif", j2c: "j2c", jp2: "jp2" };

/** Extensions that Alyx takes: those of the image formats that Pillow knows. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    "bmp dib gif jfif jpe jpg jpeg pbm pgm ppm pnm pfm png apng avif avifs blp bufr cur pcx dcx dds ps eps fit fits fli " +
    "flc ftc ftu gbr grib h5 hdf jp2 j2k jpc jpf jpx j2c icns ico im iim mpg mpeg tif tiff mpo msp palm pcd pdf pxr psd " +
    "qoi bw rgb rgba sgi ras tga icb vda vst webp wmf emf xbm xpm"
  ).split(" "),
);

/** 36 to the power of 7 names, of characters that every storage keeps. */
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const RANDOM_LETTERS = 7;

function randomLetters(): string {
  // 252 is the largest multiple of 36 in a byte: what lies above would make some letters likelier.
  let letters = "";
  while (letters.length < RANDOM_LETTERS) {
    for (const byte of crypto.getRandomValues(new Uint8Array(16))) {
      if (byte < 252 && letters.length < RANDOM_LETTERS) letters += ALPHABET[byte % 36];
    }
  }
  return letters;
}

function extensionOf(name: string | undefined, format: string | undefined): string | undefined {
  const own = /\.([A-Za-z0-9]+)$/.exec(name ?? "")?.[1]?.toLowerCase();
  if (own !== undefined && TAKEN.has(own)) return own;
  const byContent = format === undefined ? undefined : (EXTENSIONS[format] ?? format);
  return byContent !== undefined && TAKEN.has(byContent) ? byContent : undefined;
}

/**
 * The name that the database gets to see: short and unlike any other.
 *
 * Alyx stores an image as `{stem}.{id}.{id}{extension}` in at most 100 characters: stems of more than 11 are cut, and those
 * with dots cannot be, so that it fails. Where files are kept on S3, two of one name, object and day are one file, and
 * deleting the old note's would delete the new note's. The name of a figure is in the note's text instead.
 *
 * @returns Three letters of the image's own name, `_`, seven random ones and the extension, e.g. `"ras_k3v09xq.png"`.
 * @throws {@link InvalidImageError} if neither name nor content tell a format that the database takes.
 */
export function uploadName({ name }: Pick<OpenedImage, "name">, format: string | undefined): string {
  const extension = extensionOf(name, format);
  if (extension === undefined) {
    throw new InvalidImageError(
      name ?? "bytes",
      "is of no format that Alyx takes",
      "a PNG, JPEG, GIF, TIFF or another picture",
    );
  }
  const letters = (name ?? "")
    .replace(/\.[^.]*$/, "")
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 3)
    .toLowerCase();
  return `${letters === "" ? "img" : letters}_${randomLetters()}.${extension}`;
}
