package org.spinbench.experiments.network;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.Purpose;

/**
 * The integration time of voltmeters for each purpose: no longer than the noise requires.
 *
 * <p>A chip's readings fluctuate by the noise in its design, with any voltmeter. The voltmeter may
 * add a fraction of that: {@link #PART} for training, decisions and tests, which increases the
 * fluctuation by 4.4 %, and {@link #ANCHOR_PART} for anchors, whose mean must show drift. The
 * meter's noise is measured at the shortest integration in the bench file. White noise is
 * proportional to one over the square root of the time, so
 *
 * <pre>t = t₀ (σ₀/σ)²</pre>
 *
 * is enough for σ. Above one power-line cycle it is rounded up to whole cycles, which reject hum.
 * All chains are read in parallel, so the longest time applies.
 */
public final class Averaging {
  /** Noise that a meter may add, relative to the declared fluctuation. */
  static final double PART = 0.3;

  /** The same for anchors. */
  static final double ANCHOR_PART = 0.1;

  private static final int READINGS = 12;

  /** Confidence of the upper bound of the measured noise. */
  private static final double CONFIDENCE = 0.9;

  private static final Averaging ONE_CYCLE =
      new Averaging(new EnumMap<>(Purpose.class), "chains are integrated for one power-line cycle");

  private final Map<Purpose, Double> cycles;
  private final String text;

  private Averaging(Map<Purpose, Double> cycles, String text) {
    this.cycles = cycles;
    this.text = text;
  }

  /** One power-line cycle for every purpose. */
  public static Averaging oneCycle() {
    return ONE_CYCLE;
  }

  /**
   * Measures the noise of a bench's voltmeters in the present state, and chooses. Without a design
   * there is no measure of noise, and every purpose has one cycle.
   */
  public static Averaging of(ChipPorts ports) {
    BenchFile file = ports.file();
    if (file.design().isEmpty() || file.chains().isEmpty()) {
      return ONE_CYCLE;
    }
    double shortest = file.readout().shortestIntegration();
    ports.integration(shortest);
    double[][] read = new double[READINGS][];
    for (int k = 0; k < READINGS; k++) {
      Reading[] readings = ports.chainVoltages();
      read[k] = new double[readings.length];
      for (int c = 0; c < readings.length; c++) {
        read[k][c] = readings[c].value();
      }
    }
    double[] noise = new double[file.chains().size()];
    for (int c = 0; c < noise.length; c++) {
      double[] own = new double[READINGS];
      for (int k = 0; k < READINGS; k++) {
        own[k] = read[k][c];
      }
      noise[c] = atMost(own);
    }
    return of(file, noise);
  }

  /**
   * Chooses the times.
   *
   * @param noise of each chain's voltmeter at the shortest integration of the bench file, V rms
   * @throws IllegalArgumentException if the file has no section {@code [design]}
   */
  static Averaging of(BenchFile file, double[] noise) {
    double shortest = file.readout().shortestIntegration();
    double[] full = DesignPrior.fullScale(file).chainVoltages();
    double declared = file.design().orElseThrow().readNoise();
    Map<Purpose, Double> cycles = new EnumMap<>(Purpose.class);
    double share = 0;
    for (Purpose purpose : Purpose.values()) {
      double part = purpose == Purpose.ANCHOR ? ANCHOR_PART : PART;
      double longest = shortest;
      for (int c = 0; c < noise.length; c++) {
        double allowed = part * declared * full[c];
        longest = Math.max(longest, cyclesFor(noise[c], shortest, allowed));
        share = Math.max(share, noise[c] / (declared * full[c]));
      }
      cycles.put(purpose, longest);
    }
    return new Averaging(
        cycles,
        String.format(
            Locale.ROOT,
            "chains are integrated for %s, for %s where they show drift; in %s a voltmeter adds at"
                + " most %.2g of the chip's own fluctuation",
            inWords(cycles.get(Purpose.TRAIN)),
            inWords(cycles.get(Purpose.ANCHOR)),
            inWords(shortest),
            share));
  }

  private static String inWords(double cycles) {
    if (cycles == 1) {
      return "one power-line cycle";
    }
    boolean whole = cycles == Math.rint(cycles);
    return (whole ? Long.toString((long) cycles) : Double.toString(cycles)) + " power-line cycles";
  }

  /**
   * The integration that reduces white noise to a level: at least the present one, and whole
   * power-line cycles above one.
   *
   * @param noise at the present integration, V rms
   * @param present power-line cycles
   * @param allowed V rms
   */
  static double cyclesFor(double noise, double present, double allowed) {
    double ratio = noise / allowed;
    double needed = Math.max(present, present * ratio * ratio);
    return needed > 1 ? Math.ceil(needed - 1e-9) : needed;
  }

  /**
   * Upper bound of the standard deviation of normal values with a confidence of 90 %: s √((n −
   * 1)/χ²), where χ² exceeds its value with that probability.
   */
  static double atMost(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double least =
        new ChiSquaredDistribution(values.length - 1).inverseCumulativeProbability(1 - CONFIDENCE);
    return Math.sqrt(squares / least);
  }

  /** Minimum integration of a reading for this purpose, power-line cycles. */
  public double cycles(Purpose purpose) {
    return cycles.getOrDefault(purpose, 1.0);
  }

  /** A description in one sentence. */
  public String text() {
    return text;
  }
}
