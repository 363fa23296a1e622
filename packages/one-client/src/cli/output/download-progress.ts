import { type BatchProgress } from "@neurophys/transfer";
import { Presets, SingleBar } from "cli-progress";
import { type Terminal } from "../terminal.ts";
import { formatBytes } from "./units.ts";

/** A bar for files that are coming. */
export interface DownloadBar {
  update(this: void, progress: BatchProgress): void;
  stop(this: void): void;
}

/** Transfers shorter than this show no bar. */
const DELAY_MS = 300;

/** A bar on standard error with bytes, rate and time left; silent where nobody watches. */
export function downloadProgress({ stderr }: Terminal): DownloadBar {
  if (!stderr.isTTY) return { update: () => {}, stop: () => {} };
  let started: number | undefined;
  let bar: SingleBar | undefined;
  return {
    update(progress) {
      started ??= performance.now();
      if (bar === undefined && performance.now() - started < DELAY_MS) return;
      const total = progress.totalBytes ?? Math.max(progress.receivedBytes, 1);
      const payload = { text: progressText(progress) };
      if (bar === undefined) {
        const barsize = Math.max(8, Math.min(30, (stderr.columns ?? 80) - 60));
        bar = new SingleBar(
          { format: "{bar} {text}", barsize, stream: stderr, hideCursor: true, clearOnComplete: true },
          Presets.shades_classic,
        );
        bar.start(total, progress.receivedBytes, payload);
      }
      bar.setTotal(total);
      bar.update(progress.receivedBytes, payload);
    },
    stop() {
      bar?.stop();
      bar = undefined;
      started = undefined;
    },
  };
}

/** `12 MB of 80 MB · 3 of 9 files · 5 MB/s · 14 s left` */
export function progressText(progress: BatchProgress): string {
  const { receivedBytes, totalBytes, doneFiles, totalFiles, bytesPerSecond, etaSeconds } = progress;
  const size =
    totalBytes === undefined
      ? formatBytes(receivedBytes)
      : `${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}`;
  const rate = bytesPerSecond === undefined ? [] : [`${formatBytes(bytesPerSecond)}/s`];
  const left = etaSeconds === undefined ? [] : [`${Math.ceil(etaSeconds)} s left`];
  return [size, `${doneFiles} of ${totalFiles} files`, ...rate, ...left].join(" · ");
}
