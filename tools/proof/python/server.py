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
from iblutil.io import hashfile
from one.api import One

import build
import npy
import record
import tables
from encode import encode

OPEN = {}

# Each file is hashed through a new buffer of this size; the original's 128 MB take half a second a file to clear.
hashfile.BUF_SIZE = 2**20


def versions():
    """What is being compared with."""
    python = '.'.join(map(str, sys.version_info[:3]))
    return {'python': python, 'ONE-api': one.__version__, 'pandas': pd.__version__, 'numpy': np.__version__,
            'pyarrow': pyarrow.__version__}


def open_cache(handle, cache_dir, tables_dir, wildcards=True):
    """Open a folder with tables under a name."""
    OPEN[handle] = One(cache_dir=cache_dir, tables_dir=tables_dir, mode='local', wildcards=wildcards)
    return {name: len(table) for name, table in OPEN[handle]._cache.items() if name != '_meta'}


def call(handle, name, args=(), kwargs=None):
    """Call a method of an opened cache."""
    one_ = OPEN[handle]
    return encode(getattr(one_, name)(*args, **(kwargs or {})), str(one_.cache_dir))


METHODS = {
    'versions': versions,
    'build': build.build_sessions,
    'index_folder': tables.index_folder,
    'open_cache': open_cache,
    'call': call,
    'table_rows': tables.table_rows,
    'merge': tables.merge,
    'vary': tables.vary,
    'write_old': tables.write_old,
    'set_fixture': record.set_fixture,
    'record': record.record,
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
