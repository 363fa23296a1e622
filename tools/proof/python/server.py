"""Answers requests of the conformance run: one JSON object a line in, one a line out.

Request {"id", "method", "params"}; answer {"id", "result"} or {"id", "error", "message"}, where error is the name of
the exception's class. Nothing else is written to standard output.
"""

import json
import logging
import sys
import warnings

import numpy as np
import one
import pandas as pd
import pyarrow
from one.alf.cache import load_tables, make_parquet_db, merge_tables
from one.api import One

import build
import npy
from encode import encode, encode_frame

OPEN = {}


def versions():
    """What is being compared with."""
    python = '.'.join(map(str, sys.version_info[:3]))
    return {'python': python, 'ONE-api': one.__version__, 'pandas': pd.__version__, 'numpy': np.__version__,
            'pyarrow': pyarrow.__version__}


def index_folder(root, out_dir, hash_ids=True, hash_files=False, lab=None):
    """Make the tables of a folder."""
    return [str(path) for path in make_parquet_db(root, out_dir, hash_ids=hash_ids, hash_files=hash_files, lab=lab)]


def open_cache(handle, cache_dir, tables_dir, wildcards=True):
    """Open a folder with tables under a name."""
    OPEN[handle] = One(cache_dir=cache_dir, tables_dir=tables_dir, mode='local', wildcards=wildcards)
    return {name: len(table) for name, table in OPEN[handle]._cache.items() if name != '_meta'}


def call(handle, name, args=(), kwargs=None):
    """Call a method of an opened cache."""
    one_ = OPEN[handle]
    return encode(getattr(one_, name)(*args, **(kwargs or {})), str(one_.cache_dir))


def table_rows(tables_dir):
    """Every table of a folder as ONE loads it: column types, and all rows with their index as columns."""
    cache = load_tables(tables_dir)
    tables = {}
    for name, table in cache.items():
        if name == '_meta':
            continue
        frame = table.reset_index()
        for column in table.index.names:
            frame[column] = frame[column].map(str)
        if 'date' in frame:
            frame['date'] = frame['date'].map(lambda day: day.isoformat())
        if 'qc' in frame:
            frame['qc'] = frame['qc'].astype(str)
        tables[name] = encode_frame(frame)
    raw = {name: meta for name, meta in cache['_meta']['raw'].items()}
    origins = {name: sorted(map(str, meta.get('origin', []))) for name, meta in raw.items()}
    return {'tables': tables, 'origins': origins}


def merge(tables_dirs, out_dir):
    """Load tables of several folders, merge them in order into empty ones, and save them."""
    one_ = One(cache_dir=out_dir, mode='local')
    for folder in tables_dirs:
        cache = load_tables(folder)
        tables = {name: cache[name] for name in ('sessions', 'datasets')}
        merge_tables(one_._cache, origin=f'merged from {folder}', **tables)
    one_.save_cache(save_dir=out_dir, clobber=True)
    return {name: len(one_._cache[name]) for name in ('sessions', 'datasets')}


METHODS = {
    'versions': versions,
    'build': build.build_sessions,
    'index_folder': index_folder,
    'open_cache': open_cache,
    'call': call,
    'table_rows': table_rows,
    'merge': merge,
    'write_npy': npy.write_npy,
    'read_npy': npy.read_npy,
    'npy_cases': npy.npy_cases,
}


def answer(request):
    """The answer to one request."""
    try:
        return {'id': request['id'], 'result': METHODS[request['method']](**request['params'])}
    except Exception as error:  # every failure is an answer: the other side compares the class
        return {'id': request['id'], 'error': type(error).__name__, 'bases': [c.__name__ for c in type(error).__mro__],
                'message': str(error)[:300]}


def main():
    """Serve until standard input ends."""
    out, sys.stdout = sys.stdout, sys.stderr
    warnings.simplefilter('ignore')
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        out.write(json.dumps(answer(json.loads(line)), allow_nan=False) + '\n')
        out.flush()


if __name__ == '__main__':
    main()
