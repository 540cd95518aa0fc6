"""Reference values for NumericsTests/DistributionTests.swift, printed as Swift literals.

Python 3.11, mpmath 1.4.1 at 60 digits; scipy 1.17.1 is run beside it and must agree within 1e-9, so that the
values rest on two implementations. Run: python distributions.py > ../NumericsTests/DistributionGoldens.swift
"""
import mpmath as mp
from scipy import stats

mp.mp.dps = 60


def t_upper(t, nu):
    t, nu = mp.mpf(t), mp.mpf(nu)
    x = nu / (nu + t * t)
    if t * t < nu:
        return (1 - mp.betainc(mp.mpf(1) / 2, nu / 2, 0, 1 - x, regularized=True)) / 2
    return mp.betainc(nu / 2, mp.mpf(1) / 2, 0, x, regularized=True) / 2


def chi_lower(x, nu):
    return mp.gammainc(mp.mpf(nu) / 2, 0, mp.mpf(x) / 2, regularized=True)


def chi_upper(x, nu):
    return mp.gammainc(mp.mpf(nu) / 2, mp.mpf(x) / 2, mp.inf, regularized=True)


def show(name, rows):
    print(f"  static let {name}: [(Double, Double, Double)] = [")
    for a, b, value in rows:
        print(f"    ({a!r}, {b!r}, {mp.nstr(value, 17, min_fixed=0, max_fixed=0)}),")
    print("  ]")


def check(value, peer):
    if value > 1e-290:
        assert abs(value - peer) <= 1e-9 * abs(value), (value, peer)


print("// Made by Tests/Oracle/distributions.py; do not edit.\n\nenum DistributionGoldens {")
rows = []
for nu in [0.5, 1.0, 2.0, 3.7, 18.25, 100.0, 731.5, 9998.0, 1000000.0]:
    for t in [0.001, 0.3, 1.0, 2.5, 6.0, 20.0, 37.0, 300.0, 1e9]:
        value = t_upper(t, nu)
        if value < mp.mpf("1e-300"):
            continue
        check(value, stats.t.sf(t, nu))
        rows.append((t, nu, value))
show("studentUpper", rows)
rows = []
for nu in [0.3, 1.0, 2.0, 5.5, 37.25, 400.0, 2500.5, 100000.0]:
    for ratio in [0.01, 0.4, 0.9, 0.99]:
        value = chi_lower(ratio * nu, nu)
        if value > mp.mpf("1e-300"):
            check(value, stats.chi2.cdf(ratio * nu, nu))
            rows.append((ratio * nu, nu, value))
show("chiSquaredLower", rows)
rows = []
for nu in [0.3, 1.0, 2.0, 5.5, 37.25, 400.0, 2500.5, 100000.0]:
    for ratio in [1.0, 1.01, 1.3, 3.0, 12.0, 100.0]:
        value = chi_upper(ratio * nu, nu)
        if value > mp.mpf("1e-300"):
            check(value, stats.chi2.sf(ratio * nu, nu))
            rows.append((ratio * nu, nu, value))
show("chiSquaredUpper", rows)
rows = []
for a in [0.2, 0.5, 1.0, 4.5, 60.0, 5000.0]:
    for b in [0.5, 2.0, 37.5, 3000.0]:
        for x in [0.001, 0.2, 0.5, 0.875]:
            value = mp.betainc(a, b, 0, x, regularized=True) if x < a / (a + b) else 1 - mp.betainc(
                b, a, 0, 1 - mp.mpf(x), regularized=True)
            if value > mp.mpf("1e-300") and 1 - value > mp.mpf("1e-17"):
                check(value, stats.beta.cdf(x, a, b))
                rows.append((x, a, b, value))
print("  static let beta: [(Double, Double, Double, Double)] = [")
for x, a, b, value in rows:
    print(f"    ({x!r}, {a!r}, {b!r}, {mp.nstr(value, 17, min_fixed=0, max_fixed=0)}),")
print("  ]")
rows = []
for z in [0.0, 0.3, 1.0, 1.959963984540054, 3.0, 6.5, 12.0, 20.0, 37.0]:
    value = mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2
    check(value, stats.norm.sf(z))
    rows.append((z, 0.0, value))
show("normalUpper", rows)
print("}")
