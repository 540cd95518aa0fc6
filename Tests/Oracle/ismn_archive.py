"""Reads a nature run's archive by the `ismn` package (1.5.4) and compares it with `lab inspect` and with the raw text.

Usage: python Tests/Oracle/ismn_archive.py LAB ARCHIVE
LAB is the program `lab`, ARCHIVE a folder such as RUN/stations/ismn. Every sample's time, value and flag is compared with
the file's own text, and per sensor the number of samples of every set of flags, first and last time, extremes, place,
depths and climate with what `lab inspect --json` says. Prints what was compared; exits with 1 where anything differs.
"""

import collections
import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from ismn.interface import ISMN_Interface

COLUMNS = {"sm": "soil_moisture", "ts": "soil_temperature", "p": "precipitation", "ta": "air_temperature"}


def raw_rows(path: str) -> pd.DataFrame:
    """Time, value and flag of every row, split by hand."""
    text = Path(path).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode()
    rows = []
    for line in text.split("\n"):
        tokens = line.split()
        if len(tokens) < 4 or tokens[0].count("/") != 2:
            continue
        at = 12 if len(tokens) > 10 else 2
        rows.append((tokens[0] + " " + tokens[1], float(tokens[at]), tokens[at + 1]))
    frame = pd.DataFrame(rows, columns=["time", "value", "flag"])
    frame["time"] = pd.to_datetime(frame["time"], format="%Y/%m/%d %H:%M")
    return frame


def main(lab: str, archive: str) -> int:
    logging.disable(logging.CRITICAL)
    told = json.loads(
        subprocess.run([lab, "inspect", archive, "--json", "--quiet"], check=True, capture_output=True).stdout
    )
    ours = {
        (s["network"], s["station"], s["variable"], s["depthFrom"], s["depthTo"], s["instrument"]): s
        for s in told["sensors"]
    }
    with tempfile.TemporaryDirectory() as meta, open(os.devnull, "w") as quiet:
        stdout, stderr, sys.stdout, sys.stderr = sys.stdout, sys.stderr, quiet, quiet
        try:
            data = ISMN_Interface(archive, meta_path=meta, parallel=False)
        finally:
            sys.stdout, sys.stderr = stdout, stderr
    counts = collections.Counter()
    differences = []
    for network, station, sensor in data.collection.iter_sensors():
        path = Path(archive) / sensor.filehandler.file_path
        parts = path.name[:-4].split("_")
        key = (parts[1], parts[2], parts[3], float(parts[4]), float(parts[5]), "_".join(parts[6:-2]))
        mine = ours.pop(key, None)
        if mine is None:
            differences.append(f"{path.name}: not told by lab")
            continue

        def check(what: str, is_equal: bool) -> None:
            counts[what] += 1
            if not is_equal:
                differences.append(f"{path.name}: {what}")

        frame = sensor.read_data()
        column = COLUMNS[parts[3]]
        values, flags = frame[column].to_numpy(), frame[column + "_flag"].str.strip()
        raw = raw_rows(str(path))
        check("times", bool((frame.index.to_numpy() == raw["time"].to_numpy()).all()))
        check("values", np.array_equal(values, raw["value"].to_numpy()))
        check("flags", list(flags) == list(raw["flag"]))
        sets = collections.Counter(",".join(sorted(f.split(","))) for f in flags)
        check("flags as lab counts them", dict(sets) == mine["flags"])
        check("number of samples", len(frame) == mine["samples"] == mine["rows"])
        check("first and last", [f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in (frame.index[0], frame.index[-1])]
              == [mine["first"], mine["last"]])
        check("extremes", abs(values.min() - mine["minimum"]) < 1e-9 and abs(values.max() - mine["maximum"]) < 1e-9)
        meta = sensor.metadata
        check("place", abs(meta["latitude"].val - mine["latitude"]) < 1e-9
              and abs(meta["longitude"].val - mine["longitude"]) < 1e-9)
        check("climate", meta["climate_KG"].val == mine["koppen"])
        counts["samples"] += len(frame)
        counts["samples not good"] += int((flags != "G").sum())
    differences += [f"{key}: not found by ismn" for key in ours]
    for what, count in counts.items():
        print(f"{what}: {count}")
    print(f"differences: {len(differences)}")
    for line in differences[:20]:
        print("  " + line)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
