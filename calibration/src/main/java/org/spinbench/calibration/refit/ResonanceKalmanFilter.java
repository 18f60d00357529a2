package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.drift.Anchor;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.drift.Retuning;
import org.spinbench.calibration.refit.CubatureLinearization.Expected;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * A Kalman filter that follows the drifting resonances of a chip by every reading, whatever it was
 * taken for. Its state ({@link DriftingState}) is the chip's unknowns, the processes of each
 * resonance's {@link DriftModel}, and for each anchor and chain the error of the model there, which
 * the first readings of the anchor show.
 *
 * <p>Training often sets a weight to the extremum of its line, where the sign of the slope depends
 * on less than is known of the resonance. A filter that follows the slope walks away there. This
 * one averages over the distribution of the resonances ({@link CubatureLinearization}), does not
 * follow a slope whose sign is uncertain, and leaves such resonances to anchors.
 *
 * <p>Time is counted in evaluations. Not thread-safe.
 */
public final class ResonanceKalmanFilter {
  /** Number of first readings that start the filter by a fit. */
  private static final int FIRST = 104;

  private static final int STARTS = 6;
  private static final int PASSES = 3;

  /** Least prior deviation of a resonance, half widths. */
  private static final double LEAST_DEVIATION = 0.02;

  /** Standard deviations beyond which a reading counts less (Huber 1964). */
  private static final double DOUBTFUL = 3;

  /** Assumed noise over the declared noise, for errors of the model. */
  private static final double IMPERFECT = 1.2;

  /** Weight of one reading in the estimate of a node's noise. */
  private static final double FORGETTING = 1.0 / 200;

  private static final double MOST_SURPRISING = 16;

  /** Prior deviation of the model's error at an anchor, over the noise of a reading. */
  private static final double UNKNOWN = 100;

  /** Times after a reading at which its use is rated, evaluations. */
  private static final double[] LAGS = {10, 40, 100, 200};

  /** Deviation of a jump, half widths. */
  private static final double JUMP = 0.5;

  /** Largest noise of an anchor's reading that is a finding, half widths. */
  private static final double BLUNT = 0.1;

  private final ChipModel model;
  private final Nodes noise;
  private final int chains;
  private final int numbers;
  private final Resonances resonances;
  private final CubatureLinearization linearization;
  private final double[] excess;
  private DriftingState state;
  private List<Anchor> anchors = List.of();
  private final Map<Integer, Reference> references = new HashMap<>();

  /** The unknowns about which the model is linearised during the first fit; null later. */
  private double[] held;

  /**
   * A belief before the first reading.
   *
   * @param prior parameters with deviations
   * @param drift model of the drift of each resonance, half widths
   * @param noise of a reading of each node, rms: V and W
   */
  public ResonanceKalmanFilter(BenchFile file, Calibration prior, DriftModel drift, Nodes noise) {
    this(new ChipModel(file, uncertain(prior)), prior, drift, noise);
  }

  private ResonanceKalmanFilter(ChipModel model, Calibration prior, DriftModel drift, Nodes noise) {
    this.model = model;
    this.noise = noise;
    chains = noise.chainVoltages().length;
    numbers = model.unknowns().size();
    resonances = new Resonances(model, prior);
    linearization = new CubatureLinearization(model, resonances);
    excess = new double[chains + noise.powers().length];
    Arrays.fill(excess, 1);
    state = new DriftingState(numbers, resonances, drift);
  }

  /**
   * The belief after a training, during which the chip drifted. Its devices spread further than the
   * prior states if the first readings say so.
   *
   * @param file with a section {@code [design]}
   * @param prior the belief before the first reading
   * @param readings of the training, in order
   * @param random draws the starts of the first fit
   */
  public static ResonanceKalmanFilter of(
      BenchFile file,
      Calibration prior,
      DriftModel drift,
      List<ChipObservation> readings,
      RandomGenerator random) {
    if (readings.isEmpty()) {
      return new ResonanceKalmanFilter(file, prior, drift, DesignPrior.noise(file));
    }
    List<ChipObservation> first = readings.subList(0, Math.min(FIRST, readings.size()));
    PosteriorEstimator refit = new PosteriorEstimator(file, uncertain(prior));
    Posterior fit = refit.fit(first, refit.prior(), STARTS, random);
    PosteriorEstimator.Believed wide = refit.widened(first, fit, STARTS, random);
    ResonanceKalmanFilter filter =
        new ResonanceKalmanFilter(wide.estimator().fresh(), prior, drift, DesignPrior.noise(file));
    filter.learn(first, wide.fit().z());
    for (ChipObservation reading : readings.subList(first.size(), readings.size())) {
      filter.advance();
      filter.observe(reading);
    }
    return filter;
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

  private static double square(double x) {
    return x * x;
  }

  /**
   * Filters readings with the model linearised about given unknowns, then about the result, as in
   * the method of Gauss and Newton.
   */
  private void learn(List<ChipObservation> readings, double[] about) {
    held = about;
    for (int pass = 0; pass < PASSES; pass++) {
      state = new DriftingState(numbers, resonances, state.drift());
      for (ChipObservation reading : readings) {
        advance();
        observe(reading);
      }
      held = Arrays.copyOf(state.mean(), numbers);
      resonances.measure(model.calibration(held, new double[numbers], 0));
    }
    held = null;
  }

  /** Lets one evaluation pass. */
  public void advance() {
    advance(1);
  }

  /**
   * Lets time pass without a reading.
   *
   * @param evaluations the time, in evaluations; infinite if unknown
   */
  public void advance(double evaluations) {
    state.advance(evaluations);
  }

  /**
   * Replaces the model of the drift.
   *
   * @throws IllegalArgumentException if its correlation times are not those of the present one
   */
  public void drift(DriftModel other) {
    state.drift(other);
  }

  /**
   * Adds the anchors that will be read. The error of the model at each of them is unknown.
   *
   * @throws IllegalStateException if there are some already
   */
  public void anchors(List<Anchor> more) {
    if (!anchors.isEmpty()) {
      throw new IllegalStateException("there are " + anchors.size() + " anchors already");
    }
    anchors = List.copyOf(more);
    double[] variances = new double[anchors.size() * chains];
    Arrays.setAll(variances, i -> square(UNKNOWN * noise.chainVoltages()[i % chains]));
    state.addErrors(variances);
  }

  /**
   * The model at the first reading of an anchor. All later ones are compared with this one. If the
   * model were linearised again for each, its error, which is constant, would seem to change, and
   * the filter would take that for a drift.
   *
   * @param expected the linear model
   * @param at the state about which it is linearised
   * @param parameters of the first reading, A
   * @param chip as believed then, whose resonances field lines shift
   */
  private record Reference(Expected expected, double[] at, double[] parameters, Calibration chip) {
    /** Change of a node by shifts of the resonances, half widths. */
    double change(int node, double[] moved) {
      double sum = 0;
      for (int s = 0; s < moved.length; s++) {
        sum += expected.byOffset()[node][s] * moved[s];
      }
      return sum;
    }
  }

  /**
   * The finding of an anchor's reading about one resonance.
   *
   * @param synapse the synapse at its null
   * @param shift difference from the expected resonance, half widths
   * @param surprise the shift over its expected standard deviation
   * @param deviation of the reading's noise, in half widths
   */
  public record Finding(int synapse, double shift, double surprise, double deviation) {}

  /**
   * Takes in a reading of the chip at work.
   *
   * @return mean square of the innovations of the nodes, each over its variance; 1 if the belief is
   *     right
   */
  public double observe(ChipObservation reading) {
    double[] at = about();
    Expected expected = expected(at, reading);
    double sum = 0;
    int read = 0;
    for (int node = 0; node < excess.length; node++) {
      double value = measured(reading.nodes(), node);
      if (!Double.isNaN(value)) {
        double known = project(expected, node, -1);
        double off = value - state.foreseen(expected.values()[node], at);
        double surprise = correct(node, off, known);
        sum += Math.min(MOST_SURPRISING, square(surprise));
        read++;
      }
    }
    return read == 0 ? 0 : sum / read;
  }

  /**
   * Takes in a reading of an anchor; chains that it does not use are ignored. If a line's range
   * does not reach the null, the slope may be small, or of either sign. Such a reading updates the
   * belief, but is no finding.
   *
   * @param number of the anchor
   * @return a finding for each of its chains whose reading gives the resonance to a tenth of a half
   *     width
   */
  public List<Finding> observe(int number, ChipObservation reading) {
    Anchor anchor = anchors.get(number);
    Reference reference =
        references.computeIfAbsent(
            number, first -> reference(reading.parameters(), reading.input()));
    double[] moved =
        Retuning.shifts(reference.chip(), reference.parameters(), reading.parameters());
    List<Finding> findings = new ArrayList<>();
    for (int c = 0; c < anchor.chains().length; c++) {
      int chain = anchor.chains()[c];
      double value = reading.nodes().chainVoltages()[chain];
      if (!Double.isNaN(value)) {
        double known = project(reference.expected(), chain, number);
        int synapse = anchor.synapses()[c];
        double slope = reference.expected().byOffset()[chain][synapse];
        double off =
            value
                - state.foreseen(reference.expected().values()[chain], reference.at())
                - reference.change(chain, moved);
        double surprise = Math.abs(correct(chain, off, known));
        double deviation = noise.chainVoltages()[chain] / Math.abs(slope);
        if (deviation < BLUNT) {
          findings.add(new Finding(synapse, off / slope, surprise, deviation));
        }
      }
    }
    return findings;
  }

  private Reference reference(double[] parameters, double[] input) {
    double[] at = about();
    Expected expected = expected(at, new ChipObservation(parameters, input, noise));
    return new Reference(expected, at, parameters.clone(), calibration());
  }

  private double measured(Nodes nodes, int node) {
    return node < chains ? nodes.chainVoltages()[node] : nodes.powers()[node - chains];
  }

  private double noise(int node) {
    return measured(noise, node) * IMPERFECT;
  }

  /** The state about which the model is linearised for the next reading. */
  private double[] about() {
    double[] at = state.mean();
    if (held != null) {
      System.arraycopy(held, 0, at, 0, numbers);
    }
    return at;
  }

  private Expected expected(double[] at, ChipObservation reading) {
    double[] z = state.z(at);
    return held != null
        ? linearization.tangent(z, reading.parameters(), reading.input())
        : linearization.averaged(
            z, state.offsetCovariance(), reading.parameters(), reading.input());
  }

  /**
   * Prepares for a reading of a node; returns its variance without noise.
   *
   * @param anchor that is read, whose error adds to the model; negative for none
   */
  private double project(Expected expected, int node, int anchor) {
    int error = anchor < 0 ? -1 : anchor * chains + node;
    return state.project(expected.slopes()[node], expected.byOffset()[node], error)
        + expected.left()[node];
  }

  /** Corrects the state by one node; returns its deviation in standard deviations. */
  private double correct(int node, double off, double known) {
    double variance = known + square(noise(node)) * Math.max(1, excess[node]);
    double surprise = off / Math.sqrt(variance);
    if (held == null) {
      double plain = square(off) / (known + square(noise(node)));
      excess[node] += FORGETTING * (Math.min(MOST_SURPRISING, plain) - excess[node]);
    }
    if (Math.abs(surprise) > DOUBTFUL) {
      variance *= Math.abs(surprise) / DOUBTFUL;
    }
    state.correct(off, variance - known, variance);
    return surprise;
  }

  /**
   * The decrease of the variances of the resonances by a reading of an anchor, on average over the
   * next two hundred evaluations, since what it shows of a fast drift is soon outdated.
   *
   * @param number of the anchor
   * @param applied parameters of the reading, A
   * @param weights weight of the variance of each offset
   * @return decrease of the weighted sum of the variances of all offsets
   */
  public double gain(int number, double[] applied, double[] weights) {
    Anchor anchor = anchors.get(number);
    Expected expected =
        references.containsKey(number)
            ? references.get(number).expected()
            : reference(applied, anchor.input()).expected();
    double total = 0;
    for (int chain : anchor.chains()) {
      double variance = project(expected, chain, number) + square(noise(chain));
      for (int s = 0; s < weights.length; s++) {
        for (double lag : LAGS) {
          double shared = state.covarianceWithReading(s, lag);
          total += weights[s] * square(shared) / (variance * LAGS.length);
        }
      }
    }
    return total;
  }

  /** Widens the belief about the drift of a resonance, after a jump. */
  public void doubt(int synapse) {
    state.doubt(synapse, square(JUMP));
  }

  /**
   * Widens the belief about every resonance, after a time without readings.
   *
   * @param deviations deviation of the wander of each, half widths
   */
  public void doubt(double[] deviations) {
    for (int s = 0; s < deviations.length; s++) {
      state.doubt(s, square(deviations[s]));
    }
  }

  /** Drift of each resonance from its average, half widths. */
  public double[] offsets() {
    return state.offsets();
  }

  /** Standard deviation of each resonance at this moment, half widths. */
  public double[] deviations() {
    double[][] offsets = state.offsetCovariance();
    double[] deviations = new double[offsets.length];
    Arrays.setAll(deviations, s -> Math.sqrt(offsets[s][s]));
    return deviations;
  }

  /** The most probable chip at this moment. */
  public Calibration calibration() {
    return model.calibration(state.z(state.mean()), new double[numbers], 0);
  }

  /** Declared noise of a reading of each node, rms: V and W. */
  public Nodes noise() {
    return noise;
  }

  /**
   * Chips drawn from the belief, each after some time of drift.
   *
   * @param evaluations the time, in evaluations
   */
  public List<Calibration> draw(int number, double evaluations, RandomGenerator random) {
    double[][] root = CubatureLinearization.root(state.covariance());
    double wander = Math.sqrt(state.drift().meanSquareChange(evaluations));
    List<Calibration> drawn = new ArrayList<>();
    for (int d = 0; d < number; d++) {
      double[] z = state.z(state.mean());
      for (int j = 0; j < numbers; j++) {
        double normal = random.nextGaussian();
        for (int i = j; i < numbers; i++) {
          z[i] += root[i][j] * normal;
        }
      }
      for (int s = 0; s < resonances.place.length; s++) {
        z[resonances.place[s]] += wander * resonances.width[s] * random.nextGaussian();
      }
      drawn.add(model.calibration(z, new double[numbers], 0));
    }
    return drawn;
  }
}
