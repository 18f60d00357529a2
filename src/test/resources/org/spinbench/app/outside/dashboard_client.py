"""Drives a dashboard as a user would, and compares with the run file."""

import glob
import sqlite3
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import spinbench

URL, RUNS = sys.argv[2], sys.argv[3]


def refused(kind, sentence, work):
    try:
        work()
    except kind as error:
        assert sentence in str(error), str(error)
        return
    raise AssertionError(f"no {kind.__name__}")


def recorded(name, reading):
    with sqlite3.connect(f"file:{RUNS}/{name}.sqlite?mode=ro", uri=True) as file:
        return [row[0] for row in file.execute("SELECT value FROM reading WHERE name = ? ORDER BY id", (reading,))]


def plan(points, **more):
    return {
        "name": "bias",
        "sweep": [{"setting": "neuron 1.bias", "from": 0, "to": 5e-4, "points": points}],
        "read": [{"reading": "bias_1.current"}, {"reading": "chain 1.voltage", "samples": 3}],
        **more,
    }


bench = spinbench.connect(URL)
assert bench.role == "drive"
assert bench.state()["status"] == "idle"

# A run from a dictionary, watched from its start to its end.
run = bench.start(plan(21))
seen = {}
for reading in run:
    seen.setdefault(reading.name, []).append(reading.value)
assert run.status == "success" and run.dropped == 0, run.status
for name in ("bias_1.current", "chain 1.voltage"):
    assert seen[name] == recorded(run.name, name), name
assert len(seen["chain 1.voltage"]) == 63
numbers, values = run.data("chain 1.voltage")
means = [sum(seen["chain 1.voltage"][k : k + 3]) / 3 for k in range(0, 63, 3)]
assert numbers == list(range(1, 22)) and len(values) == 21
assert all(abs(a - b) <= 1e-15 * abs(b) for a, b in zip(values, means)), (values, means)
asked, kept = run.data("bias_1.current", "neuron 1.bias")
assert all(abs(a - b) <= 1e-12 for a, b in zip(asked, kept)), (asked, kept)
assert bench.runs("measure")[0]["name"] == run.name
assert bench.run(run.name).summary()["stop"]["status"] == "success"

# Errors, with the sentences of the command line.
refused(spinbench.LimitError, "0.1 A", lambda: bench.set("neuron 1.bias", 0.1))
refused(spinbench.LimitError, "synapse 1.current = 1.0 A is refused: ", lambda: bench.set("synapse 1.current", 1.0))
refused(spinbench.LimitError, "nothing", lambda: bench.set("nothing.here", 1))
refused(spinbench.LimitError, "sweep", lambda: bench.start({"name": "x", "sweep": [{"setting": "a.b"}]}))
refused(spinbench.SpinbenchError, "there is no run", lambda: bench.run("none"))
refused(spinbench.RefusedError, "token", lambda: spinbench.connect(URL, token="wrong"))
refused(spinbench.SpinbenchError, "no answer", lambda: spinbench.connect("http://localhost:9"))
refused(spinbench.SpinbenchError, "not the address", lambda: spinbench.connect("localhost"))
refused(TypeError, "a plan cannot contain", lambda: spinbench.to_toml({"a": object()}))
beyond = plan(5)
beyond["sweep"][0]["to"] = 0.1
refused(spinbench.SpinbenchError, "0.1", lambda: bench.start(beyond))

# Single settings and readings.
kept = bench.set("neuron 1.bias", 1e-4)
assert bench.read("bias_1.current").value == kept
begin = time.perf_counter()
for k in range(200):
    bench.set("bias_1.current", 1e-6 * (k % 10))
    bench.read("bias_1.current")
print(f"a set and a read take {(time.perf_counter() - begin) / 200 * 1000:.2f} ms")
assert "every source is at zero" in bench.safe()

# Pause, resume, stop, with a second client that watches.
watched = []
other = spinbench.connect(URL)
follower = threading.Thread(
    target=lambda: [watched.append(e["type"]) for e in iter_until(other.watch("control", "stop", "rest"), "rest")]
)


def iter_until(events, last):
    for event in events:
        yield event
        if event["type"] == last:
            events.close()
            return


follower.start()
run = bench.start(plan(60000))
refused(spinbench.BusyError, "a run is in progress", lambda: bench.start(plan(3)))
refused(spinbench.BusyError, "a run is in progress", lambda: bench.set("neuron 1.bias", 0))
bench.pause()
assert bench.state()["run"] == run.name
bench.resume()
bench.stop()
run.wait()
assert run.status == "stopped", run.status
follower.join(60)
assert watched[0] == "state" and watched[-1] == "rest" and "control" in watched, watched
assert bench.state()["status"] == "ended"
bench.close()
print("all is well")
