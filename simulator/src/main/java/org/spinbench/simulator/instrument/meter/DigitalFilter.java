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
 * The digital filter of a 2182A, moving or repeating, whose stack starts again when the input
 * leaves a window about its mean. The window and the presets are unconfirmed by a manual.
 */
final class DigitalFilter {
  /** A conversion that its range does not hold, and the mean of any such. */
  static final double OVERLOAD = 9.9e37;

  private static final int MOST_REFILLS = 10;
  private static final NumberRange WINDOW = new NumberRange(Quantity.PERCENT, 0, 10, 0.01);

  /** A filtered reading, V, and the moment at which it was complete, ns. */
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
   * @param range full scale, V, of which the window is a part
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

  /** Conversions for one reading, unless the input leaves the filter's window. */
  int conversions() {
    boolean filled = type.is("MOV") && !stack.isEmpty();
    return on.get() && !filled ? count.get() : 1;
  }

  /**
   * Takes one reading from a moment on. An input that never stays in the window gives what the
   * stack holds after ten fillings.
   *
   * @param period of the conversions, ns
   * @param conversion makes one that begins at a moment, V
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

  /** Adds a conversion to the stack, which starts again when the input has left the window. */
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
