"""The Python side of `pnpm bench one`: one case a process, times and peak memory as one JSON line on standard output."""
import json
import resource
import sys
import time
import uuid
import warnings
from pathlib import Path

warnings.simplefilter("ignore")


def timed(work, runs):
    seconds, count = [], None
    for _ in range(runs):
        start = time.perf_counter()
        count = work()
        seconds.append(time.perf_counter() - start)
    return seconds, count


def answer(seconds, count):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "count": count, "peakBytes": peak}))


def open_one(folder):
    from one.api import One

    return One(cache_dir=folder, mode="local")


def make_tables(folder, sessions, per_session, names):
    """Cache tables as the original writes them: sorted by id, qc a category, hashes and sizes partly missing."""
    import datetime

    import numpy as np
    import pandas as pd
    from iblutil.io import parquet

    rng = np.random.default_rng(1)
    eids = np.sort([str(uuid.UUID(bytes=rng.bytes(16), version=4)) for _ in range(sessions)])
    subjects = [f"SUB_{i:03d}" for i in range(max(1, sessions // 40))]
    day0 = datetime.date(2019, 1, 1)
    frame = pd.DataFrame(
        {
            "lab": [f"lab{i % 12}" for i in range(sessions)],
            "subject": [subjects[i % len(subjects)] for i in range(sessions)],
            "date": [day0 + datetime.timedelta(days=int(d)) for d in rng.integers(0, 2000, sessions)],
            "number": rng.integers(1, 4, sessions).astype("uint16"),
            "task_protocol": [("training", "biased", "ephys")[i % 3] + "ChoiceWorld" for i in range(sessions)],
            "projects": [("projA", "projB,projC")[i % 2] for i in range(sessions)],
        },
        index=pd.Index(eids, name="id"),
    )
    rows = sessions * per_session
    rel = np.array(names)[np.concatenate([rng.permutation(len(names))[:per_session] for _ in range(sessions)])]
    ids = np.array([str(uuid.UUID(bytes=rng.bytes(16), version=4)) for _ in range(rows)])
    hashes = np.array([rng.bytes(16).hex() for _ in range(rows)], dtype=object)
    hashes[rng.random(rows) < 0.05] = None
    sizes = pd.array(rng.integers(1, 2**33, rows), dtype="UInt64")
    sizes[rng.random(rows) < 0.03] = pd.NA
    levels = ["NOT_SET", "PASS", "WARNING", "FAIL", "CRITICAL"]
    datasets = pd.DataFrame(
        {
            "eid": np.repeat(eids, per_session),
            "id": ids,
            "rel_path": rel,
            "file_size": sizes,
            "hash": hashes,
            "exists": rng.random(rows) < 0.95,
            "qc": pd.Categorical.from_codes(rng.choice(5, rows, p=[0.5, 0.3, 0.1, 0.07, 0.03]), levels, ordered=True),
        }
    ).sort_values(["eid", "id"]).set_index(["eid", "id"])
    meta = {"date_created": "2026-01-01 00:00", "origin": "bench"}
    parquet.save(Path(folder) / "sessions.pqt", frame, meta)
    parquet.save(Path(folder) / "datasets.pqt", datasets, meta)


def main(case, folder, *rest):
    runs = int(rest[0]) if rest else 5
    if case == "make-tables":
        make_tables(folder, int(rest[0]), int(rest[1]), json.loads(rest[2]))
        return
    if case == "first-subject":
        one = open_one(folder)
        answer([], len(one.search(subject="SUB_007")))
    elif case == "first-datasets":
        one = open_one(folder)
        answer([], len(one.search(datasets=["spikes.times.npy", "_ibl_trials.table.pqt"])))
    elif case == "search-datasets":
        one = open_one(folder)
        answer(*timed(lambda: len(one.search(datasets=["spikes.times.npy", "_ibl_trials.table.pqt"])), runs))
    elif case == "list-eid":
        one = open_one(folder)
        eids = [str(e) for e in one._cache["sessions"].index[:: max(1, len(one._cache["sessions"]) // 50)]][:50]
        for eid in eids[:2]:
            one.list_datasets(eid)
        answer(*timed(lambda: sum(len(one.list_datasets(eid)) for _ in range(20) for eid in eids) / (20 * len(eids)), runs))
    elif case == "list-filter":
        one = open_one(folder)
        answer(*timed(lambda: len(one.list_datasets(filename="spikes.*", collection="alf/probe0?")), runs))
    elif case == "load-npy":
        from one.api import One

        one = open_one(folder)
        eid = str(one._cache["sessions"].index[0])
        answer(*timed(lambda: int(one.load_dataset(eid, "big.values.npy", check_hash=False).shape[0]), runs))
    elif case == "np-load":
        import numpy as np

        answer(*timed(lambda: int(np.load(folder).shape[0]), runs))
    elif case in ("index", "index-hash"):
        from one.alf.cache import make_parquet_db

        out = Path(rest[1])
        out.mkdir(parents=True, exist_ok=True)
        answer(*timed(lambda: len(make_parquet_db(folder, out_dir=out, hash_files=case == "index-hash")), runs))
    else:
        raise SystemExit(f"unknown case {case}")


if __name__ == "__main__":
    main(*sys.argv[1:])
