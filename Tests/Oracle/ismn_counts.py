"""Rows, sums and flag counts of real archives by the `ismn` package (1.5.4), for RealArchiveTests.

Usage: python Tests/Oracle/ismn_counts.py SHARED_DATA_FOLDER
Prints one Swift line per sensor: archive, sensor, rows, rows with flag exactly G, sum of values (repr).
"""

import logging
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from ismn.interface import ISMN_Interface

ARCHIVES = [
    "ismn/hawaii_ceop.zip",
    "ismn/cosmos_ceop",
    "ismn/cosmos_header_values",
    "ismn/multinetwork/header_values",
    "ismn/smosmania_ceop",
    "ismn/smosmania_header_values",
    "ismn/zips/ceop/Data_seperate_files_20170810_20180809.zip",
    "ismn/zips/format_header_values/Data_SMOSMANIA.zip",
    "ismn/zips/header/Data_seperate_files_header_20170810_20180809.zip",
    "ismn/zips/multinetwork/header_values/Data_header_values.zip",
]
COLUMNS = {"sm": "soil_moisture", "ts": "soil_temperature", "p": "precipitation", "ta": "air_temperature"}


def main(shared: str) -> None:
    logging.disable(logging.CRITICAL)
    for archive in ARCHIVES:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "archive"
            source = Path(shared) / archive
            if source.is_dir():
                # ismn wants two folders above a file; the SMOSMANIA samples have one.
                shutil.copytree(source, copy / "extra" if "smosmania" in archive else copy)
            else:
                zipfile.ZipFile(source).extractall(copy)
            with open(os.devnull, "w") as quiet:
                stdout, sys.stdout = sys.stdout, quiet
                try:
                    data = ISMN_Interface(copy, meta_path=Path(folder) / "meta", parallel=False)
                finally:
                    sys.stdout = stdout
            lines = []
            for network, station, sensor in data.collection.iter_sensors():
                frame = sensor.read_data()
                name = os.path.basename(str(sensor.filehandler.file_path))
                variable = [c for c in frame.columns if not c.endswith("_flag")][0]
                good = int((frame[variable + "_flag"].str.strip() == "G").sum())
                total = repr(float(frame[variable].sum()))
                meta = sensor.metadata
                clay = meta["clay_fraction"].val if "clay_fraction" in meta.keys() else None
                climate = meta["climate_KG"].val if "climate_KG" in meta.keys() else None
                lines.append((name, len(frame), good, total, clay, climate))
            for name, rows, good, total, clay, climate in sorted(lines):
                clay = "nil" if clay is None or clay != clay else clay
                climate = "nil" if climate in (None, "unknown") else f'"{climate}"'
                print(f'    .init("{archive}", "{name}", {rows}, {good}, {total}, {clay}, {climate}),')


if __name__ == "__main__":
    main(sys.argv[1])
