"""Cache tables on Python's side: made, read, merged, varied, and written in the old way."""

import json
from pathlib import Path
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow.parquet
from iblutil.io import parquet
from one.alf.cache import load_tables, make_parquet_db, merge_tables
from one.api import One

from encode import encode_frame

NAMES = ('sessions', 'datasets')


def index_folder(root, out_dir, hash_ids=True, hash_files=False, lab=None):
    """Make the tables of a folder."""
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    return [str(path) for path in make_parquet_db(root, out_dir, hash_ids=hash_ids, hash_files=hash_files, lab=lab)]


def plain_frame(table):
    """A table with its index as columns, and what JSON cannot hold as text."""
    frame = table.reset_index()
    for column in table.index.names:
        frame[column] = frame[column].map(str)
    if 'date' in frame:
        frame['date'] = frame['date'].map(str)
    if 'qc' in frame:
        frame['qc'] = frame['qc'].astype(object)
    return frame


def table_rows(tables_dir):
    """Every table of a folder as ONE loads it, and what it says about itself."""
    cache = load_tables(Path(tables_dir))
    tables = {name: encode_frame(plain_frame(table)) for name, table in cache.items() if name != '_meta'}
    types = {name: {str(k): str(v) for k, v in table.dtypes.items()} for name, table in cache.items() if name != '_meta'}
    raw = cache['_meta']['raw']
    origins = {name: sorted(map(str, meta.get('origin', []))) for name, meta in raw.items()}
    return {'tables': tables, 'types': types, 'origins': origins,
            'created': {name: meta.get('date_created') for name, meta in raw.items()}}


def merge(tables_dirs, out_dir):
    """Merge the tables of several folders, in order, into those of the first, and save all."""
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    first, *rest = map(Path, tables_dirs)
    one_ = One(cache_dir=out_dir, tables_dir=first, mode='local')
    for folder in rest:
        cache = load_tables(folder)
        merge_tables(one_._cache, origin='merged', **{name: cache[name] for name in NAMES})
    one_.save_cache(save_dir=out_dir, clobber=True)
    return table_rows(out_dir)


def vary(tables_dir, out_dir, seed):
    """Tables with some rows of others: some changed, some under new ids, with one column more and one less."""
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    cache, rng = load_tables(Path(tables_dir)), np.random.default_rng(seed)
    sessions, datasets = (cache[name].reset_index().astype({'id': str}) for name in NAMES)
    sessions = sessions[rng.random(len(sessions)) < .3].copy()
    sessions['task_protocol'] = [f'task{i % 3}' for i in range(len(sessions))]
    added = sessions.iloc[:5].copy()
    added['id'] = [str(UUID(bytes=rng.bytes(16), version=4)) for _ in range(len(added))]
    added['number'] = (added['number'] + 1).astype(added['number'].dtype)
    datasets['eid'] = datasets['eid'].astype(str)
    datasets = datasets[rng.random(len(datasets)) < .3].copy()
    datasets['exists'] = rng.random(len(datasets)) < .5
    datasets['qc'] = pd.Categorical(rng.choice(['PASS', 'FAIL', 'CRITICAL'], len(datasets)),
                                    categories=cache['datasets']['qc'].cat.categories, ordered=True)
    datasets['default_revision'] = True
    datasets = datasets.drop(columns='hash')
    write('sessions', pd.concat([sessions, added]).set_index('id'), out_dir)
    write('datasets', datasets.set_index(['eid', 'id']), out_dir)
    return [len(sessions) + len(added), len(datasets)]


def write_old(tables_dir, out_dir):
    """The same tables as old releases wrote them: ids as pairs of integers, sizes and numbers of other types."""
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    cache = load_tables(Path(tables_dir))
    for name in NAMES:
        frame = cache[name].reset_index()
        index = []
        for column in cache[name].index.names:
            pairs = parquet.str2np(frame.pop(column).astype(str).to_numpy())
            for i in (0, 1):
                frame.insert(len(index), f'{column}_{i}', pairs[:, i])
                index.append(f'{column}_{i}')
        if name == 'sessions':
            frame = frame.astype({'number': 'int64'}).rename(columns={'projects': 'project'})
        else:
            frame = frame.astype({'file_size': 'float64'}).drop(columns='qc')
            frame['session_path'] = 'x'
        write(name, frame.set_index(index), out_dir, min_api_version='1.0.0')
    return True


def write(name, frame, out_dir, **extra):
    """Write a table with its facts."""
    metadata = {'date_created': '2024-05-06 07:08', 'origin': 'varied', **extra}
    table = pyarrow.Table.from_pandas(frame)
    table = table.replace_schema_metadata({b'one_metadata': json.dumps(metadata).encode(), **table.schema.metadata})
    pyarrow.parquet.write_table(table, Path(out_dir, f'{name}.pqt'))
