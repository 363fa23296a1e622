import { type SettingsContext, type SettingsWriteOptions } from "../settings/settings-context.ts";

/** Settings whose changes are in memory. */
export interface UnwrittenSettings extends SettingsContext {
  /** Write them after all. */
  readonly keep: () => Promise<void>;
}

/**
 * Settings that are read from where they are, and whose changes stay in memory: for commands that only ask a database
 * that was never set up, or may not know whether it is one.
 */
export function unwrittenSettings(settings: SettingsContext): UnwrittenSettings {
  const { storage, folders } = settings;
  /** What was written; `undefined` for what was removed. */
  const changed = new Map<string, { readonly text: string; readonly options: SettingsWriteOptions } | undefined>();
  const wanted = new Set<string>();
  let isEmptied = false;
  const read = async (name: string): Promise<string | undefined> =>
    changed.has(name) || isEmptied ? changed.get(name)?.text : await storage.read(name);
  return {
    ...settings,
    storage: {
      location: storage.location,
      read,
      write: async (name, text, options) => void changed.set(name, { text, options }),
      remove: async (name) => {
        const wasThere = (await read(name)) !== undefined;
        changed.set(name, undefined);
        return wasThere;
      },
      removeAll: async () => {
        isEmptied = true;
        changed.clear();
      },
    },
    folders: { ...folders, create: async (folder) => void wanted.add(folder) },
    onRead: undefined,
    keep: async () => {
      for (const folder of wanted) await folders.create(folder);
      if (isEmptied) await storage.removeAll();
      for (const [name, file] of changed) {
        if (file === undefined) await storage.remove(name);
        else await storage.write(name, file.text, file.options);
      }
    },
  };
}
