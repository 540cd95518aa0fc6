"""Reference values for StatisticsTests/PytesmoTests.swift: metrics, scalings and anomalies by pytesmo 0.18.1.

scipy 1.17.1, numpy 2.4.6, pandas, Python 3.11. Inputs are made up here (seeded) and stored as whole numbers of
1e-4, so that both sides read the same doubles. Run: python pytesmo_metrics.py > pytesmo_metrics.txt
Lines are `key,values…`; a case begins with `case,name`. `nan` means that pytesmo fails or warns there.
"""
import warnings

import numpy as np
import pandas as pd
from pytesmo.metrics import pairwise as pw
from pytesmo.scaling import cdf_match, mean_std
from pytesmo.time_series.anomaly import calc_anomaly
from scipy import stats

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261121)


def line(key, values):
    print(key + "," + ",".join(repr(float(v)) for v in values))


def whole(key, values):
    print(key + "," + ",".join(str(int(v)) for v in values))


def correlated(n, slope=0.7, noise=0.03):
    y = np.empty(n)
    level = 0.0
    for i in range(n):
        level = 0.9 * level + rng.normal(0, 0.03)
        y[i] = 0.25 + level
    x = 0.1 + slope * y + rng.normal(0, noise, n)
    return x, y


def write(name, x, y):
    x = np.round(x * 1e4)
    y = np.round(y * 1e4)
    print("case," + name)
    whole("x", x)
    whole("y", y)
    x = x / 1e4
    y = y / 1e4
    r, p_r = stats.pearsonr(x, y)
    rho, p_rho = stats.spearmanr(x, y)
    alpha, beta = np.std(x) / np.std(y), np.mean(x) / np.mean(y)
    values = {
        "R": r, "p_R": p_r, "rho": rho, "p_rho": p_rho, "bias": pw.bias(x, y), "RMSE": pw.rmsd(x, y),
        "ubRMSE": pw.ubrmsd(x, y), "MAE": pw.aad(x, y), "MSE": pw.msd(x, y), "MSE_corr": pw.mse_corr(x, y),
        "MSE_bias": pw.mse_bias(x, y), "MSE_var": pw.mse_var(x, y),
        "KGE": 1 - np.sqrt((r - 1) ** 2 + (alpha - 1) ** 2 + (beta - 1) ** 2),
    }
    for key, value in values.items():
        line(key, [value])
    # Every value of a short case, some 100 of a long one.
    step = max(1, len(x) // 100)
    line("ms", mean_std(x, y)[::step])
    try:
        line("cdf", cdf_match(x, y)[::step])
    except Exception:
        line("cdf", [np.nan])


for n in [10, 20, 25, 39, 40, 60, 61, 500, 1999, 2000, 2500]:
    write(f"continuous {n}", *correlated(n))
for n in [20, 25, 39, 60, 500, 2500]:
    x, y = correlated(n)
    write(f"quantised product {n}", np.round(x * 50) / 50, y)
    x, y = correlated(n)
    write(f"quantised station {n}", x, np.round(y * 50) / 50)
    x, y = correlated(n)
    write(f"quantised both {n}", np.round(x * 40) / 40, np.round(y * 25) / 25)
for n in [60, 300, 2500]:
    x, y = correlated(n)
    write(f"clipped low {n}", np.maximum(x, 0.26), np.maximum(y, 0.2))
    x, y = correlated(n)
    write(f"clipped high {n}", np.minimum(x, 0.28), np.minimum(y, 0.26))
x, y = correlated(120, slope=-0.7)
write("anticorrelated 120", x, y)
x, y = correlated(30, slope=-0.7)
write("anticorrelated 30", x, y)
x, y = correlated(800, slope=1.0, noise=0.0)
write("nearly perfect 800", x, y)
x, y = correlated(200, slope=0.0, noise=0.05)
write("unrelated 200", x, y)


def anomaly(name, hours, values):
    whole("case," + name + "\nhours", hours)
    values = np.round(values * 1e4)
    whole("values", values)
    index = pd.Timestamp("2016-02-20") + pd.to_timedelta(hours, unit="h")
    result = calc_anomaly(pd.Series(values / 1e4, index=index), window_size=35).values
    step = max(1, len(values) // 200)
    line("anomaly", result[::step])


season = lambda hours: 0.25 + 0.08 * np.cos(hours / 8766 * 2 * np.pi)
hours = np.arange(0, 24 * 400, 24)
anomaly("daily", hours, season(hours) + rng.normal(0, 0.03, len(hours)))
hours = np.sort(rng.choice(24 * 120, 1500, replace=False))
anomaly("hourly with gaps", hours, season(hours) + rng.normal(0, 0.03, len(hours)))
hours = np.unique(np.concatenate([np.arange(0, 2000, 36), np.arange(4000, 6000, 12), [9000, 9420, 9421, 12000]]))
anomaly("sparse, window ends hit", hours, season(hours) + rng.normal(0, 0.03, len(hours)))
