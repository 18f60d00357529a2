"""An outside program that knows only lines proposes settings, and finds the resonance of a synapse."""

import json
import os
import subprocess
import sys

PACKAGE, URL = sys.argv[1], sys.argv[2]

sys.dont_write_bytecode = True
sys.path.insert(0, PACKAGE)
import spinbench


def started(*more):
    command = [sys.executable, "-B", "-m", "spinbench.ask", "--url", URL, "--read", "chain 1.voltage", *more]
    environment = {**os.environ, "PYTHONPATH": PACKAGE}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def tell(program, proposal):
    program.stdin.write((proposal if isinstance(proposal, str) else json.dumps(proposal)) + "\n")
    program.stdin.flush()
    return json.loads(program.stdout.readline())


program = started()
heard = tell(program, {"input 1.power": 4e-6, "input 1.frequency": 250e6})
assert heard["set"].get("input 1.frequency") == 250e6, heard
assert heard["read"]["chain 1.voltage"]["unit"] == "V", heard

# The bench refuses what its card forbids; nothing of it is sent, and the next proposal is heard.
heard = tell(program, {"input 1.frequency": 251e6, "input 1.power": 1.0})
assert "read" not in heard and "input 1.power" in heard["error"], heard
assert heard["set"] == {"input 1.frequency": 251e6}, heard
for wrong in ("250e6", "[1]", "{", '{"input 1.power": true}', '{"input 1.power": NaN}', '{"no such.thing": 1}'):
    assert "error" in tell(program, wrong), wrong
heard = tell(program, "bias = 3 mA")
assert heard["error"].startswith('"bias = 3 mA" is no JSON') and "NAME" in heard["error"], heard


def voltage(frequency):
    return tell(program, {"input 1.frequency": frequency})["read"]["chain 1.voltage"]["value"]


# Of the two extremes of the line, the zero between them is near the resonance.
low, high = 245e6, 258e6
assert voltage(low) * voltage(high) < 0
for _ in range(12):
    middle = (low + high) / 2
    if (voltage(middle) > 0) == (voltage(high) > 0):
        high = middle
    else:
        low = middle
assert 240e6 < low < 260e6 and high - low < 0.01e6, (low, high)

program.stdin.close()
program.wait()
assert program.returncode == 0, program.stderr.read()
bench = spinbench.connect(URL)
assert bench.read("rf_1.power").value is not None

# A limit of the number of points ends it, too.
program = started("--most", "2")
for _ in range(2):
    tell(program, {"input 1.frequency": 250e6})
program.stdin.close()
program.wait()
assert program.returncode == 0, program.stderr.read()
assert program.stdout.read() == "", "no answer beyond the limit"
print("all is well")
