"""CF checks of one file of every kind of a nature run.

Usage: python Tests/Oracle/cf_check.py NATURE_RUN_FOLDER
Needs `pip install cfchecker compliance-checker` (and libudunits2 for the first). Neither needs the network here: the
standard names are the table that compliance-checker brings, area types and regions are empty ones.

One file per folder and kind (names with their digits left out) is checked by both for CF 1.8. Prints the errors per
file; exits with 1 where a file that says it follows CF has any. Files that say nothing, as their real counterparts
(HDF5 of agencies), are listed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import netCDF4

EMPTY = {
    "area": "<?xml version='1.0'?><area_type_table><version_number>0</version_number>"
    "<date>2000-01-01</date></area_type_table>",
    "region": "<?xml version='1.0'?><standardized_region_table><version_number>0</version_number>"
    "<date>2000-01-01</date></standardized_region_table>",
}


def one_of_each(folder):
    kinds = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".nc", ".nc4", ".h5", ".hdf", ".HDF5"):
            kinds.setdefault((path.parent, re.sub(r"\d+", "#", path.name)), path)
    return list(kinds.values())


def cfchecks(path, tables):
    command = ["cfchecks", "-v", "1.8", "-s", str(tables["name"])]
    command += ["-a", str(tables["area"]), "-r", str(tables["region"]), str(path)]
    output = subprocess.run(command, capture_output=True, text=True)
    lines = (output.stdout + output.stderr).splitlines()
    if not any(line.startswith("ERRORS detected") for line in lines):
        return ["cfchecks ended early: " + " ".join(lines[-3:])]
    return [line for line in lines if line.startswith(("ERROR:", "FATAL:"))]


def compliance(path):
    command = ["compliance-checker", "--test", "cf:1.8", "-f", "text", "-c", "strict", str(path)]
    output = subprocess.run(command, capture_output=True, text=True)
    text = output.stdout + output.stderr
    if "Errors" not in text and "All tests passed" not in text and "Corrective Actions" not in text:
        return ["compliance-checker ended early: " + text[-300:]]
    part = text.split("Errors", 1)[1] if "Errors" in text else ""
    part = part.split("Warnings", 1)[0]
    return [line.strip() for line in part.splitlines() if line.strip().startswith(("*", "§"))]


def main():
    folder = Path(sys.argv[1])
    scratch = Path(tempfile.mkdtemp())
    tables = {"name": files("compliance_checker") / "data" / "cf-standard-name-table.xml"}
    for name, text in EMPTY.items():
        tables[name] = scratch / (name + ".xml")
        tables[name].write_text(text)
    failed = False
    for path in one_of_each(folder):
        with netCDF4.Dataset(path) as data:
            conventions = getattr(data, "Conventions", "")
        name = path.relative_to(folder)
        if "CF" not in conventions:
            print(f"-     {name}: says nothing of CF")
            continue
        # CF wants names to end with .nc; those of the real files are what they are.
        copy = scratch / (re.sub(r"\W", "_", path.stem) + ".nc")
        shutil.copy(path, copy)
        errors = cfchecks(copy, tables) + compliance(copy)
        copy.unlink()
        failed = failed or bool(errors)
        print(f"{'ERROR' if errors else 'ok   '} {name}")
        for error in errors:
            print("      " + error)
    sys.exit(1 if failed else 0)


main()
