"""pytesmo on the series that LabBenchmarks scores: anomalies, matching, metrics and three scalings.

Run by run.sh: python peer_pytesmo.py WORK REPETITIONS   (needs pytesmo; WORK holds lab.tsv and *-series.nc).
The series are in memory as pandas.Series before the clock starts. The calls are pytesmo's own fast ones on whole
arrays: calc_anomaly, temporal_collocation, the compiled pairwise metrics, mean_std, cdf_match. Each anomaly series is
made as often as by lab. The sums of R, A.R and of ubRMSE after either scaling must be lab's, so both did the same.
Then 1,000 bootstrap replicates of R on lab's pairs; pytesmo resamples single pairs, lab blocks of them.
"""
import glob
import os
import sys
import warnings

import netCDF4
import numpy as np
import pandas as pd
import pytesmo
from pytesmo.metrics import pairwise, pearson_r, with_bootstrapped_ci
from pytesmo.scaling import cdf_match, mean_std
from pytesmo.temporal_matching import temporal_collocation
from pytesmo.time_series.anomaly import calc_anomaly
from scipy import stats

import peers

warnings.simplefilter("ignore")


def series(data, kind):
    sizes = data[kind + "_size"][:]
    times = pd.to_datetime(np.asarray(data[kind + "_time"][:]), unit="us")
    values = np.asarray(data[kind + "_value"][:])
    found, start = [], 0
    for size in sizes:
        end = start + max(int(size), 0)
        found.append(None if size < 0 else pd.Series(values[start:end], index=times[start:end]))
        start = end
    return found


def metrics(x, y):
    return {
        "R": stats.pearsonr(x, y), "rho": stats.spearmanr(x, y), "bias": pairwise.bias(x, y),
        "RMSE": pairwise.rmsd(x, y), "ubRMSE": pairwise.ubrmsd(x, y), "MAE": pairwise.aad(x, y),
        "MSE": pairwise.msd(x, y), "MSE_corr": pairwise.mse_corr(x, y), "MSE_bias": pairwise.mse_bias(x, y),
        "MSE_var": pairwise.mse_var(x, y),
    }


def score(stations, products, count, windows):
    scored, pairs, sums = 0, 0, np.zeros(4)
    for index, station in enumerate(stations):
        for window in windows:
            if len(station) == 0:
                continue
            observed = pd.DataFrame({"y": station, "ya": calc_anomaly(station, window_size=35)})
            for product in products[index * count:(index + 1) * count]:
                if product is None or len(product) == 0:
                    continue
                anomaly = calc_anomaly(product, window_size=35).values
                matched = temporal_collocation(product.index, observed, pd.Timedelta(hours=int(window)))
                y, ya = matched["y"].values, matched["ya"].values
                found = np.isfinite(y)
                if np.count_nonzero(found) < 20:
                    continue
                x, y = product.values[found], y[found]
                raw = metrics(x, y)
                anomaly_r = stats.pearsonr(anomaly[found], ya[found])
                scaled = metrics(mean_std(x, y), y)
                matched_cdf = metrics(cdf_match(x, y), y)
                scored += 1
                pairs += len(x)
                sums += [raw["R"][0], anomaly_r[0], scaled["ubRMSE"], matched_cdf["ubRMSE"]]
    return scored, pairs, sums


def main(work, repetitions):
    mine = peers.ours(f"{work}/lab.tsv")
    peers.header()
    for path in sorted(glob.glob(f"{work}/*-series.nc")):
        name = os.path.basename(path)[:-len("-series.nc")]
        with netCDF4.Dataset(path) as data:
            data.set_auto_mask(False)
            stations, products = series(data, "station"), series(data, "product")
            count, windows = int(data.products), np.atleast_1d(data.windows)
            expected = int(data.scored), int(data.pairs), np.asarray(data.sums)
        scored, pairs, sums = score(stations, products, count, windows)
        if (scored, pairs) != expected[:2] or not np.allclose(sums, expected[2], rtol=1e-6, atol=0):
            sys.exit(f"{name}: pytesmo found {scored}, {pairs}, {sums}, lab {expected}: not the same work")
        times = peers.best(lambda: score(stations, products, count, windows), repetitions)
        peers.row(f"{name}: {scored} comparisons, {pairs} pairs", f"pytesmo {pytesmo.__version__}", times,
                  mine[f"score-{name}-1"])


def bootstrap(work, repetitions):
    mine = peers.ours(f"{work}/lab.tsv")
    with open(f"{work}/bootstrap-pairs.tsv") as lines:
        expected = float(next(lines).split("\t")[1])
        x, y = np.array([[float(v) for v in line.split("\t")] for line in lines]).T
    if abs(pearson_r(x, y) - expected) > 1e-9:
        sys.exit(f"R is {pearson_r(x, y)}, lab's {expected}: not the same pairs")
    times = peers.best(
        lambda: with_bootstrapped_ci(pearson_r, x, y, method="percentile", nsamples=1000), repetitions)
    peers.row(f"interval of R by bootstrap, 1,000 replicates, {len(x)} pairs", f"pytesmo {pytesmo.__version__}",
              times, mine["bootstrap-R-726"])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
    bootstrap(sys.argv[1], int(sys.argv[2]))
