# Drives one voltmeter or lock-in with PyMeasure's own driver of its model, or of the older model whose commands it
# takes: sets and asks, and measures the millivolt at its input.
# Arguments: model, resource name. Ends with "all done", or with an exception.
import sys
import time
import warnings

from pymeasure.adapters import VISAAdapter
from pymeasure.instruments.hp import HP34401A
from pymeasure.instruments.keithley import Keithley2182
from pymeasure.instruments.srs import SR830, SR860

warnings.simplefilter("ignore")
model, resource = sys.argv[1:3]
adapter = VISAAdapter(
    resource, visa_library="@py", read_termination="\n", write_termination="\n", timeout=10000
)


def check(what, found, expected):
    if found != expected:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


def near(what, found, expected, tolerance):
    if abs(found - expected) > tolerance:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


def round_trips(instrument, **settings):
    """Sets each property and asks for it."""
    for name, value in settings.items():
        setattr(instrument, name, value)
        check(f"{name} {value}", getattr(instrument, name), value)


def multimeter():
    meter = HP34401A(adapter)
    check("identity", meter.id.split(",")[1], model)
    meter.reset()
    round_trips(
        meter,
        function_="DCV",
        range_=1.0,
        nplc=1.0,
        resolution=0.3e-6,
        autozero_enabled=False,
        autorange=True,
        auto_input_impedance_enabled=True,
        trigger_source="IMM",
        trigger_delay=0.01,
        trigger_auto_delay_enabled=True,
        sample_count=3.0,
        trigger_count=2.0,
        display_enabled=False,
        displayed_text="measuring",
        beeper_enabled=False,
    )
    check("terminals", meter.terminals_used, "FRONT")
    readings = meter.reading
    check("triggers times samples", len(readings), 6)
    for reading in readings:
        near("reading", reading, 1e-3, 2e-5)
    check("stored readings", meter.stored_readings_count, 6)
    near("stored reading", meter.stored_reading[5], 1e-3, 2e-5)
    meter.sample_count = 1
    meter.trigger_count = 1
    meter.nplc = 10
    meter.trigger_single_autozero()
    meter.init_trigger()
    near("one reading", meter.stored_reading, 1e-3, 1e-5)
    near("measured voltage", meter.values("MEAS:VOLT:DC? DEF,DEF")[0], 1e-3, 1e-5)
    meter.beep()
    check("errors", meter.check_errors(), [])


def nanovoltmeter():
    meter = Keithley2182(adapter)
    check("identity", meter.id.split(",")[1], "MODEL 2182A")
    meter.reset()
    meter.ch_1.setup_voltage(auto_range=False, nplc=1)
    meter.ch_1.voltage_range = 0.01
    round_trips(
        meter,
        auto_zero_enabled=False,
        active_channel=1,
        channel_function="voltage",
        voltage_nplc=2.0,
    )
    round_trips(
        meter.ch_1,
        voltage_range=0.1,
        voltage_range_auto_enabled=True,
        voltage_offset=4e-4,
        voltage_offset_enabled=True,
    )
    check("line frequency", meter.line_frequency, 50)
    near("less its offset", meter.voltage, 6e-4, 2e-6)
    meter.ch_1.acquire_voltage_reference()
    near("less itself", meter.voltage, 0, 2e-6)
    meter.ch_1.voltage_offset_enabled = False
    near("voltage", meter.voltage, 1e-3, 2e-6)
    check("errors", meter.check_errors(), [])


def older_lock_in():
    lock_in = SR830(adapter)
    check("identity", lock_in.id.split(",")[1], model)
    lock_in.reset()
    round_trips(
        lock_in,
        sine_voltage=0.5,
        frequency=1234.5,
        phase=-30.25,
        sensitivity=2e-3,
        time_constant=0.03,
        filter_slope=24,
        filter_synchronous=True,
        harmonic=3,
        input_config="A - B",
        input_grounding="Ground",
        input_coupling="DC",
        input_notch_config="Both",
        reference_source="Internal",
        reference_source_trigger="POS EDGE",
        aux_out_1=1.5,
        aux_out_4=-2.25,
        sample_frequency=64,
        reserve="Normal",
    )
    lock_in.channel1 = "R"
    check("display and ratio", lock_in.values("DDEF?1"), [1, 0])
    lock_in.channel1 = "X"
    lock_in.channel2 = "Y"
    lock_in.harmonic = 1
    lock_in.phase = 0
    time.sleep(1)
    near("x", lock_in.x, 1e-3, 1e-6)
    near("y", lock_in.y, 0, 1e-6)
    near("magnitude", lock_in.magnitude, 1e-3, 1e-6)
    near("theta", lock_in.theta, 0, 0.1)
    for found, expected in zip(lock_in.xy, (1e-3, 0)):
        near("both at once", found, expected, 1e-6)
    near("with the frequency", lock_in.snap("R", "Theta", "Frequency")[2], 1234.5, 0.01)
    check("overload", lock_in.is_out_of_range(), False)
    check("errors", int(lock_in.err_status), 0)
    check("auxiliary input", lock_in.aux_in_1, 0)
    lock_in.set_scaling("X", 25, 1)
    check("scaling", lock_in.get_scaling("X"), (25.0, 10))
    near("x less its offset", lock_in.x, 5e-4, 1e-6)
    lock_in.set_scaling("X", 0)
    lock_in.auto_offset("Y")
    lock_in.auto_phase()
    lock_in.auto_gain()
    near("sensitivity found", lock_in.sensitivity, 1.5e-3, 0.6e-3)
    lock_in.set_scaling("Y", 0)
    lock_in.reset_buffer()
    lock_in.start_scan()
    time.sleep(0.5)
    lock_in.pause_scan()
    count = lock_in.buffer_count
    check("samples", count > 100, True)
    for sample in lock_in.values("TRCA?1,0,20")[:20]:
        near("sample", sample, 1e-3, 1e-5)
    check("event register", int(lock_in.ask("*ESR?")) & 0x3C, 0)


def newer_lock_in():
    lock_in = SR860(adapter)
    check("identity", lock_in.id.split(",")[1], model)
    lock_in.reset()
    round_trips(
        lock_in,
        frequency=1234.5,
        internalfrequency=2345.5,
        phase=-30.25,
        harmonic=3,
        harmonicdual=2,
        sine_voltage=0.25,
        timebase=1,
        dcmode="DIF",
        reference_source="INT",
        reference_triggermode="POS",
        input_signal="VOLT",
        input_voltage_mode="A-B",
        input_coupling="DC",
        input_shields="Ground",
        input_range="300M",
        input_current_gain="100MEG",
        sensitvity=1,
        time_constant=0.03,
        filter_slope=2,
        filer_synchronous="On",
        frequencypreset1=1e3,
        frequencypreset4=4e3,
        sine_amplitudepreset1=0.1,
        sine_amplitudepreset4=0.4,
        sine_dclevelpreset1=-1.5,
        sine_dclevelpreset4=2.5,
        aux_out_1=1.5,
        aux_out_4=-2.25,
        screen_layout="3",
        parameter_DAT1=2,
        strip_chart_dat2="1",
    )
    lock_in.harmonic = 1
    lock_in.phase = 0
    lock_in.values("SCAL 0;SCAL?")
    time.sleep(1)
    near("x", lock_in.x, 1e-3, 1e-6)
    near("y", lock_in.y, 0, 1e-6)
    near("magnitude", lock_in.magnitude, 1e-3, 1e-6)
    near("theta", lock_in.theta, 0, 0.1)
    for found, expected in zip(lock_in.snap("X", "Y", "FInt"), (1e-3, 0, 2345.5)):
        near("at once", found, expected, 1e-6)
    check("detected frequency", lock_in.detectedfrequency, 2345.5)
    check("external frequency", lock_in.extfreqency, 0)
    check("auxiliary input", lock_in.aux_in_4, 0)
    near("noise bandwidth", lock_in.get_noise_bandwidth, 3 / 32 / 0.03, 1e-6)
    check("strength", lock_in.get_signal_strength_indicator, 0)
    check("event register", int(lock_in.ask("*ESR?")) & 0x3C, 0)


{
    "34461A": multimeter,
    "2182A": nanovoltmeter,
    "SR830": older_lock_in,
    "SR860": newer_lock_in,
}[model]()
print("all done")
