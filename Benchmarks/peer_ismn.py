"""The ismn package on the archives that LabBenchmarks reads: index afresh, then read every series.

Run by run.sh: python peer_ismn.py WORK REPETITIONS   (needs ismn; WORK holds lab.tsv and the archives). The index
goes to an empty folder each time, as on the first look at an archive; all log messages are off. One process unless
said otherwise; ismn's own parallel=True uses one process a core for the index.
"""
import contextlib
import io
import logging
import os
import sys
import tempfile

import ismn
from ismn.interface import ISMN_Interface

import peers


def read_all(path, parallel):
    rows, unread = 0, 0
    with tempfile.TemporaryDirectory() as meta, contextlib.redirect_stdout(io.StringIO()), \
            contextlib.redirect_stderr(io.StringIO()):
        archive = ISMN_Interface(path, meta_path=meta, parallel=parallel)
        for _, _, sensor in archive.collection.iter_sensors():
            try:
                rows += len(sensor.read_data())
            except KeyError:  # ismn 1.5.4 fails on files that lack the provider's flag in every row
                unread += 1
    return rows, unread


def main(work, repetitions):
    logging.disable(logging.CRITICAL)
    mine = peers.ours(f"{work}/lab.tsv")
    name = f"ismn {getattr(ismn, '__version__', '')}".strip()
    peers.header()
    for key, folder in [("example-folder", "example/archive"), ("hawaii-folder", "hawaii")]:
        path = os.path.join(work, folder)
        if f"read-{key}-1" not in mine:
            continue
        for parallel, threads in [(False, 1), (True, 2)]:
            rows, unread = read_all(path, parallel)
            times = peers.best(lambda: read_all(path, parallel), repetitions)
            note = f", {unread} series it cannot read" if unread else ""
            peers.row(
                f"{key}: index and read, {rows} rows{note}", f"{name}, parallel={parallel}", times,
                mine[f"read-{key}-{threads}"], one_process=not parallel)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
