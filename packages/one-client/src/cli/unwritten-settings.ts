import { type SettingsContext } from "../settings/settings-context.ts";

/**
 * Settings that are read from where they are, and whose changes stay in memory: for commands that only ask a database
 * that was never set up.
 */
export function unwrittenSettings(settings: SettingsContext): SettingsContext {
  const { storage, folders } = settings;
  const changed = new Map<string, string | undefined>();
  let isEmptied = false;
  const read = async (name: string): Promise<string | undefined> =>
    changed.has(name) || isEmptied ? changed.get(name) : await storage.read(name);
  return {
    ...settings,
    storage: {
      location: storage.location,
      read,
      write: async (name, text) => void changed.set(name, text),
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
    folders: { ...folders, create: async () => {} },
    onRead: undefined,
  };
}
