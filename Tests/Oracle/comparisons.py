"""Reference values for StatisticsTests/ComparisonOracleTests.swift, by pytesmo 0.18.1 and scipy 1.17.1.

Triple collocation (pytesmo.metrics.tcol_metrics), the Wilcoxon signed-rank and the paired t test, Benjamini-Hochberg.
Inputs are made up here (seeded) and stored as whole numbers of 1e-4, so that both sides read the same doubles.
Run: python comparisons.py > comparisons.txt
Lines are `key,values...`; a case begins with `case,name`. `nan` is a root of a negative variance.
"""
import warnings

import numpy as np
from pytesmo.metrics import tcol_metrics
from scipy import stats

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261121)


def line(key, values):
    print(key + "," + ",".join(repr(float(v)) for v in values))


def whole(key, values):
    print(key + "," + ",".join(str(int(v)) for v in values))


def triplets(name, n, noise, slopes=(1, 1, 1), shared=0.0):
    truth = np.empty(n)
    level = 0.0
    for i in range(n):
        level = 0.9 * level + rng.normal(0, 0.02)
        truth[i] = level
    common = rng.normal(0, 1, n)
    print("case,triplets " + name)
    series = []
    for k in range(3):
        error = noise[k] * rng.normal(0, 1, n) + (shared * common if k < 2 else 0)
        values = np.round((0.25 + slopes[k] * truth + error) * 1e4)
        whole("xyz"[k], values)
        series.append(values / 1e4)
    for reference in range(3):
        snr, err_std, beta = tcol_metrics(*series, ref_ind=reference)
        line(f"snr{reference}", snr)
        line(f"err{reference}", err_std)
        line(f"beta{reference}", beta)


triplets("60", 60, (0.02, 0.03, 0.01))
triplets("300 of unequal scale", 300, (0.02, 0.05, 0.02), (1, 2.5, 0.5))
triplets("300, one reversed", 300, (0.02, 0.03, 0.02), (1, -1.5, 0.7))
triplets("300, two share their errors", 300, (0.001, 0.001, 0.02), (1, 1, 1), 0.02)
triplets("40, hardly any error", 40, (0.0005, 0.0001, 0.03))


def differences(name, values):
    values = np.round(np.asarray(values) * 1e4)
    print("case,differences " + name)
    whole("d", values)
    d = values / 1e4
    for zeros in ("wilcox", "pratt"):
        exact = len(d) <= 25 and len(set(abs(values))) == len(values) and not (values == 0).any()
        result = stats.wilcoxon(d, zero_method=zeros, correction=False, method="exact" if exact else "approx")
        line(zeros, [result.statistic, result.pvalue, exact])
    t = stats.ttest_1samp(d, 0)
    line("t", [t.statistic, t.pvalue])


for n in (2, 3, 6, 12, 24, 25, 26, 60):
    whole_values = np.zeros(n)
    while (whole_values == 0).any() or len(set(abs(whole_values))) < n:
        whole_values = np.round((0.004 + rng.normal(0, 0.01, n)) * 1e4)
    differences(f"{n} distinct", whole_values / 1e4)
differences("20 with ties", np.round(rng.normal(0.002, 0.005, 20), 3))
differences("40 with ties and zeros", np.round(rng.normal(0.001, 0.003, 40), 3))
differences("12 with zeros", np.concatenate([[0, 0, 0], rng.normal(0.01, 0.02, 9)]))
differences("8, all positive", np.arange(1, 9) / 1000)

for name, p in (("mixed", rng.uniform(0, 1, 12) ** 3), ("ties", [0.01, 0.04, 0.01, 0.04, 0.5, 1, 1]), ("one", [0.03])):
    print("case,family " + name)
    line("p", p)
    line("adjusted", stats.false_discovery_control(p))
