package org.spinbench.experiments.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * One reading, repeated at one setpoint: its mean, scatter, drift, and Allan deviation, which
 * distinguishes white noise (falls with the root of the averaging time) from drift (rises). Only
 * sums are kept, with one Allan deviation per octave, for blocks of 1, 2, 4, ... readings (D. W.
 * Allan, "Statistics of atomic frequency standards", Proc. IEEE 54, 221 (1966), DOI
 * 10.1109/PROC.1966.4634).
 */
public final class NoiseRecipe implements Analysis {
  private static final int FEWEST_PAIRS = 4;

  /**
   * Number of pairs that is enough to compare the scatter of block means with that of independent
   * readings.
   */
  private static final int ENOUGH_PAIRS = 15;

  /** Ratio of scatters above which a remark warns of correlated readings. */
  private static final double CORRELATED = 1.5;

  private final int reading = 0;
  private final String name;
  private final String unit;
  private final List<Octave> octaves = new ArrayList<>();
  private long count;
  private double mean;
  private double squares;
  private double meanTime;
  private double timeSquares;
  private double product;
  private Instant begin;
  private Instant last;

  /** Blocks of one length, with the differences of successive means. */
  private static final class Octave {
    private double open;
    private boolean half;
    private double previous = Double.NaN;
    private double sum;
    private long pairs;

    /**
     * Takes the mean of a block of this length.
     *
     * @return the mean of two blocks, or NaN after the first
     */
    double add(double value) {
      if (!Double.isNaN(previous)) {
        sum += (value - previous) * (value - previous);
        pairs++;
      }
      previous = value;
      half = !half;
      if (half) {
        open = value;
        return Double.NaN;
      }
      return (open + value) / 2;
    }

    Value deviation() {
      double deviation = Math.sqrt(sum / pairs / 2);
      return new Value(deviation, deviation / Math.sqrt(2.0 * pairs));
    }
  }

  NoiseRecipe(Plan plan, Optional<Columns> columns) {
    if (!plan.axes().isEmpty() || plan.readings().isEmpty()) {
      throw new PlanParts(plan).lacks("must sweep nothing, but repeat one reading");
    }
    name = plan.readings().get(reading).reading();
    unit = columns.map(all -> all.readings().get(reading).unit()).orElse("");
  }

  /**
   * The plan.
   *
   * @param name of the reading
   * @param samples number of readings
   */
  public static Plan plan(String name, int samples) {
    return Plan.named("noise of " + name).recipe(Recipe.NOISE.word()).repeats(samples).read(name);
  }

  @Override
  public void point(Point point) {
    if (point.reference() || point.readings().get(reading).samples() == 0) {
      return;
    }
    double value = point.readings().get(reading).value();
    last = point.readings().get(reading).time();
    begin = count == 0 ? last : begin;
    count++;
    double time = Duration.between(begin, last).toNanos() * 1e-9;
    double beforeTime = time - meanTime;
    double before = value - mean;
    meanTime += beforeTime / count;
    mean += before / count;
    squares += before * (value - mean);
    timeSquares += beforeTime * (time - meanTime);
    product += beforeTime * (value - mean);
    double block = value;
    for (int octave = 0; !Double.isNaN(block); octave++) {
      if (octave == octaves.size()) {
        octaves.add(new Octave());
      }
      block = octaves.get(octave).add(block);
    }
  }

  /**
   * Remarks. Correlated readings determine their mean less precisely than independent ones. The
   * means of long blocks show how precisely (Flyvbjerg and Petersen, J. Chem. Phys. 91, 461 (1989),
   * DOI 10.1063/1.457480).
   */
  @Override
  public List<String> remarks() {
    double independent = Math.sqrt(squares / (count - 1) / count);
    double known = independent;
    for (int octave = 0; octave < octaves.size(); octave++) {
      if (octaves.get(octave).pairs >= ENOUGH_PAIRS) {
        double blocks = (double) count / (1L << octave);
        known = Math.max(known, octaves.get(octave).deviation().value() / Math.sqrt(blocks));
      }
    }
    return known > CORRELATED * independent
        ? List.of(
            String.format(
                Locale.ROOT,
                "successive readings are not independent: their mean is known to ± %.2g %s, not to"
                    + " ± %.2g %s",
                known,
                unit,
                independent,
                unit))
        : List.of();
  }

  @Override
  public List<Finding> findings() {
    if (count < 3) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    double scatter = Math.sqrt(squares / (count - 1));
    findings.add(new Finding("mean of " + name, new Value(mean, scatter / Math.sqrt(count)), unit));
    Value deviation = new Value(scatter, scatter / Math.sqrt(2.0 * (count - 1)));
    findings.add(new Finding("standard deviation", deviation, unit));
    double interval = Duration.between(begin, last).toNanos() * 1e-9 / (count - 1);
    Value white = octaves.get(0).deviation();
    double root = Math.sqrt(2 * interval);
    findings.add(
        new Finding(
            "density of white noise",
            new Value(white.value() * root, white.deviation() * root),
            unit + "/√Hz"));
    double slope = product / timeSquares;
    findings.add(
        new Finding("drift", new Value(slope, scatter / Math.sqrt(timeSquares)), unit + "/s"));
    for (int octave = 0; octave < octaves.size(); octave++) {
      if (octaves.get(octave).pairs >= FEWEST_PAIRS) {
        double seconds = interval * (1L << octave);
        findings.add(
            new Finding(
                String.format(Locale.ROOT, "Allan deviation over %.3g s", seconds),
                octaves.get(octave).deviation(),
                unit));
      }
    }
    return findings;
  }
}
