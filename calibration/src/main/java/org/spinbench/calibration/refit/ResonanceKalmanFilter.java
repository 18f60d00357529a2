package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.drift.Anchor;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.refit.Unknown.Kind;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.BenchFile;

/**
 * What is believed of a chip whose resonances drift, refined by every reading of it, whatever it
 * was taken for: a Kalman filter (Kalman 1960, doi:10.1115/1.3662552) whose state is the chip's
 * numbers, which stay, the processes of each resonance's {@link DriftModel}, and for each anchor
 * and chain by how much the model is wrong there, which the first readings of the anchor tell.
 *
 * <p>A weight likes to stand at the extremum of its line, where a slope means nothing: its sign
 * hangs on less than is known of the resonance. A filter that follows slopes there walks away.
 * Voltages and powers are therefore averaged over what the resonances may be, by the third-degree
 * cubature rule (Arasaratnam and Haykin 2009, doi:10.1109/TAC.2009.2019800), the slope is that of
 * the regression over its points, and what the regression leaves counts as noise. A slope that may
 * well have the other sign is not followed at all; there anchors have to show where a resonance is.
 *
 * <p>Time is counted in evaluations. Not thread-safe.
 */
public final class ResonanceKalmanFilter {
  /** Readings at the beginning to which the chip is fitted before it is followed. */
  private static final int FIRST = 104;

  private static final int STARTS = 6;
  private static final int PASSES = 3;

  /** No resonance is known better than that, half widths. */
  private static final double LEAST_DEVIATION = 0.02;

  /** Beyond so many standard deviations a reading counts less (Huber 1964). */
  private static final double DOUBTFUL = 3;

  /** Noise taken over the declared one: no model is perfect. */
  private static final double IMPERFECT = 1.2;

  /** Part by which one reading changes what is thought of a node's noise. */
  private static final double FORGETTING = 1.0 / 200;

  private static final double MOST_SURPRISING = 16;

  /** Deviation of the model's error at an anchor over that of a reading: anything. */
  private static final double UNKNOWN = 100;

  /** How long after a reading its use is judged, evaluations. */
  private static final double[] LAGS = {10, 40, 100, 200};

  /** Added to variances that are to be decomposed, half widths squared. */
  private static final double JITTER = 1e-9;

  /** Standard deviations within which a slope must keep its sign. */
  private static final double SURE = 1.5;

  /** Deviation of a jump, half widths. */
  private static final double JUMP = 0.5;

  /** With more noise than that, half widths, an anchor does not tell where its resonance is. */
  private static final double BLUNT = 0.1;

  private final ChipModel model;
  private final Nodes noise;
  private final int numbers;
  private final int synapses;
  private final int[] resonance;
  private final double[] widths;
  private final double[] excess;
  private DriftModel drift;
  private List<Anchor> anchors = List.of();
  private double[] mean;
  private double[][] covariance;
  private double[] row;
  private double[] spread;

  /** The numbers about which the model is linear, while a history is gone through; null later. */
  private double[] held;

  /**
   * A belief before the first reading.
   *
   * @param prior numbers with deviations
   * @param drift how each resonance drifts, half widths
   * @param noise of a reading of each node, rms: V and W
   */
  public ResonanceKalmanFilter(BenchFile file, Calibration prior, DriftModel drift, Nodes noise) {
    this.model = new ChipModel(file, uncertain(prior));
    this.drift = drift;
    this.noise = noise;
    numbers = model.unknowns().size();
    synapses = file.synapses().size();
    resonance = new int[synapses];
    int found = 0;
    for (int j = 0; j < numbers; j++) {
      if (model.unknowns().get(j).kind() == Kind.RESONANCE) {
        resonance[found++] = j;
      }
    }
    widths = new double[synapses];
    measure(prior);
    excess = new double[noise.chainVoltages().length + noise.powers().length];
    Arrays.fill(excess, 1);
    begin();
  }

  /**
   * The belief after a training of a chip that drifted meanwhile.
   *
   * @param file with a section {@code [design]}
   * @param prior what was believed before the first reading
   * @param readings of the training, in order
   * @param random draws the starts of the first fit
   */
  public static ResonanceKalmanFilter of(
      BenchFile file,
      Calibration prior,
      DriftModel drift,
      List<ChipObservation> readings,
      RandomGenerator random) {
    ResonanceKalmanFilter tracker =
        new ResonanceKalmanFilter(file, prior, drift, DesignPrior.noise(file));
    if (!readings.isEmpty()) {
      List<ChipObservation> first = readings.subList(0, Math.min(FIRST, readings.size()));
      PosteriorEstimator refit = new PosteriorEstimator(file, uncertain(prior));
      tracker.learn(first, refit.fit(first, refit.prior(), STARTS, random).z());
      for (ChipObservation reading : readings.subList(first.size(), readings.size())) {
        tracker.advance();
        tracker.observe(reading);
      }
    }
    return tracker;
  }

  private static Calibration uncertain(Calibration prior) {
    List<ChainResponse> chains = new ArrayList<>();
    for (ChainResponse chain : prior.chains()) {
      List<SynapseResponse> synapses =
          chain.synapses().stream().map(ResonanceKalmanFilter::uncertain).toList();
      chains.add(chain.with(synapses));
    }
    return prior.with(chains, prior.neurons());
  }

  private static SynapseResponse uncertain(SynapseResponse s) {
    double least = LEAST_DEVIATION * Math.abs(s.halfWidth().value());
    return s.withResonance(
        new Value(s.resonance().value(), Math.max(least, s.resonance().deviation())));
  }

  /** Half widths, in units of what is not known of the resonances. */
  private void measure(Calibration chip) {
    int s = 0;
    for (ChainResponse chain : chip.chains()) {
      for (SynapseResponse synapse : chain.synapses()) {
        double unit = model.unknowns().get(resonance[s]).prior().deviation();
        widths[s++] = synapse.halfWidth().value() / unit;
      }
    }
  }

  private int processes() {
    return drift.times().size();
  }

  private int process(int synapse, int process) {
    return numbers + synapse * processes() + process;
  }

  private int firstError() {
    return numbers + synapses * processes();
  }

  private static double square(double x) {
    return x * x;
  }

  /** Numbers as before any reading, drift in equilibrium. */
  private void begin() {
    int size = firstError();
    mean = new double[size];
    covariance = new double[size][size];
    row = new double[size];
    spread = new double[size];
    for (int i = 0; i < numbers; i++) {
      covariance[i][i] = 1;
    }
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        covariance[process(s, p)][process(s, p)] = square(drift.deviations().get(p));
      }
    }
  }

  /**
   * Goes through a history with the model linear about given numbers, then about those that it led
   * to (Gauss and Newton's method): a static fit, with drift in the place of noise.
   */
  private void learn(List<ChipObservation> readings, double[] about) {
    held = about;
    for (int pass = 0; pass < PASSES; pass++) {
      begin();
      for (ChipObservation reading : readings) {
        advance();
        observe(reading);
      }
      held = Arrays.copyOf(mean, numbers);
      measure(model.calibration(held, new double[numbers], 0));
    }
    held = null;
  }

  /** Lets the time of one evaluation pass. */
  public void advance() {
    advance(1);
  }

  /**
   * Lets time pass in which nothing is read.
   *
   * @param evaluations of so many the time; infinite where nobody knows how long
   */
  public void advance(double evaluations) {
    int end = firstError();
    double[] kept = new double[mean.length];
    Arrays.fill(kept, 1);
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        kept[process(s, p)] = StrictMath.exp(-evaluations / drift.times().get(p));
      }
    }
    for (int i = numbers; i < end; i++) {
      mean[i] *= kept[i];
    }
    for (int i = 0; i < mean.length; i++) {
      for (int j = numbers; j < end; j++) {
        double value = covariance[i][j] * kept[i] * kept[j];
        covariance[i][j] = value;
        covariance[j][i] = value;
      }
    }
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        int i = process(s, p);
        covariance[i][i] += square(drift.deviations().get(p)) * (1 - square(kept[i]));
      }
    }
  }

  /** Takes another drift to be the one that goes on, with the same times. */
  public void drift(DriftModel other) {
    if (!other.times().equals(drift.times())) {
      throw new IllegalArgumentException(
          "a drift over " + other.times() + " evaluations in place of one over " + drift.times());
    }
    drift = other;
  }

  /**
   * Takes in anchors that will be read. By how much the model is wrong at each of them is open.
   *
   * @throws IllegalStateException if there are some already
   */
  public void anchors(List<Anchor> more) {
    if (!anchors.isEmpty()) {
      throw new IllegalStateException("there are " + anchors.size() + " anchors already");
    }
    anchors = List.copyOf(more);
    int chains = noise.chainVoltages().length;
    int size = firstError() + anchors.size() * chains;
    mean = Arrays.copyOf(mean, size);
    row = new double[size];
    spread = new double[size];
    double[][] larger = new double[size][];
    for (int i = 0; i < size; i++) {
      larger[i] = i < firstError() ? Arrays.copyOf(covariance[i], size) : new double[size];
      if (i >= firstError()) {
        larger[i][i] = square(UNKNOWN * noise.chainVoltages()[(i - firstError()) % chains]);
      }
    }
    covariance = larger;
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
   * Takes in a reading of the chip at work.
   *
   * @return mean square of what the nodes are off from what was expected of them, each over its
   *     variance; 1 when the chip is what is believed of it
   */
  public double observe(ChipObservation reading) {
    double[] at = about();
    Expected expected = expected(at, reading);
    double sum = 0;
    int read = 0;
    for (int node = 0; node < excess.length; node++) {
      double value = measured(reading.nodes(), node);
      if (!Double.isNaN(value)) {
        prepare(expected, node, -1);
        double surprise = correct(node, value - foreseen(expected, node, at), expected);
        sum += Math.min(MOST_SURPRISING, square(surprise));
        read++;
      }
    }
    return read == 0 ? 0 : sum / read;
  }

  /**
   * Takes in a reading of an anchor; chains that it does not use are passed over. Where a line's
   * range does not reach the null, a slope may be small, or of either sign: such a reading counts
   * for what it tells of the rest, but is no finding.
   *
   * @param number of the anchor
   * @return one finding for each of its chains that was read and that tells its resonance to within
   *     a tenth of a half width
   */
  public List<Finding> observe(int number, ChipObservation reading) {
    Anchor anchor = anchors.get(number);
    double[] at = about();
    Expected expected = expected(at, reading);
    List<Finding> findings = new ArrayList<>();
    for (int c = 0; c < anchor.chains().length; c++) {
      int chain = anchor.chains()[c];
      double value = reading.nodes().chainVoltages()[chain];
      if (!Double.isNaN(value)) {
        prepare(expected, chain, number);
        int synapse = anchor.synapses()[c];
        double slope = row[process(synapse, 0)];
        double off = value - foreseen(expected, chain, at);
        double surprise = Math.abs(correct(chain, off, expected));
        double deviation = noise.chainVoltages()[chain] / Math.abs(slope);
        if (deviation < BLUNT) {
          findings.add(new Finding(synapse, off / slope, surprise, deviation));
        }
      }
    }
    return findings;
  }

  private static double measured(Nodes nodes, int node) {
    int chains = nodes.chainVoltages().length;
    return node < chains ? nodes.chainVoltages()[node] : nodes.powers()[node - chains];
  }

  private double noise(int node) {
    return measured(noise, node) * IMPERFECT;
  }

  /** The state about which the model is linear for the next reading. */
  private double[] about() {
    double[] at = mean.clone();
    if (held != null) {
      System.arraycopy(held, 0, at, 0, numbers);
    }
    return at;
  }

  /** The numbers at a state, with resonances where the drift has brought them. */
  private double[] z(double[] at) {
    double[] z = Arrays.copyOf(at, numbers);
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        z[resonance[s]] += at[process(s, p)] * widths[s];
      }
    }
    return z;
  }

  /**
   * What the model says of all nodes at a state.
   *
   * @param values of the nodes, averaged over the resonances
   * @param slopes by all numbers
   * @param byOffset slopes by the offset of each resonance, in half widths
   * @param left variance that the slopes do not explain
   */
  private record Expected(double[] values, double[][] slopes, double[][] byOffset, double[] left) {}

  private Expected expected(double[] at, ChipObservation reading) {
    double[] z = z(at);
    model.set(z);
    model.evaluate(reading.parameters(), reading.input());
    int nodes = excess.length;
    double[] values = values();
    double[][] slopes = new double[nodes][];
    double[][] byOffset = new double[nodes][synapses];
    for (int node = 0; node < nodes; node++) {
      slopes[node] = slopes(node).clone();
      for (int s = 0; s < synapses; s++) {
        byOffset[node][s] = slopes[node][resonance[s]] * widths[s];
      }
    }
    if (held != null) {
      return new Expected(values, slopes, byOffset, new double[nodes]);
    }
    return averaged(z, reading, slopes);
  }

  private double[] values() {
    double[] values = Arrays.copyOf(model.voltages, excess.length);
    System.arraycopy(model.powers, 0, values, model.voltages.length, model.powers.length);
    return values;
  }

  private double[] slopes(int node) {
    int chains = model.voltages.length;
    return node < chains ? model.voltageSlopes[node] : model.powerSlopes[node - chains];
  }

  /** The same over what the resonances may be. */
  private Expected averaged(double[] z, ChipObservation reading, double[][] slopes) {
    double[][] spreads = offsets(covariance);
    double[][] root = root(spreads);
    int nodes = excess.length;
    double radius = Math.sqrt(synapses);
    double[][] above = new double[synapses][];
    double[][] below = new double[synapses][];
    double[] values = new double[nodes];
    boolean[][] sure = new boolean[nodes][synapses];
    for (int k = 0; k < synapses; k++) {
      above[k] = values(z, root, k, radius, reading);
      double[] slopesAbove = slopesBy(k);
      below[k] = values(z, root, k, -radius, reading);
      double[] slopesBelow = slopesBy(k);
      for (int node = 0; node < nodes; node++) {
        values[node] += (above[k][node] + below[k][node]) / (2 * synapses);
        double middle = Math.abs(slopesAbove[node] + slopesBelow[node]);
        double change = Math.abs(slopesAbove[node] - slopesBelow[node]);
        sure[node][k] = middle * radius >= change * SURE;
      }
    }
    double[][] byOffset = new double[nodes][synapses];
    double[] left = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      double[] along = new double[synapses];
      for (int k = 0; k < synapses; k++) {
        along[k] = (above[k][node] - below[k][node]) / (2 * radius);
        left[node] +=
            (square(above[k][node] - values[node]) + square(below[k][node] - values[node]))
                / (2 * synapses);
        left[node] -= square(along[k]);
      }
      left[node] = Math.max(0, left[node]);
      // rootᵀ byOffset = along
      for (int k = synapses - 1; k >= 0; k--) {
        double sum = along[k];
        for (int l = k + 1; l < synapses; l++) {
          sum -= root[l][k] * byOffset[node][l];
        }
        byOffset[node][k] = sum / root[k][k];
      }
      for (int k = 0; k < synapses; k++) {
        if (!sure[node][k]) {
          left[node] += square(byOffset[node][k]) * spreads[k][k];
          byOffset[node][k] = 0;
        }
      }
    }
    return new Expected(values, slopes, byOffset, left);
  }

  /** Slopes of all nodes by a resonance, as last evaluated. */
  private double[] slopesBy(int synapse) {
    double[] slopes = new double[excess.length];
    Arrays.setAll(slopes, node -> slopes(node)[resonance[synapse]]);
    return slopes;
  }

  private double[] values(
      double[] z, double[][] root, int column, double far, ChipObservation reading) {
    double[] moved = z.clone();
    for (int s = column; s < synapses; s++) {
      moved[resonance[s]] += far * root[s][column] * widths[s];
    }
    model.set(moved);
    model.evaluate(reading.parameters(), reading.input());
    return values();
  }

  private static double[][] root(double[][] matrix) {
    return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-6, 1e-14)
        .getL()
        .getData();
  }

  /** Covariance of the offsets of all resonances, numbers and drift together, half widths. */
  private double[][] offsets(double[][] of) {
    double[][] half = new double[synapses][];
    for (int s = 0; s < synapses; s++) {
      half[s] = offset(s, of);
    }
    double[][] result = new double[synapses][synapses];
    for (int s = 0; s < synapses; s++) {
      for (int t = 0; t < synapses; t++) {
        result[s][t] = (offset(t, half[s]) + offset(s, half[t])) / 2;
      }
      result[s][s] += JITTER;
    }
    return result;
  }

  /** The covariances of a resonance's offset with all of the state. */
  private double[] offset(int synapse, double[][] of) {
    double[] sum = new double[of.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = of[resonance[synapse]][j] / widths[synapse];
      for (int p = 0; p < processes(); p++) {
        sum[j] += of[process(synapse, p)][j];
      }
    }
    return sum;
  }

  private double offset(int synapse, double[] by) {
    double sum = by[resonance[synapse]] / widths[synapse];
    for (int p = 0; p < processes(); p++) {
      sum += by[process(synapse, p)];
    }
    return sum;
  }

  /** Writes the slopes of a node by the state; an anchor's has its error added. */
  private void prepare(Expected expected, int node, int anchor) {
    Arrays.fill(row, 0);
    System.arraycopy(expected.slopes()[node], 0, row, 0, numbers);
    for (int s = 0; s < synapses; s++) {
      double slope = expected.byOffset()[node][s];
      row[resonance[s]] = slope / widths[s];
      Arrays.fill(row, process(s, 0), process(s, 0) + processes(), slope);
    }
    if (anchor >= 0) {
      row[firstError() + anchor * noise.chainVoltages().length + node] = 1;
    }
  }

  /** What is expected of a node after what the nodes before it said. */
  private double foreseen(Expected expected, int node, double[] at) {
    double value = expected.values()[node];
    for (int j = 0; j < mean.length; j++) {
      value += row[j] * (j < firstError() ? mean[j] - at[j] : mean[j]);
    }
    return value;
  }

  /** Covariance times row; returns row times that. */
  private double project() {
    double variance = 0;
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      double[] line = covariance[i];
      for (int j = 0; j < mean.length; j++) {
        sum += line[j] * row[j];
      }
      spread[i] = sum;
      variance += row[i] * sum;
    }
    return variance;
  }

  /** Corrects the state by one node; returns its deviation in standard deviations. */
  private double correct(int node, double off, Expected expected) {
    double known = project() + expected.left()[node];
    double variance = known + square(noise(node)) * Math.max(1, excess[node]);
    double surprise = off / Math.sqrt(variance);
    if (held == null) {
      double plain = square(off) / (known + square(noise(node)));
      excess[node] += FORGETTING * (Math.min(MOST_SURPRISING, plain) - excess[node]);
    }
    if (Math.abs(surprise) > DOUBTFUL) {
      variance *= Math.abs(surprise) / DOUBTFUL;
    }
    for (int i = 0; i < mean.length; i++) {
      double share = spread[i] / variance;
      mean[i] += share * off;
      double[] line = covariance[i];
      for (int j = 0; j < mean.length; j++) {
        line[j] -= share * spread[j];
      }
    }
    return surprise;
  }

  /**
   * By how much a reading of an anchor would narrow what is known of the resonances, on average
   * over the next two hundred evaluations: what it tells of a fast drift is soon worth nothing.
   *
   * @param number of the anchor
   * @param applied the parameters that would be on the chip, A
   * @param weights how much the square of each offset matters
   * @return the fall of the weighted sum of all offsets' variances
   */
  public double gain(int number, double[] applied, double[] weights) {
    Anchor anchor = anchors.get(number);
    ChipObservation reading = new ChipObservation(applied, anchor.input(), noise);
    Expected expected = expected(about(), reading);
    double total = 0;
    for (int chain : anchor.chains()) {
      prepare(expected, chain, number);
      double variance = project() + expected.left()[chain] + square(noise(chain));
      for (int s = 0; s < synapses; s++) {
        for (double lag : LAGS) {
          total += weights[s] * square(after(s, lag)) / (variance * LAGS.length);
        }
      }
    }
    return total;
  }

  /** Covariance of an offset some evaluations later with the node that is prepared for. */
  private double after(int synapse, double lag) {
    double sum = spread[resonance[synapse]] / widths[synapse];
    for (int p = 0; p < processes(); p++) {
      sum += spread[process(synapse, p)] * StrictMath.exp(-lag / drift.times().get(p));
    }
    return sum;
  }

  /** Widens what is believed of a resonance's drift, after a jump that it does not explain. */
  public void doubt(int synapse) {
    int slowest = process(synapse, processes() - 1);
    covariance[slowest][slowest] += square(JUMP);
  }

  /**
   * Widens what is believed of every resonance, after a time in which nobody looked.
   *
   * @param deviations by which each may have wandered, half widths
   */
  public void doubt(double[] deviations) {
    for (int s = 0; s < synapses; s++) {
      int slowest = process(s, processes() - 1);
      covariance[slowest][slowest] += square(deviations[s]);
    }
  }

  /** Drift of each resonance from where it is on average, half widths. */
  public double[] offsets() {
    double[] offsets = new double[synapses];
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        offsets[s] += mean[process(s, p)];
      }
    }
    return offsets;
  }

  /** Standard deviation of where each resonance is now, half widths. */
  public double[] deviations() {
    double[][] offsets = offsets(covariance);
    double[] deviations = new double[synapses];
    Arrays.setAll(deviations, s -> Math.sqrt(offsets[s][s]));
    return deviations;
  }

  /** The most probable chip at this moment. */
  public Calibration calibration() {
    return model.calibration(z(mean), new double[numbers], 0);
  }

  /** Noise of a reading of each node that is reckoned with, rms: V and W. */
  public Nodes noise() {
    return noise;
  }

  /**
   * Chips drawn from what is believed, each as it may be some time from now.
   *
   * @param evaluations of so many the time
   */
  public List<Calibration> draw(int number, double evaluations, RandomGenerator random) {
    double[][] root = root(ofNumbers());
    double wander = Math.sqrt(drift.meanSquareChange(evaluations));
    List<Calibration> drawn = new ArrayList<>();
    for (int d = 0; d < number; d++) {
      double[] z = z(mean);
      for (int j = 0; j < numbers; j++) {
        double normal = random.nextGaussian();
        for (int i = j; i < numbers; i++) {
          z[i] += root[i][j] * normal;
        }
      }
      for (int s = 0; s < synapses; s++) {
        z[resonance[s]] += wander * widths[s] * random.nextGaussian();
      }
      drawn.add(model.calibration(z, new double[numbers], 0));
    }
    return drawn;
  }

  /** Covariance of the numbers with resonances where they are now. */
  private double[][] ofNumbers() {
    double[][] half = new double[numbers][];
    for (int i = 0; i < numbers; i++) {
      half[i] = covariance[i].clone();
    }
    for (int s = 0; s < synapses; s++) {
      for (int j = 0; j < mean.length; j++) {
        half[resonance[s]][j] = widths[s] * offset(s, covariance[j]);
      }
    }
    double[][] full = new double[numbers][];
    for (int i = 0; i < numbers; i++) {
      full[i] = Arrays.copyOf(half[i], numbers);
      for (int s = 0; s < synapses; s++) {
        full[i][resonance[s]] = widths[s] * offset(s, half[i]);
      }
    }
    for (int i = 0; i < numbers; i++) {
      for (int j = 0; j < i; j++) {
        double middle = (full[i][j] + full[j][i]) / 2;
        full[i][j] = middle;
        full[j][i] = middle;
      }
      full[i][i] += JITTER;
    }
    return full;
  }
}
