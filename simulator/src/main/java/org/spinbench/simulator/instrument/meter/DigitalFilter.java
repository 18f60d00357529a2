package org.spinbench.simulator.instrument.meter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;
import java.util.function.LongToDoubleFunction;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The digital filter of a 2182A, moving or repeating. Its stack restarts when the input leaves a
 * window around its mean. No manual confirms the window and the presets.
 */
final class DigitalFilter {
  /** The value of an overrange conversion, and of the mean of any such. */
  static final double OVERLOAD = 9.9e37;

  private static final int MOST_REFILLS = 10;
  private static final NumberRange WINDOW = new NumberRange(Quantity.PERCENT, 0, 10, 0.01);

  /** A filtered reading, V, and the time of its completion, ns. */
  record Filtered(double volts, long end) {}

  private final Deque<Double> stack = new ArrayDeque<>();
  private final DoubleSupplier range;
  private final PresetSettings settings;
  private final Value<Boolean> on;
  private final Value<Integer> count;
  private final Value<Double> window;
  private final Value<String> type;

  /**
   * A moving filter that is on and empty.
   *
   * @param header such as {@code SENSe:VOLTage:DFILter}
   * @param range full scale, V, to which the window is relative
   */
  DigitalFilter(CommandTree tree, String header, DoubleSupplier range) {
    this.range = range;
    settings = new PresetSettings(tree);
    PresetSettings emptying =
        settings.through(
            change -> {
              change.run();
              clear();
            });
    on = emptying.flag(header + "[:STATe]", true);
    count = emptying.integer(header + ":COUNt", 1, 100, 10);
    window = settings.number(header + ":WINDow", WINDOW);
    type = emptying.choice(header + ":TCONtrol", "MOVing|REPeat", "MOV");
  }

  void preset() {
    settings.preset();
    clear();
  }

  /** Empties the stack. */
  void clear() {
    stack.clear();
  }

  /** Number of conversions for one reading while the input stays in the window. */
  int conversions() {
    boolean filled = type.is("MOV") && !stack.isEmpty();
    return on.get() && !filled ? count.get() : 1;
  }

  /**
   * Takes one reading. If the input never stays in the window, the reading is the mean of the stack
   * after ten fillings.
   *
   * @param start of the first conversion, ns
   * @param period of the conversions, ns
   * @param conversion makes a conversion from its start, V
   */
  Filtered read(long start, long period, LongToDoubleFunction conversion) {
    if (!on.get()) {
      return new Filtered(conversion.applyAsDouble(start), start + period);
    }
    if (type.is("REP")) {
      clear();
    }
    long at = start;
    int conversions = 0;
    do {
      push(conversion.applyAsDouble(at));
      at += period;
      conversions++;
    } while (stack.size() < count.get() && conversions < MOST_REFILLS * count.get());
    return new Filtered(average(), at);
  }

  /** Adds a conversion. The stack restarts if the input has left the window. */
  private void push(double conversion) {
    double width = window.get() / 100 * range.getAsDouble();
    if (window.get() > 0 && !stack.isEmpty() && Math.abs(conversion - average()) > width) {
      clear();
    }
    if (stack.size() >= count.get()) {
      stack.removeFirst();
    }
    stack.addLast(conversion);
  }

  private double average() {
    if (stack.contains(OVERLOAD)) {
      return OVERLOAD;
    }
    double sum = 0;
    for (double value : stack) {
      sum += value;
    }
    return sum / stack.size();
  }
}
