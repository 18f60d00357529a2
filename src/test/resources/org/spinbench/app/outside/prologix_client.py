# Uses two instruments behind a Prologix controller through PyMeasure.
# Arguments: resource name of the controller, two GPIB addresses. Ends with "all done", or with an exception.
import sys

from pymeasure.adapters import PrologixAdapter
from pymeasure.instruments import Instrument

controller, first, second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
adapter = PrologixAdapter(
    controller,
    address=first,
    visa_library="@py",
    read_termination="\n",
    write_termination="\n",
    timeout=5000,
)
source = Instrument(adapter, "first", includeSCPI=True)
other = Instrument(adapter.gpib(second), "second", includeSCPI=True)


def check(what, found, expected):
    if found != expected:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


check("identify", source.id.split(",")[1], "SGS100A")
for n in range(20):
    source.write(f":SOUR:POW -{n}.5")
    other.write(f":SOUR:POW -{n}.25")
    check("set and query", float(source.ask(":SOUR:POW?")), -(n + 0.5))
    check("set and query the other", float(other.ask(":SOUR:POW?")), -(n + 0.25))
source.write(":NONSENSE")
check("error", source.ask(":SYST:ERR?").split(",")[0], "-113")
check("no error at the other", other.ask(":SYST:ERR?"), '0,"No error"')
check("settings of the controller", (adapter.auto, adapter.eoi, adapter.eos), (False, True, "\n"))
print("all done")
