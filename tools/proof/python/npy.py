"""NumPy files of every type of element: written for the other side to read, and read back from it."""

from pathlib import Path

import numpy as np

from encode import encode_array

SHAPES = [(), (0,), (1,), (6,), (3, 4), (2, 3, 4), (0, 3), (5, 1), (1, 5)]
INTEGERS = ['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8']
FLOATS = ['f2', 'f4', 'f8', 'c8', 'c16']
TIMES = [f'{kind}8[{unit}]' for kind in 'Mm' for unit in ('Y', 'D', 'h', 's', 'ms', 'us', 'ns')]
STRUCTURES = {
    'fields': [('t', '<f8'), ('n', '<i4'), ('name', '<U6'), ('ok', '?')],
    'fields-big': [('t', '>f8'), ('n', '>i2'), ('raw', 'S3')],
    'nested': [('p', [('x', '<f4'), ('y', '<f4')]), ('v', '<i8', (2,))],
}
TEXTS = ['', 'a', 'spikes', 'né', '\U0001f600x', '日本']


def values(dtype, size, rng):
    """`size` elements of a type, extremes first."""
    dtype = np.dtype(dtype)
    if dtype.kind in 'iu':
        limits = np.iinfo(dtype)
        random = rng.integers(limits.min, limits.max, size, dtype=dtype.newbyteorder('='), endpoint=True)
        first = [limits.min, limits.max, 0]
    elif dtype.kind == 'f':
        random = rng.standard_normal(size).astype(dtype)
        first = [np.nan, np.inf, -np.inf, -0.0, np.finfo(dtype).tiny]
    elif dtype.kind == 'c':
        random = (rng.standard_normal(size) + 1j * rng.standard_normal(size)).astype(dtype)
        first = [complex(np.nan, 1), complex(0, -np.inf)]
    elif dtype.kind == 'b':
        random, first = rng.integers(0, 2, size).astype(bool), [True]
    elif dtype.kind in 'Mm':
        random, first = rng.integers(-10**4, 10**4, size).astype(dtype.newbyteorder('=')), [np.datetime64('NaT')
                                                                        if dtype.kind == 'M' else np.timedelta64('NaT')]
    elif dtype.kind == 'U':
        random, first = np.array([TEXTS[i] for i in rng.integers(0, len(TEXTS), size)], dtype=dtype), []
    else:
        random, first = np.array([rng.bytes(4) for _ in range(size)], dtype=dtype), [b'', b'a\x00b']
    array = random.astype(dtype)
    for i, value in enumerate(first[:size]):
        array[i] = value
    return array


def structured(dtype, shape, rng):
    """A structured array, filled field by field."""
    array = np.zeros(shape, dtype=dtype)
    for name in array.dtype.names:
        field = array[name]
        array[name] = (structured(field.dtype, field.shape, rng) if field.dtype.names
                       else values(field.dtype, field.size, rng).reshape(field.shape))
    return array


def arrays(rng):
    """Name and array of every case."""
    for order in '<>':
        for dtype in [*INTEGERS, *FLOATS, *TIMES, 'U7']:
            for shape in SHAPES:
                yield f'{order}{dtype}-{shape}', values(order + dtype, int(np.prod(shape)), rng).reshape(shape)
    for dtype in ('?', 'S5'):
        for shape in SHAPES:
            yield f'{dtype}-{shape}', values(dtype, int(np.prod(shape)), rng).reshape(shape)
    for name, dtype in STRUCTURES.items():
        for shape in [(), (4,), (2, 3)]:
            yield f'{name}-{shape}', structured(dtype, shape, rng)
    for dtype in ('f8', 'i2', '>i4', 'U7', '?'):
        yield f'fortran-{dtype}', np.asfortranarray(values(dtype, 12, rng).reshape(3, 4))


def npy_cases(folder, seed):
    """Write one file a case; answer with what each holds."""
    rng = np.random.default_rng(seed)
    cases = []
    for i, (name, array) in enumerate(arrays(rng)):
        path = Path(folder) / f'{i:04}.npy'
        version = (None, (1, 0), (2, 0), (3, 0))[i % 4]
        with open(path, 'wb') as file:
            np.lib.format.write_array(file, array, version=version, allow_pickle=False)
        cases.append({'name': name, 'path': str(path), 'value': encode_array(array)})
    return cases


def read_npy(paths):
    """What each file holds."""
    return [encode_array(np.load(path, allow_pickle=False)) for path in paths]


def write_npy(path, value, dtype, shape):
    """Write one array given as a list."""
    np.save(path, np.array(value, dtype=dtype).reshape(shape))
    return str(path)
