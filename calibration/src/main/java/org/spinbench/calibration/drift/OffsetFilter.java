package org.spinbench.calibration.drift;

import java.util.Arrays;
import java.util.List;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.Workspace;

/**
 * Follows the drift of a chip by its anchors: an extended Kalman filter (Kalman 1960,
 * doi:10.1115/1.3662552) whose state is, for each offset, the processes of its {@link DriftModel}
 * and the value from which drift counts, its mean while the chip was trained; and for each chain of
 * each anchor by how much the twin is wrong there, which the first readings tell. The twin serves
 * for slopes alone.
 *
 * <p>What the readings of a working network tell is left out on purpose: a trained weight likes to
 * stand at the extremum of its line, where the sign of the slope hangs on a misplacement of a
 * resonance by less than the twin knows it, and an estimate that follows them walks away.
 *
 * <p>Time is counted in evaluations. Not thread-safe.
 */
public final class OffsetFilter {
  /** Step of the numerical derivative, in units of the offsets. */
  private static final double STEP = 1e-3;

  /** Beyond so many standard deviations a reading counts less (Huber 1964). */
  private static final double DOUBTFUL = 3;

  /** Deviation of the twin's error at an anchor over that of a reading: anything. */
  private static final double UNKNOWN = 100;

  /** How long after an anchor its use is judged, evaluations. */
  private static final double[] LAGS = {10, 40, 100, 200};

  private final Workspace workspace;
  private final OffsetMap map;
  private final List<Anchor> anchors;
  private final double[] noise;
  private final int offsets;
  private final int processes;
  private final int firstError;
  private final int size;
  private final double[] forget;
  private final double[] growth;
  private final double[] mean;
  private final double[][] covariance;
  private final double[] shifted;
  private final double[] row;
  private final double[] spread;

  /**
   * A filter at the beginning.
   *
   * @param models how each offset drifts, all with the same times
   * @param noise of a reading of each chain, V rms
   * @param window evaluations before the beginning over which the chip was trained: what it was on
   *     average in these is what drift counts from
   */
  public OffsetFilter(
      Twin twin,
      OffsetMap map,
      List<Anchor> anchors,
      List<DriftModel> models,
      double[] noise,
      double window) {
    this.workspace = twin.workspace();
    this.map = map;
    this.anchors = List.copyOf(anchors);
    this.noise = noise.clone();
    offsets = map.size();
    processes = models.get(0).times().size() + 1;
    firstError = offsets * processes;
    size = firstError + anchors.size() * noise.length;
    forget = new double[size];
    growth = new double[size];
    mean = new double[size];
    covariance = new double[size][size];
    shifted = new double[offsets];
    row = new double[size];
    spread = new double[size];
    Arrays.fill(forget, 1);
    for (int i = 0; i < offsets; i++) {
      begin(i, models.get(i), window);
    }
    for (int state = firstError; state < size; state++) {
      double sigma = noise[(state - firstError) % noise.length];
      covariance[state][state] = square(UNKNOWN * sigma);
    }
  }

  /**
   * An offset's processes in equilibrium, and what drift counts from: their mean over the window.
   * For a process of time T and a window of w T, the mean has the variance 2 (w − 1 + e^(−w))/w² of
   * the process's, and the covariance (1 − e^(−w))/w with its end.
   */
  private void begin(int offset, DriftModel model, double window) {
    int first = offset * processes;
    int start = first + processes - 1;
    for (int p = 0; p < processes - 1; p++) {
      double variance = square(model.deviations().get(p));
      double time = model.times().get(p);
      double w = Math.max(window / time, 1e-3);
      double withEnd = -variance * StrictMath.expm1(-w) / w;
      forget[first + p] = StrictMath.exp(-1 / time);
      growth[first + p] = -variance * StrictMath.expm1(-2 / time);
      covariance[first + p][first + p] = variance;
      covariance[first + p][start] = withEnd;
      covariance[start][first + p] = withEnd;
      covariance[start][start] += 2 * variance * (w + StrictMath.expm1(-w)) / (w * w);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  /** Lets the time of one evaluation pass. */
  public void advance() {
    for (int i = 0; i < firstError; i++) {
      mean[i] *= forget[i];
      for (int j = 0; j < size; j++) {
        covariance[i][j] *= forget[i] * forget[j];
      }
      covariance[i][i] += growth[i];
    }
    for (int i = firstError; i < size; i++) {
      for (int j = 0; j < firstError; j++) {
        covariance[i][j] *= forget[j];
      }
    }
  }

  /**
   * What a reading of an anchor's chain said.
   *
   * @param synapse the one at its null
   * @param shift by how much it is off from what was expected, in half widths
   * @param surprise the same over the standard deviation that it should have
   * @param deviation of the reading's noise, in half widths
   */
  public record Finding(int synapse, double shift, double surprise, double deviation) {}

  /**
   * Takes in a reading of an anchor.
   *
   * @param number of the anchor
   * @param applied the parameters that were on the chip, A
   * @param voltages of all chains, V; those that the anchor does not use, and NaN, are passed over
   * @return one finding for each chain that was read
   */
  public List<Finding> observe(int number, double[] applied, double[] voltages) {
    Anchor anchor = anchors.get(number);
    Finding[] findings = new Finding[anchor.chains().length];
    int read = 0;
    for (int c = 0; c < findings.length; c++) {
      int chain = anchor.chains()[c];
      if (!Double.isNaN(voltages[chain])) {
        double expected = prepare(number, chain, applied);
        double slope = row[anchor.synapses()[c] * processes];
        findings[read++] = correct(chain, anchor.synapses()[c], slope, voltages[chain] - expected);
      }
    }
    return List.of(Arrays.copyOf(findings, read));
  }

  /** Writes the derivatives of an anchor's voltage by the state; returns what is expected of it. */
  private double prepare(int number, int chain, double[] applied) {
    double[] input = anchors.get(number).input();
    double[] at = offsets();
    Arrays.fill(row, 0);
    for (int i = 0; i < offsets; i++) {
      double kept = at[i];
      at[i] = kept + STEP;
      double above = voltage(chain, applied, at, input);
      at[i] = kept - STEP;
      double slope = (above - voltage(chain, applied, at, input)) / (2 * STEP);
      at[i] = kept;
      Arrays.fill(row, i * processes, (i + 1) * processes - 1, slope);
      row[(i + 1) * processes - 1] = -slope;
    }
    int error = firstError + number * noise.length + chain;
    row[error] = 1;
    return voltage(chain, applied, at, input) + mean[error];
  }

  private double voltage(int chain, double[] applied, double[] at, double[] input) {
    map.add(applied, at, shifted);
    workspace.forward(shifted, input);
    return workspace.voltages()[chain];
  }

  /** Covariance times row; returns the variance of what is expected of a chain. */
  private double project(int chain) {
    double variance = square(noise[chain]);
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += covariance[i][j] * row[j];
      }
      spread[i] = sum;
    }
    for (int i = 0; i < size; i++) {
      variance += row[i] * spread[i];
    }
    return variance;
  }

  private Finding correct(int chain, int synapse, double slope, double innovation) {
    double variance = project(chain);
    double surprise = Math.abs(innovation) / Math.sqrt(variance);
    if (surprise > DOUBTFUL) {
      variance *= surprise / DOUBTFUL;
    }
    for (int i = 0; i < size; i++) {
      double share = spread[i] / variance;
      mean[i] += share * innovation;
      for (int j = 0; j < size; j++) {
        covariance[i][j] -= share * spread[j];
      }
    }
    return new Finding(synapse, innovation / slope, surprise, noise[chain] / Math.abs(slope));
  }

  /**
   * By how much a reading of an anchor would narrow what is known of the offsets, on average over
   * the next two hundred evaluations: what it tells of a fast drift is soon worth nothing.
   *
   * @param number of the anchor
   * @param applied the parameters that would be on the chip, A
   * @param weights how much the square of each offset matters
   * @return the fall of the weighted sum of all offsets' variances
   */
  public double gain(int number, double[] applied, double[] weights) {
    double total = 0;
    for (int chain : anchors.get(number).chains()) {
      prepare(number, chain, applied);
      double variance = project(chain);
      for (int i = 0; i < offsets; i++) {
        for (double lag : LAGS) {
          total += weights[i] * square(spreadAfter(i, lag)) / (variance * LAGS.length);
        }
      }
    }
    return total;
  }

  /** Covariance of an offset some evaluations later with the reading that is prepared for. */
  private double spreadAfter(int offset, double lag) {
    int first = offset * processes;
    double sum = -spread[first + processes - 1];
    for (int p = 0; p < processes - 1; p++) {
      sum += spread[first + p] * StrictMath.pow(forget[first + p], lag);
    }
    return sum;
  }

  /**
   * Widens what is believed of an offset, after a jump that its drift does not explain: the value
   * at the beginning is what the jump is added to.
   *
   * @param by standard deviation of the jump, in the offset's unit
   */
  public void doubt(int offset, double by) {
    int start = (offset + 1) * processes - 1;
    covariance[start][start] += square(by);
  }

  /** Estimated drift of each offset since the beginning, in its unit. */
  public double[] offsets() {
    double[] values = new double[offsets];
    for (int i = 0; i < offsets; i++) {
      int first = i * processes;
      values[i] = -mean[first + processes - 1];
      for (int p = 0; p < processes - 1; p++) {
        values[i] += mean[first + p];
      }
    }
    return values;
  }

  /** Standard deviation of each of {@link #offsets}. */
  public double[] deviations() {
    double[] values = new double[offsets];
    for (int i = 0; i < offsets; i++) {
      int start = (i + 1) * processes - 1;
      double sum = 0;
      for (int p = i * processes; p <= start; p++) {
        for (int q = i * processes; q <= start; q++) {
          sum += ((p == start) == (q == start) ? 1 : -1) * covariance[p][q];
        }
      }
      values[i] = Math.sqrt(Math.max(0, sum));
    }
    return values;
  }
}
