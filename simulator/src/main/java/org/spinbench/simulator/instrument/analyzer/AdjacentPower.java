package org.spinbench.simulator.instrument.analyzer;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;

/**
 * The adjacent channel power measurement of an X-series analyzer: the power in a carrier channel
 * around the centre, and in up to six channels on each side of it (X-Series reference N9060-90027,
 * "ACP Measurement").
 *
 * <p>It has one carrier, and the total power as reference. Presets are those of the PSA and N9320A
 * without a radio standard: one offset of 3 MHz, 2 MHz wide. A list with fewer values leaves the
 * other offsets as they are. That the sweep is just wide enough for all channels, and its filter,
 * are unconfirmed. All methods measure the same.
 */
final class AdjacentPower {
  private static final String NODE = "[:SENSe]:ACPower";
  private static final int OFFSETS = 6;

  /** Values before those of the offsets: those of the carrier and of the reference. */
  private static final int FIRST = 4;

  private static final double WIDTH = 2e6;

  private final AnalyzerReceiver receiver;
  private final CoupledFilters filters;
  private final PresetSettings settings;
  private final Value<Boolean> averaging;
  private final Value<Integer> averages;
  private final Value<String> type;
  private double carrier;
  private final boolean[] on = new boolean[OFFSETS];
  private final double[] offsets = new double[OFFSETS];
  private final double[] widths = new double[OFFSETS];
  private SpectrumSweep measured;
  private double[] result;

  /** A measurement with preset channels, and its commands in this tree. */
  AdjacentPower(AnalyzerReceiver receiver, CommandTree tree) {
    this.receiver = receiver;
    filters = receiver.otherFilters(this::span);
    Consumer<Runnable> changed = receiver.acquisition()::changed;
    settings = new PresetSettings(tree).through(changed);
    averaging = settings.flag(NODE + ":AVERage[:STATe]", true);
    averages = settings.integer(NODE + ":AVERage:COUNt", 1, 10_000, 10);
    settings.choice(NODE + ":METHod", "IBW|IBWRange|FAST|RBW", "IBW");
    String offset = NODE + ":OFFSet#[:OUTer]";
    type = settings.choice(offset + ":TYPE", "CTOCenter|CTOEdge|ETOCenter|ETOEdge", "CTOC");
    NumberRange band =
        new NumberRange(Quantity.FREQUENCY, 100, receiver.window().spans().max(), WIDTH);
    tree.number(
        NODE + ":CARRier#:LIST:BANDwidth|:BWIDth[:INTegration]",
        band,
        () -> carrier,
        hertz -> changed.accept(() -> carrier = hertz));
    list(tree, offset + ":LIST[:FREQuency]", offsets, receiver.window().spans());
    list(tree, offset + ":LIST:BANDwidth|:BWIDth[:INTegration]", widths, band);
    tree.command(
        offset + ":LIST:STATe",
        1,
        OFFSETS,
        call -> {
          boolean[] states = on.clone();
          for (int k = 0; call.more(); k++) {
            states[k] = call.flag();
          }
          changed.accept(() -> System.arraycopy(states, 0, on, 0, OFFSETS));
        });
    tree.query(offset + ":LIST:STATe", () -> joined(k -> Replies.flag(on[k])));
    tree.stored(on::clone, saved -> System.arraycopy(saved, 0, on, 0, OFFSETS));
    filters.declareResolution(tree, NODE, changed);
    filters.declareTime(tree, NODE, changed);
    filters.store(tree);
    preset();
  }

  /** Declares a list of one frequency for each offset. */
  private void list(CommandTree tree, String header, double[] values, NumberRange range) {
    tree.command(
        header,
        1,
        OFFSETS,
        call -> {
          double[] sent = call.numbers(range);
          receiver.acquisition().changed(() -> System.arraycopy(sent, 0, values, 0, sent.length));
        });
    tree.query(header, () -> joined(k -> Replies.scientific(values[k], 11, 2)));
    tree.stored(values::clone, saved -> System.arraycopy(saved, 0, values, 0, OFFSETS));
  }

  private static String joined(IntFunction<String> each) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < OFFSETS; k++) {
      text.append(k == 0 ? "" : ",").append(each.apply(k));
    }
    return text.toString();
  }

  void preset() {
    settings.preset();
    filters.couple();
    carrier = WIDTH;
    Arrays.fill(on, false);
    on[0] = true;
    Arrays.fill(offsets, 0);
    offsets[0] = 3e6;
    Arrays.fill(widths, WIDTH);
  }

  /** Distance of the centre of a channel from that of the carrier, Hz. */
  private double distance(int offset) {
    double from = type.get().startsWith("E") ? carrier / 2 : 0;
    double to = type.get().endsWith("E") ? widths[offset] / 2 : 0;
    return from + offsets[offset] + to;
  }

  private double span() {
    double half = carrier / 2;
    for (int k = 0; k < OFFSETS; k++) {
      half = on[k] ? Math.max(half, distance(k) + widths[k] / 2) : half;
    }
    return Math.min(2 * half, receiver.window().spans().max());
  }

  SpectrumSweep.Settings settings() {
    return receiver.channel(span(), filters, averaging.get() ? averages.get() : 1);
  }

  /**
   * The results of a measurement: the powers of carrier and reference, each after a zero, then for
   * every offset the lower and the upper channel, each relative in dB and absolute. Not a number
   * for an offset that is off.
   *
   * @param level converts a power in W to the unit of levels
   */
  double[] results(SpectrumSweep sweep, DoubleUnaryOperator level) {
    if (sweep != measured) {
      measured = sweep;
      result = powers(sweep);
    }
    double[] answer = new double[FIRST + 4 * OFFSETS];
    Arrays.fill(answer, Double.NaN);
    double reference = result[0];
    answer[0] = 0;
    answer[1] = level.applyAsDouble(reference);
    answer[2] = 0;
    answer[3] = level.applyAsDouble(reference);
    for (int k = 1; k < result.length; k++) {
      if (!Double.isNaN(result[k])) {
        answer[FIRST + 2 * (k - 1)] = 10 * StrictMath.log10(result[k] / reference);
        answer[FIRST + 2 * (k - 1) + 1] = level.applyAsDouble(result[k]);
      }
    }
    return answer;
  }

  /** Power of the carrier, and of the lower and the upper channel of each offset, W. */
  private double[] powers(SpectrumSweep sweep) {
    double centre = receiver.window().centre();
    double[] powers = new double[1 + 2 * OFFSETS];
    powers[0] = sweep.bandPower(centre - carrier / 2, centre + carrier / 2);
    for (int k = 0; k < OFFSETS; k++) {
      for (int side = 0; side < 2; side++) {
        double middle = centre + (side == 0 ? -1 : 1) * distance(k);
        powers[1 + 2 * k + side] =
            on[k] ? sweep.bandPower(middle - widths[k] / 2, middle + widths[k] / 2) : Double.NaN;
      }
    }
    return powers;
  }
}
