# Drives one source with PyMeasure's own driver of its model: sets, asks, measures.
# Arguments: model, resource name, resistance at its terminals in ohms. Ends with "all done", or with an exception.
import sys
import warnings

import numpy as np
from pymeasure.adapters import VISAAdapter
from pymeasure.instruments.keithley import Keithley2400, Keithley2450, Keithley2600, Keithley6221
from pymeasure.instruments.yokogawa import YokogawaGS200

warnings.simplefilter("ignore")
model, resource, load = sys.argv[1], sys.argv[2], float(sys.argv[3])
adapter = VISAAdapter(
    resource, visa_library="@py", read_termination="\n", write_termination="\n", timeout=10000
)


def check(what, found, expected):
    if found != expected:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


def near(what, found, expected, within=1e-3):
    if not abs(found - expected) <= within * abs(expected) + 1e-12:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


def round_trips(instrument, settings):
    """Sets each property and asks for it."""
    for name, value in settings:
        setattr(instrument, name, value)
        found = getattr(instrument, name)
        if isinstance(value, float):
            near(f"{name} {value}", found, value, 1e-6)
        else:
            check(f"{name} {value}", found, value)


def source_meter(meter, numbers):
    """What the drivers of the 2400 and of the 2450 have in common."""
    meter.reset()
    check("identity", f"MODEL {model}" in meter.id, True)
    round_trips(
        meter,
        [
            ("source_mode", "voltage"),
            ("source_voltage_range", 2.0),
            ("source_voltage", 0.5),
            ("compliance_current", 20e-3),
            ("current_nplc", 0.1),
            ("voltage_nplc", 1.0),
            ("resistance_nplc", 0.1),
            ("wires", 4),
            ("wires", 2),
        ]
        + numbers,
    )
    meter.apply_current(current_range=10e-3, compliance_voltage=0.8)
    meter.measure_voltage(nplc=0.1, voltage=0.8, auto_range=True)
    meter.source_current = 0
    meter.enable_source()
    check("on", bool(meter.source_enabled), True)
    meter.ramp_to_current(4e-3, steps=5, pause=1e-3)
    near("voltage", meter.voltage, 4e-3 * load)
    meter.ramp_to_current(10e-3, steps=5, pause=1e-3)
    near("voltage in compliance", meter.voltage, 0.8)
    meter.disable_source()
    meter.apply_voltage(voltage_range=2, compliance_current=20e-3)
    meter.measure_current(nplc=0.1, current=20e-3, auto_range=True)
    meter.source_voltage = 0
    meter.enable_source()
    meter.ramp_to_voltage(1, steps=5, pause=1e-3)
    near("current", meter.current, 1 / load)
    meter.measure_resistance(nplc=0.1, auto_range=True)
    near("resistance", meter.resistance, load)


def keithley_2400():
    meter = Keithley2400(adapter)
    source_meter(
        meter,
        [
            ("source_delay", 0.01),
            ("source_delay_auto", True),
            ("auto_output_off", False),
            ("auto_zero", False),
            ("measure_concurent_functions", True),
            ("filter_type", "REP"),
            ("filter_count", 5),
            ("output_off_state", "HIMP"),
            ("output_off_state", "NORM"),
            ("trigger_count", 1),
            ("trigger_delay", 0.001),
            ("display_enabled", True),
        ],
    )
    check("line", meter.line_frequency, 50)
    meter.trigger_immediately()
    meter.disable_output_trigger()
    meter.beep(440, 0.1)
    meter.measure_current(nplc=0.01, current=20e-3)
    meter.config_buffer(points=5)
    meter.start_buffer()
    meter.wait_for_buffer(timeout=10)
    check("buffer", np.allclose(meter.buffer_data, 1 / load, rtol=1e-3), True)
    near("mean of the buffer", meter.mean_current, 1 / load)
    check("spread of the buffer", meter.std_current < 1e-5, True)
    meter.disable_buffer()
    return meter


def keithley_2450():
    meter = Keithley2450(adapter)
    source_meter(
        meter,
        [
            ("source_current_delay", 0.01),
            ("source_current_delay_auto", True),
            ("source_voltage_delay", 0.01),
            ("current_filter_type", "REP"),
            ("current_filter_count", 5),
            ("voltage_filter_type", "MOV"),
            ("current_output_off_state", "HIMP"),
            ("voltage_output_off_state", "NORM"),
            ("buffer_points", 100),
        ],
    )
    near("mean of the buffer", meter.means[0] if isinstance(meter.means, list) else meter.means, load, 1)
    meter.use_front_terminals()
    return meter


def keithley_2600():
    meter = Keithley2600(adapter)
    check("identity", "Model 2602B" in meter.id, True)
    meter.write("reset()")
    for channel in (meter.ChA, meter.ChB):
        round_trips(channel, [("source_mode", "voltage"), ("wires_mode", "4"), ("wires_mode", "2")])
        channel.apply_current(current_range=10e-3, compliance_voltage=0.8)
        channel.source_current = 0
        channel.source_output = "ON"
        check("on", channel.source_output, "ON")
        channel.measure_voltage(nplc=0.1)
        channel.ramp_to_current(4e-3, steps=5, pause=1e-3)
        near("level", channel.source_current, 4e-3, 1e-6)
        near("range", channel.source_current_range, 10e-3, 1e-6)
        near("voltage", channel.voltage, 4e-3 * load)
        near("resistance", channel.resistance, load)
        channel.ramp_to_current(10e-3, steps=5, pause=1e-3)
        near("voltage in compliance", channel.voltage, 0.8)
        channel.source_output = "OFF"
        channel.apply_voltage(voltage_range=1, compliance_current=20e-3)
        channel.source_voltage = 0
        channel.source_output = "ON"
        channel.measure_current(nplc=0.1)
        channel.ramp_to_voltage(1, steps=5, pause=1e-3)
        near("current", channel.current, 1 / load)
        channel.source_voltage = 0
        channel.source_output = "OFF"
    check("errors", meter.next_error[0], 0)
    return None


def keithley_6221():
    source = Keithley6221(adapter)
    source.reset()
    check("identity", "MODEL 6221" in source.id, True)
    round_trips(
        source,
        [
            ("source_auto_range", False),
            ("source_range", 20e-3),
            ("source_compliance", 2.0),
            ("source_current", 5e-3),
            ("source_delay", 0.01),
            ("output_low_grounded", True),
            ("waveform_function", "sine"),
            ("waveform_frequency", 347.0),
            ("waveform_amplitude", 1e-3),
            ("waveform_offset", 0.5e-3),
            ("waveform_dutycycle", 25.0),
            ("waveform_duration_cycles", 100.0),
            ("waveform_duration_time", 0.5),
            ("waveform_ranging", "best"),
            ("waveform_use_phasemarker", True),
            ("waveform_phasemarker_phase", 90.0),
            ("waveform_phasemarker_line", 2),
            ("measurement_event_enabled", 0),
            ("operation_event_enabled", 128),
            ("questionable_event_enabled", 0),
            ("srq_event_enabled", 128),
            ("display_enabled", True),
        ],
    )
    source.enable_source()
    check("on", source.source_enabled, True)
    source.disable_source()
    source.define_arbitary_waveform([0, 0.5, 1, -1], location=2)
    check("arbitrary", source.waveform_function, "arbitrary2")
    source.waveform_duration_set_infinity()
    source.waveform_arm()
    source.waveform_start()
    check("a waveform is on", source.source_enabled, True)
    source.waveform_abort()
    check("off", source.source_enabled, False)
    source.beep(440, 0.1)
    source.reset()
    source.source_compliance = 2.0
    source.source_range = 2e-3
    for message in (
        'SYST:COMM:SERIAL:SEND ":SENS:VOLT:NPLC 1"',
        "SOUR:DELT:HIGH 1e-3",
        "SOUR:DELT:LOW -1e-3",
        "SOUR:DELT:COUNT 20",
        "SOUR:DELT:DEL 0.01",
        "UNIT OHMS",
        "FORM:ELEM READ",
        "SOUR:DELT:ARM",
        "INIT:IMM",
    ):
        source.write(message)
    check("count reached", int(source.ask("*OPC?")) and int(source.ask("STAT:OPER:EVEN?")) & 2, 2)
    near("resistance", source.buffer_data.mean(), load, 1e-4)
    source.write(":SOUR:SWE:ABORT")
    return source


def yokogawa_gs200():
    source = YokogawaGS200(adapter)
    source.reset()
    source.source_mode = "current"
    check("mode", source.source_mode, "CURR")
    round_trips(
        source,
        [
            ("source_range", 10e-3),
            ("voltage_limit", 2.0),
            ("current_limit", 20e-3),
            ("source_level", 5e-3),
            ("source_enabled", True),
        ],
    )
    source.trigger_ramp_to_level(8e-3, 0.1)
    near("level of the ramp", source.source_level, 8e-3, 1e-6)
    source.source_level = 0
    source.source_enabled = False
    return source


DRIVERS = {
    "2400": keithley_2400,
    "2450": keithley_2450,
    "2602B": keithley_2600,
    "6221": keithley_6221,
    "GS200": yokogawa_gs200,
}
source = DRIVERS[model]()
if source is not None:
    check("errors", source.ask("SYST:ERR?").strip(), '0,"No error"')
    source.shutdown()
print("all done")
