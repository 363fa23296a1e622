import { type SettingsContext, type SettingsStorage } from "./settings-context.ts";

/** The part of a browser's `localStorage` or `sessionStorage` that settings use. */
export interface WebStorage {
  /** How many entries there are. */
  readonly length: number;
  /** Name of an entry by its place; null beyond the last. */
  key(index: number): string | null;
  /** Text of an entry; null if there is none. */
  getItem(key: string): string | null;
  /** Put a text in the place of an entry. */
  setItem(key: string, value: string): void;
  /** Remove an entry, if it is there. */
  removeItem(key: string): void;
}

/** Where settings lie in a page. */
export interface WebSettingsOptions {
  /** What the names of our entries begin with. Default `"one/"`. */
  readonly prefix?: string | undefined;
  /** Told about what went on although something was odd. */
  readonly onWarning?: SettingsContext["onWarning"];
}

function webStorage(storage: WebStorage, prefix: string): SettingsStorage {
  const names = (): string[] =>
    Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "").filter((name) => name.startsWith(prefix));
  return {
    location: `the page's storage under "${prefix}"`,
    read: async (name) => storage.getItem(prefix + name) ?? undefined,
    write: async (name, text) => storage.setItem(prefix + name, text),
    remove: async (name) => {
      const isThere = storage.getItem(prefix + name) !== null;
      storage.removeItem(prefix + name);
      return isThere;
    },
    removeAll: async () => {
      for (const name of names()) storage.removeItem(name);
    },
  };
}

/**
 * Settings in a page's storage. Scripts of the same origin can read them, tokens too; `sessionStorage` forgets them with the tab.
 *
 * A "cache folder" is only a name here.
 *
 * @example `webSettings(localStorage)`
 */
export function webSettings(storage: WebStorage, options: WebSettingsOptions = {}): SettingsContext {
  const prefix = options.prefix ?? "one/";
  return settingsIn({ ...webStorage(storage, prefix), alone: lockOfTabs(prefix) }, options);
}

/** Tabs of one origin share a storage; a page that is not secure, or of no origin, has no locks. */
function lockOfTabs(prefix: string): SettingsStorage["alone"] {
  const { locks } = globalThis.navigator ?? {};
  if (locks === undefined || globalThis.origin === "null") return undefined;
  return async (work, signal) => {
    const options = signal === undefined ? {} : { signal };
    return (await locks.request(`neurophys/settings/${prefix}`, options, work)) as Awaited<ReturnType<typeof work>>;
  };
}

function settingsIn(storage: SettingsStorage, options: WebSettingsOptions): SettingsContext {
  return {
    storage,
    folders: {
      defaultRoot: "ONE",
      defaultFor: (key) => `ONE/${key}`,
      resolve: (folder) => folder.replace(/\/+$/, ""),
      create: async () => undefined,
    },
    onWarning: options.onWarning,
  };
}

/** Settings that are gone with the program. */
export function memorySettings(options: Omit<WebSettingsOptions, "prefix"> = {}): SettingsContext {
  const texts = new Map<string, string>();
  const storage: WebStorage = {
    get length() {
      return texts.size;
    },
    key: (index) => [...texts.keys()][index] ?? null,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => void texts.set(key, value),
    removeItem: (key) => void texts.delete(key),
  };
  return settingsIn(webStorage(storage, ""), options);
}
