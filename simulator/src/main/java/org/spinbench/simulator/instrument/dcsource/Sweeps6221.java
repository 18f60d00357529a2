package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spinbench.simulator.instrument.part.Staircase;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The settings of a 6221's sweeps: staircases, and custom sweeps of lists of levels, of times and
 * of compliances (6220/6221 reference manual, section 4), with its output trigger (section 8).
 *
 * <p>External triggers are not simulated, so the immediate source is the only one. Endless sweeps
 * are not simulated.
 */
final class Sweeps6221 {
  private static final int MOST_SENT = 100;
  private static final int MOST_POINTS = 65_535;

  private static final int LINE = 2;
  private static final NumberRange LEVEL = new NumberRange(Quantity.CURRENT, -105e-3, 105e-3, 0);
  private static final NumberRange TIME = new NumberRange(Quantity.TIME, 1e-3, 999_999.999, 1);
  private static final NumberRange LIMIT = new NumberRange(Quantity.VOLTAGE, 0.1, 105, 10);

  private static final NumberRange SPAN = new NumberRange(Quantity.CURRENT, 2e-13, 0.21, 0.1);

  private final PresetSettings settings;
  private final Value<String> armSource;
  private final Value<String> spacing;
  private final Value<String> ranging;
  private final Value<Integer> count;
  private final Value<String> pulses;
  private final Value<Integer> line;
  private Staircase staircase;
  private List<Double> levels;
  private List<Double> delays;
  private List<Double> compliances;

  /** Settings after a reset, with their commands in this tree. */
  Sweeps6221(CommandTree tree) {
    settings = new PresetSettings(tree);
    String sweep = "[:SOURce#]:SWEep";
    spacing = settings.choice(sweep + ":SPACing", "LINear|LOGarithmic|LIST", "LIN");
    ranging = settings.choice(sweep + ":RANGing", "BEST|AUTO|FIXed", "BEST");
    count = settings.integer(sweep + ":COUNt", 1, 9999, 1);
    settings.flag(sweep + ":CABort", false);
    tree.integer(
        sweep + ":POINts",
        1,
        MOST_POINTS,
        () -> staircase.points(),
        points -> staircase.setPoints((int) points));
    String current = "[:SOURce#]:CURRent";
    tree.number(
        current + ":STARt", LEVEL, () -> staircase.start(), level -> staircase.setStart(level));
    tree.number(
        current + ":STOP", LEVEL, () -> staircase.stop(), level -> staircase.setStop(level));
    tree.number(current + ":STEP", LEVEL, () -> staircase.step(), step -> staircase.setStep(step));
    tree.number(current + ":CENTer", LEVEL, this::center, center -> place(center, span()));
    tree.number(current + ":SPAN", SPAN, this::span, span -> place(center(), span));
    armSource =
        settings.choice(
            "ARM[:SEQuence#][:LAYer#]:SOURce",
            "IMMediate|TIMer|BUS|TLINk|BSTest|PSTest|NSTest|MANual",
            "IMM");
    settings.choice("TRIGger[:SEQuence#]:SOURce", "IMMediate|TLINk", "IMM");
    pulses =
        settings.choice("TRIGger[:SEQuence#][:TCONfigure]:OUTPut", "SOURce|DELay|NONE", "NONE");
    line = settings.integer("TRIGger[:SEQuence#][:TCONfigure]:OLINe", 1, 6, LINE);
    declareLists(tree);
    preset();
  }

  void preset() {
    settings.preset();
    staircase = new Staircase(11, MOST_POINTS);
    levels = List.of(LEVEL.preset());
    delays = List.of(TIME.preset());
    compliances = List.of(LIMIT.preset());
  }

  private void declareLists(CommandTree tree) {
    String list = "[:SOURce#]:LIST";
    tree.command(list + ":CURRent", 1, MOST_SENT, call -> levels = read(call, LEVEL, List.of()));
    tree.command(
        list + ":CURRent:APPend", 1, MOST_SENT, call -> levels = read(call, LEVEL, levels));
    tree.command(list + ":DELay", 1, MOST_SENT, call -> delays = read(call, TIME, List.of()));
    tree.command(list + ":DELay:APPend", 1, MOST_SENT, call -> delays = read(call, TIME, delays));
    tree.command(
        list + ":COMPliance", 1, MOST_SENT, call -> compliances = read(call, LIMIT, List.of()));
    tree.command(
        list + ":COMPliance:APPend",
        1,
        MOST_SENT,
        call -> compliances = read(call, LIMIT, compliances));
    tree.query(list + ":CURRent", () -> joined(levels));
    tree.query(list + ":DELay", () -> joined(delays));
    tree.query(list + ":COMPliance", () -> joined(compliances));
    tree.query(list + ":CURRent:POINts", () -> Integer.toString(levels.size()));
    tree.query(list + ":DELay:POINts", () -> Integer.toString(delays.size()));
    tree.query(list + ":COMPliance:POINts", () -> Integer.toString(compliances.size()));
  }

  private static List<Double> read(Call call, NumberRange range, List<Double> before) {
    List<Double> all = new ArrayList<>(before);
    for (double value : call.numbers(range)) {
      all.add(value);
    }
    if (all.size() > MOST_POINTS) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    return List.copyOf(all);
  }

  private static String joined(List<Double> values) {
    return Replies.list(values, value -> Replies.scientific(value, 6, 2));
  }

  /** Refuses inconsistent lists: a list of times or compliances that is too short. */
  void requireComplete() {
    int needed = levels.size();
    if (isList() && (delays.size() < needed || compliances.size() < needed)) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  private boolean isList() {
    return spacing.is("LIST");
  }

  /** Whether a sweep selects the smallest range for all its levels, or keeps the present one. */
  boolean best() {
    return ranging.is("BEST");
  }

  private List<Double> once() {
    staircase.setLogarithmic(spacing.is("LOG"));
    return isList() ? levels : staircase.levels();
  }

  /** The levels of the whole sweep, A. */
  double[] levels() {
    return repeated(once());
  }

  /**
   * The times of the levels, s.
   *
   * @param delay of each step of a staircase, s
   */
  double[] dwells(double delay) {
    int steps = once().size();
    return repeated(isList() ? delays : Collections.nCopies(steps, delay));
  }

  private double[] repeated(List<Double> values) {
    int steps = once().size();
    double[] all = new double[LevelPass.length(steps, count.get())];
    for (int k = 0; k < all.length; k++) {
      all[k] = values.get(k % steps);
    }
    return all;
  }

  /**
   * The compliances of the levels, V.
   *
   * @param otherwise for each step of a staircase, V
   */
  double[] compliances(double otherwise) {
    return repeated(isList() ? compliances : Collections.nCopies(once().size(), otherwise));
  }

  /** When pulses come on the Trigger Link line with the bench's cable. */
  LevelPass.Pulses pulses() {
    if (line.get() != LINE || pulses.is("NONE")) {
      return LevelPass.Pulses.NONE;
    }
    return pulses.is("SOUR") ? LevelPass.Pulses.BEGINNINGS : LevelPass.Pulses.ENDS;
  }

  /** What starts an initiated sweep: a word of {@code ARM:SOURce}. */
  String armSource() {
    return armSource.get();
  }

  private double center() {
    return (staircase.start() + staircase.stop()) / 2;
  }

  private double span() {
    return staircase.stop() - staircase.start();
  }

  private void place(double center, double span) {
    if (Math.abs(center) + span / 2 > LEVEL.max()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    staircase.setStart(center - span / 2);
    staircase.setStop(center + span / 2);
  }
}
