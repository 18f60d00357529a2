package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
 * The waveform of a 6221: sine, square, ramp, and arbitrary points (6220/6221 reference manual
 * 622X-901-01, section 7). This class describes its shape, not whether it is on.
 */
final class Waveform6221 {
  private static final int MOST_SENT = 100;
  private static final int MOST_POINTS = 65_536;
  private static final int STORES = 4;
  private static final NumberRange FREQUENCY = new NumberRange(Quantity.FREQUENCY, 1e-3, 1e5, 1000);
  private static final NumberRange AMPLITUDE =
      new NumberRange(Quantity.CURRENT, 2e-12, 105e-3, 1e-3);
  static final NumberRange OFFSET = new NumberRange(Quantity.CURRENT, -105e-3, 105e-3, 0);
  private static final NumberRange DUTY = new NumberRange(Quantity.PERCENT, 0, 100, 50);
  private static final NumberRange DURATION =
      new NumberRange(Quantity.TIME, 100e-9, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  static final NumberRange CYCLES =
      new NumberRange(Quantity.NUMBER, 1e-3, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  private static final NumberRange PHASE = new NumberRange(Quantity.ANGLE, 0, 360, 180);
  private static final NumberRange POINT = new NumberRange(Quantity.NUMBER, -1, 1, 0);

  private final Consumer<Runnable> change;
  private final PresetSettings settings;
  private final Value<String> shape;
  private final Value<Double> frequency;
  private final Value<Double> amplitude;
  private final Value<Double> offset;
  private final Value<Double> duty;
  private final Value<Double> duration;
  private final Value<String> ranging;
  private final List<List<Double>> stored = new ArrayList<>();

  /**
   * A sine with the amplitude and the frequency of a reset.
   *
   * @param change applies a change of the waveform, which may be running
   */
  Waveform6221(CommandTree tree, Consumer<Runnable> change) {
    this.change = change;
    settings = new PresetSettings(tree);
    PresetSettings shaping = settings.through(change);
    String wave = "[:SOURce#]:WAVE";
    shape =
        shaping.choice(
            wave + ":FUNCtion",
            "SINusoid|SQUare|RAMP|ARBITRARY0|ARB0|ARB1|ARB2|ARB3|ARB4",
            "SIN",
            word -> word.replace("ARBITRARY", "ARB"));
    frequency = shaping.number(wave + ":FREQuency", FREQUENCY);
    amplitude = shaping.number(wave + ":AMPLitude", AMPLITUDE);
    offset = shaping.number(wave + ":OFFSet", OFFSET);
    duty = shaping.number(wave + ":DCYCle", DUTY);
    duration = shaping.number(wave + ":DURation:TIME", DURATION);
    tree.number(
        wave + ":DURation:CYCLes",
        CYCLES,
        () -> duration.get() * frequency.get(),
        cycles -> change.accept(() -> duration.set(cycles / frequency.get())));
    ranging = settings.choice(wave + ":RANGing", "BEST|FIXed", "BEST");
    settings.number(wave + ":PMARk[:LEVel]", PHASE);
    settings.flag(wave + ":PMARk:STATe", false);
    settings.integer(wave + ":PMARk:OLINe", 1, 6, 3);
    String arbitrary = wave + ":ARBitrary";
    tree.command(
        arbitrary + ":DATA",
        1,
        MOST_SENT,
        call -> change.accept(() -> stored.set(0, points(call))));
    tree.query(
        arbitrary + ":DATA",
        () -> Replies.list(stored.get(0), point -> Replies.scientific(point, 6, 2)));
    tree.command(arbitrary + ":APPend", 1, MOST_SENT, this::append);
    tree.query(arbitrary + ":POINts", () -> Integer.toString(stored.get(0).size()));
    tree.command(arbitrary + ":COPY", 1, 1, this::copy);
    preset();
  }

  /** The state after a reset: an endless sine, and one point of zero in each store. */
  void preset() {
    settings.preset();
    stored.clear();
    for (int k = 0; k <= STORES; k++) {
      stored.add(List.of(0.0));
    }
  }

  private static List<Double> points(Call call) {
    List<Double> points = new ArrayList<>();
    while (call.more()) {
      points.add(call.number(POINT));
    }
    return List.copyOf(points);
  }

  private void append(Call call) {
    List<Double> all = new ArrayList<>(stored.get(0));
    all.addAll(points(call));
    if (all.size() > MOST_POINTS) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    change.accept(() -> stored.set(0, List.copyOf(all)));
  }

  private void copy(Call call) {
    change.accept(() -> stored.set(call.integer(1, STORES), stored.get(0)));
  }

  /** Whether the waveform selects its range, or keeps the present one. */
  boolean best() {
    return ranging.is("BEST");
  }

  /** The largest magnitude that its amplitude and offset can reach, A. */
  double peak() {
    return amplitude.get() + Math.abs(offset.get());
  }

  /** Its duration, s; infinite if endless. */
  double duration() {
    return duration.get();
  }

  /** The current at a time after its start (s), A; its offset after the end. */
  double at(double time) {
    if (time >= duration.get()) {
      return offset.get();
    }
    double cycles = time * frequency.get();
    return offset.get() + amplitude.get() * shape(cycles - Math.floor(cycles));
  }

  /** The extreme with the sign of its offset, A. */
  double crest() {
    double largest =
        shape.get().startsWith("ARB")
            ? points().stream().mapToDouble(Math::abs).max().orElse(0)
            : 1;
    return Math.copySign(Math.abs(offset.get()) + amplitude.get() * largest, offset.get());
  }

  /** The shape, from -1 to 1, at a part of the period. */
  private double shape(double part) {
    double share = duty.get() / 100;
    return switch (shape.get()) {
      case "SIN" -> StrictMath.sin(2 * StrictMath.PI * part);
      case "SQU" -> part < share ? 1 : -1;
      case "RAMP" -> ramp(part, share);
      default -> points().get((int) (part * points().size()));
    };
  }

  /** A rise for a share of the period, then a fall. */
  private static double ramp(double part, double rising) {
    return part < rising ? 2 * part / rising - 1 : 1 - 2 * (part - rising) / (1 - rising);
  }

  /** The points of the selected arbitrary shape. */
  private List<Double> points() {
    String arbitrary = shape.get();
    return stored.get(arbitrary.charAt(arbitrary.length() - 1) - '0');
  }
}
