# Drives one instrument with a driver of QCoDeS or of its contributed drivers: reads every parameter and looks at the
# error queue after each, takes a snapshot, sets what can be read back, and measures with the driver's own means.
# Arguments: model, class of the driver, resource name. Ends with the count of steps and "all done", or with an exception.
import fnmatch
import importlib
import logging
import sys
import time
import warnings

import numpy as np

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
model, kind, resource = sys.argv[1:4]
QCODES = "qcodes.instrument_drivers."
CONTRIBUTED = "qcodes_contrib_drivers.drivers."
MODULES = {
    "RohdeSchwarzSGS100A": QCODES + "rohde_schwarz",
    "RohdeSchwarz_SMB100A": CONTRIBUTED + "RohdeSchwarz.SMB100A",
    "KeysightN5183B": QCODES + "Keysight",
    "KeysightN5173B": QCODES + "Keysight",
    "AgilentE8257D": QCODES + "agilent",
    "SG384": QCODES + "stanford_research.SG384",
    "YokogawaGS200": QCODES + "yokogawa",
    "Keithley2400": QCODES + "Keithley",
    "Keithley2450": QCODES + "Keithley",
    "Keithley2602B": QCODES + "Keithley",
    "KeysightB2962A": QCODES + "Keysight",
    "QDac2": CONTRIBUTED + "QDevil.QDAC2",
    "Keithley2182A": CONTRIBUTED + "Tektronix.Keithley_2182A",
    "KeysightN9030B": QCODES + "Keysight",
    "Agilent_N9000A": CONTRIBUTED + "Agilent.Agilent_N9000A",
    "Keysight34461A": QCODES + "Keysight",
    "Keysight34465A": QCODES + "Keysight",
    "SR830": QCODES + "stanford_research",
    "SR860": QCODES + "stanford_research",
    "LakeshoreModel336": QCODES + "Lakeshore",
}
ERRORS = {
    "SG384": ("LERR?", "0"),
    "GS200": (":SYST:ERR?", "0"),
    "2602B": ("print(errorqueue.count)", "0"),
    "QDAC-II": ("SYST:ERR:ALL?", "0"),
    "SR830": ("ERRS?", "0"),
    "SR860": ("CUROVLDSTAT?", "0"),
    "336": ("*ESR?", "0"),
}
steps = 0
refused = []


def step(what):
    global steps
    steps += 1
    print(what, "ok", flush=True)


def check(what, found, expected):
    if found != expected:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    step(what)


def near(what, found, expected, within):
    if not np.all(np.abs(np.asarray(found) - expected) <= within):
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    step(what)


def no_error(driver, what):
    question, good = ERRORS.get(model, ("SYST:ERR?", "0"))
    said = driver.visa_handle.query(question).strip().lstrip("+")
    if not said.startswith(good):
        raise AssertionError(f"error after {what}: {said}")


def parameters(module, prefix=""):
    for name, parameter in module.parameters.items():
        yield prefix + name, parameter
    for name, below in module.submodules.items():
        if hasattr(below, "parameters"):
            yield from parameters(below, prefix + name + ".")


def fits(name, patterns):
    return any(fnmatch.fnmatch(name, one) for one in patterns)


def everything(driver, unread=(), unset=()):
    """Reads each parameter, and sets each to what was read; but for those that the driver itself cannot."""
    for name, parameter in list(parameters(driver)):
        if name in ("timeout", "IDN") or fits(name, unread):
            continue
        if not parameter.gettable:
            continue
        value = parameter.get()
        no_error(driver, "reading " + name)
        step("read " + name)
        if parameter.settable and not fits(name, unset):
            parameter.set(value)
            no_error(driver, "setting " + name)
            found = parameter.get()
            if not np.all(np.asarray(found == value)):
                raise AssertionError(f"{name}: {found!r} instead of {value!r}")
            no_error(driver, "reading back " + name)
            step(f"set {name} {value!r}")


def snapshot(driver, update=True):
    check("snapshot", len(driver.snapshot(update=update)["parameters"]) > 1, True)
    no_error(driver, "snapshot")


def rf(driver, on, **skipped):
    everything(driver, **skipped)
    snapshot(driver, update=not skipped.get("unread"))
    driver.frequency(2.5e9)
    near("frequency", driver.frequency(), 2.5e9, 1e-3)
    power = driver.amplitude_RF if hasattr(driver, "amplitude_RF") else driver.power
    power(-7.5)
    near("power", power(), -7.5, 1e-9)
    on(driver)
    no_error(driver, "switching on")


def sgs100a(driver):
    driver.reset()
    for state in ("on", "off"):
        driver.IQ_state(state)
        driver.pulsemod_state(state)
    for value in ("10MHz", "100MHz", "1000MHz"):
        driver.ref_osc_output_freq(value)
    # the driver sets these to long words only, and the instrument answers short ones
    words = ("ref_osc_output_freq", "ref_osc_external_freq", "operation_mode")
    rf(driver, lambda d: (d.operation_mode("NORMal"), d.status("on")), unset=words)


def gs200(driver):
    driver.reset()
    # the driver refuses current in voltage mode, and reads short words that it does not set
    unread = ("current_range", "current", "measure.measure")
    unset = ("BNC_out", "BNC_in", "program.trigger", "program.load", "status_byte")
    everything(driver, unread=unread, unset=unset)
    snapshot(driver, update=None)
    driver.source_mode("VOLT")
    driver.voltage_range(1)
    driver.current_limit(0.02)
    driver.on()
    driver.ramp_voltage(0.5, 0.1, 0.01)
    near("ramped voltage", driver.voltage(), 0.5, 1e-6)
    driver.off()
    driver.source_mode("CURR")
    driver.current_range(0.01)
    driver.voltage_limit(5)
    driver.on()
    driver.ramp_current(4e-3, 1e-3, 0.01)
    near("ramped current", driver.current(), 4e-3, 1e-9)
    driver.measure.on()
    near("measured voltage", driver.measure.measure(), 0.4, 1e-3)
    driver.measure.off()
    driver.current(0)
    driver.off()
    for value in ("trigger", "output", "ready"):
        driver.BNC_out(value)
    no_error(driver, "programs")


def keithley_2400(driver):
    driver.reset()
    # readings need the output, and the driver quotes what it has read with quotes
    everything(driver, unread=("volt", "curr", "resistance"), unset=("sense",))
    driver.mode("CURR")
    driver.sense("VOLT")
    driver.compliancev(1)
    driver.rangev(1)
    driver.rangei(0.01)
    driver.curr(0.004)
    driver.output(True)
    near("voltage", driver.volt(), 0.4, 4e-4)
    near("current", driver.curr(), 4e-3, 4e-6)
    near("resistance", driver.resistance(), 100, 0.2)
    snapshot(driver)
    driver.curr(0)
    driver.output(False)


def keithley_2450(driver):
    driver.reset()
    # a delay that nobody chose has no number; a reading needs the output; a sweep needs its own set-up
    sources = [f"_source_{name}." for name in ("current", "voltage")]
    senses = [f"_sense_{name}." for name in ("current", "resistance", "voltage")]
    unread = [s + "user_delay" for s in sources + senses] + [s + "sweep_axis" for s in sources]
    unread += [s + n for s in senses for n in ("sweep", "current", "voltage", "resistance")]
    unset = [s + n for s in sources + senses for n in ("user_number", "nplc", "delay")]
    everything(driver, unread=unread, unset=unset + ["terminals", "_sense_resistance.range"])
    driver.source.function("current")
    driver.source.range(0.01)
    driver.source.limit(1)
    driver.sense.function("voltage")
    driver.sense.range(1)
    driver.sense.nplc(0.1)
    driver.source.sweep_setup(0, 5e-3, 11)
    with driver.output_enabled.set_to(True):
        swept = driver.sense.sweep()
    near("sweep", swept, 100 * np.linspace(0, 5e-3, 11), 1e-3)
    driver.source.current(2e-3)
    with driver.buffer("outside", 100) as buffer, driver.output_enabled.set_to(True):
        buffer.elements(["measurement", "source_value"])
        for _ in range(3):
            buffer.trigger_start()
        check("readings in its buffer", buffer.number_of_readings(), 3)
        rows = np.array(buffer.get_data(1, 3), float).reshape(3, 2)
        near("its voltages", rows[:, 0], 0.2, 1e-3)
        near("its currents", rows[:, 1], 2e-3, 1e-5)
    driver.source.user_number(1)
    driver.source.user_delay(0.1)
    near("delay of one's own", driver.source.user_delay(), 0.1, 1e-9)
    driver.sense.auto_zero_once()
    driver.source.current(0)
    no_error(driver, "sweeps")


def keithley_2602(driver):
    from qcodes.dataset import LinSweep

    driver.reset()
    # a text is written and not read; a level is answered by a measurement; a sweep needs its own set-up
    channels = ("smua.", "smub.")
    unset = [c + n for c in channels for n in ("volt", "curr", "res")] + ["display_settext"]
    everything(driver, unread=[c + "fastsweep*" for c in channels], unset=unset)
    a = driver.smua
    a.mode("voltage")
    a.sourcerange_v(1)
    a.measurerange_i(0.01)
    a.limiti(0.02)
    a.nplc(0.1)
    a.volt(0.5)
    a.output(True)
    near("current", a.curr(), 5e-3, 5e-6)
    near("resistance", a.res(), 100, 0.1)
    a.timetrace_npts(20)
    a.timetrace_dt(0.01)
    near("trace in time", a.timetrace(), 5e-3, 5e-6)
    a.setup_fastsweep(LinSweep(a.volt, 0, 1, 11, 0.001), mode="IV")
    near("its own sweep", a.fastsweep(), np.linspace(0, 1, 11) / 100, 1e-5)
    a.volt(0)
    a.output(False)
    no_error(driver, "sweeps")


def b2962(driver):
    driver.write("*RST")
    everything(driver)
    snapshot(driver)
    for channel in (driver.ch1, driver.ch2):
        channel.source_mode("voltage")
        channel.source_voltage(0.5)
        channel.current_limit(0.1)
        channel.enable("on")
        near("voltage", channel.voltage(), 0.5, 5e-4)
        near("current", channel.current(), 5e-3, 1e-5)
        near("resistance", channel.resistance(), 100, 0.2)
        channel.source_voltage(0)
        channel.enable("off")
    no_error(driver, "measurements")


def qdac2(driver):
    import qcodes_contrib_drivers.drivers.QDevil.QDAC2_Array  # noqa: F401

    driver.reset()
    for number in (1, 24):
        channel = driver.channel(number)
        for name, parameter in channel.parameters.items():
            if parameter.gettable:
                parameter.get()
                no_error(driver, name)
                step(f"read {name} of channel {number}")
    snapshot(driver)
    channel = driver.ch02
    channel.output_range("low")
    channel.measurement_range("high")
    channel.dc_constant_V(0.5)
    near("current", channel.read_current_A()[0], 5e-3, 1e-5)
    ramp = channel.dc_sweep(start_V=0, stop_V=0.5, points=11, dwell_s=1e-3)
    near("steps", ramp.values_V(), np.linspace(0, 0.5, 11), 1e-9)
    ramp.start()
    ramp.abort()
    listed = channel.dc_list(voltages=[0, 0.1, 0.2, 0.3], dwell_s=1e-3)
    near("list", listed.values_V(), [0, 0.1, 0.2, 0.3], 1e-7)
    listed.append([0.4])
    check("points", listed.points(), 5)
    trigger = driver.allocate_trigger()
    listed.start_on(trigger)
    driver.trigger(trigger)
    time.sleep(0.2)
    near("current at its last level", channel.read_current_A()[0], 4e-3, 1e-5)
    measurement = channel.measurement(repetitions=5)
    measurement.start()
    time.sleep(0.5)
    check("readings", measurement.n_available(), 5)
    near("currents", measurement.available_A(), 4e-3, 1e-5)
    for wave in (channel.square_wave, channel.sine_wave, channel.triangle_wave):
        made = wave(frequency_Hz=100, span_V=0.2)
        made.start()
        made.abort()
        no_error(driver, wave.__name__)
        step(wave.__name__)
    trace = driver.allocate_trace("outside", 10)
    trace.waveform(np.linspace(0, 1, 10))
    wave = channel.arbitrary_wave("outside")
    wave.start()
    wave.abort()
    no_error(driver, "a wave of one's own")
    driver.free_all_triggers()
    arrangement = driver.arrange(contacts={"sensor": 1, "plunger": 3}, output_triggers={"meter": 4})
    arrangement.initiate_correction("sensor", [1.0, 0.5])
    arrangement.set_virtual_voltage("sensor", 0.1)
    near("virtual voltage", arrangement.virtual_voltage("sensor"), 0.1, 1e-9)
    sweep = arrangement.virtual_sweep2d(
        inner_contact="sensor",
        inner_voltages=np.linspace(0, 0.1, 5),
        outer_contact="plunger",
        outer_voltages=np.linspace(0, 0.2, 4),
        inner_step_time_s=1e-4,
        inner_step_trigger="meter",
    )
    sweep.start()
    time.sleep(0.2)
    # the last point: 0.2 V, and 0.1 V with half of that
    for contact in (driver.ch03, driver.ch01):
        contact.measurement_range("high")
        near("current at the end of the map", contact.read_current_A()[0], 2e-3, 1e-5)
    arrangement.close()
    driver.reset()
    no_error(driver, "an array")


def nanovoltmeter(driver):
    driver.reset()
    # the driver knows switches as ON and OFF, and the instrument answers 1 and 0
    switches = ("auto_range_enabled", "display_enabled", "analog_filter", "digital_filter", "auto_zero")
    everything(driver, unread=switches)
    for name in switches:
        driver.parameters[name].set(True)
        no_error(driver, name)
        step("set " + name)
    driver.digital_filter(False)
    driver.configure_voltage_measurement(voltage_range=0.01, nplc=1)
    near("voltage", driver.voltage(), 1e-3, 2e-6)
    near("reading", driver.read(), 1e-3, 2e-6)
    driver.initiate_measurement()
    near("fetched", driver.fetch(), 1e-3, 2e-6)
    driver.abort_measurement()
    no_error(driver, "measurements")


def spectrum(driver):
    # no reset at first: the driver sets the format of traces as it opens
    sweeper = driver.sa
    # a trace needs its own set-up
    everything(driver, unread=("sa.trace", "sa.freq_axis"), unset=("sa.start", "sa.stop"))
    driver.mode("SA")
    driver.cont_meas("OFF")
    sweeper.setup_swept_sa_sweep(1.1e9, 1.3e9, 1001)
    trace = sweeper.trace()
    axis = sweeper.freq_axis()
    near("frequency of the tone", axis[np.argmax(trace)], 1.2e9, 1e6)
    near("power of the tone", np.max(trace), -30, 0.3)
    sweeper.mech_attenuation(20)
    check("attenuation", sweeper.mech_attenuation(), 20)
    driver.abort()
    driver.reset()
    no_error(driver, "a sweep")


def channel_power(driver):
    driver.reset()
    driver.rf_center_frequency(1.2)
    near("centre", driver.rf_center_frequency(), 1.2e9, 1)
    driver.resolution_bandwidth(0.03)
    driver.video_bandwidth(0.3)
    near("power in the channel", driver.power(), -30, 0.3)
    near("its density", driver.power_spectral_density(), -30 - 63, 0.3)
    no_error(driver, "channel power")


def multimeter(driver):
    # only the 34465A has a timer of samples, which the driver's reset asks; a resolution is one that the driver lists
    larger = model == "34465A"
    driver.reset() if larger else driver.write("*RST")
    unread = ["timetrace"] + ([] if larger else ["sample.timer", "sample.timer_minimum"])
    everything(driver, unread=unread, unset=("resolution",))
    if larger:
        snapshot(driver)
    driver.autorange("OFF")
    driver.range(1)
    driver.NPLC(1)
    near("voltage", driver.volt(), 1e-3, 2e-5)
    driver.init_measurement()
    near("fetched", driver.fetch(), 1e-3, 2e-5)
    near("read", driver.read(), 1e-3, 2e-5)
    driver.display.text("outside")
    check("display", driver.display.text(), "outside")
    driver.display.clear()
    driver.autorange_once()
    if larger:
        driver.NPLC(0.06)
        driver.aperture_mode("ON")
        driver.aperture_time(1e-3)
        driver.timetrace_dt(3e-3)
        driver.timetrace_npts(20)
        near("trace in time", driver.timetrace(), 1e-3, 1e-4)
        check("its axis", len(driver.time_axis()), 20)
    no_error(driver, "measurements")


def older_lock_in(driver):
    driver.reset()
    # a buffer needs its own set-up
    everything(driver, unread=("ch*",), unset=("offset_*",))
    driver.amplitude(0.1)
    driver.frequency(1000)
    driver.sensitivity(5e-3)
    driver.time_constant(0.03)
    time.sleep(0.5)
    near("x", driver.X(), 1e-3, 1e-6)
    near("y", driver.Y(), 0, 1e-6)
    near("both at once", driver.snap("x", "y"), [1e-3, 0], 1e-6)
    driver.buffer_SR(64)
    driver.ch1_display("X")
    driver.ch2_display("Y")
    driver.buffer_reset()
    driver.buffer_start()
    time.sleep(0.3)
    driver.buffer_pause()
    count = driver.buffer_npts()
    driver.ch1_databuffer.prepare_buffer_readout()
    samples = driver.ch1_databuffer()
    check("its buffer", len(samples), count)
    near("samples", samples, 1e-3, 1e-6)
    near("as a trace", driver.ch1_datatrace(), 1e-3, 1e-6)
    check("range up", driver.increment_sensitivity(), True)
    check("range down", driver.decrement_sensitivity(), True)
    driver.auto_gain()
    driver.auto_phase()
    driver.auto_reserve()
    no_error(driver, "measurements")


def newer_lock_in(driver):
    driver.reset()
    # a capture needs its own set-up, and its rate is zero before
    unread = tuple("buffer." + name for name in ("X", "Y", "R", "T"))
    everything(driver, unread=unread, unset=("buffer.capture_rate",))
    driver.amplitude(0.1)
    driver.frequency(1000)
    driver.sensitivity(5e-3)
    driver.time_constant(0.03)
    time.sleep(0.5)
    near("x", driver.X(), 1e-3, 1e-6)
    near("three at once", driver.get_values("X", "Y", "R"), [1e-3, 0, 1e-3], 1e-6)
    buffer = driver.buffer
    buffer.capture_config("X,Y")
    buffer.set_capture_rate_to_maximum()
    buffer.set_capture_length_to_fit_samples(64)
    buffer.start_capture("ONE", "IMM")
    time.sleep(0.5)
    buffer.stop_capture()
    captured = buffer.get_capture_data(64)
    near("captured x", captured["X"], 1e-3, 1e-6)
    near("captured y", captured["Y"], 0, 1e-6)
    snapshot(driver, update=None)
    no_error(driver, "measurements")


def controller(driver):
    driver.write("*CLS")
    # the driver's heater set-up is that of a 335; a name of 15 characters and more; a curve is read only
    inputs = ("A", "B", "C", "D")
    unread = [f"output_{n}.output_*" for n in (1, 2, 3, 4)] + ["output_3.output", "output_4.output"]
    unset = [f"{i}.{n}" for i in inputs for n in ("sensor_name", "range", "curve_*")]
    unset += [f"output_{n}.{p}" for n in (1, 2, 3, 4) for p in ("range_limits", "blocking_t")]
    everything(driver, unread=unread, unset=unset)
    near("temperature", driver.C.temperature(), 295, 0.1)
    near("voltage of its diode", driver.C.sensor_raw(), 0.571, 1e-3)
    check("its curve", driver.C.curve_name().strip(), "DT-670")
    driver.output_1.setpoint(296)
    near("setpoint", driver.output_1.setpoint(), 296, 1e-9)
    no_error(driver, "readings")


TESTS = {
    "RohdeSchwarzSGS100A": sgs100a,
    "RohdeSchwarz_SMB100A": lambda d: rf(d, lambda d: d.status("on")),
    "KeysightN5183B": lambda d: (d.write("*RST"), d.power(-10), rf(d, lambda d: d.rf_output(True))),
    "KeysightN5173B": lambda d: (d.write("*RST"), d.power(-10), rf(d, lambda d: d.rf_output(True))),
    "AgilentE8257D": lambda d: rf(d, lambda d: d.output_enabled(True)),
    # outputs of options that this unit does not have
    "SG384": lambda d: rf(d, lambda d: d.enable_RF("ON"), unread=("*_HF", "*_clock")),
    "YokogawaGS200": gs200,
    "Keithley2400": keithley_2400,
    "Keithley2450": keithley_2450,
    "Keithley2602B": keithley_2602,
    "KeysightB2962A": b2962,
    "QDac2": qdac2,
    "Keithley2182A": nanovoltmeter,
    "KeysightN9030B": spectrum,
    "Agilent_N9000A": channel_power,
    "Keysight34461A": multimeter,
    "Keysight34465A": multimeter,
    "SR830": older_lock_in,
    "SR860": newer_lock_in,
    "LakeshoreModel336": controller,
}
maker = getattr(importlib.import_module(MODULES[kind]), kind)
options = {"terminator": "\n"} if kind in ("Keithley2400",) else {}
driver = maker("outside", resource, visalib="@py", **options)
driver.timeout(10)
no_error(driver, "opening") if model != "336" else None
TESTS[kind](driver)
driver.close()
print(f"{model} {kind}: {steps} steps")
print("all done")
