# PyMeasure's driver of the R&S FSL with an analyzer of the same maker that has a tone of -30 dBm at 1.2 GHz.
# Argument: its resource name. Ends with "all done", or with an exception.
import sys

from pymeasure.adapters import VISAAdapter
from pymeasure.instruments.rohdeschwarz.fsl import FSL

adapter = VISAAdapter(
    sys.argv[1], visa_library="@py", read_termination="\n", write_termination="\n", timeout=10000
)
analyzer = FSL(adapter)


def check(what, found, expected, tolerance=0.0):
    if isinstance(expected, str) and found != expected or (
        not isinstance(expected, str) and abs(found - expected) > tolerance
    ):
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


check("maker", analyzer.id.split(",")[0], "Rohde&Schwarz")
analyzer.reset()
analyzer.continuous_sweep = False
check("single sweeps", analyzer.continuous_sweep, False)
analyzer.freq_center = "1.2 GHz"
analyzer.freq_span = "10 MHz"
check("centre", analyzer.freq_center, 1.2e9)
check("span", analyzer.freq_span, 10e6)
check("start", analyzer.freq_start, 1.195e9)
check("stop", analyzer.freq_stop, 1.205e9)
analyzer.freq_start = 1.196e9
analyzer.freq_stop = 1.204e9
check("span of start and stop", analyzer.freq_span, 8e6)
analyzer.res_bandwidth = "100kHz"
analyzer.video_bandwidth = 1e5
analyzer.attenuation = 10
analyzer.sweep_time = 0.05
check("resolution bandwidth", analyzer.res_bandwidth, 1e5)
check("video bandwidth", analyzer.video_bandwidth, 1e5)
check("attenuation", analyzer.attenuation, 10)
check("sweep time", analyzer.sweep_time, 0.05)
for setting in ("res_bandwidth", "video_bandwidth", "sweep_time"):
    setattr(analyzer, setting, "AUTO")
analyzer.res_bandwidth = "100 kHz"
for mode in ("MAXH", "MINH", "AVER", "VIEW", "WRIT"):
    analyzer.trace_mode = mode
    check("trace mode", analyzer.trace_mode, mode)
analyzer.single_sweep()
frequencies, levels = analyzer.read_trace()
peak = levels.argmax()
check("frequency of the peak", frequencies[peak], 1.2e9, 2 * 8e6 / len(levels))
check("level of the peak", levels[peak], -30, 0.5)
analyzer.continue_single_sweep()
marker = analyzer.create_marker()
marker.to_trace(1)
marker.peak_excursion = 6
check("excursion", marker.peak_excursion, 6)
marker.to_peak()
check("marker on the peak", marker.x, 1.2e9, 2 * 8e6 / len(levels))
check("marker reads the peak", marker.y, -30, 0.5)
delta = analyzer.create_marker(2, is_delta_marker=True)
delta.x = 1.198e9
check("what lies between is noise", delta.y < -30, True)
delta.disable()
marker.zoom("1 MHz")
check("zoomed", analyzer.freq_span, 1e6)
check("error queue", analyzer.ask("SYST:ERR?").split(",")[0], "0")
print("all done")
