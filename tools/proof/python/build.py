"""Session folders on disk out of a plan: every file with a name, a kind, a number of rows and a seed of its own."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from npy import values

DTYPES = ['f8', 'f4', 'i8', 'i4', 'i2', 'u1', 'u2', 'u8', '?', '>f8', '<i4', 'f2']


def vector(rng, rows, width=1):
    """Numbers of a random type: `(rows,)`, `(rows, 1)` or `(rows, width)`."""
    dtype = DTYPES[rng.integers(len(DTYPES))]
    shape = (rows,) if width == 1 and rng.random() < .8 else (rows, width)
    array = values(dtype, rows * width, rng).reshape(shape)
    return np.asfortranarray(array) if len(shape) == 2 and rng.random() < .3 else array


def table(rng, rows, plain, digits=17):
    """A table of mixed columns; `plain` ones have no spaces in them."""
    words = np.array(['left', 'right', 'none', 'a b'])
    frame = pd.DataFrame({
        'count': rng.integers(-1000, 1000, rows),
        'value': np.round(rng.standard_normal(rows) * 100, 6),
        'ok': rng.random(rows) < .5,
        'side': words[rng.integers(0, 3 if plain else 4, rows)],
        'x_0': np.round(rng.random(rows), digits),
        'x_1': np.round(rng.random(rows), digits),
    })
    if rows > 2 and rng.random() < .5:
        frame.loc[1, 'value'] = np.nan
    return frame


def document(rng):
    """A JSON document."""
    return {'name': 'né "x"', 'n': int(rng.integers(1e6)), 'f': float(rng.random()), 'list': [1, 2.5, None, True, 'a'],
            'nested': {'k': [], 'e': {}}}


def write_npy(path, rng, spec):
    if spec['attribute'].endswith('intervals'):
        starts = np.sort(rng.random(spec['rows'])) * 100
        return np.save(path, np.c_[starts, starts + 1])
    if spec['attribute'] == 'timestamps':
        sync = [[0, 5.], [spec['rows'] - 1, 25.]]
        return np.save(path, np.array(sync) if rng.random() < .5 else np.linspace(5, 25, spec['rows']))
    return np.save(path, vector(rng, spec['rows'], int(rng.choice([1, 1, 1, 2, 3]))))


def write_npz(path, rng, spec):
    arrays = [vector(rng, spec['rows']) for _ in range(rng.integers(1, 3))]
    saver = np.savez if rng.random() < .5 else np.savez_compressed
    return saver(path, *arrays)


def write_text(separator):
    def write(path, rng, spec):
        # pandas reads numbers of 16 and 17 digits with an error in the last place, which is not ours to have.
        frame = table(rng, spec['rows'], separator == ' ', digits=14)
        frame = frame[['value']] if rng.random() < .15 else frame
        return frame.to_csv(path, sep=separator, index=False)
    return write


def write_pqt(path, rng, spec):
    frame = table(rng, spec['rows'], False)
    if rng.random() < .3:
        frame['side'] = frame['side'].astype('category')
    if rng.random() < .3:
        frame['count'] = frame['count'].astype('Int64').mask(frame['ok'])
    if rng.random() < .3:
        frame['when'] = pd.Timestamp('2020-01-01') + pd.to_timedelta(frame.index, unit='s')
    codec = str(rng.choice(['snappy', 'gzip', 'zstd']))
    return frame.to_parquet(path, compression=codec)


def write_json(path, rng, _spec):
    return path.write_text(json.dumps(document(rng), ensure_ascii=bool(rng.random() < .5)), encoding='utf-8')


def write_jsonable(path, rng, spec):
    lines = [json.dumps(document(rng)) for _ in range(min(spec['rows'], 5))]
    return path.write_text('\n'.join(lines) + ('\n' if rng.random() < .5 else ''), encoding='utf-8')


def write_yaml(path, rng, _spec):
    return path.write_text(yaml.safe_dump(document(rng), allow_unicode=True), encoding='utf-8')


def write_bytes(path, rng, spec):
    return path.write_bytes(rng.bytes(spec['rows']))


WRITERS = {
    'npy': write_npy, 'npz': write_npz, 'csv': write_text(','), 'tsv': write_text('\t'), 'ssv': write_text(' '),
    'htsv': write_text('\t'), 'pqt': write_pqt, 'json': write_json, 'jsonable': write_jsonable, 'yaml': write_yaml,
    'yml': write_yaml,
}


def build_sessions(root, plan):
    """Write the files of a plan below a folder: `{path, extension, attribute, rows, seed}` each."""
    for spec in plan:
        path = Path(root, spec['path'])
        path.parent.mkdir(parents=True, exist_ok=True)
        rng = np.random.default_rng(spec['seed'])
        WRITERS.get(spec['extension'], write_bytes)(path, rng, spec)
    return len(plan)
