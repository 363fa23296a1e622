"""Values of Python's side as plain JSON, exact: what the other side's values are compared with."""

import datetime
import math
from pathlib import PurePath
from uuid import UUID

import numpy as np
import pandas as pd

SAFE_INTEGER = 2**53 - 1


def encode_number(value):
    """A number; those that JSON has no form for (NaN, infinities, large integers) as an object with their text."""
    if isinstance(value, int):
        return value if -SAFE_INTEGER <= value <= SAFE_INTEGER else {'$number': str(value)}
    if math.isnan(value) or math.isinf(value):
        return {'$number': 'NaN' if math.isnan(value) else ('Infinity' if value > 0 else '-Infinity')}
    return value


def encode_item(value):
    """One element of an array or column."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return encode_number(int(value))
    if isinstance(value, (float, np.floating)):
        return encode_number(float(value))
    if isinstance(value, (complex, np.complexfloating)):
        return [encode_number(float(value.real)), encode_number(float(value.imag))]
    if isinstance(value, (bytes, np.bytes_)):
        return {'$bytes': bytes(value).hex()}
    if isinstance(value, (pd.Timestamp, np.datetime64, pd.Timedelta, np.timedelta64)):
        return {'$number': str(value.value if hasattr(value, 'value') else value.astype(np.int64))}
    return str(value)


def encode_array(array):
    """An array: NumPy's name of its type, its shape, and its elements in row-major order."""
    if array.dtype.names:
        fields = {name: encode_array(array[name]) for name in array.dtype.names}
        return {'kind': 'structured', 'shape': list(array.shape), 'fields': fields}
    flat = np.ascontiguousarray(array).reshape(-1)
    if array.dtype.kind in 'mM':
        data = [encode_number(int(x)) for x in flat.astype(flat.dtype.newbyteorder('=')).view(np.int64)]
    else:
        data = [encode_item(x) for x in flat]
    mixed = array.dtype == object and not all(isinstance(x, str) for x in flat)
    dtype = 'object' if mixed else dtype_name(array.dtype)
    return {'kind': 'array', 'dtype': dtype, 'shape': list(array.shape), 'data': data}


def dtype_name(dtype):
    """The word that both sides use for a type of element."""
    if isinstance(dtype, pd.CategoricalDtype):
        return 'category'
    if not isinstance(dtype, np.dtype):  # a nullable type of pandas: Int64, boolean, string
        return str(dtype).lower().replace('boolean', 'bool')
    return {'U': 'string', 'O': 'string', 'S': 'bytes'}.get(dtype.kind, dtype.newbyteorder('=').name)


def encode_column(column):
    """A column of a table; missing values are null."""
    missing = column.isna().to_numpy()
    if column.dtype.kind == 'M':
        items = [encode_number(int(x)) for x in column.to_numpy().view(np.int64)]
    else:
        items = [encode_item(x) for x in column.tolist()]
    return {'dtype': dtype_name(column.dtype), 'data': [None if m else x for x, m in zip(items, missing)]}


def encode_frame(frame):
    """A table: its columns in order."""
    return {'kind': 'table', 'rows': len(frame), 'columns': {str(k): encode_column(frame[k]) for k in frame.columns}}


def encode(value, root=None):
    """Anything that ONE returns."""
    if isinstance(value, pd.DataFrame):
        return encode_frame(value)
    if isinstance(value, pd.Series):
        return encode_frame(value.to_frame())
    if isinstance(value, np.ndarray):
        return encode_array(value)
    if isinstance(value, PurePath):
        text = value.as_posix()
        return {'kind': 'file', 'path': text[len(root) + 1:] if root and text.startswith(root + '/') else text}
    if isinstance(value, dict):
        return {str(key): encode(item, root) for key, item in value.items()}
    if isinstance(value, np.lib.npyio.NpzFile):
        return {'kind': 'archive', 'arrays': {name: encode_array(value[name]) for name in value.files}}
    if isinstance(value, (list, tuple)):
        return [encode(item, root) for item in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return encode_item(value)
