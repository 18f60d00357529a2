"""Arrays of a run, and an optimiser of others that drives the bench."""

import sqlite3
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import numpy
import scipy.optimize
import spinbench

URL, RUNS = sys.argv[2], sys.argv[3]

with spinbench.connect(URL) as bench:
    run = bench.start(
        {
            "name": "map",
            "set": {"input 1.power": 1.5e-5},
            "sweep": [
                {"setting": "synapse 1.current", "from": -4e-3, "to": 4e-3, "points": 5},
                {"setting": "input 1.frequency", "list": numpy.linspace(2.1e8, 2.9e8, 31)},
            ],
            "read": [{"reading": "chain 1.voltage"}],
        }
    ).wait()
    data = run.to_xarray()
    voltage = data["chain 1.voltage"]
    assert voltage.sizes == {"synapse 1.current": 5, "input 1.frequency": 31}, voltage.sizes
    assert voltage.attrs["units"] == "V" and data.attrs["run"] == run.name
    with sqlite3.connect(f"file:{RUNS}/{run.name}.sqlite?mode=ro", uri=True) as file:
        values = [row[0] for row in file.execute("SELECT value FROM reading ORDER BY id")]
    assert numpy.array_equal(voltage.values.ravel(), numpy.array(values))

    # The bias with the lowest distance to a current, through settings with their limits.
    wanted = 2e-4

    def distance(bias):
        bench.set("neuron 1.bias", float(bias))
        return (bench.read("bias_1.current").value - wanted) ** 2

    found = scipy.optimize.minimize_scalar(distance, bounds=(0, 5e-4), method="bounded", options={"xatol": 1e-7})
    assert abs(found.x - wanted) < 1e-6, found
    bench.safe()
print("all is well")
