"""Record what ONE-api answers about folders of files. Run by hand: python make-cases.py > cases.json

Needs ONE-api 3.4.2. Every case names its files (all of 3 rows unless said otherwise); paths are relative to a folder that
is itself below `lab/Subjects/subj/2024-05-06/001`, as ONE asks for a session. What ONE leaves undefined (the order of a
glob) is sorted before it is written.
"""
import json
import logging
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import one.alf.io as alfio

warnings.simplefilter("ignore")
logging.getLogger("one.alf.io").setLevel(logging.CRITICAL)
SESSION = "lab/Subjects/subj/2024-05-06/001"


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict) and "shape" in content:
        np.save(path, np.arange(np.prod(content["shape"])).reshape(content["shape"]).astype(float))
    elif isinstance(content, str):
        path.write_text(content)
    else:
        path.write_text(json.dumps(content))


FILES = [
    "_ibl_wheel.position.npy", "_ibl_wheel.timestamps.npy", "_ibl_wheelMoves.intervals.npy", "wheel.velocity.npy",
    "trials.intervals.npy", "trials.intervals_bpod.npy", "trials.choice.raw.npy", "trials.choice.raw.v12.npy",
    "_ns_trials.goCue_times.npy", "trials.table.csv", "notes.txt", ".hid.a.b", "sp ace.b.c", "trailing.dot.",
    "a.b.c.d.npy", "_trials.x.npy", "obj.attr.tar.gz",
]
FILTERS = [
    {}, {"object": None}, {"object": "wheel"}, {"object": "wh*"}, {"object": ["wheel", "trials"]}, {"object": "Wheel"},
    {"object": "wheel", "wildcards": False}, {"object": "wheel$", "wildcards": False},
    {"object": ["^tri", "Moves"], "wildcards": False}, {"object": ["wheel$", "tri.*s$"], "wildcards": False},
    {"namespace": None}, {"namespace": "ibl"}, {"namespace": "*"}, {"namespace": ["ibl", "ns"]},
    {"attribute": "intervals"}, {"attribute": "*times*"}, {"attribute": "interval?"}, {"attribute": "[ti]*"},
    {"attribute": "[!ti]*"}, {"timescale": None}, {"timescale": "bpod"}, {"timescale": "*"}, {"timescale": ""},
    {"extra": None}, {"extra": "raw"}, {"extra": "v12.raw"}, {"extra": ["raw"]}, {"extra": ""}, {"extra": [""]},
    {"extra": "r*"}, {"extension": "npy", "object": "trials"}, {"extension": ["csv", "gz"]}, {"extension": "n"},
    {"extension": "n", "wildcards": False}, {"object": "trials", "timescale": None, "extra": None},
]
EXISTS = [
    ["wheel", None], ["wheel", "position"], ["wheel", ["position", "velocity"]], ["wheel", ["position", "none"]],
    ["trials", "intervals"], ["trials", "intervals_bpod"], ["nothing", None], ["wheel", []], ["wheel", ""],
]
V = [3]
OBJECTS = [
    # files, path, arguments of load_object
    ({"spikes.times.npy": {"shape": V}, "spikes.clusters.npy": {"shape": [3, 1]}, "other.a.npy": {"shape": V}}, ".", ["spikes"], {}),
    ({"_ibl_trials.intervals.npy": {"shape": [3, 2]}, "_ibl_trials.intervals_bpod.npy": {"shape": [3, 2]}}, ".", ["trials"], {}),
    ({"t.a.raw.npy": {"shape": V}, "t.a.npy": {"shape": V}}, ".", ["t"], {}),
    ({"t.a.raw.npy": {"shape": V}, "t.b.npy": {"shape": V}}, ".", ["t"], {"short_keys": True}),
    ({"t.a.raw.npy": {"shape": V}, "t.a.npy": {"shape": V}}, ".", ["t"], {"short_keys": True}),
    ({"t.a.npy": {"shape": V}, "_x_t.a.npy": {"shape": V}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "_x_t.a.npy": {"shape": V}}, ".", ["t"], {"namespace": None}),
    ({"t.a.npy": {"shape": V}, "t.a.json": [1, 2]}, ".", ["t"], {"extension": "npy"}),
    ({"t.a.npy": {"shape": V}}, ".", ["none"], {}),
    ({"t.a.npy": {"shape": V}}, ".", [None], {}),
    ({"t.a.npy": {"shape": V}}, "missing", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.b.npy": {"shape": V}, "u.c.npy": {"shape": V}}, "t.a.npy", [None], {}),
    ({"t.a.npy": {"shape": V}, "u.c.npy": {"shape": V}}, "u.c.npy", ["t"], {}),
    ({"wheel.a.npy": {"shape": V}, "wheelMoves.b.npy": {"shape": V}}, ".", ["wheel*"], {}),
    ({"wheel.a.npy": {"shape": V}, "wheelMoves.b.npy": {"shape": V}}, ".", [["wheel", "wheelMoves"]], {}),
    ({"t.a.npy": {"shape": [3, 2]}, "t.a.metadata.json": {"columns": ["x", "y"]}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": [3, 2]}, "t.a.metadata.json": {"columns": ["x", "y"], "unit": "s"}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": [3, 3]}, "t.a.metadata.json": {"columns": ["x", "y"]}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": [3, 2]}, "t.a.metadata.json": {"columns": ["x", "y", "z"]}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.a.metadata.json": {"unit": "s"}, "t.b.npy": {"shape": V}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.a.metadata.json": {}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.a.metadata.json": [1]}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.a.metadata.json": {"unit": "s"}}, ".", ["t"], {"extension": "npy"}),
    ({"t.a.npy": {"shape": V}, "t.ab.metadata.json": {"unit": "s"}}, ".", ["t"], {}),
    ({"t.a.metadata.json": {"unit": "s"}}, ".", ["t"], {}),
    ({"t.a_clk.npy": {"shape": V}, "t.a_clk.metadata.json": {"unit": "s"}}, ".", ["t"], {}),
    ({"t.timestamps.npy": {"shape": [2, 2]}, "t.a.npy": {"shape": V}}, ".", ["t"], {}),
    ({"t.timestamps.npy": {"shape": [3, 1]}, "t.a.npy": {"shape": V}}, ".", ["t"], {}),
    ({"t.timestamps.npy": {"shape": [2, 2]}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.b.npy": {"shape": [4]}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.b.npy": {"shape": [1]}}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.b.npy": ""}, ".", ["t"], {}),
    ({"t.a.npy": {"shape": V}, "t.b.bin": "xyz", "t.c.BIN": ""}, ".", ["t"], {}),
    ({"t.table.csv": "x,y_0,y_1\n1,2,3\n4,5,6\n", "t.a.npy": {"shape": [2]}}, ".", ["t"], {}),
    ({"t.table_clk.csv": "x,y_0,y_1\n1,2,3\n4,5,6\n"}, ".", ["t"], {}),
    ({"t.table.raw.csv": "x,y_0\n1,2\n4,5\n"}, ".", ["t"], {}),
    ({"t.a.json": {"k": 1}, "t.b.npy": {"shape": V}}, ".", ["t"], {}),
    ({"alf/t.a.npy": {"shape": V}, "alf/#r1#/t.b.npy": {"shape": V}}, ["alf/t.a.npy", "alf/#r1#/t.b.npy"], [None], {}),
    ({"alf/t.a.npy": {"shape": V}, "alf/#r1#/t.a.npy": {"shape": V}}, ["alf/t.a.npy", "alf/#r1#/t.a.npy"], [None], {}),
    ({"alf/t.a.npy": {"shape": V}, "alf/u.a.npy": {"shape": V}}, ["alf/t.a.npy", "alf/u.a.npy"], [None], {}),
    ({"alf/t.a.npy": {"shape": V}}, [], [None], {}),
    ({"alf/t.a.npy": {"shape": V}}, ["alf/t.b.npy"], [None], {}),
    ({"alf/t.a.npy": {"shape": V}, "alf/t.a.metadata.json": {"unit": "s"}}, ["alf/t.a.npy"], [None], {}),
]
VARIANT_FILES = [
    "alf/obj.attr.npy", "alf/_ns_obj.attr.npy", "alf/obj.attr_clk.npy", "alf/obj.attr.raw.npy", "alf/obj.attr.csv",
    "alf/#2020-01-01#/obj.attr.npy", "alf/#2021-01-01#/obj.attr.npy", "alf/#2021-01-01#/_ns_obj.attr.npy",
    "alf/obj.attrs.npy", "alf/theobj.attr.npy", "alf/probe00/obj.attr.npy", "obj.attr.npy", "alf/notes.txt",
]
VARIANTS = [
    ("alf/obj.attr.npy", {}), ("alf/#2020-01-01#/obj.attr.npy", {}), ("obj.attr.npy", {}),
    ("alf/obj.attr.npy", {"namespace": False}), ("alf/obj.attr.npy", {"timescale": False}),
    ("alf/obj.attr.npy", {"extra": False}), ("alf/obj.attr.npy", {"extension": False}),
    ("alf/obj.attr.npy", {"namespace": False, "timescale": False, "extra": False, "extension": False}),
    ("alf/#2022-01-01#/obj.attr.npy", {}), ("alf/notes.txt", {}),
]


def value(v):
    if isinstance(v, np.ndarray):
        return {"shape": list(v.shape), "data": [float(x) for x in v.ravel()]}
    if v is None or isinstance(v, (dict, list)):
        return {"value": v}
    return {"file": Path(v).name}


def attempt(call):
    try:
        return {"result": call()}
    except Exception as error:
        return {"error": type(error).__name__}


def inside(files, act):
    with tempfile.TemporaryDirectory() as top:
        root = Path(top, SESSION)
        root.mkdir(parents=True)
        for path, content in files.items():
            write(root / path, content)
        return act(root)


def load(root, path, args, kwargs):
    target = [root / p for p in path] if isinstance(path, list) else root / path
    return [[k, value(v)] for k, v in alfio.load_object(target, *args, **kwargs).items()]


def main():
    plain = {name: "x" for name in FILES}
    variant = {name: "x" for name in VARIANT_FILES}
    relative = lambda root, paths: sorted(p.relative_to(root).as_posix() for p in paths)
    cases = {
        "files": FILES,
        "variantFiles": VARIANT_FILES,
        "filterBy": [{"filters": f, **inside(plain, lambda root: attempt(lambda: [
            [p.as_posix(), list(parts)] for p, parts in zip(*alfio.filter_by(root, **f))]))} for f in FILTERS],
        "exists": [{"args": [o, a], **inside(plain, lambda root: attempt(lambda: alfio.exists(root, o, a)))} for o, a in EXISTS],
        "iterDatasets": inside(variant, lambda root: attempt(lambda: [p.as_posix() for p in alfio.iter_datasets(root)])),
        "loadObject": [{"files": f, "path": p, "args": a, "options": k,
                        **inside(f, lambda root: attempt(lambda: load(root, p, a, k)))} for f, p, a, k in OBJECTS],
        "findVariants": [{"key": k, "options": o, **inside(variant, lambda root: attempt(lambda: [
            relative(root, v) for v in alfio.find_variants([root / k], **o).values()][0]))} for k, o in VARIANTS],
    }
    made_with = {"ONE-api": version("ONE-api"), "numpy": version("numpy"), "pandas": version("pandas")}
    json.dump({"madeWith": made_with, **cases}, sys.stdout, indent=1)


main()
