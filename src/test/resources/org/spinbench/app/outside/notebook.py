"""Executes the cells of a notebook in their order, as a kernel does, and checks what they have found."""

import json
import os
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
URL, RUNS, NOTEBOOK = sys.argv[2], sys.argv[3], sys.argv[4]
os.environ["SPINBENCH_URL"] = URL
os.chdir(pathlib.Path(RUNS).parent)

notebook = json.loads(pathlib.Path(NOTEBOOK).read_text())
assert notebook["nbformat"] == 4
names: dict = {"__name__": "__main__"}
cells = 0
for cell in notebook["cells"]:
    assert not cell.get("outputs"), "the notebook is kept without outputs"
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), f"cell {cells}", "exec"), names)
        cells += 1
assert cells == 5, cells

# The chain answers on the right side of zero, and did not before.
voltages, history = names["voltages"], names["history"]
assert voltages[0] > 0 > voltages[1], voltages
assert names["found"].fun < history[0], (history[0], names["found"].fun)
assert "is outside" in names["refused"], names["refused"]
assert names["resonance"].sizes == {"input 1.frequency": 81}
assert "<svg" in pathlib.Path("train-and-plot.svg").read_text()
print("all is well")
