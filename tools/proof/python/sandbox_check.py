"""Answers requests of the sandbox run: Python's ONE, asked through a sandbox. One JSON object a line in, one out.

Request {"id", "method", "params"}; answer {"id", "result"} or {"id", "error", "message"}.
"""

import hashlib
import json
import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import one
import one.params
import requests
from one.api import ONE
from one.registration import RegistrationClient

STATE = {}


def open_one(alyx_url, username, password, cache_dir, data_url=None):
    """Set the database up and log in."""
    par = one.params.get(alyx_url, silent=True)
    if data_url:
        one.params.save(par.set('HTTP_DATA_SERVER', data_url), alyx_url)
    STATE['one'] = ONE(
        base_url=alyx_url, username=username, password=password, silent=True, cache_dir=Path(cache_dir), cache_rest=None)
    return one.__version__


def search(terms):
    """Ids of the sessions found, sorted."""
    return sorted(map(str, STATE['one'].search(**terms)))


def search_insertions(terms):
    """Ids of the insertions found, sorted."""
    return sorted(map(str, STATE['one'].search_insertions(**terms)))


def list_datasets(eid):
    """Paths, collections and revisions of a session."""
    one_ = STATE['one']
    return {'datasets': sorted(map(str, one_.list_datasets(eid))),
            'collections': list(one_.list_collections(eid)), 'revisions': list(one_.list_revisions(eid))}


def load(eid, name, collection, revision=None):
    """Type, shape and MD5 of the values of a dataset, which is downloaded first."""
    values = np.asarray(STATE['one'].load_dataset(eid, name, collection=collection, revision=revision))
    return {'dtype': str(values.dtype), 'shape': list(values.shape),
            'md5': hashlib.md5(np.ascontiguousarray(values).tobytes()).hexdigest()}


def load_object(eid, name, collection):
    """Attributes of an object and their lengths."""
    loaded = STATE['one'].load_object(eid, name, collection=collection)
    return {key: len(value) for key, value in loaded.items()}


def rest(endpoint, action, params=None, data=None):
    """Any REST call; the status if it is refused."""
    params = dict(params or {})
    try:
        answer = STATE['one'].alyx.rest(endpoint, action, data=data, no_cache=True, **params)
    except requests.exceptions.HTTPError as error:
        return {'status': error.response.status_code}
    return answer if isinstance(answer, (dict, type(None))) else list(answer)


def ordered(method, terms):
    """Ids that a search finds, in the order of the database, and how many there are."""
    found = getattr(STATE['one'], method)(**terms)
    return {'length': len(found), 'ids': [str(eid) for eid in found][:500]}


def pages(endpoint, params, indices, ranges):
    """Ids of records of a list, by index and by range of indices."""
    found = STATE['one'].alyx.rest(endpoint, 'list', **params)
    key = next(name for name in ('id', 'url', 'name') if name in found[0])
    return {'length': len(found), 'at': [found[i][key] for i in indices],
            'slices': [[record[key] for record in found[a:b]] for a, b in ranges]}


def names(eid):
    """What a session is called otherwise, and its probes."""
    one_ = STATE['one']
    path = one_.eid2path(eid)
    pids, labels = one_.eid2pid(eid)
    return {'path': Path(path).relative_to(one_.cache_dir).as_posix(), 'eid': str(one_.path2eid(path)),
            'ref': one_.eid2ref(eid, as_dict=False), 'pids': [str(pid) for pid in pids or []],
            'labels': list(labels or []), 'eids': [str(one_.pid2eid(pid)[0]) for pid in pids or []]}


def details(eid):
    """The short record of a session, and the table of its datasets."""
    one_ = STATE['one']
    record = dict(one_.get_details(eid))
    record['local_path'] = Path(record['local_path']).relative_to(one_.cache_dir).as_posix()
    frame = one_.list_datasets(eid, details=True).reset_index().sort_values('rel_path')
    columns = ['id', 'rel_path', 'file_size', 'hash', 'exists', 'qc', 'default_revision']
    return {'record': json.loads(json.dumps(record, default=str)),
            'datasets': json.loads(frame[columns].to_json(orient='values', default_handler=str))}


def types(eid, dataset_type):
    """Datasets of a type."""
    return sorted(map(str, STATE['one'].type2datasets(eid, dataset_type)))


def register(root, subject, date, files, repository):
    """Make a session with files, and register both."""
    client = RegistrationClient(one=STATE['one'])
    path, eid = client.create_new_session(subject, session_root=Path(root), date=date)
    for name, values in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        np.save(path / name, np.asarray(values, dtype=np.float64))
    return {'eid': str(eid), 'records': client.register_files([path / name for name in files], repository=repository)}


def tables():
    """Download the tables and read them."""
    one_ = STATE['one']
    one_.load_cache(clobber=True)
    cache = one_._cache
    one_.mode = 'local'
    result = {'sessions': sorted(map(str, cache['sessions'].index)),
              'datasets': sorted(str(pid) for _, pid in cache['datasets'].index),
              'columns': {name: {key: str(kind) for key, kind in cache[name].dtypes.items()}
                          for name in ('sessions', 'datasets')},
              'found': sorted(map(str, one_.search(subject='DM_001', datasets='spikes.times.npy')))}
    one_.mode = 'remote'
    return result


METHODS = {f.__name__: f for f in (
    open_one, search, search_insertions, ordered, pages, names, details, types, list_datasets, load, load_object, rest, register, tables)}


def main():
    """Answer until there is no more input."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter('ignore')
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        answer = {'id': request['id']}
        try:
            answer['result'] = METHODS[request['method']](**request.get('params', {}))
        except Exception as error:  # whatever it is, the other side compares it
            bases = [kind.__name__ for kind in type(error).__mro__]
            answer.update(error=bases[0], bases=bases, message=str(error))
        print(json.dumps(answer, default=str), file=out, flush=True)


if __name__ == '__main__':
    main()
