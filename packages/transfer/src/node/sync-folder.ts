import { open } from "node:fs/promises";

/** Make renames in a folder last through a power cut. Systems that cannot open folders keep them by themselves or not. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
