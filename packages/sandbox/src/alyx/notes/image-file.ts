import sharp from "sharp";
import { askedWidth, reducedSize } from "./image-size.ts";

/** Extensions of images, by which the original lets files in; not all of them can be read here. */
const EXTENSIONS =
  "bmp, dib, gif, jfif, jpe, jpg, jpeg, pbm, pgm, ppm, pnm, pfm, png, apng, avif, avifs, blp, bufr, cur, pcx, dcx, dds, ps, eps, fit, fits, fli, flc, ftc, ftu, gbr, grib, h5, hdf, jp2, j2k, jpc, jpf, jpx, j2c, icns, ico, im, iim, mpg, mpeg, tif, tiff, mpo, msp, palm, pcd, pdf, pxr, psd, qoi, bw, rgb, rgba, sgi, ras, tga, icb, vda, vst, webp, wmf, emf, xbm, xpm";

/** Longest name that an upload may have. */
const MAX_NAME = 100;

/** More pixels than this are refused: a small file can hold an image that fills the memory. */
const MAX_PIXELS = 180_000_000;

/** An image that came with a note. */
export interface UploadedImage {
  /** File name as sent, without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A name without the folders that a client may have sent along. */
const bareName = (name: string): string => name.split(/[/\\]/).at(-1) ?? "";

/**
 * Checks an upload: not empty, an image, with an extension of one.
 *
 * @returns the image, or what is wrong with it, in the original's words.
 */
export async function checkImage(value: unknown): Promise<UploadedImage | { readonly error: string }> {
  if (!(value instanceof File)) {
    return { error: "The submitted data was not a file. Check the encoding type on the form." };
  }
  const name = bareName(value.name);
  if (name === "") return { error: "No filename could be determined." };
  if (value.size === 0) return { error: "The submitted file is empty." };
  if (name.length > MAX_NAME) {
    return { error: `Ensure this filename has at most ${MAX_NAME} characters (it has ${name.length}).` };
  }
  const bytes = new Uint8Array(await value.arrayBuffer());
  if (!(await isImage(bytes))) {
    return { error: "Upload a valid image. The file you uploaded was either not an image or a corrupted image." };
  }
  const extension = /(?<=.)\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  if (!EXTENSIONS.split(", ").includes(extension)) {
    return { error: `File extension “${extension}” is not allowed. Allowed extensions are: ${EXTENSIONS}.` };
  }
  return { name, bytes };
}

/** True if the bytes can be decoded to their end. */
async function isImage(bytes: Uint8Array): Promise<boolean> {
  try {
    const { format } = await sharp(bytes).metadata();
    if (format === "svg") return false;
    await sharp(bytes, { limitInputPixels: MAX_PIXELS }).resize(1, 1).raw().toBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * The image as it is stored: in the width that is asked for, in the format it came in, at quality 70.
 *
 * @param width - As sent with the note.
 * @returns the bytes, and whether they were made anew.
 * @throws Refusal with Python's words for a width that cannot be.
 */
export async function storedImage(
  image: UploadedImage,
  width: unknown,
  fallback: number,
): Promise<{ bytes: Uint8Array; isMadeAnew: boolean }> {
  const wanted = askedWidth(width, fallback);
  if (wanted === undefined) return { bytes: image.bytes, isMadeAnew: false };
  const input = sharp(image.bytes, { limitInputPixels: MAX_PIXELS });
  const { width: across, height: down, format } = await input.metadata();
  const size = reducedSize({ width: across, height: down }, wanted);
  const sized = size === undefined ? input : input.resize(size.width, size.height, { fit: "fill", kernel: "cubic" });
  return { bytes: await sized.toFormat(format, format === "png" ? {} : { quality: 70 }).toBuffer(), isMadeAnew: true };
}
