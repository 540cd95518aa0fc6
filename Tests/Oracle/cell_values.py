"""Expected numbers of ProductsTests/CellValueTests.swift, read with netCDF4-python from the shared cell files.

Run: python cell_values.py FOLDER   where FOLDER holds cells/. Prints, for one location of each product: the
number of samples kept, the sum of their values in double, the first and last time in microseconds since 1970.
"""
import sys

import netCDF4
import numpy as np

EPOCH = {"1858": -40587 * 86400_000_000, "2000": 946_728_000_000_000, "1970": 0, "1900": -25567 * 86400_000_000}


def instants(values, units):
    unit = 86400e6 if units.startswith("days") else 1e6
    start = EPOCH[units.split("since ")[1][:4]]
    whole = np.floor(values)
    return start + (whole * unit).astype(np.int64) + np.rint((values - whole) * unit).astype(np.int64)


def row(folder, product, cell, gpi, variable, keep, time="time", time_units=None):
    ds = netCDF4.Dataset(f"{folder}/cells/{product}/{cell}.nc")
    ds.set_auto_maskandscale(False)
    i = int(np.flatnonzero(ds["location_id"][:] == gpi)[0])
    if "locationIndex" in ds.variables:
        pick = lambda name: ds[name][:][ds["locationIndex"][:] == i]
    else:
        pick = lambda name: ds[name][i] if ds[name].ndim == 2 else ds[name][:]
    x = pick(variable)
    ok = keep(x, pick)
    t = pick(time)[ok]
    if time != "time":
        ok2 = np.isfinite(t) & (t > -9999)
    else:
        ok2 = np.isfinite(t)
    us = instants(t[ok2], time_units or ds[time].units)
    x = x[ok][ok2]
    order = np.argsort(us, kind="stable")
    x, us = x[order], us[order]
    print(f'    ("{product}", {gpi}, {len(x)}, {float(np.sum(x.astype(np.float64)))!r}, {us[0]}, {us[-1]}),')


folder = sys.argv[1]
flag0 = lambda x, pick: np.isfinite(x) & (x != -9999) & (pick("flag") == 0)
smap = lambda x, pick: (x >= np.float32(0.02)) & (x <= np.float32(0.5))
row(folder, "C3S_V202012", "0165", 632257, "sm", flag0)
row(folder, "ESA_CCI_SM_C_V07_1", "0165", 632257, "sm", flag0)
row(folder, "ERA5_LAND_V20190904", "0166", 2522045, "swvl1", lambda x, pick: np.isfinite(x))
row(folder, "SMAP_V8_AM", "0166", 262273, "soil_moisture", smap)
row(folder, "SMAP_V8_PM", "0166", 262273, "soil_moisture", smap)
row(folder, "SMAP_V9_AM_PM", "0166", 262273, "soil_moisture", smap)
print("exact")
days = "days since 1970-01-01"
row(folder, "C3S_V202012", "0165", 632257, "sm", flag0, "t0", days)
row(folder, "ESA_CCI_SM_C_V07_1", "0165", 632257, "sm", flag0, "t0", days)
row(folder, "SMAP_V8_AM", "0166", 262273, "soil_moisture", smap, "tb_time_seconds", "seconds since 2000-01-01 12:00:00")
