package org.spinbench.simulator.instrument.gauge;

import java.util.Arrays;
import java.util.Locale;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.gauge.PlacedNumbers.Parameter;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.StandardError;

/**
 * A Lake Shore 336 temperature controller (docs/manuals/lakeshore.md) with a {@link Cryostat}:
 * input A is the stage, B the sample, C the surroundings, D has no sensor. Both heaters warm the
 * stage; outputs 3 and 4 are joined to nothing.
 *
 * <p>Control is the usual law, unconfirmed, without its derivative term, every 0.1 s: percent = P
 * (e + I/1000 s ∫e dt), of the current of the range. Powers are those of a heater of 25 Ω: 100 W
 * and 50 W in the range high, a tenth and a hundredth of it in the others.
 */
public final class Simulated336 implements SimulatedInstrument {
  private static final String IDENTITY = "LSCI,MODEL336,LSA2001/LSA3001,2.9";
  private static final String OUTPUTS = "1|2|3|4";
  private static final String INPUTS = "A|B|C|D";
  private static final int CURVES = 59;
  private static final int HEATERS = 2;
  private static final double[] POWERS = {100, 50};
  private static final double[] SHARES = {0, 0.01, 0.1, 1};
  private static final double STEP = 0.1;
  private static final double MOST_STEPS = 200_000;
  private static final double CELSIUS = 273.15;
  private static final double NOISE = 1e-3;
  private static final int CLOSED_LOOP = 1;
  private static final int OPEN_LOOP = 3;
  private static final int NO_SENSOR = 1;

  private final Surroundings surroundings;
  private final Cryostat cryostat = new Cryostat();
  private final FrontPanel panel;

  private final PlacedNumbers setpoint =
      new PlacedNumbers(OUTPUTS, Parameter.real(0, 1505, Cryostat.SURROUNDINGS));
  private final PlacedNumbers range = new PlacedNumbers(OUTPUTS, Parameter.whole(0, 3, 0));
  private final PlacedNumbers mode =
      new PlacedNumbers(
          OUTPUTS,
          Parameter.whole(0, 5, CLOSED_LOOP),
          Parameter.whole(0, 8, 1),
          Parameter.whole(0, 1, 0));
  private final PlacedNumbers pid =
      new PlacedNumbers(
          OUTPUTS,
          Parameter.real(0.1, 1000, 50),
          Parameter.real(0, 1000, 20),
          Parameter.real(0, 200, 0));
  private final PlacedNumbers manual = new PlacedNumbers(OUTPUTS, Parameter.real(0, 100, 0));
  private final PlacedNumbers ramp =
      new PlacedNumbers(OUTPUTS, Parameter.whole(0, 1, 0), Parameter.real(0, 100, 0.1));
  private final PlacedNumbers limit = new PlacedNumbers(INPUTS, Parameter.real(0, 1505, 0));

  /** The setpoints that control follows while they ramp, K. */
  private final double[] followed = new double[4];

  private final double[] integral = new double[HEATERS];
  private final double[] percent = new double[HEATERS];
  private final String[] names = {"Stage", "Sample", "Surroundings", "Input D"};
  private long reached;

  /** A controller whose heaters are off. */
  public Simulated336(Surroundings surroundings) {
    this.surroundings = surroundings;
    reached = surroundings.clock().nanos();
    Arrays.fill(followed, Cryostat.SURROUNDINGS);
    CommandTree tree = new CommandTree(value -> LakeShore.fixed(value, 3));
    declareControl(tree);
    declareReadings(tree);
    declareStored(tree);
    new PresetSettings(tree).table("lakeshore-336");
    panel = surroundings.frontPanel(IDENTITY, LakeShore.DIALECT, LakeShore.ERRORS, tree, this::off);
  }

  private void declareControl(CommandTree tree) {
    setpoint.command(tree, "SETP", this::advance);
    tree.query("SETP", 1, 1, call -> LakeShore.fixed(present(setpoint.place(call)), 3));
    range.declare(tree, "RANGE", this::advance);
    mode.declare(tree, "OUTMODE", this::advance);
    pid.declare(tree, "PID", this::advance);
    manual.declare(tree, "MOUT", this::advance);
    ramp.declare(tree, "RAMP", this::advance);
    limit.declare(tree, "TLIMIT", this::advance);
    tree.query("RAMPST", 1, 1, call -> ramps(ramp.place(call)) ? "1" : "0");
    tree.query("HTR", 1, 1, call -> heater(call.integer(1, HEATERS) - 1));
    tree.query("HTRST", 1, 1, call -> Integer.toString(0 * call.integer(1, HEATERS)));
    tree.command("DFLT", 1, 1, call -> defaults(call.integer(0, 99)));
  }

  /** Declares what is answered and has no effect here. */
  private static void declareStored(CommandTree tree) {
    Runnable nothing = () -> {};
    Parameter flag = Parameter.whole(0, 1, 0);
    new PlacedNumbers(INPUTS, Parameter.whole(0, 59, 2)).declare(tree, "INCRV", nothing);
    tree.query("CRVHDR", 1, 1, call -> SensorCurve.header(call.integer(1, CURVES)));
    new PlacedNumbers(INPUTS, flag, Parameter.whole(2, 64, 8), Parameter.whole(1, 10, 10))
        .declare(tree, "FILTER", nothing);
    new PlacedNumbers(
            INPUTS,
            Parameter.whole(0, 4, 1),
            flag,
            Parameter.whole(0, 8, 0),
            flag,
            Parameter.whole(1, 3, 1))
        .declare(tree, "INTYPE", nothing);
    new PlacedNumbers(
            "1|2",
            Parameter.whole(1, 2, 1),
            Parameter.whole(0, 4, 2),
            Parameter.real(0, 2, 0),
            Parameter.whole(1, 2, 1))
        .declare(tree, "HTRSET", nothing);
    new PlacedNumbers("", flag, Parameter.whole(0, 999, 123)).declare(tree, "LOCK", nothing);
  }

  private void declareReadings(CommandTree tree) {
    tree.query("KRDG", 1, 1, call -> reading(limit.place(call), 0));
    tree.query("CRDG", 1, 1, call -> reading(limit.place(call), CELSIUS));
    tree.query("SRDG", 1, 1, call -> sensorUnits(limit.place(call)));
    tree.command("INNAME", 2, 2, call -> names[limit.place(call)] = call.quoted());
    tree.query("INNAME", 1, 1, call -> names[limit.place(call)]);
    tree.query("RDGST", 1, 1, call -> status(limit.place(call)));
  }

  /** Heaters off, as when it is switched on. */
  private void off() {
    advance();
    range.preset();
  }

  private void defaults(int code) {
    if (code != 99) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    advance();
    for (PlacedNumbers one :
        new PlacedNumbers[] {setpoint, range, mode, pid, manual, ramp, limit}) {
      one.preset();
    }
  }

  private boolean ramps(int output) {
    advance();
    return followed[output] != setpoint.get(output, 0);
  }

  private double present(int output) {
    advance();
    return followed[output];
  }

  private String heater(int output) {
    advance();
    return String.format(Locale.ROOT, "%+06.1f", percent[output]);
  }

  private String reading(int input, double zero) {
    advance();
    double noise = input < 3 ? NOISE * surroundings.gaussian() : 0;
    return LakeShore.fixed(input < 3 ? sensor(input) + noise - zero : 0, 3);
  }

  /** The voltage of a diode, V; every input has the curve of one. */
  private String sensorUnits(int input) {
    advance();
    double volts = input < 3 ? SensorCurve.voltage(sensor(input)) : 0;
    return String.format(Locale.ROOT, "%+.5f", volts);
  }

  private static String status(int input) {
    return String.format(Locale.ROOT, "%03d", input < 3 ? 0 : NO_SENSOR);
  }

  private double sensor(int input) {
    return switch (input) {
      case 0 -> cryostat.stage();
      case 1 -> cryostat.sample();
      default -> Cryostat.SURROUNDINGS;
    };
  }

  /** Lets the stage follow its heaters up to the present. */
  private void advance() {
    long now = surroundings.clock().nanos();
    double rest = (now - reached) * 1e-9;
    reached = now;
    double step = Math.max(STEP, rest / MOST_STEPS);
    while (rest > 0) {
      double part = Math.min(step, rest);
      step(part);
      rest -= part;
    }
    for (int output = 0; output < followed.length; output++) {
      if (ramp.get(output, 0) == 0) {
        followed[output] = setpoint.get(output, 0);
      }
    }
  }

  private void step(double seconds) {
    for (int output = 0; output < followed.length; output++) {
      double end = setpoint.get(output, 0);
      double most = ramp.get(output, 1) / 60 * seconds;
      boolean slow = ramp.get(output, 0) == 1 && Math.abs(end - followed[output]) > most;
      followed[output] =
          slow ? followed[output] + Math.copySign(most, end - followed[output]) : end;
    }
    double watts = 0;
    for (int heater = 0; heater < HEATERS; heater++) {
      percent[heater] = percent(heater, seconds);
      double share = SHARES[(int) range.get(heater, 0)];
      watts += POWERS[heater] * share * percent[heater] * percent[heater] * 1e-4;
    }
    cryostat.pass(seconds, watts);
  }

  /** What a heater gives, percent of the current of its range. */
  private double percent(int heater, double seconds) {
    int input = (int) mode.get(heater, 1) - 1;
    int how = (int) mode.get(heater, 0);
    boolean regulates = how == CLOSED_LOOP && input >= 0 && input < 3;
    if (range.get(heater, 0) == 0 || tooWarm() || !regulates && how != OPEN_LOOP) {
      integral[heater] = 0;
      return 0;
    }
    if (!regulates) {
      return manual.get(heater, 0);
    }
    double error = followed[heater] - sensor(input);
    double gain = pid.get(heater, 0);
    double sum = integral[heater] + gain * pid.get(heater, 1) * 1e-3 * error * seconds;
    integral[heater] = Math.max(0, Math.min(100, sum));
    return Math.max(0, Math.min(100, gain * error + integral[heater]));
  }

  /** Whether a sensor is above its limit, which switches all heaters off; zero is no limit. */
  private boolean tooWarm() {
    for (int input = 0; input < 3; input++) {
      if (limit.get(input, 0) > 0 && sensor(input) > limit.get(input, 0)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  /** Heaters are not joined to the chip. */
  @Override
  public boolean energised() {
    return false;
  }
}
