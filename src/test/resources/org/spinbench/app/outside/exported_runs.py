"""Opens an exported training run and an exported sweep, and computes their results anew."""

import json
import math
import sys
import tomllib

import h5py
import numpy as np
import xarray as xr


def near(ours, theirs, what):
    error = abs(ours - theirs) / max(abs(theirs), 1e-300)
    assert error <= 1e-12, f"{what}: {ours!r}, not {theirs!r}; {error} off"


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


class Loss:
    """The logistic loss on the logarithm of the power, with the decision that suits some readings best."""

    def __init__(self, floor, scale=0.2):
        self.floor = floor
        self.scale = scale

    def best(self, powers, labels):
        levels = np.log(powers + self.floor)
        low, high = levels.min(), levels.max()
        level = (low + high) / 2
        for _ in range(30):
            score = (levels - level) / self.scale
            slope = np.sum(labels - 1 / (1 + np.exp(-score)))
            low, high = (level, high) if slope < 0 else (low, level)
            level = (low + high) / 2
        power = math.exp(level) - self.floor
        wrong = np.where(labels == 1, -1, 1) * (levels - level) / self.scale
        right = (powers > power) == (labels == 1)
        return softplus(wrong).mean(), right.mean(), power


def largest_power(run):
    """What the output neuron emits at its largest bias, by the calibration."""
    bench = tomllib.loads(run.attrs["bench_file"])
    output = bench["readout"]["neurons"][0]
    current = next(n for n in bench["neurons"] if n["name"] == output)["maximum_current"]
    fitted = next(
        n for n in json.loads(run.attrs["calibration"])["neurons"] if n["name"] == output
    )
    threshold, slope, q, at_threshold = (
        fitted[name]["value"] for name in ("threshold", "slope", "q", "thresholdPower")
    )
    noise = at_threshold / (slope * threshold**2)
    xi = current / threshold
    assert fitted["knee"] == "THERMAL"
    at_one = 2 * noise / (math.sqrt(2 / math.pi) + math.sqrt(2 / math.pi + 4 * q * noise))
    x = (xi - 1) / (xi + q)
    spread = at_one * math.sqrt(xi) * (1 + q) / (xi + q)
    z = x / spread
    density = math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    end = spread * density / (0.5 * math.erfc(-z / math.sqrt(2)))
    orbit = x + at_one**2 * q * (1 + q) / (xi + q) + end
    return output, slope * current**2 * orbit


def training(path, engine):
    run = xr.open_dataset(path, engine=engine)
    assert run.chain_voltage.dims == ("evaluation", "chain")
    assert run.input_power.dims == ("evaluation", "input")
    assert run.parameters.dims == ("step", "parameter")
    assert list(run.chain.values) == ["chain 1", "chain 2", "chain 3"]
    assert list(run.input.values) == ["input 1", "input 2"]
    assert run.parameter.values[0] == "field current of synapse 1"
    assert run.chain_voltage.attrs["units"] == "V"
    assert run.chain_voltage_uncertainty.attrs["units"] == "V"
    assert run.neuron_power.attrs["units"] == "W"
    assert run.input_power.attrs["units"] == "W"
    assert run.parameters.attrs["units"] == "A"
    assert run.loss.attrs["units"] == "1"
    assert run.loss.attrs["long_name"] == "loss of the proposed parameters"
    assert set(run.loss.coords) == {"step", "phase", "block", "step_time"}
    assert run.time.dtype == "datetime64[ns]"
    assert np.all(np.diff(run.time.values) > np.timedelta64(0))
    assert np.all(run.input_power > 0)
    assert np.all(run.chain_voltage_uncertainty > 0)
    assert set(np.unique(run.expected)) == {0, 1}
    assert run.attrs["status"] == "success"
    voltmeter = run.reading_name == "voltmeter_1.voltage"
    assert np.all(run.reading_range[voltmeter] == 0.01)
    assert np.all(run.reading_integration[voltmeter] == 0.02)
    assert np.all(run.reading_settled == 1)
    assert np.all(run.reading_overload == 0)
    assert set(np.unique(run.reading_unit[voltmeter])) == {"V"}

    # The learning curve, from the powers that were read and the labels.
    output, most = largest_power(run)
    loss = Loss(0.02 * most)
    powers = run.neuron_power.sel(neuron=output).values
    labels = run.expected.values
    size = int(json.loads(run.attrs["options"])["accept samples"])
    accept = np.flatnonzero(run.purpose == "ACCEPT").reshape(-1, size)
    validate = np.flatnonzero(run.purpose == "VALIDATE")
    on_chip = np.flatnonzero(run.phase.isin(["deploy", "block"]))
    assert len(on_chip) == len(accept) > 1
    best = None
    for step, rows in zip(on_chip, accept):
        value, accuracy, _ = loss.best(powers[rows], labels[rows])
        near(value, run.loss.values[step], f"loss of step {step + 1}")
        near(accuracy, run.accuracy.values[step], f"accuracy of step {step + 1}")
        best = rows if run.accepted.values[step] == 1 else best
    rows = np.concatenate([best, validate])
    value, accuracy, decision = loss.best(powers[rows], labels[rows])
    last = run.isel(step=-1)
    assert last.phase == "decision"
    near(value, last.loss.item(), "loss of the decision")
    near(accuracy, last.accuracy.item(), "accuracy of the decision")

    # The result, from the test samples.
    test = run.purpose == "TEST"
    right = (powers[test] > decision) == (labels[test] == 1)
    results = json.loads(run.attrs["results"])
    assert len(right) == results["testSamples"]
    near(right.mean(), results["testAccuracy"], "accuracy of the test")
    run.close()


def sweep(path, engine):
    run = xr.open_dataset(path, engine=engine)
    voltage = run.chain_1_voltage
    assert voltage.dims == ("point",)
    assert voltage.attrs["units"] == "V"
    assert run.chain_1_voltage_uncertainty.attrs["units"] == "V"
    assert {"input_1_frequency", "synapse_1_current", "time", "backward"} <= set(voltage.coords)
    assert voltage.synapse_1_current.attrs["units"] == "A"
    assert voltage.synapse_1_current.attrs["long_name"] == "synapse 1.current"
    assert voltage.input_1_frequency.attrs["units"] == "Hz"
    assert np.all(run.settled == 1)
    assert np.all(run.chain_1_voltage_samples == 3)

    # Means and their uncertainties, from the samples.
    samples = run.reading_value.values.reshape(-1, 3)
    stated = run.reading_uncertainty.values.reshape(-1, 3)
    assert np.array_equal(run.reading_of.values[::3], run.point.values)
    scatter = np.maximum(samples.std(axis=1, ddof=1), stated.mean(axis=1)) / math.sqrt(3)
    for k in range(run.sizes["point"]):
        near(samples.mean(axis=1)[k], voltage.values[k], "mean")
        error = abs(scatter[k] - run.chain_1_voltage_uncertainty.values[k])
        # A scatter is a small difference of the samples, known to their last bits.
        assert error <= 1e-12 * scatter[k] + 4e-16 * abs(voltage.values[k]), error

    # A grid out of the points, as a plot wants it.
    forward = run.where(run.backward == 0, drop=True)
    grid = forward.set_index(point=["input_1_frequency", "synapse_1_current"]).unstack("point")
    assert grid.chain_1_voltage.shape == (2, 11)
    assert not np.any(np.isnan(grid.chain_1_voltage))

    # The fit: a straight line, every point weighed by its uncertainty.
    x = run.synapse_1_current.values
    y = voltage.values
    weight = run.chain_1_voltage_uncertainty.values**-2
    x0, y0 = np.average(x, weights=weight), np.average(y, weights=weight)
    slope = np.sum(weight * (x - x0) * (y - y0)) / np.sum(weight * (x - x0) ** 2)
    findings = json.loads(run.attrs["results"])["findings"]
    assert [one["unit"] for one in findings[:2]] == ["Ω", "V"]
    near(slope, findings[0]["value"], "resistance")
    near(y0 - slope * x0, findings[1]["value"], "offset")
    run.close()


def anything_that_reads_hdf5(path):
    with h5py.File(path) as file:
        for name, variable in file.items():
            if not variable.is_scale:
                for dimension, size in zip(variable.dims, variable.shape):
                    assert len(dimension) == 1, name
                    assert dimension[0].shape == (size,), name
        assert file.attrs["Conventions"] == "CF-1.8"


training_path, sweep_path = sys.argv[1:]
for path in (training_path, sweep_path):
    anything_that_reads_hdf5(path)
training(training_path, "h5netcdf")
sweep(sweep_path, "h5netcdf")
print("all done")
