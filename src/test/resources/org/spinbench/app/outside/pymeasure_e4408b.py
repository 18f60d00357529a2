# PyMeasure's driver of the Agilent E4408B with an analyzer of the same maker that has a tone of -30 dBm at 1.2 GHz.
# Argument: its resource name. Ends with "all done", or with an exception.
import sys

from pymeasure.adapters import VISAAdapter
from pymeasure.instruments.agilent.agilentE4408B import AgilentE4408B

adapter = VISAAdapter(
    sys.argv[1], visa_library="@py", read_termination="\n", write_termination="\n", timeout=10000
)
analyzer = AgilentE4408B(adapter)


def check(what, found, expected, tolerance=0.0):
    if isinstance(expected, str) and found != expected or (
        not isinstance(expected, str) and abs(found - expected) > tolerance
    ):
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


check("maker", analyzer.ask("*IDN?").split(",")[0], "Keysight Technologies")
analyzer.write("*RST")
analyzer.start_frequency = 1.196e9
analyzer.stop_frequency = 1.204e9
check("start", analyzer.start_frequency, 1.196e9)
check("stop", analyzer.stop_frequency, 1.204e9)
analyzer.frequency_points = 401
check("points", analyzer.frequency_points, 401)
analyzer.frequency_step = 2e6
check("step", analyzer.frequency_step, 2e6)
analyzer.center_frequency = 1.2e9
check("centre", analyzer.center_frequency, 1.2e9)
analyzer.sweep_time = 0.05
check("sweep time", analyzer.sweep_time, 0.05)
analyzer.write(":INIT:IMM;*WAI")
levels = analyzer.trace(1)
frequencies = analyzer.frequencies
check("points of the trace", len(levels), 401)
peak = levels.argmax()
check("frequency of the peak", frequencies[peak], 1.2e9, 8e6 / 400)
check("level of the peak", levels[peak], -30, 0.5)
table = analyzer.trace_df(1)
check("table", table["Frequency (GHz)"][peak], 1.2, 8e-3 / 400)
check("error queue", analyzer.ask(":SYST:ERR?").split(",")[0], "+0")
print("all done")
