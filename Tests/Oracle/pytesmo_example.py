"""Pairs and metrics of the example archive by ismn 1.5.4 and pytesmo 0.18.1: pytesmo_example.csv.

Make the example first (`ExampleArchive.write(to: folder, seed: 1)`, or `lab` with its demo command), then
    python pytesmo_example.py FOLDER > pytesmo_example.csv
with pytesmo 0.18.1, ismn 1.5.4, pygeogrids, netCDF4, scipy 1.17.1, pandas, Python 3.11.

Procedure: sensors of soil moisture with 0 <= depth_from and depth_to <= 0.10 m; rows flagged `G` alone; the
product's nearest location (pygeogrids) within 50 km; product times are the file's, rounded to the microsecond,
those without a valid value dropped; nearest station value within the window, its ends included, the later one of
two equally near; anomalies of 35 days on each side's whole filtered series before matching; scaling of the product
to the station on the pairs. All moments ddof 0, bias = product - station. Pairs are kept as sums, so that a wrong
pair shows: sum_product, sum_station, sum_abs_dt (hours) and the first and last pair's product time.

Where the peer is wrong: ismn 1.5.4 cannot read a file none of whose rows has the provider's flag (usecols out of
bounds, then KeyError 'sep'); such a file is read here by pandas with the missing column added, and its rows say
`pandas` in the column `reading`. It keeps the line cut inside its number (Jade Creek's last) as a row, with no flag,
so that only the choice of `G` hides it. It takes the first part of the path as network; the file's name is used here.
"""
import contextlib
import glob
import logging
import os
import shutil
import sys
import tempfile
import warnings

import netCDF4
import numpy as np
import pandas as pd
from ismn.interface import ISMN_Interface
from pygeogrids.grids import BasicGrid
from pytesmo.metrics import pairwise as pw
from pytesmo.scaling import cdf_match, mean_std
from pytesmo.temporal_matching import temporal_collocation
from pytesmo.time_series.anomaly import calc_anomaly
from scipy import stats

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

PRODUCTS = ["daily", "overpass", "model"]
NAMES = {"daily": "EX-DAILY", "overpass": "EX-OVERPASS", "model": "EX-MODEL"}
WINDOWS = [2, 12]
DISTANCE = 50.0
EPOCHS = {"daily": ("1970-01-01", "D"), "overpass": ("2000-01-01 12:00", "s"), "model": ("1900-01-01", "D")}


class Product:
    def __init__(self, folder, kind):
        self.kind = kind
        self.files = sorted(glob.glob(f"{folder}/products/{kind}/*.nc"))
        self.places, lats, lons = [], [], []
        for path in self.files:
            with netCDF4.Dataset(path) as d:
                for i, (lat, lon) in enumerate(zip(d["lat"][:], d["lon"][:])):
                    self.places.append((path, i))
                    lats.append(float(lat))
                    lons.append(float(lon))
        self.lats, self.lons = np.array(lats), np.array(lons)
        self.grid = BasicGrid(self.lons, self.lats)

    def nearest(self, lat, lon):
        index, _ = self.grid.find_nearest_gpi(lon, lat)
        a, b = np.radians(lat), np.radians(self.lats[index])
        half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(self.lons[index] - lon) / 2) ** 2
        distance = 2 * 6371.0 * np.arcsin(np.sqrt(half))
        return (int(index), distance) if distance <= DISTANCE else (None, distance)

    def series(self, index):
        path, place = self.places[index]
        with netCDF4.Dataset(path) as d:
            if self.kind == "daily":
                d.set_auto_maskandscale(False)
                time, value, flag = d["time"][:], d["sm"][place].astype(float), d["flag"][place]
                keep = (flag == 0) & (value != -9999)
            elif self.kind == "overpass":
                d.set_auto_maskandscale(False)
                rows = np.flatnonzero(d["locationIndex"][:] == place)
                time, raw = d["time"][:][rows], d["soil_moisture"][:][rows]
                keep = (d["retrieval_qual_flag"][:][rows] & 1) == 0
                keep &= (raw != -9999) & (raw >= np.float32(0.02)) & (raw <= np.float32(0.5))
                value = raw.astype(float)
            else:
                sizes = d["row_size"][:]
                start = int(sizes[:place].sum())
                rows = slice(start, start + int(sizes[place]))
                time = np.asarray(d["time"][rows])
                masked = d["sm"][rows]
                keep = ~np.ma.getmaskarray(masked)
                value = np.ma.filled(masked, np.nan)
        epoch, unit = EPOCHS[self.kind]
        scale = 86400e6 if unit == "D" else 1e6
        micro = np.round(time * scale).astype("int64")
        index = pd.Timestamp(epoch) + pd.to_timedelta(micro, unit="us")
        return pd.Series(value, index=index)[keep].sort_index()


def read_sensor(sensor, path):
    """Value and flag; by pandas where ismn fails."""
    try:
        data = sensor.read_data()
        return data["soil_moisture"], data["soil_moisture_flag"], "ismn"
    except KeyError:
        data = pd.read_csv(path, skiprows=1, sep=r"\s+", names=["date", "time", "sm", "flag", "own"])
        data.index = pd.to_datetime(data["date"] + " " + data["time"])
        return data["sm"], data["flag"], "pandas"


def score(prefix, x, y):
    r, p_r = stats.pearsonr(x, y)
    rho, p_rho = stats.spearmanr(x, y)
    return {
        prefix + "R": r, prefix + "p_R": p_r, prefix + "rho": rho, prefix + "p_rho": p_rho,
        prefix + "bias": pw.bias(x, y), prefix + "RMSE": pw.rmsd(x, y), prefix + "ubRMSE": pw.ubrmsd(x, y),
        prefix + "MAE": pw.aad(x, y),
    }


def text(value):
    if isinstance(value, str):
        return value
    return "" if value is None or value != value else (str(value) if isinstance(value, int) else repr(float(value)))


def main(folder):
    products = {kind: Product(folder, kind) for kind in PRODUCTS}
    root = f"{folder}/archive"
    meta = tempfile.mkdtemp()
    with contextlib.redirect_stdout(sys.stderr):
        interface = ISMN_Interface(root, meta_path=meta)
    found = []
    for network, station, sensor in interface.collection.iter_sensors():
        depth = sensor.depth
        if sensor.variable != "soil_moisture" or depth.start < 0 or depth.end > 0.10:
            continue
        path = os.path.join(root, str(sensor.filehandler.file_path))
        found.append((path, station, sensor, depth))
    rows = []
    for path, station, sensor, depth in sorted(found, key=lambda item: item[0]):
        parts = os.path.basename(path).split("_")
        value, flag, reading = read_sensor(sensor, path)
        observed = value[flag == "G"].dropna().sort_index()
        for kind, product in products.items():
            index, distance = product.nearest(station.lat, station.lon)
            series = product.series(index) if index is not None else pd.Series(dtype=float)
            anomaly = calc_anomaly(series, window_size=35) if len(series) else series
            observed_anomaly = calc_anomaly(observed, window_size=35) if len(observed) else observed
            for window in WINDOWS:
                row = {
                    "network": parts[1], "station": parts[2], "sensor": "_".join(parts[6:-2]),
                    "depth_from": float(parts[4]), "depth_to": float(parts[5]), "product": NAMES[kind],
                    "window": window, "reading": reading,
                    "location_lat": product.lats[index], "location_lon": product.lons[index],
                    "distance_km": distance, "n_product": len(series), "n_station": len(observed), "n": 0,
                }
                if len(observed) and len(series):
                    frame = pd.DataFrame({"y": observed, "ya": observed_anomaly})
                    frame["t"] = frame.index
                    pairs = temporal_collocation(series.to_frame("x"), frame, pd.Timedelta(hours=window))
                    pairs["x"], pairs["xa"] = series, anomaly
                    pairs = pairs.dropna(subset=["y"])
                    row["n"] = len(pairs)
                if row["n"]:
                    x, y = pairs["x"].values, pairs["y"].values
                    row.update({
                        "first": pairs.index[0].isoformat(), "last": pairs.index[-1].isoformat(),
                        "sum_product": float(np.sum(x)), "sum_station": float(np.sum(y)),
                        "sum_abs_dt": float(np.sum(np.abs((pairs["t"] - pairs.index).dt.total_seconds())) / 3600),
                    })
                if row["n"] >= 10:
                    row.update(score("", x, y))
                    row.update({"MSE": pw.msd(x, y), "MSE_corr": pw.mse_corr(x, y), "MSE_bias": pw.mse_bias(x, y),
                                "MSE_var": pw.mse_var(x, y)})
                    row["A.R"], row["p_A.R"] = stats.pearsonr(pairs["xa"].values, pairs["ya"].values)
                    row.update(score("ms_", mean_std(x, y), y))
                    row.update(score("cdf_", cdf_match(x, y), y))
                rows.append(row)
    columns = max((list(row) for row in rows), key=len)
    print(",".join(columns))
    for row in rows:
        print(",".join(text(row.get(column)) for column in columns))
    shutil.rmtree(meta)


if __name__ == "__main__":
    main(sys.argv[1])
