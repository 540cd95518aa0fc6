"""Scores daily maps at stations with xarray and pandas, as a script of the field does: nearest cell, nearest time,
bias, R and ubRMSE a station. Usage: peer_xarray.py WORK (after `LabBenchmarks stack --work WORK`)."""

import glob
import os
import sys
import time

import numpy as np
import pandas as pd
import xarray as xr

work = sys.argv[1] + "/stack"
start = time.perf_counter()
stations = []
for path in sorted(glob.glob(work + "/archive/NET/*/*.stm")):
    with open(path) as handle:
        head = handle.readline().split()
    table = pd.read_csv(path, sep=r"\s+", skiprows=1, header=None, names=["day", "clock", "sm", "flag", "own"])
    table.index = pd.to_datetime(table.day + " " + table.clock, format="%Y/%m/%d %H:%M").astype("datetime64[ns]")
    stations.append((float(head[3]), float(head[4]), table.sm[table.flag == "G"]))
lat = xr.DataArray([s[0] for s in stations], dims="station")
lon = xr.DataArray([s[1] for s in stations], dims="station")
read = time.perf_counter()
parts = []
for path in sorted(glob.glob(work + "/days/*.nc")):
    with xr.open_dataset(path) as data:
        here = data[["sm", "flag"]].sel(lat=lat, lon=lon, method="nearest").load()
    parts.append(here.sm.where(here.flag == 0))
product = xr.concat(parts, "time")
extracted = time.perf_counter()
rows = []
for number, (_, _, series) in enumerate(stations):
    values = product.isel(station=number).to_series().dropna()
    pairs = pd.merge_asof(
        values.rename("product"), series.rename("station"), left_index=True, right_index=True,
        direction="nearest", tolerance=pd.Timedelta("3h")).dropna()
    difference = pairs["product"] - pairs["station"]
    rows.append((len(pairs), pairs["product"].corr(pairs["station"]), difference.mean(), difference.std(ddof=0)))
done = time.perf_counter()
lab = float(open(work + "/lab.tsv").readline().split("\t")[1])
print("| xarray step | wall s |\n|---|---:|")
for name, seconds in [("stations (pandas)", read - start), ("extraction (xarray)", extracted - read),
                      ("matching and three metrics", done - extracted), ("all", done - start)]:
    print(f"| {name} | {seconds:.1f} |")
print(f"\nlab validate (all steps, all metrics, intervals and outputs): {(done - start) / lab:.1f} times faster;"
      f" {np.median([r[1] for r in rows]):.3f} median R over {sum(r[0] for r in rows)} pairs")
