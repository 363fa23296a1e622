import { type Socket } from "node:net";

/** Connections under way; they keep the process alive only as long as somebody wants an answer. */
const UNDER_WAY = new Set<Socket>();
let wanted = 0;

/** Take note of a connection that has begun. */
export function beginConnecting(socket: Socket): void {
  UNDER_WAY.add(socket);
}

/** It is there, or cannot be had. */
export function endConnecting(socket: Socket): void {
  UNDER_WAY.delete(socket);
}

/** Say that an answer is wanted. */
export function wantAnswer(): void {
  wanted += 1;
  if (wanted === 1) for (const socket of UNDER_WAY) socket.ref();
}

/** Say that it is there, or not wanted any more. */
export function leaveAnswer(): void {
  wanted -= 1;
  if (wanted === 0) for (const socket of UNDER_WAY) socket.unref();
}
