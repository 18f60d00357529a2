package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.spinbench.simulator.instrument.part.Staircase;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The sweeps of a 2400's source: a staircase and a list of either quantity (2400 Series user's
 * manual 2400S-900-01, section 10). A reset keeps staircases and lists.
 */
final class SourceSweep {
  private static final int LONGEST_LIST = 100;
  private static final String MODES = "FIXed|SWEep|LIST";

  private final CommandTree tree;
  private final SourceMeasureUnit unit;
  private final PresetSettings settings;
  private final Staircase voltages;
  private final Staircase currents;
  private final Value<String> voltageMode;
  private final Value<String> currentMode;
  private final Value<String> ranging;
  private final Value<String> spacing;
  private final Value<String> direction;

  /**
   * A fixed level.
   *
   * @param format format of levels in answers
   */
  SourceSweep(
      CommandTree tree, SourceMeasureUnit unit, int mostPoints, DoubleFunction<String> format) {
    this.tree = tree;
    this.unit = unit;
    settings = new PresetSettings(tree);
    voltages = new Staircase(mostPoints, mostPoints);
    currents = new Staircase(mostPoints, mostPoints);
    declareLevels("VOLTage", unit.voltage(), voltages, format);
    declareLevels("CURRent", unit.current(), currents, format);
    voltageMode = settings.choice("SOURce#:VOLTage:MODE", MODES, "FIX");
    currentMode = settings.choice("SOURce#:CURRent:MODE", MODES, "FIX");
    ranging = settings.choice("SOURce#:SWEep:RANGing", "BEST|AUTO|FIXed", "BEST");
    spacing = settings.choice("SOURce#:SWEep:SPACing", "LINear|LOGarithmic", "LIN");
    direction = settings.choice("SOURce#:SWEep:DIRection", "UP|DOWn", "UP");
    tree.integer(
        "SOURce#:SWEep:POINts",
        1,
        mostPoints,
        () -> staircase().points(),
        points -> staircase().setPoints((int) points));
  }

  private void declareLevels(
      String quantity, Side side, Staircase staircase, DoubleFunction<String> format) {
    String source = "SOURce#:" + quantity;
    tree.number(source + ":STARt", side::ranges, staircase::start, staircase::setStart);
    tree.number(source + ":STOP", side::ranges, staircase::stop, staircase::setStop);
    tree.number(source + ":STEP", side::ranges, staircase::step, staircase::setStep);
    tree.number(
        source + ":CENTer",
        side::ranges,
        () -> (staircase.start() + staircase.stop()) / 2,
        center -> place(side, staircase, center, staircase.stop() - staircase.start()));
    tree.number(
        source + ":SPAN",
        side::ranges,
        () -> staircase.stop() - staircase.start(),
        span -> place(side, staircase, (staircase.start() + staircase.stop()) / 2, span));
    String list = "SOURce#:LIST:" + quantity;
    tree.command(list + ":APPend", 1, LONGEST_LIST, call -> append(staircase, levels(call, side)));
    tree.command(list, 1, LONGEST_LIST, call -> staircase.setList(levels(call, side)));
    tree.query(list, () -> Replies.list(staircase.list(), format));
    tree.query(list + ":POINts", () -> Integer.toString(staircase.list().size()));
  }

  private static void place(Side side, Staircase staircase, double center, double span) {
    if (Math.abs(center) + Math.abs(span) / 2 > side.ranges().max()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    staircase.setStart(center - span / 2);
    staircase.setStop(center + span / 2);
  }

  private static void append(Staircase staircase, List<Double> levels) {
    List<Double> all = new ArrayList<>(staircase.list());
    all.addAll(levels);
    if (all.size() > LONGEST_LIST) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    staircase.setList(all);
  }

  private static List<Double> levels(Call call, Side side) {
    List<Double> levels = new ArrayList<>();
    while (call.more()) {
      levels.add(call.number(side.ranges()));
    }
    return levels;
  }

  private Staircase staircase() {
    return unit.sourcesCurrent() ? currents : voltages;
  }

  void preset() {
    settings.preset();
  }

  /** The levels, after a choice of the source's range; none for a fixed level. */
  List<Double> levels() {
    Value<String> mode = unit.sourcesCurrent() ? currentMode : voltageMode;
    if (mode.is("FIX")) {
      return List.of();
    }
    Staircase staircase = staircase();
    staircase.setLogarithmic(spacing.is("LOG"));
    staircase.setDown(direction.is("DOW"));
    List<Double> levels = mode.is("LIST") ? staircase.list() : staircase.levels();
    double largest = levels.stream().mapToDouble(Math::abs).max().orElse(0);
    unit.rangeForSweep(ranging.get(), largest);
    return levels;
  }
}
