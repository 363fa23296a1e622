import { get, INSERTION, patch, post, type ReplayedRequest, SESSION, TRAJECTORY } from "./request.ts";

const TRACK = {
  probe_insertion: INSERTION,
  x: 1,
  y: 2,
  z: 3,
  depth: 4000,
  theta: 10,
  phi: 180,
  provenance: "Ephys aligned histology track",
  json: {
    "2024-01-01T00:00:00_me": [
      [-0.006, 0.006],
      [-0.006, 0.006],
    ],
  },
};

/** Requests of `http_create_core_records.txt`. */
export const CORE_REQUESTS: readonly ReplayedRequest[] = [
  post("repo", "/data-repository", {
    name: "flatiron_cortexlab",
    globus_path: "/cortexlab/Subjects/",
    hostname: "ibl.flatironinstitute.org",
    data_url: "https://ibl.flatironinstitute.org/",
    globus_is_personal: false,
  }),
  post("repo2", "/data-repository", {
    name: "cortexlab_SR",
    globus_path: "/mnt/s0/Data/Subjects/",
    globus_endpoint_id: "1e4a4fc1-42b2-4798-9406-515c0911e166",
    globus_is_personal: true,
  }),
  patch("lab patch", "/labs/cortexlab", { repositories: ["flatiron_cortexlab", "cortexlab_SR"] }),
  post("project", "/projects", { name: "proj1", users: ["test_user"] }),
  post("subject", "/subjects", {
    nickname: "SW01",
    lab: "cortexlab",
    responsible_user: "test_user",
    projects: ["proj1"],
    sex: "M",
  }),
  post("subject dup", "/subjects", { nickname: "SW01", lab: "cortexlab", responsible_user: "test_user" }),
  post("subject missing", "/subjects", { nickname: "SW02" }),
  post("subject bad", "/subjects", { nickname: "a.b", lab: "nolab" }),
  post("session", "/sessions", {
    subject: "SW01",
    users: ["test_user"],
    type: "Experiment",
    number: "001",
    start_time: "2024-01-02T03:04:05",
    task_protocol: "ephys",
    lab: "cortexlab",
  }),
  post("session bad", "/sessions", { subject: "NOPE", users: ["x"], procedures: "abc" }),
  get("session list", "/sessions"),
  post("ins", "/insertions", {
    session: SESSION,
    name: "probe00",
    model: "3A",
    serial: "123",
    json: { extended_qc: { tracing_exists: true } },
  }),
  get("ins detail", `/insertions/${INSERTION}`),
  post("ins dup", "/insertions", { session: SESSION, name: "probe00", model: "3A" }),
  post("traj", "/trajectories", TRACK),
  post("traj dup", "/trajectories", TRACK, {
    differs: "the recording has the words of SQLite; ours are those of PostgreSQL",
  }),
  post("traj badprov", "/trajectories", { ...TRACK, provenance: "foo" }),
  get("traj list", "/trajectories"),
  post("chan", "/channels", [
    { trajectory_estimate: TRAJECTORY, brain_region: 997, axial: 20, lateral: 43, x: 0, y: 0, z: 0 },
  ]),
  post("dataset-type", "/dataset-types", { name: "foo.bar", filename_pattern: "foo.bar.*" }),
  post("register", "/register-file", {
    created_by: "test_user",
    path: "SW01/2024-01-02/001",
    filenames: ["alf/probe00/spikes.times.npy", "alf/foo.bar.npy"],
    hashes: ["a".repeat(32), null],
    filesizes: [10, 20],
    versions: ["1.0", "1.0"],
  }),
  get("session detail", `/sessions/${SESSION}`),
  get("datasets", "/datasets"),
];
