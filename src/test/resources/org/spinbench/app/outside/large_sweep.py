"""Opens a large sweep in chunks, with h5py and xarray, and compares it with its CSV file."""

import csv
import sys

import h5py
import numpy as np
import xarray as xr

file, table = sys.argv[1:]
rows = list(csv.DictReader(open(table, newline="", encoding="utf-8")))
voltage = np.array([float(row["chain_1_voltage (V)"]) for row in rows])
frequency = np.array([float(row["input_1_frequency (Hz)"]) for row in rows])

with h5py.File(file) as h5:
    stored = h5["chain_1_voltage"]
    assert stored.shape == (6002,), stored.shape
    assert stored.chunks == (6002,) and stored.compression == "gzip" and stored.shuffle, stored.chunks
    assert np.array_equal(stored[:], voltage)
    assert np.array_equal(stored[4000:4100], voltage[4000:4100])
    assert np.array_equal(h5["input_1_frequency"][:], frequency)
    assert np.array_equal(h5["settled"][:], np.ones(6002))
    assert h5["chain_1_voltage"].dims[0][0] == h5["point"]

with xr.open_dataset(file) as data:
    assert data.sizes["point"] == 6002, data.sizes
    assert np.array_equal(data.chain_1_voltage.values, voltage)
    line = data.where(data.synapse_1_current > 0, drop=True)
    assert line.sizes["point"] == 3001
    assert np.allclose(line.input_1_frequency, np.linspace(200e6, 300e6, 3001), rtol=1e-9)
    assert data.chain_1_voltage.units == "V" and str(data.time.dtype).startswith("datetime64")

print("all done")
