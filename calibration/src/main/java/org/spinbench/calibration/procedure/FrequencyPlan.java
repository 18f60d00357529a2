package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * How well each device of a network can be addressed by frequency: how far each junction tunes
 * beyond its own tone, how far the other tones of its chain stay away, which intermodulation
 * products of these tones meet it, and what else is in the read-out band of each neuron.
 *
 * @param synapses in the order of the bench file
 * @param neurons in the order of the bench file
 * @param warnings a sentence for each device that cannot be addressed well, with what disturbs it
 */
public record FrequencyPlan(List<Junction> synapses, List<Line> neurons, List<String> warnings) {
  /**
   * Distance of a foreign tone, in half widths, below which a junction absorbs more than a tenth of
   * what it absorbs on resonance, 1/(1 + 3²).
   */
  private static final double FOREIGN = 3;

  /** The same for an intermodulation product, which is weaker than the tones. */
  private static final double PRODUCT = 1;

  /** Least margin of the tuning range beyond the own tone, in half widths. */
  private static final double MARGIN = 1;

  /** Least distance of a line from the end of its band, in resolution bandwidths. */
  private static final double BINS = 4;

  /**
   * A synapse.
   *
   * @param name of the synapse
   * @param low lowest resonance within the field line's limit, Hz
   * @param high highest resonance, Hz
   * @param tone name of its tone
   * @param margin of the tuning range beyond its tone, half widths; negative if it misses the tone
   * @param other the nearest other tone of the chain; empty if there is none
   * @param apart distance of that tone from the tuning range, half widths; infinite if there is
   *     none
   */
  public record Junction(
      String name,
      double low,
      double high,
      String tone,
      double margin,
      String other,
      double apart) {}

  /**
   * A neuron's line.
   *
   * @param name of the neuron
   * @param low lowest frequency from threshold to the limit of the current, Hz
   * @param high highest frequency, Hz
   * @param bins distance from the nearer end of its read-out band, resolution bandwidths
   * @param other the nearest line of another neuron; empty if there is none
   * @param apart distance of that line, resolution bandwidths; infinite if there is none
   */
  public record Line(
      String name, double low, double high, double bins, String other, double apart) {}

  /** A tone, or a product of tones: a range of frequencies. */
  private record Band(String name, double low, double high) {
    double distance(double from, double to) {
      return Math.max(0, Math.max(low - to, from - high));
    }

    Band combined(int factor, Band other, int otherFactor, String text) {
      double a = factor * low + (otherFactor > 0 ? other.low : -other.high);
      double b = factor * high + (otherFactor > 0 ? other.high : -other.low);
      return a >= 0 ? new Band(text, a, b) : new Band(text, Math.max(0, -b), Math.max(-a, b));
    }

    String text() {
      return high - low < 1e3
          ? String.format(Locale.ROOT, "%s at %.1f MHz", name, low / 1e6)
          : String.format(Locale.ROOT, "%s at %.1f to %.1f MHz", name, low / 1e6, high / 1e6);
    }
  }

  /** The plan of a calibrated chip, or of a designed one. */
  public static FrequencyPlan of(BenchFile file, Calibration chip) {
    List<Band> inputs =
        IntStream.range(0, file.inputs().size())
            .mapToObj(
                i -> {
                  double f = chip.toneFrequencies().get(i);
                  return new Band(file.inputs().get(i).name(), f, f);
                })
            .toList();
    List<Band> lines = chip.neurons().stream().map(neuron -> line(file, neuron)).toList();
    List<Junction> synapses = new ArrayList<>();
    List<Line> neurons = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (int c = 0; c < file.chains().size(); c++) {
      BenchFile.Chain chain = file.chains().get(c);
      List<Band> tones =
          chain.tones().stream()
              .map(
                  tone ->
                      file.indexOfInput(tone) >= 0
                          ? inputs.get(file.indexOfInput(tone))
                          : lines.get(file.indexOfNeuron(tone)))
              .toList();
      for (int k = 0; k < chain.synapses().size(); k++) {
        Band own = tones.get(chain.tones().indexOf(chain.synapses().get(k).tone()));
        TuningRange range =
            TuningRange.of(
                chip.chains().get(c).synapses().get(k), file.chip().limits().fieldLineCurrent());
        synapses.add(junction(chip.chains().get(c).synapses().get(k), range, own, tones, warnings));
      }
    }
    List<Band> foreign = new ArrayList<>(inputs);
    products(inputs, foreign);
    for (int n = 0; n < lines.size(); n++) {
      neurons.add(neuron(file, n, lines, foreign, warnings));
    }
    return new FrequencyPlan(List.copyOf(synapses), List.copyOf(neurons), List.copyOf(warnings));
  }

  private static Band line(BenchFile file, NeuronResponse neuron) {
    double a = neuron.frequencyAt(neuron.threshold().value());
    double b = neuron.frequencyAt(file.coupling().totalLimit());
    return new Band(neuron.name(), Math.min(a, b), Math.max(a, b));
  }

  private static Junction junction(
      SynapseResponse synapse,
      TuningRange range,
      Band own,
      List<Band> tones,
      List<String> warnings) {
    Band nearest = null;
    for (Band tone : tones) {
      boolean nearer =
          nearest == null
              || tone.distance(range.low(), range.high())
                  < nearest.distance(range.low(), range.high());
      nearest = tone != own && nearer ? tone : nearest;
    }
    double margin = range.margin(own.low(), own.high());
    double apart =
        nearest == null
            ? Double.POSITIVE_INFINITY
            : nearest.distance(range.low(), range.high()) / range.halfWidth();
    String tunes =
        String.format(
            Locale.ROOT,
            "%s, which tunes from %.1f to %.1f MHz",
            synapse.name(),
            range.low() / 1e6,
            range.high() / 1e6);
    if (margin < MARGIN) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s, reaches only %.1f half widths beyond its tone, %s: move the tone",
              tunes,
              margin,
              own.text()));
    }
    if (apart < FOREIGN) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s, comes to %.1f half widths of %s: it weighs that tone too",
              tunes,
              apart,
              nearest.text()));
    }
    List<Band> products = new ArrayList<>();
    products(tones, products);
    for (Band product : products) {
      double distance = product.distance(range.low(), range.high()) / range.halfWidth();
      if (distance < PRODUCT) {
        warnings.add(tunes + ", meets the product " + product.text());
      }
    }
    return new Junction(
        synapse.name(),
        range.low(),
        range.high(),
        own.name(),
        margin,
        nearest == null ? "" : nearest.name(),
        apart);
  }

  /** Adds second harmonics, sums, differences and third-order products of tones. */
  private static void products(List<Band> tones, List<Band> all) {
    for (int i = 0; i < tones.size(); i++) {
      Band one = tones.get(i);
      all.add(one.combined(1, one, 1, "2 × " + one.name()));
      for (int j = 0; j < tones.size(); j++) {
        Band other = tones.get(j);
        if (i < j) {
          all.add(one.combined(1, other, 1, one.name() + " + " + other.name()));
          all.add(one.combined(1, other, -1, "|" + one.name() + " − " + other.name() + "|"));
        }
        if (i != j) {
          all.add(one.combined(2, other, -1, "2 × " + one.name() + " − " + other.name()));
        }
      }
    }
  }

  private static Line neuron(
      BenchFile file, int n, List<Band> lines, List<Band> foreign, List<String> warnings) {
    Band own = lines.get(n);
    double bin = file.readout().resolutionBandwidth();
    double low = file.neurons().get(n).frequency() - file.readout().bandwidth() / 2;
    double high = low + file.readout().bandwidth();
    double bins = Math.min(own.low() - low, high - own.high()) / bin;
    String band =
        String.format(
            Locale.ROOT,
            "the read-out band of %s, %.1f to %.1f MHz",
            own.name(),
            low / 1e6,
            high / 1e6);
    if (bins < BINS) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s leaves %s, or is within %.0f resolution bandwidths of its end",
              own.text(),
              band,
              BINS));
    }
    Band nearest = null;
    for (int m = 0; m < lines.size(); m++) {
      Band other = lines.get(m);
      if (m == n) {
        continue;
      }
      if (other.distance(low, high) < BINS * bin) {
        warnings.add(band + ", contains another line: " + other.text());
      }
      boolean nearer =
          nearest == null
              || other.distance(own.low(), own.high()) < nearest.distance(own.low(), own.high());
      nearest = nearer ? other : nearest;
    }
    for (Band one : foreign) {
      if (one.distance(low, high) == 0) {
        warnings.add(
            band + ", contains " + one.text() + ": what leaks to the analyzer counts as emission");
      }
    }
    return new Line(
        own.name(),
        own.low(),
        own.high(),
        bins,
        nearest == null ? "" : nearest.name(),
        nearest == null ? Double.POSITIVE_INFINITY : nearest.distance(own.low(), own.high()) / bin);
  }
}
