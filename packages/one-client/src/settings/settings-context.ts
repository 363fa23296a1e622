import { type OnWarning } from "@neurophys/alf";

/** How a settings file is written. */
export interface SettingsWriteOptions {
  /** Only the owner of the account may read it. */
  readonly isPrivate: boolean;
}

/** Small texts by name: a folder in Node, a browser's storage, a map. */
export interface SettingsStorage {
  /** Where they are, for messages. */
  readonly location: string;
  /** The text under a name; `undefined` if there is none. */
  read(name: string): Promise<string | undefined>;
  /** Put a text under a name, so that a reader sees the old text or the new one. */
  write(name: string, text: string, options: SettingsWriteOptions): Promise<void>;
  /** @returns False if there was none. */
  remove(name: string): Promise<boolean>;
  /** Remove the texts of all names. */
  removeAll(): Promise<void>;
  /**
   * Do work that reads a text and writes it changed, while others who ask the same wait; without, nobody waits.
   * Work in work would wait for itself.
   *
   * @param signal - Ends the waiting; the promise is then rejected with its reason.
   */
  readonly alone?: (<T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>) | undefined;
}

/** What settings need to know of the folders of files. */
export interface CacheFolders {
  /** Folder of a database that was given none, by the database's key. */
  defaultFor(key: string): string;
  /** Folder of a machine where no database was set up. */
  readonly defaultRoot: string;
  /** The same name for every way to write a folder. */
  resolve(folder: string): string;
  /** Make a folder unless it is there. */
  create(folder: string): Promise<void>;
}

/** What every function of the settings is handed. */
export interface SettingsContext {
  /** Where the settings are. */
  readonly storage: SettingsStorage;
  /** Where the files are. */
  readonly folders: CacheFolders;
  /** Told about what went on although something was odd. */
  readonly onWarning?: OnWarning | undefined;
  /** Called with the settings of a database when they are read, for what a system has to put in order first. */
  readonly onRead?: ((url: string, cacheDir: string) => Promise<void>) | undefined;
}
