import { UnequalListsError } from "../errors/note-errors.ts";

/** The lists that go with a list of images; one that is missing or empty stands for one default item. */
export interface ListsOfImages<W, J> {
  /** Text of each note. Default: empty. */
  readonly texts?: readonly string[] | undefined;
  /** Width of each image. Default: the database's own. */
  readonly widths?: readonly (W | undefined)[] | undefined;
  /** Document of each note. Default: null. */
  readonly jsons?: readonly (J | undefined)[] | undefined;
}

/** What one image goes with. */
export interface ImageItem<I, W, J> {
  readonly image: I;
  readonly text: string;
  readonly width: W | undefined;
  readonly json: J | undefined;
}

function orDefault<T>(list: readonly T[] | undefined, item: T): readonly T[] {
  return list === undefined || list.length === 0 ? [item] : list;
}

function repeated<T>(list: readonly T[], length: number): readonly T[] {
  return list.length === 1 ? new Array<T>(length).fill(list[0] as T) : list;
}

/**
 * Joins a list of images with what goes with each: a list of one item is repeated.
 *
 * @param compat - True to end with the shortest list, as the original does without a word.
 * @throws {@link UnequalListsError} if a list is neither as long as that of the images nor of one item.
 * @see Source: `Snapshot.register_images` in ibllib, `ibllib/plots/snapshot.py`. A text in place of the list of texts,
 *   there a list of letters, is one text here.
 */
export function broadcast<I, W, J>(
  images: readonly I[],
  lists: ListsOfImages<W, J>,
  compat: boolean,
): readonly ImageItem<I, W, J>[] {
  const texts = repeated(orDefault(lists.texts, ""), images.length);
  const widths = repeated<W | undefined>(orDefault(lists.widths, undefined), images.length);
  const jsons = repeated<J | undefined>(orDefault(lists.jsons, undefined), images.length);
  const lengths = { images: images.length, texts: texts.length, widths: widths.length, jsons: jsons.length };
  const count = Math.min(...Object.values(lengths));
  if (!compat && Object.values(lengths).some((length) => length !== images.length))
    throw new UnequalListsError(lengths);
  return images.slice(0, count).map((image, i) => ({ image, text: texts[i] ?? "", width: widths[i], json: jsons[i] }));
}
