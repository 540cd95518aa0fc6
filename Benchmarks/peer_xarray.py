"""Scores daily maps at stations with xarray and pandas, as a script of the field does: nearest cell, nearest time,
bias, R and ubRMSE a station. Usage: peer_xarray.py WORK [mfdataset] [same] (after `LabBenchmarks stack --work WORK`).

Files are opened one after the other, the faster way; with `mfdataset` all at once by xarray.open_mfdataset (needs dask). With
`same` it does what `lab validate` does by default: R, rho, bias, RMSE, ubRMSE, MAE and A.R, altogether and by season, with
bootstrap intervals of RMSE, MAE and A.R; the analytic intervals, tables and fingerprints are left out."""

import glob
import sys
import time

import numpy as np
import pandas as pd
from scipy import stats
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
files = sorted(glob.glob(work + "/days/*.nc"))
if "mfdataset" in sys.argv[2:]:
    with xr.open_mfdataset(files, combine="nested", concat_dim="time") as data:
        here = data[["sm", "flag"]].sel(lat=lat, lon=lon, method="nearest").load()
    product = here.sm.where(here.flag == 0)
else:
    parts = []
    for path in files:
        with xr.open_dataset(path) as data:
            here = data[["sm", "flag"]].sel(lat=lat, lon=lon, method="nearest").load()
        parts.append(here.sm.where(here.flag == 0))
    product = xr.concat(parts, "time")
extracted = time.perf_counter()
rows = []
random = np.random.default_rng(1)


def anomaly(series):
    """Departures from the centred mean of 35 days."""
    return series - series.rolling("35D", center=True, min_periods=1).mean()


def bootstrap(difference, first, second, replicates=1000, block=10):
    """Intervals of RMSE, MAE and A.R by a moving-block bootstrap."""
    n = len(difference)
    starts = random.integers(0, n, (replicates, -(-n // block)))
    picked = ((starts[:, :, None] + np.arange(block)) % n).reshape(replicates, -1)[:, :n]
    errors = difference[picked]
    one, two = first[picked], second[picked]
    one -= one.mean(1, keepdims=True)
    two -= two.mean(1, keepdims=True)
    correlation = (one * two).mean(1) / np.sqrt((one**2).mean(1) * (two**2).mean(1))
    values = [np.sqrt((errors**2).mean(1)), np.abs(errors).mean(1), correlation]
    return [np.quantile(value, [0.025, 0.975]) for value in values]


for number, (_, _, series) in enumerate(stations):
    values = product.isel(station=number).to_series().dropna()
    left = pd.DataFrame({"product": values, "product_anomaly": anomaly(values)})
    right = pd.DataFrame({"station": series, "station_anomaly": anomaly(series)})
    pairs = pd.merge_asof(
        left, right, left_index=True, right_index=True, direction="nearest",
        tolerance=pd.Timedelta("3h")).dropna()
    groups = [pairs] + [pairs[pairs.index.month % 12 // 3 == season] for season in range(4)]
    for group in groups if "same" in sys.argv[2:] else groups[:1]:
        if len(group) < 20:
            continue
        difference = (group["product"] - group["station"]).to_numpy()
        pearson = stats.pearsonr(group["product"], group["station"])
        if group is pairs:
            rows.append((len(pairs), pearson[0]))
        summary = [difference.mean(), difference.std(), np.sqrt((difference**2).mean()), np.abs(difference).mean()]
        if "same" in sys.argv[2:]:
            stats.spearmanr(group["product"], group["station"])
            stats.pearsonr(group["product_anomaly"], group["station_anomaly"])
            bootstrap(difference, group["product_anomaly"].to_numpy(), group["station_anomaly"].to_numpy())
done = time.perf_counter()
lab = float(open(work + "/lab.tsv").readline().split("\t")[1])
print("| xarray step | wall s |\n|---|---:|")
for name, seconds in [("stations (pandas)", read - start), ("extraction (xarray)", extracted - read),
                      ("anomalies, matching, metrics", done - extracted), ("all", done - start)]:
    print(f"| {name} | {seconds:.1f} |")
print(f"\nlab validate (all steps, all metrics, intervals and outputs): {(done - start) / lab:.1f} times faster;"
      f" {np.median([r[1] for r in rows]):.3f} median R over {sum(r[0] for r in rows)} pairs")
