package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.fit.DriftFilter;

/**
 * Everything of the readings of a node that is linear about a chip and its changes. The states of
 * the filter are the drifts of the resonances, the numbers of the node, powers of other neurons in
 * its band, and the changes.
 */
final class LinearNode {
  /** Part of another neuron's power that lies in the band of one that is read out. */
  private static final double LEAK = 0.01;

  /** Steps by which derivatives are found: of a resonance, Hz, and relative. */
  private static final double HERTZ = 1e4;

  private static final double PART = 0.01;

  final NodeModel model;
  final NodeReadings data;
  final List<Hypothesis> changes;
  final double[] z;
  final double[] residuals;
  final double[][] slopes;
  final double[] means;
  final double[] deviations;

  /** Variance that fluctuations of powers and settings give each reading. */
  final double[] fluctuations;

  /** The part of it that comes from emitted powers. */
  final double[] emission;

  /** Variance of each reading per squared relative error of the tones' powers. */
  final double[] bySetting;

  private final List<Segment> segments = new ArrayList<>();

  /** Readings that are of one chip. */
  private record Segment(int from, int to, List<Hypothesis> there, Calibration chip) {}

  LinearNode(NodeModel model, NodeReadings data, double[] z, List<Hypothesis> changes) {
    this.model = model;
    this.data = data;
    this.z = z.clone();
    this.changes = List.copyOf(changes);
    cut();
    int n = data.size();
    int states = firstChange() + changes.size();
    residuals = predicted(Segment::chip);
    for (int i = 0; i < n; i++) {
      residuals[i] = data.values()[i] - residuals[i];
    }
    slopes = new double[n][states];
    means = new double[states];
    deviations = new double[states];
    int next = 0;
    for (TwinNumber resonance : model.wandering) {
      put(slope(resonance, HERTZ), next++);
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
   * The same if its last change, which is there at every reading, came with one of them.
   *
   * @param without the same without that change
   * @param onset number of the reading
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

  /** What every reading would be on chips that follow from those that stood at it. */
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
              data.recorded().subList(segment.from(), segment.to()));
      System.arraycopy(some, 0, all, segment.from(), some.length);
    }
    return all;
  }

  /** Derivative of every reading by a number; zero by a number that is exact. */
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
   * What a small further change would do to each reading.
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

  /** What each reading would be with a further change of a size, V or W. */
  double[] predicted(Suspicion suspicion, double size) {
    return predicted(segment -> suspicion.applied(segment.chip(), size));
  }

  /** A size by which the last filter's unit of a change is meant. */
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

  /** Place of the first change among the states. */
  int firstChange() {
    return model.wandering.size() + model.numbers.size() + model.leaking.length;
  }

  /** Whether a state is a number that something is known of beforehand. */
  boolean isNumber(int state) {
    int first = model.wandering.size();
    return state >= first && state < first + model.numbers.size();
  }

  /**
   * Filters the readings.
   *
   * @param rate of the wander of the resonances, Hz²/s
   * @param fluctuation over that which is known beforehand, both as variances
   */
  DriftFilter.Result filter(double rate, double fluctuation) {
    return filter(rate, fluctuation, 0);
  }

  /**
   * The same with more noise of the readings.
   *
   * @param more variance that is added, V² or W²
   */
  DriftFilter.Result filter(double rate, double fluctuation, double more) {
    return filter().run(means, deviations, variances(fluctuation, more), rate);
  }

  /** ln of the likelihood of each reading as {@link #filter(double, double)} has it. */
  double[] logLikelihoods(double rate, double fluctuation) {
    return filter().logLikelihoods(means, deviations, variances(fluctuation, 0), rate);
  }

  private DriftFilter filter() {
    return new DriftFilter(data.times(), slopes, residuals, model.wandering.size());
  }

  private double[] variances(double fluctuation, double more) {
    double[] variances = data.variances().clone();
    for (int i = 0; i < variances.length; i++) {
      variances[i] += fluctuation * fluctuations[i] + more;
    }
    return variances;
  }

  /** Sizes of the changes as the filter has them. */
  List<Hypothesis> changes(DriftFilter.Result filtered) {
    List<Hypothesis> found = new ArrayList<>();
    for (int c = 0; c < changes.size(); c++) {
      double moved = scale(c) * filtered.mean()[firstChange() + c];
      found.add(changes.get(c).ofSize(changes.get(c).size() + moved));
    }
    return List.copyOf(found);
  }

  /** z as the filter has it. */
  double[] z(DriftFilter.Result filtered) {
    double[] found = z.clone();
    for (int k = 0; k < found.length; k++) {
      found[k] += filtered.mean()[model.wandering.size() + k];
    }
    return found;
  }

  /** Deviation of a change's size, Hz or relative, with that to which the twin is exact. */
  double deviation(DriftFilter.Result filtered, int change) {
    int state = firstChange() + change;
    return StrictMath.hypot(
        scale(change) * Math.sqrt(filtered.covariance()[state][state]),
        changes.get(change).suspicion().exactness(model.known));
  }
}
