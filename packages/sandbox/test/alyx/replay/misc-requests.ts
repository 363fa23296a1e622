import { DATASET, get, INSERTION, patch, post, type ReplayedRequest, SESSION } from "./request.ts";

/** Requests of `http_misc2.txt`. */
export const MISC_REQUESTS: readonly ReplayedRequest[] = [
  post("channels bad list", "/channels", [{ axial: "x" }], {
    differs: "a wrong record in a list is refused; the original crashes, and answers with a page and 200",
  }),
  post("fov-location", "/fov-location", { x: [1] }),
  get("ins model filter", "/insertions?model=3A"),
  get("ins name", "/insertions?name=probe00"),
  get("ins id list", `/insertions?django=pk,${INSERTION}`),
  get("ins id param", `/insertions?id=${INSERTION}`),
  patch("ins patch json", `/insertions/${INSERTION}`, { json: { extended_qc: { alignment_count: 1 } } }),
  patch("subject patch", "/subjects/SW01", { json: { a: 1 } }),
  get("datasets detail", `/datasets/${DATASET}`),
  get("session notes", `/sessions/${SESSION}`),
  post("users list post", "/users", { username: "x" }),
  { label: "head", method: "HEAD", path: "/notes" },
  get("trailing slash", "/notes/"),
  post("post trailing", "/notes/", {}),
];
