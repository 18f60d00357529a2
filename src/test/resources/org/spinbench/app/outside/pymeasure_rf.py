# Drives one RF source with PyMeasure's own driver of its model: sets and asks everything, shuts it down, and leaves a
# tone of 2.5 GHz and -7.5 dBm on.
# Arguments: model, resource name. Ends with "all done", or with an exception.
import sys
import warnings

from pymeasure.adapters import VISAAdapter
from pymeasure.instruments.agilent import Agilent8257D
from pymeasure.instruments.anritsu import AnritsuMG3692C
from pymeasure.instruments.srs import SG380

warnings.simplefilter("ignore")
model, resource = sys.argv[1:3]
adapter = VISAAdapter(
    resource, visa_library="@py", read_termination="\n", write_termination="\n", timeout=10000
)


def check(what, found, expected):
    if found != expected:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


def round_trips(instrument, **settings):
    """Sets each property and asks for it."""
    for name, value in settings.items():
        setattr(instrument, name, value)
        check(f"{name} {value}", getattr(instrument, name), value)


def agilent():
    source = Agilent8257D(adapter)
    check("identity", [field.strip() for field in source.id.split(",")][1], model)
    source.reset()
    check("modulation after a reset", source.has_modulation, True)
    check("off after a reset", source.is_enabled, False)
    round_trips(
        source,
        start_frequency=1e9,
        stop_frequency=2e9,
        start_power=-20.0,
        stop_power=0.0,
        dwell_time=0.01,
        step_points=11,
        amplitude_depth=40.0,
        amplitude_source="external 2",
        pulse_source="scalar",
        pulse_input="gated",
        pulse_frequency=2e4,
        low_freq_out_amplitude=1.5,
        low_freq_out_source="function",
        internal_frequency=2e3,
        internal_shape="triangle",
    )
    check("centre", source.center_frequency, 1.5e9)
    source.config_low_freq_out("internal", 3)
    check("low frequency output", source.low_freq_out_amplitude, 3)
    source.enable_modulation()
    source.config_amplitude_modulation(frequency=1e3, depth=50.0, shape="sine")
    check("amplitude modulation", source.has_amplitude_modulation, True)
    source.disable_amplitude_modulation()
    check("no amplitude modulation", source.has_amplitude_modulation, False)
    source.config_pulse_modulation(frequency=1e3, input="square")
    check("pulse modulation", source.has_pulse_modulation, True)
    source.disable_pulse_modulation()
    source.config_step_sweep()
    source.enable_retrace()
    source.disable_retrace()
    source.start_step_sweep()
    source.single_sweep()
    check("end of the sweep", source.complete, "1")
    source.stop_step_sweep()
    source.write(":SOUR:FREQ:MODE CW")
    source.enable()
    check("enabled", source.is_enabled, True)
    source.shutdown()
    check("shut down", source.is_enabled, False)
    round_trips(source, power=-7.5, frequency=2.5e9)
    check("modulation", source.has_modulation, False)
    source.enable()
    check("enabled", source.is_enabled, True)
    check("errors", source.check_errors(), [])


def anritsu():
    source = AnritsuMG3692C(adapter)
    check("identity", source.id.split(",")[1], model)
    round_trips(source, frequency=1.2345e9, power=-123.45, output=True)
    source.shutdown()
    check("shut down", source.output, False)
    round_trips(source, power=-7.5, frequency=2.5e9)
    source.enable()
    check("enabled", source.output, True)
    check("errors", source.check_errors(), [])


def stanford():
    source = SG380(adapter)
    check("identity", source.id.split(",")[1], model)
    round_trips(source, fm_dev=2000.0, rate=500.0, mod_type="AM", mod_func="TRIANGLE")
    for kind in ("FM", "PM", "SWEEP", "PULSE", "BLANK"):
        round_trips(source, mod_type=kind)
    check("options", source.ask("OPTN? 2").strip(), "0")
    round_trips(source, frequency=2.5e9)
    # This driver has no level and no output.
    source.write("AMPR -7.5;ENBR 1")
    check("level", float(source.ask("AMPR?")), -7.5)
    check("error", source.ask("LERR?").strip(), "0")


{"MG3692C": anritsu, "SG384": stanford}.get(model, agilent)()
print("all done")
