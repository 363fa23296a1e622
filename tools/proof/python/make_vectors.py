"""Make further vectors by running the reference on random inputs, in the format of the recorded ones.

    python make_vectors.py FIXTURE_FOLDER OUT_FOLDER SEED COUNT

FIXTURE_FOLDER holds `_fixture_tables.json`; COUNT is the number of cases a call. Prints the number of cases written.
"""
import datetime
import json
import random
import re
import shutil
import sys
import uuid
import warnings
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
from one import converters, util
from one.alf import exceptions, io, path, spec
from one.alf.path import PureALFPath
from one.api import One

WORDS = ["spikes", "times", "clusters", "_ibl_trials", "trials", "wheel", "a", "b", "obj", "_ns_o", "_x", "ab", "A1", "é", "x_times", "goCue_times_bpod", "intervals", "timestamps", "table", "raw", "v2", "npy", "json", "metadata", "gz", "", "_", "__a", "b-c", "s p", "0", "_phy_ids", "ROIs", "fooBar", "_times", "a_intervals", "probe00"]
FOLDERS = ["alf", "probe00", "alf/probe00", "#2020-01-01#", "#r#", "raw data", "..", ".", "", "Subjects", "lab", "la-b", "x.y", "001", "1", "2020-01-01", "2020-13-45", "0001", "s", "sub-1", "S.1", "#", "##"]
GLOBS = ["*", "?", "[st]", "[!a]", "*probe*", "spikes*", "*.npy", "alf/*", "spikes.times*", "*wheel*", "[", "*.*.*"]


def outcome(work):
    """What the call gave: a result or the class of its error, and the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            answer = {"result": plain(work())}
        except Exception as error:  # the class is the answer
            name = "error" if isinstance(error, re.error) else type(error).__name__
            answer = {"error": name, "message": str(error)[:160]}
    kept = [{"category": w.category.__name__, "message": str(w.message)[:200]} for w in caught if w.category.__name__ in ("ALFWarning", "UserWarning")]
    return {**answer, **({"warnings": kept} if kept else {})}


def plain(value):
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (uuid.UUID, PurePosixPath, Path)):
        return str(value)
    if isinstance(value, (datetime.date, datetime.datetime, pd.Timestamp)):
        return str(value)
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        return {"shape": list(value.shape), "dtype": value.dtype.kind, "data": [plain(v) for v in value.ravel()]}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    return value


class Maker:
    def __init__(self, fixture, seed, count):
        self.random = random.Random(seed)
        self.count = count
        self.fixture = json.loads((Path(fixture) / "_fixture_tables.json").read_text())
        self.one = {True: self.open(True), False: self.open(False)}
        # The sessions in the order that arguments count them in; see the README of the recorded vectors.
        order = ["AL001/2020-01-01/1", "AL001/2020-01-01/2", "AL001/2020-01-02/1", "AL010/2020-01-02/1", "be-002/2020-02-29/1", "be-002/2021-06-30/12", "AL001x/2021-06-30/3", "G.7/2019-12-31/100"]
        by_name = {f"{s['subject']}/{s['date']}/{s['number']}": s["id"] for s in self.fixture["sessions"]}
        self.eids = [by_name[name] for name in order]

    def open(self, wildcards):
        one = One(cache_dir="/tmp", mode="local", wildcards=wildcards)
        sessions = pd.DataFrame(self.fixture["sessions"])
        sessions["date"] = pd.to_datetime(sessions["date"]).dt.date
        sessions["number"] = sessions["number"].astype("uint16")
        sessions["id"] = sessions["id"].map(uuid.UUID)
        datasets = pd.DataFrame(self.fixture["datasets"])
        for level in ("eid", "id"):
            datasets[level] = datasets[level].map(uuid.UUID)
        levels = ["NOT_SET", "PASS", "WARNING", "FAIL", "CRITICAL"]
        datasets["qc"] = pd.Categorical(datasets["qc"], levels, ordered=True)
        one._cache["sessions"] = sessions.set_index("id").sort_index()
        one._cache["datasets"] = datasets.set_index(["eid", "id"]).sort_index()
        one._web_client = None
        for attribute in ("cache_dir", "_cache_dir", "_tables_dir"):
            try:
                setattr(one, attribute, Path("/data"))
            except AttributeError:
                pass

        def present(frame, **_kwargs):
            if isinstance(frame, pd.Series):
                frame = frame.to_frame().T
            return [PurePosixPath("/data") / rel if exists else None for rel, exists in zip(frame["rel_path"], frame["exists"])]

        one._check_filesystem = present
        return one

    def pick(self, values):
        return self.random.choice(values)

    def name(self):
        parts = [self.pick(WORDS) for _ in range(self.pick([2, 3, 3, 3, 3, 4, 5]))]
        text = ".".join(parts)
        if self.random.random() < 0.3:
            text = "".join(self.pick("ab_.-1Zé tintervalsm#") for _ in range(self.pick([4, 7, 12])))
        return text

    def folder(self):
        session = self.pick(["s/2020-01-01/001", "lab/Subjects/s-1/2020-02-29/2", "la_b/Subjects/S.1/2021-1-1/12", "s s/2020-01-01/0001", "s/2020-13-45/1", ""])
        extra = [self.pick(FOLDERS) for _ in range(self.pick([0, 1, 1, 2, 3]))]
        root = self.pick(["", "/", "/data/", "C:/x/", "https://h.org/d/"])
        return root + "/".join([p for p in [session, *extra] if p] if self.random.random() < 0.8 else [session, *extra])

    def path(self):
        return f"{self.folder()}/{self.name()}" if self.random.random() < 0.7 else self.folder()

    def case(self, call, args, kwargs, work):
        return {"call": call, "args": args, **({"kwargs": kwargs} if kwargs else {}), **outcome(work)}

    def grammar(self):
        for _ in range(self.count):
            name, where, full = self.name(), self.folder(), self.path()
            relative = "/".join(p for p in [self.pick(FOLDERS), self.pick(FOLDERS), name] if p)
            soft = {"assert_valid": False}
            yield "filename", self.case("filename_parts", [name], soft, lambda: path.filename_parts(name, **soft))
            yield "filename", self.case("is_valid", [name], {}, lambda: spec.is_valid(name))
            yield "relpath", self.case("rel_path_parts", [relative], soft, lambda: path.rel_path_parts(relative, **soft))
            yield "session", self.case("is_session_path", [where], {}, lambda: spec.is_session_path(where))
            yield "session", self.case("get_session_path", [where], {}, lambda: path.get_session_path(where))
            yield "session", self.case("session_path_parts", [full], soft, lambda: path.session_path_parts(full, **soft))
            yield "session", self.case("folder_parts", [where], soft, lambda: path.folder_parts(where, **soft))
            yield "fullpath", self.case("full_path_parts", [full], soft, lambda: path.full_path_parts(full, **soft))
            yield "fullpath", self.case("get_alf_path", [full], {}, lambda: path.get_alf_path(full))

    def building(self):
        for _ in range(self.count):
            args = [self.pick(WORDS[:-1]) or "o", self.pick(WORDS), self.pick(["npy", ".csv", "tar", ""])]
            kwargs = {k: v for k, v in {"namespace": self.pick([None, "ibl", "a_b", "x.y"]), "timescale": self.pick([None, "bpod", ["ephys clock", ""], "a.b"]), "extra": self.pick([None, "raw.v1", ["a", "b"]])}.items() if v is not None}
            yield "toalf", self.case("to_alf", args, kwargs, lambda: spec.to_alf(*args, **kwargs))
            text = "".join(self.pick(["foo", "Bar", "ROI", "s", "_", " ", "DAQ", "x2", "ABCs"]) for _ in range(self.pick([1, 2, 3, 4])))
            yield "toalf", self.case("dromedary", [text], {}, lambda: spec._dromedary(text))
            word = text.replace("_", "").replace(" ", "")
            yield "toalf", self.case("readableALF", [word], {}, lambda: spec.readableALF(word))
            ident = self.pick([str(uuid.UUID(int=self.random.getrandbits(128), version=v)) for v in (1, 3, 4, 5)])
            ident = self.pick([ident, ident.upper(), ident.replace("-", ""), "{" + ident + "}", "urn:uuid:" + ident, ident[:-1], ident + "0"])
            yield "uuidnames", self.case("is_uuid", [ident], {}, lambda: spec.is_uuid(ident))
            yield "uuidnames", self.case("is_uuid_string", [ident], {}, lambda: spec.is_uuid_string(ident))
            file = self.pick(["/a/b.json", "/a/b.c.json", "trials", f"/x/o.a.{ident}.npy", f"o.a.{ident}.metadata.json", "a/b/_ns_o.a_t.e.x"])
            new = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
            yield "uuidnames", self.case("add_uuid_string", [file, new], {}, lambda: path.add_uuid_string(PurePosixPath(file), new))
            yield "uuidnames", self.case("remove_uuid_string", [file], {}, lambda: path.remove_uuid_string(PurePosixPath(file)))

    def alf_paths(self):
        methods = {"with_lab": ["newlab", "a-b", ""], "with_subject": ["foo", "#", "a b"], "with_date": ["2020-01-02", "6/1/2020"], "with_sequence": [2, "002", "x", 1000], "with_object": ["foo"], "with_namespace": ["ns", ""], "with_attribute": ["foo"], "with_timescale": ["clk", ""], "with_extra": ["e", "e.f", ""], "with_extension": ["csv", ""], "with_collection": ["c", "c/d", ""], "with_revision": ["bar", "", "#x#"], "with_uuid": ["00059298-1b33-429c-a802-fa51bb662d72", "x"]}
        plainly = ["session_path", "session_path_short", "without_lab", "relative_to_lab", "relative_to_session", "without_revision", "with_padded_sequence", "without_uuid", "is_dataset", "is_session_path", "is_valid_alf", "parse_alf_path", "parse_alf_name"]
        properties = ["alf_parts", "session_parts", "dataset_name_parts", "lab", "subject", "date", "sequence", "collection", "revision", "namespace", "object", "attribute", "timescale", "extra"]
        for _ in range(self.count * 3):
            text = self.path().replace("https://h.org", "/h")
            method = self.pick([*methods, *plainly, *properties])
            rest = [self.pick(methods[method])] if method in methods else []

            def work():
                alf = PureALFPath(text) if not hasattr(path, "PurePosixALFPath") else path.PurePosixALFPath(text)
                value = getattr(alf, method)
                return value(*rest) if callable(value) else value

            yield "alfpath", self.case(method, [text, method, *rest], {}, work)

    def dimensions(self):
        for _ in range(self.count):
            shapes = {self.pick(["a", "b", "timestamps", "timestamps_clk", "x.y"]): [self.pick([1, 3, 3, 3, 10]), *self.pick([[], [1], [2], [15]])] for _ in range(self.pick([1, 2, 3]))}
            yield "dims", self.case("check_dimensions", [shapes], {}, lambda: io.check_dimensions({k: np.zeros(v) for k, v in shapes.items()}))
            points = sorted(self.random.sample(range(20), self.pick([1, 2, 3, 4])))
            sync = [[p, round(self.random.random() * 50, 3)] for p in points]
            n = self.pick([1, 5, 12])
            yield "dims", self.case("ts2vec", [sync, n], {}, lambda: io.ts2vec(np.array(sync, dtype=float), n))

    def tables(self):
        revisions = ["", "2020-01-01", "2020-08-31", "2021-xx-xx", "A", "v1"]
        for _ in range(self.count):
            rows = list({f"{self.pick(['alf/', 'beta/', ''])}{(lambda r: f'#{r}#/' if r else '')(self.pick(revisions))}{self.pick(['a.b.c', 'z.b.c'])}": self.pick([None, True, False]) for _ in range(self.pick([1, 3, 6]))}.items())
            if any(d is None for _, d in rows):
                rows = [(rel, None) for rel, _ in rows]
            revision, unique, consistent = self.pick([None, *revisions, "2020-09-06"]), self.pick([True, False]), self.pick([True, False])

            def work():
                frame = pd.DataFrame({"rel_path": [r for r, _ in rows]})
                if rows[0][1] is not None:
                    frame["default_revision"] = [d for _, d in rows]
                return list(util.filter_revision_last_before(frame, revision, assert_unique=unique, assert_consistent=consistent)["rel_path"])

            yield "revision", self.case("filter_revision_last_before", [rows, revision, unique, consistent], {}, work)
            listed = [self.pick(revisions) for _ in range(self.pick([1, 3, 4]))]
            wanted = self.pick([None, *revisions])
            yield "util", self.case("index_last_before", [listed, wanted], {}, lambda: util.index_last_before(listed, wanted))

    def searches(self):
        one = self.one[True]
        terms = {"subject": ["AL001", "^AL001$", "AL0.1", "be-", "x$", ["AL010", "G.7"], "nope", ""], "lab": ["alphalab", ["betalab", "gamma"], "lab"], "date": ["2020-01-01", ["2020-01-01", "2020-12-31"], ["2020-02-01", None], [None, "2020-01-01"], "2021-06-30"], "number": [1, "002", [1, 3], 12], "task": ["ephys", "^Ephys", "choice|habituation"], "proj": ["projA", ["projB", "projD"], "proj[BC]"], "datasets": ["spikes.times.npy", ["spikes.*", ".*trials.*"], r".*\.npy", "spikes.times", []], "dataset_qc_lte": ["PASS", "WARNING", 40, "CRITICAL"]}
        for _ in range(self.count):
            asked = {key: self.pick(terms[key]) for key in self.random.sample(sorted(terms), self.pick([1, 1, 2, 3]))}
            if "dataset_qc_lte" in asked and "datasets" not in asked:
                asked["datasets"] = "spikes.*"
            yield "search", {**self.case("search", [asked], {}, lambda: one.search(**asked)), "tags": ["wildcards:true"]}

    def filters(self):
        files = [None, "spikes.times.npy", "*times*", ["spikes.times.npy", "*wheel*"], {"object": "spikes"}, {"object": ["wheel", "trial?"]}, {"attribute": "*lusters", "extension": "npy"}, {"namespace": "ns"}, {"timescale": "bpod"}, {"timescale": None}, {"extra": "*"}, "_ns_*", "*.raw.*"]
        collections = [None, "alf", "alf/probe00", "*probe*", "alf*", "", ["alf", "alf/probe01"], "raw_*", "*"]
        revisions = [None, "2021-01-01", "2022*", "", "2021-06-01"]
        for _ in range(self.count):
            index = self.pick([None, *range(8)])
            filename, collection, revision = self.pick(files), self.pick(collections), self.pick(revisions)
            asked = {"filename": filename, "collection": collection, "revision": revision, "qc": self.pick(["FAIL", "PASS", "CRITICAL", 30])}
            last, unique = self.pick([True, False]), self.pick([True, False, False])
            full = {**asked, "revision_last_before": last, "assert_unique": unique, "wildcards": True, "ignore_qc_not_set": self.pick([True, False])}

            def frame():
                datasets = self.one[True]._cache["datasets"]
                return datasets if index is None else datasets[datasets.index.get_level_values("eid") == uuid.UUID(self.eids[index])]

            yield "filter", {**self.case("filter_datasets", [index, full], {}, lambda: list(util.filter_datasets(frame(), **full)["rel_path"])), "tags": ["default column"]}
            eid = None if index is None else self.eids[index]
            method = self.pick(["list_datasets", "list_collections", "list_revisions"])
            listing = {k: v for k, v in asked.items() if v is not None and (k != "qc" or method == "list_datasets")}
            yield "lists", self.case(method, [method, index, listing], {}, lambda: self.listed(getattr(self.one[True], method)(eid, **listing)))

    @staticmethod
    def listed(answer):
        """A listing without an answer is an empty frame in the reference."""
        if isinstance(answer, pd.DataFrame):
            return {"frame": list(answer["rel_path"]), "index": list(answer.index.names)}
        return list(answer)

    def loads(self):
        one = self.one[True]
        strip = lambda p: None if p is None else str(p).removeprefix("/data/")
        for _ in range(self.count):
            index = self.pick(range(8))
            eid = self.eids[index]
            extra = {k: v for k, v in {"collection": self.pick([None, None, "alf", "alf/probe00", "alf/probe*", "*"]), "revision": self.pick([None, None, "2021-01-01", "2021-06-01", "2023-01-01"])}.items() if v is not None}
            obj = self.pick(["spikes", "wheel", "trials", "clusters", "*Camera", "nope", "spik*", "tr?als"])
            yield "load", self.case("load_object", ["load_object", index, [obj], extra], {}, lambda: [strip(p) for p in one.load_object(eid, obj, download_only=True, **extra)])
            name = self.pick(["spikes.times.npy", "spikes.times", "_ns_wheel.position.npy", "*wheel.position*", "alf/probe00/spikes.times.npy", "alf/probe00/#2021-01-01#/spikes.times.npy", {"object": "spikes", "attribute": "times"}, "nope.x.npy"])
            yield "load", self.case("load_dataset", ["load_dataset", index, [name], extra], {}, lambda: strip(one.load_dataset(eid, name, download_only=True, **extra)))

    def conversions(self):
        one = self.one[True]
        for _ in range(self.count):
            text = self.pick(["2020-01-02_1_AL010", "2020-01-02_001_AL010", "2020-1-2_1_x", "2020-01-02_0011_a", "E:/F/Subjects/lab/fl/2018-07-13/001", "a/2020-01-01/12", "x-y\\2020-01-01\\003", "2018-07-13_01_fl", "NYU-21/2020-06-24/1", "_/2020-01-01/01", self.folder()])
            yield "convert", self.case("path2ref", [text], {}, lambda: one.path2ref(text))
            yield "convert", self.case("is_exp_ref", [text], {}, lambda: one.is_exp_ref(text))
            index = self.pick(range(8))
            eid = self.eids[index]
            session = one._cache["sessions"].loc[uuid.UUID(eid)]
            where = self.pick([f"{session['subject']}/{session['date']}/{session['number']}", f"/data/{session['lab']}/Subjects/{session['subject']}/{session['date']}/{session['number']:03d}/alf/x.y.z", eid, f"https://x.org/sessions/{eid}", eid.upper(), f"{session['date']}_{session['number']}_{session['subject']}", "nope"])
            yield "convert", self.case("to_eid", [where], {}, lambda: one.to_eid(where))


def main(fixture, out, seed, count):
    maker = Maker(fixture, int(seed), int(count))
    sets = {}
    for source in (maker.grammar, maker.building, maker.alf_paths, maker.dimensions, maker.tables, maker.searches, maker.filters, maker.loads, maker.conversions):
        for name, case in source():
            sets.setdefault(name, []).append(case)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(fixture) / "_fixture_tables.json", folder)
    total = 0
    for name, cases in sets.items():
        for i, case in enumerate(cases, 1):
            case["id"] = f"{name}-r{i:05d}"
        total += len(cases)
        document = {"set": name, "reference": "ONE-api 3.4.2", "note": f"random inputs, seed {seed}", "cases": cases}
        (folder / f"{name}.json").write_text(json.dumps(document, ensure_ascii=False))
    print(total)


if __name__ == "__main__":
    main(*sys.argv[1:])
