package org.spinbench.simulator.instrument.meter;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.DoubleFunction;
import org.spinbench.simulator.instrument.PowerInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * A sensor of average RF power with its averaging filter: the mean of the input over one aperture
 * per average, with white noise and an offset that zeroing removes.
 *
 * <p>The automatic filter chooses the count for noise of a thousandth of the last reading. A moving
 * filter keeps its measurements: a reading takes one new measurement and is the mean of the last
 * ones.
 */
final class PowerSensor {
  private static final double WANTED = 1e-3;

  /** 0 dBm across 50 Ω, dBµV. */
  private static final double DBUV_OF_DBM = 90 + 10 * StrictMath.log10(50);

  private static final int QUESTIONABLE_POWER = 1 << 3;

  /**
   * Data of a model.
   *
   * @param noise with one aperture of one second, W rms
   * @param offset one standard deviation before zeroing, W
   * @param highest largest power that is measured, W
   * @param zeroing duration of zeroing, s
   * @param mostAverages largest averaging count
   */
  record Model(double noise, double offset, double highest, double zeroing, int mostAverages) {}

  private final Surroundings surroundings;
  private final PowerInput input;
  private final Model model;
  private final DoubleFunction<String> format;
  private final double offset;
  private final Deque<Double> kept = new ArrayDeque<>();
  private double taken;
  private double latest;
  private double frequency;
  private int averages;
  private boolean automatic;
  private boolean averaging;
  private String unit;

  /** Aperture of one measurement, s. */
  double aperture;

  PowerSensor(
      Surroundings surroundings, PowerInput input, Model model, DoubleFunction<String> format) {
    this.surroundings = surroundings;
    this.input = input;
    this.model = model;
    this.format = format;
    offset = model.offset * surroundings.gaussian();
  }

  /** Sets the values after a reset; keeps the zero. */
  void preset(double newFrequency, double newAperture, boolean inDecibels) {
    frequency = newFrequency;
    aperture = newAperture;
    averages = 4;
    automatic = true;
    averaging = true;
    unit = inDecibels ? "DBM" : "W";
    latest = 0;
    kept.clear();
  }

  /** Declares frequency, averaging and unit. */
  void declare(CommandTree tree, NumberRange frequencies, String units) {
    tree.number("[:SENSe#]:FREQuency", frequencies, () -> frequency, hertz -> frequency = hertz);
    tree.integer("[:SENSe#]:AVERage:COUNt", 1, model.mostAverages, this::averages, this::average);
    tree.command("[:SENSe#]:AVERage:COUNt:AUTO", 1, 1, this::setAutomatic);
    tree.query("[:SENSe#]:AVERage:COUNt:AUTO", () -> automatic ? "1" : "0");
    tree.stored(() -> automatic, on -> automatic = on);
    tree.flag("[:SENSe#]:AVERage[:STATe]", () -> averaging, on -> averaging = on);
    tree.choice("UNIT#:POWer", Choice.of(units), () -> unit, word -> unit = word);
  }

  /** Declares zeroing; the panel waits for it. */
  void declareZeroing(CommandTree tree, Runnable zero) {
    tree.command(
        "CALibration#:ZERO:AUTO",
        1,
        1,
        call -> {
          if (call.took("ONCE") || call.flag()) {
            zero.run();
          }
        });
    tree.query("CALibration#:ZERO:AUTO", () -> "0");
  }

  private void average(double count) {
    averages = (int) count;
    automatic = false;
  }

  /** Switches the automatic filter. ONCE finds the count for the present power and keeps it. */
  private void setAutomatic(Call call) {
    boolean once = call.took("ONCE");
    boolean on = !once && call.flag();
    if (once) {
      automatic = true;
    }
    averages = averages();
    automatic = on;
  }

  private int averages() {
    if (!automatic) {
      return averages;
    }
    double ratio = model.noise / Math.sqrt(aperture) / (WANTED * Math.abs(latest));
    double needed = Math.ceil(ratio * ratio);
    return latest == 0 ? averages : (int) Math.max(1, Math.min(model.mostAverages, needed));
  }

  /** Number of measurements in a reading. */
  int measurements() {
    return averaging ? averages() : 1;
  }

  /** Mean power between two moments, W, over all averages; reports an overload to the panel. */
  double measure(long from, long to, FrontPanel panel) {
    int count = measurements();
    latest = once(from, to, count, panel);
    kept.clear();
    kept.addAll(Collections.nCopies(count, latest));
    return latest;
  }

  /** Takes one measurement between two moments, and averages it with the earlier ones, W. */
  double move(long from, long to, FrontPanel panel) {
    int count = measurements();
    kept.addLast(once(from, to, 1, panel));
    while (kept.size() > count) {
      kept.removeFirst();
    }
    latest = kept.stream().mapToDouble(watts -> watts).average().orElseThrow();
    return latest;
  }

  /** Discards every measurement. */
  void resetFilter() {
    kept.clear();
  }

  /** Mean power of one point of a trace, W. */
  double point(long from, long to, FrontPanel panel) {
    double power = input.mean(from, to);
    panel.questionable().condition(power > model.highest ? QUESTIONABLE_POWER : 0);
    return power + offset - taken + noise((to - from) * 1e-9);
  }

  private double once(long from, long to, int count, FrontPanel panel) {
    double power = input.mean(from, to);
    panel.questionable().condition(power > model.highest ? QUESTIONABLE_POWER : 0);
    return power + offset - taken + noise(count * aperture);
  }

  private double noise(double seconds) {
    return model.noise / Math.sqrt(seconds) * surroundings.gaussian();
  }

  /** Zeroes the sensor; fails if there is power. */
  void zero(FrontPanel panel) {
    long begin = surroundings.clock().nanos();
    long end = begin + Math.round(model.zeroing * 1e9);
    panel.await(end);
    double power = input.mean(begin, end);
    if (power > 100 * model.offset) {
      throw new CommandException(StandardError.CALIBRATION_FAILED);
    }
    taken = power + offset + noise(model.zeroing);
  }

  /** Readings in the selected unit, as a list. */
  String text(List<Double> readings) {
    return Replies.list(shown(readings), format);
  }

  /** Readings in the selected unit. A power of zero or less has no value in decibels. */
  double[] shown(List<Double> readings) {
    return readings.stream().mapToDouble(this::shown).toArray();
  }

  private double shown(double watts) {
    return switch (unit) {
      case "DBM" -> dbm(watts);
      case "DBUV" -> dbm(watts) + DBUV_OF_DBM;
      default -> watts;
    };
  }

  private static double dbm(double watts) {
    return watts > 0 ? 30 + 10 * StrictMath.log10(watts) : Double.NaN;
  }

  /** The range of frequencies of a model, Hz. */
  static NumberRange frequencies(double lowest, double highest) {
    return new NumberRange(Quantity.FREQUENCY, lowest, highest, 50e6);
  }
}
