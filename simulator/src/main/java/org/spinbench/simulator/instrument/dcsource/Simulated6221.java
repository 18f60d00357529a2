package org.spinbench.simulator.instrument.dcsource;

import java.util.Arrays;
import java.util.List;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.Nanovoltmeter;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.EventRegister;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keithley 6221 AC and DC current source (6220/6221 reference manual 622X-901-01; settling, steps
 * and compliance from the 6221 specifications).
 *
 * <p>Ranges are decades from 2 nA and 100 mA; each reaches 5 % further. A change of range with the
 * output on opens a relay. SOURce:WAVE:INITiate switches the output on, ABORt switches it off. A
 * running waveform replaces the direct level. {@link Delta6221} has the modes with a 2182A, which
 * cannot be armed without one.
 *
 * <p>SOURce:SWEep:ARM switches the output on at the present level. INITiate starts the sweep of
 * {@link Sweeps6221}, whose last level remains. Level, range and compliance cannot be set until
 * SOURce:SWEep:ABORt. While the output settles between two steps, the smaller of their compliances
 * applies.
 *
 * <p>These points are unconfirmed: range and auto-range after *RST; the error numbers for a
 * waveform that is not armed, a missing nanovoltmeter and an armed sweep; the relay; that aborting
 * a sweep switches the output off. The source's own noise is not modelled.
 */
public final class Simulated6221 implements SimulatedInstrument, DcOutput {
  private static final String IDENTITY = "KEITHLEY INSTRUMENTS INC.,MODEL 6221,4559777,D04  /700x ";
  private static final double OVER = 1.05;
  private static final double MOST = 0.105;
  private static final double FILTERED = 100e-6;
  private static final double RELAY_TIME = 10e-3;

  /** Bit of the operation status for a sweep (figure 11-1). */
  private static final int SWEEPING = 1 << 3;

  /** Bit of the measurement status for compliance (figure 11-6). */
  private static final int IN_COMPLIANCE = 1 << 3;

  /** Settling times in fast response, s: to 0.1 % here, to 1 % in the specifications. */
  private static final double[] SETTLING = {
    90e-6, 90e-6, 30e-6, 4e-6, 2e-6, 2e-6, 2e-6, 2e-6, 3e-6
  };

  private static final double[] RANGES = {
    2e-9, 20e-9, 200e-9, 2e-6, 20e-6, 200e-6, 2e-3, 20e-3, 100e-3
  };
  private static final double[] STEPS = {
    100e-15, 1e-12, 10e-12, 100e-12, 1e-9, 10e-9, 100e-9, 1e-6, 10e-6
  };

  private static final NumberRange NAMES = new NumberRange(Quantity.CURRENT, -MOST, MOST, 0.1);
  private static final NumberRange COMPLIANCE = new NumberRange(Quantity.VOLTAGE, 0.1, 105, 10);
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 1e-3, 999_999.999, 1);

  private final Surroundings surroundings;
  private final TerminalLoad load;
  private final FrontPanel panel;
  private final CommandTree tree = new CommandTree(Simulated6221::number);
  private final PresetSettings settings = new PresetSettings(tree);
  private final Waveform6221 waveform = new Waveform6221(tree, this::wave);
  private final Sweeps6221 sweeps = new Sweeps6221(tree);
  private final LevelPass pass = new LevelPass();

  private Settling output;
  private boolean on;
  private double level;
  private int range;
  private boolean autoRange;
  private double compliance;
  private final Value<Boolean> filter = settings.flag("[:SOURce#]:CURRent:FILTer[:STATe]", false);
  private final Value<Double> delay = settings.number("[:SOURce#]:DELay", DELAY);
  private boolean lowEarthed;
  private boolean waiting;
  private boolean armed;
  private boolean sweepArmed;
  private double[] sweepLimits = {};
  private long waveStart = Long.MAX_VALUE;
  private final Delta6221 delta;

  /** A 6221 that is off, with this load. */
  public Simulated6221(Surroundings surroundings, TerminalLoad load) {
    this.surroundings = surroundings;
    this.load = load;
    delta =
        new Delta6221(
            tree, settings, settings.table("6221"), surroundings, this::panel, new Alternating());
    setPresets();
    declareSource();
    declareOutput();
    declareWave();
    tree.event("[:SOURce#]:SWEep:ARM", this::armSweep);
    tree.query("[:SOURce#]:SWEep:ARM", () -> Replies.flag(sweepArmed));
    tree.event("[:SOURce#]:SWEep:ABORt", this::abortSweep);
    tree.event("INITiate[:IMMediate]", this::startSweep);
    declareSystem();
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, 10, tree, this::reset);
    EventRegister measurement = panel.addMeasurementStatus();
    measurement.refreshedBy(() -> measurement.condition(isLimited(now()) ? IN_COMPLIANCE : 0));
    panel.operation().refreshedBy(delta::upToNow);
  }

  private void declareSource() {
    String current = "[:SOURce#]:CURRent";
    tree.number(
        current + "[:LEVel][:IMMediate][:AMPLitude]", this::levels, () -> level, this::setLevel);
    tree.number(current + ":RANGe", () -> NAMES, () -> RANGES[range], this::setRange);
    tree.flag(current + ":RANGe:AUTO", () -> autoRange, this::setAutoRange);
    tree.number(current + ":COMPliance", COMPLIANCE, () -> compliance, this::setCompliance);
    tree.event("[:SOURce#]:CLEar[:IMMediate]", () -> setOn(false));
  }

  private void declareOutput() {
    tree.flag("OUTPut[:STATe]", () -> on, this::setOn);
    tree.flag("OUTPut:LTEarth", () -> lowEarthed, this::setLowEarthed);
  }

  private void declareWave() {
    String wave = "[:SOURce#]:WAVE";
    tree.event(wave + ":ARM", this::arm);
    tree.query(wave + ":ARM", () -> Replies.flag(armed));
    tree.event(wave + ":INITiate", this::start);
    tree.event(wave + ":ABORt", this::abort);
  }

  /** Changes the waveform. The past of a running one is recorded first. */
  private void wave(Runnable change) {
    surroundings.outputChanged().run();
    change.run();
    surroundings.outputChanged().run();
  }

  private void declareSystem() {
    new Beeper6221(tree);
    tree.event("SYSTem:PRESet", this::reset);
    tree.event("SYSTem:CLEar", () -> panel.clearErrors());
    tree.event("STATus:QUEue:CLEar", () -> panel.clearErrors());
    tree.event("*TRG", () -> trigger("BUS"));
    tree.event("ARM[:SEQuence#][:LAYer#]:SIGNal", () -> trigger(""));
    tree.event("TRIGger[:SEQuence#]:SIGNal", () -> trigger(""));
    tree.event(
        "ABORt",
        () -> {
          waiting = false;
          abortSweep();
        });
  }

  /** Starts a sweep that waits for this source; any source without a name. */
  private void trigger(String source) {
    if (waiting && (source.isEmpty() || sweeps.armSource().equals(source))) {
      waiting = false;
      beginSweep();
    }
  }

  private void setPresets() {
    on = false;
    level = 0;
    range = RANGES.length - 1;
    autoRange = false;
    compliance = COMPLIANCE.preset();
    settings.preset();
    waveform.preset();
    lowEarthed = false;
    armed = false;
    sweepArmed = false;
    waiting = false;
    sweeps.preset();
    pass.abort(now());
    waveStart = Long.MAX_VALUE;
    delta.preset();
    output = new Settling(0, now());
  }

  private void reset() {
    surroundings.outputChanged().run();
    setPresets();
    surroundings.outputChanged().run();
  }

  /** NR3 with seven digits. */
  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }

  private long now() {
    return surroundings.clock().nanos();
  }

  private NumberRange levels() {
    double most = autoRange ? MOST : OVER * RANGES[range];
    return new NumberRange(Quantity.CURRENT, -most, most, 0);
  }

  private static int holding(double amperes) {
    int index = 0;
    while (Math.abs(amperes) > OVER * RANGES[index] * (1 + 1e-9)) {
      index++;
    }
    return index;
  }

  private void setLevel(double amperes) {
    requireNoSweep();
    level = amperes;
    change(autoRange ? holding(amperes) : range);
  }

  private void setRange(double amperes) {
    requireNoSweep();
    autoRange = false;
    int wanted = holding(amperes);
    if (Math.abs(level) > OVER * RANGES[wanted]) {
      level = 0;
    }
    change(wanted);
  }

  private void setAutoRange(boolean state) {
    autoRange = state;
    setLevel(level);
  }

  private void change(int wanted) {
    boolean relay = wanted != range;
    range = wanted;
    if (relay && on) {
      surroundings.outputChanged().run();
      output.ramp(0, now(), 0);
      approach(now() + Math.round(1e9 * RELAY_TIME));
    } else {
      approach(now());
    }
  }

  private void approach(long start) {
    double step = STEPS[range];
    double settling = settling();
    output.approach(on ? StrictMath.rint(level / step) * step : 0, start, settling);
    panel.overlap(start + Math.round(2e9 * settling));
    surroundings.outputChanged().run();
  }

  private void setCompliance(double volts) {
    requireNoSweep();
    surroundings.outputChanged().run();
    compliance = volts;
    surroundings.outputChanged().run();
  }

  private void setOn(boolean state) {
    surroundings.outputChanged().run();
    on = state;
    if (!state) {
      waveStart = Long.MAX_VALUE;
      endSweep();
    }
    approach(now());
  }

  /** Connects low to earth, or lets it float; refused while the output is on. */
  private void setLowEarthed(boolean state) {
    if (on && state != lowEarthed) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    lowEarthed = state;
  }

  /** Selects the range for the whole waveform, or refuses one that exceeds the fixed range. */
  private void arm() {
    double peak = waveform.peak();
    if (peak > (waveform.best() ? MOST : OVER * RANGES[range])) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    if (waveform.best()) {
      range = holding(peak);
    }
    setOn(false);
    armed = true;
  }

  private void start() {
    if (!armed) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    surroundings.outputChanged().run();
    on = true;
    waveStart = now();
    double duration = waveform.duration();
    if (Double.isFinite(duration)) {
      panel.overlap(waveStart + Math.round(1e9 * duration));
    }
    surroundings.outputChanged().run();
  }

  private void abort() {
    armed = false;
    setOn(false);
  }

  private void requireNoSweep() {
    if (sweepArmed || delta.armed()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  private void armSweep() {
    requireNoSweep();
    sweeps.requireComplete();
    setOn(true);
    sweepArmed = true;
  }

  private void startSweep() {
    if (delta.armed()) {
      delta.begin();
      return;
    }
    if (!sweepArmed || pass.running(now())) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    sweeps.requireComplete();
    waiting = !sweeps.armSource().equals("IMM");
    if (!waiting) {
      beginSweep();
    }
  }

  private void beginSweep() {
    sweeps.requireComplete();
    surroundings.outputChanged().run();
    double[] levels = sweeps.levels();
    sweepLimits = sweeps.compliances(compliance);
    if (sweeps.best()) {
      change(holding(Arrays.stream(levels).map(Math::abs).max().orElseThrow()));
    }
    double most = OVER * RANGES[range];
    double step = STEPS[range];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = StrictMath.rint(Math.max(-most, Math.min(most, levels[k])) / step) * step;
    }
    pass.startPass(output, settling(), now(), levels, sweeps.dwells(delay.get()), sweeps.pulses());
    panel.operate(SWEEPING, pass.end());
    surroundings.outputChanged().run();
  }

  private void abortSweep() {
    if (sweepArmed || delta.armed()) {
      setOn(false);
    }
  }

  private void endSweep() {
    if (sweepArmed || delta.armed()) {
      waiting = false;
      sweepArmed = false;
      if (delta.drives(now())) {
        output.ramp(delta.at(now()), now(), 0);
      }
      delta.abort();
      pass.abort(now());
      panel.cancelPending();
    }
  }

  private boolean isLimited(long nanos) {
    return load.at(nanos).under(level(nanos)).limited();
  }

  /** What a mode with a nanovoltmeter does to the output. */
  private final class Alternating implements Delta6221.Source {
    @Override
    public boolean limited(long nanos) {
      return isLimited(nanos);
    }

    @Override
    public double prepare(double largest) {
      requireNoSweep();
      if (largest > MOST) {
        throw new CommandException(StandardError.SETTINGS_CONFLICT);
      }
      setOn(false);
      range = Math.max(range, holding(largest));
      return settling();
    }

    @Override
    public void switched(boolean state) {
      if (!state) {
        setOn(false);
        return;
      }
      surroundings.outputChanged().run();
      on = true;
    }
  }

  /** Settling time of the range, s. */
  private double settling() {
    return filter.get() ? FILTERED : SETTLING[range];
  }

  private boolean waves(long nanos) {
    return on && nanos >= waveStart;
  }

  @Override
  public DcLevel level(long nanos) {
    double value = waves(nanos) ? waveform.at((nanos - waveStart) * 1e-9) : direct(nanos);
    if (!on && value == 0) {
      return DcLevel.OFF;
    }
    long settling = Math.round(1e9 * Settling.DONE * settling());
    return DcLevel.amperes(value, Math.min(limit(nanos), limit(nanos - settling)));
  }

  private double direct(long nanos) {
    return delta.drives(nanos) ? delta.at(nanos) : output.at(nanos);
  }

  /** The compliance of a step of a sweep, or of the output. */
  private double limit(long nanos) {
    int step = pass.at(nanos);
    return step < 0 ? compliance : sweepLimits[step];
  }

  @Override
  public DcLevel crest(DcLevel level, long nanos) {
    if (!waves(nanos) || nanos >= waveEnd()) {
      return level;
    }
    return DcLevel.amperes(waveform.crest(), compliance);
  }

  @Override
  public long turn(long after) {
    long turn = Math.min(output.turn(after), delta.turn(after));
    long lastOfWave = waveEnd() - 1;
    return waves(after) && lastOfWave > after ? Math.min(turn, lastOfWave) : turn;
  }

  private long waveEnd() {
    double nanos = waveStart + 1e9 * waveform.duration();
    return nanos < Long.MAX_VALUE ? Math.round(nanos) : Long.MAX_VALUE;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(this);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean triggers(TriggerInput input) {
    pass.triggers(input);
    return true;
  }

  @Override
  public void attach(Nanovoltmeter meter) {
    delta.attach(meter);
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return on
        && (output.target() != 0 || waves(now()) || pass.running(now()) || delta.drives(now()));
  }
}
