"""Calls of ONE's functions in the form of `fixtures/one`: arguments in, result or class of the exception out."""

import datetime
import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePath
from uuid import UUID

import numpy as np
import pandas as pd
from one import params, util, webclient
from one.alf import cache, io, path, spec
from one.api import One, OneAlyx
from one.converters import ConversionMixin, datasets2records, one_path_from_dataset, path_from_dataset
from one.converters import path_from_filerecord, ses2records, session_record2path

SESSIONS = [('AL001', '2020-01-01', 1), ('AL001', '2020-01-01', 2), ('AL001', '2020-01-02', 1),
            ('AL010', '2020-01-02', 1), ('be-002', '2020-02-29', 1), ('be-002', '2021-06-30', 12),
            ('AL001x', '2021-06-30', 3), ('G.7', '2019-12-31', 100)]
DATASET = {
    'url': 'https://alyx/datasets/00059298-1b33-429c-a802-fa51bb662d72',
    'file_records': [
        {'id': '1', 'data_repository': 'loc_SR', 'data_repository_path': '/mnt/s0/Data/Subjects/',
         'relative_path': 'S/2019-12-11/001/alf/a.b.npy', 'data_url': None, 'exists': True},
        {'id': '2', 'data_repository': 'web', 'data_repository_path': '/lab/Subjects/', 'exists': True,
         'relative_path': 'S/2019-12-11/001/alf/a.b.npy',
         'data_url': 'https://h/lab/Subjects/S/2019-12-11/001/alf/a.b.00059298-1b33-429c-a802-fa51bb662d72.npy'}]}
FIXTURE = {}


def text_form(value):
    """A result as it is recorded."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, pd.DataFrame):
        frame = value.reset_index() if value.index.names[0] else value
        return {'columns': list(map(str, frame.columns)), 'rows': [text_form(row) for row in frame.values.tolist()]}
    if isinstance(value, np.ndarray):
        return {'shape': list(value.shape), 'dtype': value.dtype.kind, 'data': text_form(value.reshape(-1).tolist())}
    if isinstance(value, (pd.Timestamp, datetime.date, UUID)):
        return str(value)
    if isinstance(value, (np.bool_, np.integer, np.floating)):
        return text_form(value.item())
    if isinstance(value, float) and np.isnan(value):
        return None
    if isinstance(value, pd.Series):
        return {'name': str(value.name), **text_form(value.to_dict())}
    if isinstance(value, dict):
        return {str(key): text_form(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [text_form(item) for item in value]
    return value


def typed(value):
    """Arguments with dates of their own type."""
    if isinstance(value, dict):
        if '$date' in value:
            moment = value['$date']
            return datetime.datetime.fromisoformat(moment) if 'T' in moment else datetime.date.fromisoformat(moment)
        return {key: typed(item) for key, item in value.items()}
    return [typed(item) for item in value] if isinstance(value, list) else value


def set_fixture(tables):
    """Take the tables that cases are about."""
    sessions = pd.DataFrame(tables['sessions'])
    sessions['date'] = sessions['date'].map(datetime.date.fromisoformat)
    sessions = sessions.set_index('id').astype(cache.EMPTY_SESSIONS_FRAME.dtypes)
    datasets = pd.DataFrame(tables['datasets']).set_index(['eid', 'id'])
    datasets = datasets.astype({k: v for k, v in cache.EMPTY_DATASETS_FRAME.dtypes.items() if k in datasets})
    frames = {'sessions': cache.cast_index_object(sessions, UUID), 'datasets': cache.cast_index_object(datasets, UUID)}
    FIXTURE.update({name: frame.sort_index() for name, frame in frames.items()})
    return {name: len(frame) for name, frame in FIXTURE.items()}


def present(datasets, **_):
    """Paths of datasets: those that are said to exist are there."""
    return [path.ALFPath(rel) if exists else None for rel, exists in zip(datasets['rel_path'], datasets['exists'])]


def fixture_one(wildcards=True, default_column=True):
    """A cache of the fixture's tables."""
    one = One(cache_dir='/data', mode='local', wildcards=wildcards)
    one._cache['sessions'] = FIXTURE['sessions'].copy()
    one._cache['datasets'] = FIXTURE['datasets'].drop(columns=[] if default_column else 'default_revision')
    one._check_filesystem = present
    return one


def session_id(index):
    """Id of the n-th session."""
    subject, date, number = SESSIONS[index]
    rows = FIXTURE['sessions']
    return rows.index[(rows['subject'] == subject) & (rows['date'].map(str) == date) & (rows['number'] == number)][0]


def filter_datasets(index, kwargs, default_column=True):
    rows = FIXTURE['datasets'].drop(columns=[] if default_column else 'default_revision')
    rows = rows if index is None else rows.loc[(session_id(index),), :] if session_id(index) in rows.index else rows[:0]
    return util.filter_datasets(rows, **kwargs)['rel_path'].tolist()


def filter_revisions(rows, revision=None, assert_unique=True, assert_consistent=False):
    frame = pd.DataFrame({'rel_path': [row[0] for row in rows]})
    frame['revision'] = frame['rel_path'].map(lambda x: path.rel_path_parts(x)[1] or '')
    if rows and any(row[1] is not None for row in rows):
        frame['default_revision'] = [bool(row[1]) for row in rows]
    kept = util.filter_revision_last_before(frame, revision, assert_unique=assert_unique,
                                            assert_consistent=assert_consistent)
    return kept['rel_path'].tolist()


def search(call, terms, tags=()):
    found = fixture_one(wildcards='wildcards:false' not in tags).search(**typed(terms))
    if not terms.get('details'):
        return found
    records = None if found[1] is None else [dict(record) for record in found[1]]
    return records if call == 'search details' else [found[0], records]


def listing(call, method, index, kwargs):
    one = fixture_one(default_column='no default' not in call)
    eid = None if index is None else session_id(index)
    found = getattr(one, method)(**({} if method == 'list_subjects' else {'eid': eid}), **kwargs)
    if isinstance(found, pd.DataFrame):
        return {'frame': found['rel_path'].tolist(), 'index': list(found.index.names)}
    if isinstance(found, dict):
        return {key: table['rel_path'].tolist() for key, table in found.items()}
    return found


def load(method, index, args, kwargs):
    found = getattr(fixture_one(), method)(session_id(index), *args, **{**kwargs, 'download_only': True})
    if method != 'load_datasets':
        return found
    files, records = found
    if files is None:
        return {'files': None, 'records': None}
    keys = ('rel_path', 'default_revision')
    return {'files': files, 'records': [record and {k: record[k] for k in keys} for record in records]}


def convert(name, *args, **kwargs):
    found = getattr(fixture_one(), name)(*typed(list(args)), **kwargs)
    return found['rel_path'] if name == 'path2record' and isinstance(found, pd.Series) and 'rel_path' in found else found


def path_method(text, name, *args, **kwargs):
    member = getattr(path.PurePosixALFPath(text), name)
    return member(*args, **kwargs) if callable(member) else member


def session_records(record):
    session, datasets = ses2records(record)
    if datasets.empty:
        return [session.to_dict(), 0, list(datasets.columns)]
    return [session, datasets]


class EmptyDatabase:
    """Answers every request with an empty list, and keeps what it was asked."""

    base_url, user, cache_dir, silent = 'https://alyx.example.org', 'u', Path('/data'), True

    def __init__(self, fields):
        self.requests, self._fields, self.rest_schemes = [], fields, self

    def rest(self, *args, **kwargs):
        self.requests.append([list(args), kwargs])
        return []

    def fields(self, endpoint, action):
        return [{'name': name} for name in self._fields.get(endpoint, [])]


def remote(method, args, kwargs, fields):
    one = OneAlyx.__new__(OneAlyx)
    one._web_client, one._search_endpoint = EmptyDatabase(fields), 'sessions'
    One.__init__(one, mode='remote', cache_dir='/data')
    try:
        returned, raised = getattr(one, method)(*args, **typed(kwargs)), None
        returned = 'frame' if isinstance(returned, pd.DataFrame) else returned
    except Exception as error:
        returned, raised = None, type(error).__name__
    return {'requests': text_form(one._web_client.requests), 'returned': text_form(returned), 'raised': raised}


def from_df(names):
    frame = pd.DataFrame(np.arange(2. * len(names)).reshape(2, -1), columns=names)
    return dict(io.AlfBunch.from_df(frame))


def to_df(values):
    frame = io.AlfBunch({k: np.array(v) for k, v in values.items()}).to_df()
    return {'columns': list(frame.columns), 'rows': frame.values.tolist()}


def array_of(values):
    if isinstance(values, str):
        return np.zeros([int(n) for n in values.split()[1].split('x')])
    return np.array(values, dtype=float)


def quality(value):
    level = spec.QC.validate(value)
    return [level.name, int(level)]


CALLS = {
    'is_valid': spec.is_valid, 'is_session_path': spec.is_session_path, 'get_session_path': path.get_session_path,
    'get_alf_path': path.get_alf_path, 'is_uuid': spec.is_uuid, 'is_uuid_string': spec.is_uuid_string,
    'add_uuid_string': path.add_uuid_string, 'remove_uuid_string': path.remove_uuid_string,
    'filename_parts': path.filename_parts, 'rel_path_parts': path.rel_path_parts,
    'session_path_parts': path.session_path_parts, 'folder_parts': path.folder_parts,
    'full_path_parts': path.full_path_parts, 'to_alf': spec.to_alf, 'dromedary': spec._dromedary,
    'readableALF': spec.readableALF, 'QC.validate': quality, 'index_last_before': util.index_last_before,
    'autocomplete': util.autocomplete, 'validate_date_range': lambda x: util.validate_date_range(typed(x)),
    'collection_spec': util._collection_spec, 'key_from_url': params._key_from_url,
    'update_url_params': webclient.update_url_params,
    'rest_cache_name': lambda query: hashlib.sha1(query.encode()).hexdigest(),
    'filter_datasets': filter_datasets, 'filter_revision_last_before': filter_revisions,
    'filter_datasets (no default_revision column)': lambda *args: filter_datasets(*args, default_column=False),
    'check_dimensions': lambda shapes: io.check_dimensions({k: np.zeros(v) for k, v in shapes.items()}),
    'ts2vec': lambda ts, n: io.ts2vec(array_of(ts), n), 'from_df': from_df, 'to_df': to_df,
    'ses2records': session_records, 'datasets2records': datasets2records,
    'session_record2path': session_record2path, 'path_from_filerecord': path_from_filerecord,
    'path_from_dataset': lambda options, **kwargs: path_from_dataset(DATASET, **options, **kwargs),
    'one_path_from_dataset': lambda root: one_path_from_dataset(DATASET, root),
    'is_exp_ref': ConversionMixin.is_exp_ref, 'ref2dict': ConversionMixin.ref2dict,
    'dict2ref': lambda ref: ConversionMixin.dict2ref(typed(ref)), 'path2ref': ConversionMixin.path2ref,
    **{name: lambda *args, _name=name, **kwargs: convert(_name, *args, **kwargs)
       for name in ('to_eid', 'eid2path', 'eid2ref', 'path2eid', 'path2record', 'ref2path', 'ref2eid')},
}


def run(case, fields):
    """Run one case."""
    call, args, kwargs, tags = case['call'], case['args'], case.get('kwargs', {}), case.get('tags', [])
    if len(args) == 3 and args[0] == call and isinstance(args[1], list) and isinstance(args[2], dict):
        return remote(*args, fields)
    if len(args) > 1 and args[1] == call:
        return path_method(*args, **kwargs)
    if call.startswith('search'):
        return search(call, *args, tags)
    if call.startswith('list_'):
        return listing(call, *args)
    if call.startswith('load_'):
        return load(*args)
    return CALLS[call](*args, **kwargs)


def record(cases, fields):
    """Results of cases, each `{result}` or `{error}`."""
    answers = []
    for case in cases:
        try:
            answers.append({'result': text_form(run(case, fields))})
        except Exception as error:
            answers.append({'error': type(error).__name__, 'message': str(error)[:200]})
    return answers
