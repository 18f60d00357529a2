package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.fit.filter.DriftFilter;

/**
 * The linearisation of a node's readings around a chip with changes. The states of the filter are
 * the drifts of the resonances, the numbers of the node, the powers of other neurons in its band,
 * and the changes.
 */
final class LinearNode {
  /** Fraction of another neuron's power in the band of a neuron with readout. */
  private static final double LEAK = 0.01;

  /** Steps of numerical derivatives: of a resonance, Hz, and relative. */
  private static final double HERTZ = 1e4;

  private static final double PART = 0.01;

  final NodeModel model;
  final NodeReadings data;

  /** The drifts of the linearisation. */
  final Track track;

  final List<Hypothesis> changes;
  final double[] z;
  final double[] residuals;
  final double[][] slopes;
  final double[] means;
  final double[] deviations;

  /** Variance of each reading from fluctuations of powers and settings. */
  final double[] fluctuations;

  /** The part of it from emitted powers. */
  final double[] emission;

  /** Variance of each reading per squared relative error of the tones' powers. */
  final double[] bySetting;

  /** Variance of each reading from the curvature of lines whose resonances are uncertain. */
  private final double[] nonlinear;

  private final double[][] drifts;
  private final List<Segment> segments = new ArrayList<>();

  /** Readings of one state of the chip. */
  private record Segment(int from, int to, List<Hypothesis> there, Calibration chip) {}

  /**
   * Drifts of the resonances at some times.
   *
   * @param times in order, s; none if nothing drifts
   * @param drifts at each time, [time][resonance], Hz
   * @param variances of the resonances there, whatever part of them is drift, Hz²
   */
  record Track(double[] times, double[][] drifts, double[][] variances) {
    static final Track NONE = new Track(new double[0], new double[0][], new double[0][]);

    /** One row for each of some times: that of the last time up to it, or else of the first. */
    private double[][] rows(double[][] of, double[] at) {
      return Arrays.stream(at)
          .mapToObj(
              time -> {
                int found = Arrays.binarySearch(times, time);
                int last = Math.max(0, found >= 0 ? found : -found - 2);
                return times.length == 0 ? new double[0] : of[last];
              })
          .toArray(double[][]::new);
    }
  }

  /** Linearised around resonances that do not drift. */
  LinearNode(NodeModel model, NodeReadings data, double[] z, List<Hypothesis> changes) {
    this(model, data, z, changes, Track.NONE);
  }

  /**
   * Linearised around numbers and changes, and around drifts of the resonances. A drift that a
   * voltmeter resolves well can be too large for the tangent to the line at its beginning.
   */
  LinearNode(
      NodeModel model, NodeReadings data, double[] z, List<Hypothesis> changes, Track track) {
    this.model = model;
    this.track = track;
    drifts = track.rows(track.drifts, data.times());
    this.data = data;
    this.z = z.clone();
    this.changes = List.copyOf(changes);
    cut();
    int n = data.size();
    int states = firstChange() + changes.size();
    double[] predicted = predicted(Segment::chip);
    residuals = difference(data.values(), predicted, 1);
    nonlinear = new double[n];
    slopes = new double[n][states];
    means = new double[states];
    deviations = new double[states];
    int next = 0;
    for (TwinNumber resonance : model.wandering) {
      addDrift(resonance, predicted, next++);
    }
    next = addNumbers(next);
    for (int neuron : model.leaking) {
      put(predicted(new Node(false, neuron), data.setpoints(), Segment::chip), next);
      deviations[next++] = LEAK;
    }
    for (int c = 0; c < changes.size(); c++) {
      addChange(c, next++);
    }
    emission = emission();
    bySetting = bySetting();
    fluctuations = fluctuations();
  }

  private LinearNode(
      LinearNode with, double[] residuals, double[][] slopes, double[] fluctuations) {
    model = with.model;
    data = with.data;
    changes = with.changes;
    track = with.track;
    drifts = with.drifts;
    nonlinear = with.nonlinear;
    z = with.z;
    means = with.means;
    deviations = with.deviations;
    emission = with.emission;
    bySetting = with.bySetting;
    this.residuals = residuals;
    this.slopes = slopes;
    this.fluctuations = fluctuations;
  }

  /**
   * The same with its last change, which affects every reading, beginning at one of them.
   *
   * @param without the same without that change
   * @param onset index of the reading
   */
  LinearNode since(LinearNode without, int onset) {
    int n = data.size();
    double[] rests = residuals.clone();
    double[] fluctuating = fluctuations.clone();
    double[][] rows = slopes.clone();
    System.arraycopy(without.residuals, 0, rests, 0, Math.min(n, onset));
    System.arraycopy(without.fluctuations, 0, fluctuating, 0, Math.min(n, onset));
    for (int i = 0; i < Math.min(n, onset); i++) {
      rows[i] = Arrays.copyOf(without.slopes[i], means.length);
    }
    return new LinearNode(this, rests, rows, fluctuating);
  }

  private void cut() {
    int[] starts = changes.stream().mapToInt(change -> data.from(change.from())).sorted().toArray();
    int[] ends = IntStream.concat(IntStream.of(starts), IntStream.of(data.size())).toArray();
    int from = 0;
    for (int to : ends) {
      int first = from;
      List<Hypothesis> there =
          changes.stream().filter(change -> data.from(change.from()) <= first).toList();
      if (to > from) {
        segments.add(new Segment(from, to, there, model.chip(z, there)));
      }
      from = to;
    }
  }

  /** Predictions of every reading for modified chips. */
  private double[] predicted(Function<Segment, Calibration> chip) {
    return predicted(model.node, data.setpoints(), chip);
  }

  private double[] predicted(
      Node node, List<Recording.Setpoint> setpoints, Function<Segment, Calibration> chip) {
    double[] all = new double[data.size()];
    for (Segment segment : segments) {
      double[] some =
          node.predicted(
              chip.apply(segment),
              model.file,
              setpoints.subList(segment.from(), segment.to()),
              data.recorded().subList(segment.from(), segment.to()),
              Arrays.copyOfRange(drifts, segment.from(), segment.to()));
      System.arraycopy(some, 0, all, segment.from(), some.length);
    }
    return all;
  }

  /** Derivative of every reading by a number; zero for an exact number. */
  private double[] slope(TwinNumber number, double step) {
    if (step == 0) {
      return new double[data.size()];
    }
    return difference(
        predicted(segment -> number.moved(segment.chip(), step)),
        predicted(segment -> number.moved(segment.chip(), -step)),
        2 * step);
  }

  private static double[] difference(double[] above, double[] below, double by) {
    double[] difference = new double[above.length];
    Arrays.setAll(difference, i -> (above[i] - below[i]) / by);
    return difference;
  }

  /**
   * Adds the drift of a resonance. The state is the whole drift since the calibration.
   *
   * @param predicted readings with the drifts of the linearisation
   */
  private void addDrift(TwinNumber resonance, double[] predicted, int state) {
    double[] above = predicted(segment -> resonance.moved(segment.chip(), HERTZ));
    double[] below = predicted(segment -> resonance.moved(segment.chip(), -HERTZ));
    put(difference(above, below, 2 * HERTZ), state);
    double[][] variances = track.rows(track.variances, data.times());
    for (int i = 0; i < residuals.length && track != Track.NONE; i++) {
      residuals[i] += slopes[i][state] * drifts[i][state];
      double curvature = (above[i] - 2 * predicted[i] + below[i]) / (HERTZ * HERTZ);
      double bent = curvature * variances[i][state];
      nonlinear[i] += bent * bent / 2;
    }
  }

  /** The drifts that the readings show, and how well the resonances are known by them. */
  Track track(double rate, double fluctuation) {
    int drifting = model.wandering.size();
    if (drifting == 0) {
      return Track.NONE;
    }
    double[][] sums = new double[2 * drifting][means.length];
    for (int k = 0; k < drifting; k++) {
      double[] byNumber = model.factor[model.numberOfWandering(k)];
      System.arraycopy(byNumber, 0, sums[drifting + k], drifting, byNumber.length);
      sums[drifting + k][k] = 1;
      sums[k][k] = 1;
    }
    DriftFilter.Smoothed smoothed =
        filter().smoothed(means, deviations, variances(fluctuation, 0), rate, sums);
    return new Track(
        data.times(),
        Arrays.stream(smoothed.means())
            .map(all -> Arrays.copyOf(all, drifting))
            .toArray(double[][]::new),
        Arrays.stream(smoothed.variances())
            .map(all -> Arrays.copyOfRange(all, drifting, 2 * drifting))
            .toArray(double[][]::new));
  }

  private void put(double[] slope, int state) {
    for (int i = 0; i < slope.length; i++) {
      slopes[i][state] = slope[i];
    }
  }

  private int addNumbers(int first) {
    int next = first;
    double[][] byNumber = new double[model.numbers.size()][];
    for (int j = 0; j < byNumber.length; j++) {
      byNumber[j] = slope(model.numbers.get(j), 0.1 * model.deviation(j));
    }
    for (int k = 0; k < byNumber.length; k++) {
      for (int j = k; j < byNumber.length; j++) {
        double factor = model.factor[j][k];
        for (int i = 0; factor != 0 && i < slopes.length; i++) {
          slopes[i][next] += factor * byNumber[j][i];
        }
      }
      means[next] = -z[k];
      deviations[next] = 1;
      next++;
    }
    return next;
  }

  private void addChange(int number, int state) {
    double scale = scale(number);
    put(
        difference(
            predicted(segment -> moved(segment, number, scale)),
            predicted(segment -> moved(segment, number, -scale)),
            2),
        state);
    Hypothesis change = changes.get(number);
    means[state] = -change.size() / scale;
    deviations[state] = change.suspicion().range(model.known) / scale;
  }

  private Calibration moved(Segment segment, int number, double by) {
    Hypothesis moving = changes.get(number);
    return model.chip(
        z,
        segment.there().stream()
            .map(one -> one == moving ? one.ofSize(one.size() + by) : one)
            .toList());
  }

  /**
   * The effect of a small further change on each reading.
   *
   * @return derivative by its size over {@link Suspicion#scale}, V or W
   */
  double[] signature(Suspicion suspicion) {
    double scale = suspicion.scale(model.known);
    return difference(
        predicted(segment -> suspicion.applied(segment.chip(), scale)),
        predicted(segment -> suspicion.applied(segment.chip(), -scale)),
        2);
  }

  /** The predictions with a further change of a size, V or W. */
  double[] predicted(Suspicion suspicion, double size) {
    return predicted(segment -> suspicion.applied(segment.chip(), size));
  }

  /** The size of a change for one unit of its state in the last filter. */
  double scale(int change) {
    return changes.get(change).suspicion().scale(model.known);
  }

  private double[] emission() {
    double[] variances = new double[data.size()];
    for (int neuron : model.node.neurons(model.file)) {
      Suspicion power = new Suspicion(0, neuron, Change.Kind.POWER);
      add(
          variances,
          difference(
              predicted(segment -> power.applied(segment.chip(), PART)),
              predicted(segment -> power.applied(segment.chip(), -PART)),
              2 * PART),
          model.known.neurons().get(neuron).powerNoise());
    }
    return variances;
  }

  private double[] fluctuations() {
    double[] variances = emission.clone();
    if (model.node.chain()) {
      double error = model.repeatability();
      for (int i = 0; i < variances.length; i++) {
        variances[i] += error * error * bySetting[i];
      }
    }
    return variances;
  }

  private double[] bySetting() {
    double[] variances = new double[data.size()];
    if (model.node.chain()) {
      List<String> tones = model.file.chains().get(model.node.index()).tones();
      for (int input = 0; input < model.file.inputs().size(); input++) {
        if (tones.contains(model.file.inputs().get(input).name())) {
          add(
              variances,
              difference(
                  predicted(model.node, stronger(input, PART), Segment::chip),
                  predicted(model.node, stronger(input, -PART), Segment::chip),
                  2 * PART),
              1);
        }
      }
    }
    return variances;
  }

  private List<Recording.Setpoint> stronger(int input, double part) {
    return data.setpoints().stream().map(setpoint -> setpoint.stronger(input, part)).toList();
  }

  private static void add(double[] variances, double[] slope, double deviation) {
    for (int i = 0; i < variances.length; i++) {
      variances[i] += slope[i] * slope[i] * deviation * deviation;
    }
  }

  /** Index of the first change among the states. */
  int firstChange() {
    return model.wandering.size() + model.numbers.size() + model.leaking.length;
  }

  /** Whether a state is a number with a prior. */
  boolean isNumber(int state) {
    int first = model.wandering.size();
    return state >= first && state < first + model.numbers.size();
  }

  /**
   * Filters the readings.
   *
   * @param rate of the wander of the resonances, Hz²/s
   * @param fluctuation relative to the prior value, as variances
   */
  DriftFilter.Result filter(double rate, double fluctuation) {
    return filter(rate, fluctuation, 0);
  }

  /**
   * The same with additional noise of the readings.
   *
   * @param more additional variance, V² or W²
   */
  DriftFilter.Result filter(double rate, double fluctuation, double more) {
    return filter().run(means, deviations, variances(fluctuation, more), rate);
  }

  /** Log likelihood of each reading in {@link #filter(double, double)}. */
  double[] logLikelihoods(double rate, double fluctuation) {
    return filter().logLikelihoods(means, deviations, variances(fluctuation, 0), rate);
  }

  private DriftFilter filter() {
    return new DriftFilter(data.times(), slopes, residuals, model.wandering.size());
  }

  private double[] variances(double fluctuation, double more) {
    double[] variances = data.variances().clone();
    for (int i = 0; i < variances.length; i++) {
      variances[i] += fluctuation * fluctuations[i] + nonlinear[i] + more;
    }
    return variances;
  }

  /** Sizes of the changes in the filter's result. */
  List<Hypothesis> changes(DriftFilter.Result filtered) {
    List<Hypothesis> found = new ArrayList<>();
    for (int c = 0; c < changes.size(); c++) {
      double moved = scale(c) * filtered.mean()[firstChange() + c];
      found.add(changes.get(c).ofSize(changes.get(c).size() + moved));
    }
    return List.copyOf(found);
  }

  /** z in the filter's result. */
  double[] z(DriftFilter.Result filtered) {
    double[] found = z.clone();
    for (int k = 0; k < found.length; k++) {
      found[k] += filtered.mean()[model.wandering.size() + k];
    }
    return found;
  }

  /** Deviation of a change's size, Hz or relative, including the inaccuracy of the twin. */
  double deviation(DriftFilter.Result filtered, int change) {
    int state = firstChange() + change;
    return StrictMath.hypot(
        scale(change) * Math.sqrt(filtered.covariance()[state][state]),
        changes.get(change).suspicion().exactness(model.known));
  }
}
