"""Expected numbers of ProductsTests/RealImageTests.swift, read with netCDF4-python from the shared images.

Run: python image_values.py FOLDER > image_values.csv   where FOLDER holds images/. One row per cell and file: product,
latitude and longitude of the cell's centre, value in m3 m-3 (empty where left out), time in microseconds since 1970.
A few single numbers only: the products may not be handed on in bulk.
"""
import glob
import sys

import netCDF4
import numpy as np

DAY = 86_400_000_000
Y2000 = 946_684_800_000_000
out = []


def opened(pattern):
    for path in sorted(glob.glob(f"{sys.argv[1]}/images/{pattern}")):
        ds = netCDF4.Dataset(path)
        ds.set_auto_maskandscale(False)
        yield path, ds


def add(product, lat, lon, value, time):
    text = "" if value is None else repr(float(value))
    out.append(f"{product},{float(lat)!r},{float(lon)!r},{text},{'' if value is None else int(time)}")


def days(number):
    return round(float(number) * 86400e6)


def spread(mask, count):
    """Cells where something is valid, spread over the map, and the first that is not."""
    rows, columns = np.nonzero(mask)
    picks = np.linspace(0, len(rows) - 1, count).astype(int)
    cells = [(int(rows[i]), int(columns[i])) for i in picks]
    rows, columns = np.nonzero(~mask)
    return cells + [(int(rows[len(rows) // 2]), int(columns[len(rows) // 2]))]


for product in ("combined", "passive"):
    files = list(opened(f"cci_v05.2_{product}/*.nc"))
    first = files[0][1]
    for r, c in spread((first["sm"][0] >= 0) & (first["flag"][0] == 0), 4):
        for _, ds in files:
            sm, flag, t0 = ds["sm"][0, r, c], ds["flag"][0, r, c], ds["t0"][0, r, c]
            ok = sm != -9999 and flag == 0 and t0 != -9999
            add(f"cci-{product}", ds["lat"][r], ds["lon"][c], sm if ok else None, days(t0))

files = list(opened("smos_l3/*.nc"))
for r, c in spread(files[0][1]["Soil_Moisture"][:] > 0, 4):
    for _, ds in files:
        sm = ds["Soil_Moisture"][r, c]
        ok = sm != -32768
        time = Y2000 + int(ds["Mean_Acq_Time_Days"][r, c]) * DAY + int(ds["Mean_Acq_Time_Seconds"][r, c]) * 1_000_000
        value = float(sm) * ds["Soil_Moisture"].scale_factor
        add("smos-l3", ds["lat"][r], ds["lon"][c], value if ok and 0 <= value <= 1 else None, time)

files = list(opened("cgls_ssm1km/*.nc"))
for r, c in spread(files[0][1]["ssm"][0] <= 200, 4):
    for _, ds in files:
        sm = int(ds["ssm"][0, r, c])
        # percent of saturation; the test gives a porosity of 0.4 everywhere
        add("cgls", ds["lat"][r], ds["lon"][c], sm * 0.5 / 100 * 0.4 if sm <= 200 else None,
            days(ds["time"][0]) + DAY // 2)

files = list(opened("cmip6/mrsos*.nc"))
ds = files[0][1]
for r, c in spread(ds["mrsos"][0] < 1e19, 3):
    for step in (0, 15, 30):
        sm = float(ds["mrsos"][step, r, c])
        add("cmip6", ds["lat"][r], ds["lon"][c], sm / 100 if 0 <= sm / 100 <= 1 else None,
            days(ds["time"][step]) - 43829 * DAY)

files = list(opened("lis/*.nc"))
ds = files[0][1]
for r, c in spread((ds["SoilMoist_inst"][0] >= 0) & (ds["lat"][:] > -90), 4)[:4]:
    for number, (_, ds) in enumerate(files):
        sm = ds["SoilMoist_inst"][0, r, c]
        add("lis", ds["lat"][r, c], ds["lon"][r, c], sm if sm != -9999 else None,
            Y2000 + (6300 + number) * DAY)

# SMAP L2: footprints are cells of the 36 km EASE-Grid 2.0, by the file's own row and column indices.
for _, ds in opened("smap_l2/*.h5"):
    g = ds["Soil_Moisture_Retrieval_Data"]
    sm, flag = g["soil_moisture"][:], g["retrieval_qual_flag"][:]
    valid = np.flatnonzero((sm >= np.float32(0.02)) & (sm <= np.float32(0.5)) & (flag == 0))
    for i in valid[np.linspace(0, len(valid) - 1, 5).astype(int)]:
        same = (g["EASE_row_index"][:] == g["EASE_row_index"][i]) & (g["EASE_column_index"][:] == g["EASE_column_index"][i])
        assert same.sum() == 1
        add("smap-l2", g["latitude"][i], g["longitude"][i], sm[i],
            Y2000 + DAY // 2 + round(float(g["tb_time_seconds"][i]) * 1e6))
print("product,lat,lon,value,time")
print("\n".join(out))
