"""pytesmo's DCT-PLS on the reference case: time and peak memory. Usage: peer_dctpls.py FILE"""
import resource
import sys
import time

import netCDF4
import numpy as np
from pytesmo.interpolate.dctpls import smoothn

with netCDF4.Dataset(sys.argv[1]) as file:
    file.set_auto_mask(False)
    values = file["input"][:].astype(float)
start = time.perf_counter()
field, smoothing, _, _ = smoothn(values)
taken = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
with netCDF4.Dataset(sys.argv[1]) as file:
    file.set_auto_mask(False)
    difference = np.sqrt(np.mean((field - file["output"][:]) ** 2))
print(f"| pytesmo | {taken:.2f} | 3 | {smoothing:.4f} | {difference:.1e} | {peak:.0f} MB |")
