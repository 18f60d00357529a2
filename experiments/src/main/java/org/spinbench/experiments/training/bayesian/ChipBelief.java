package org.spinbench.experiments.training.bayesian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.FaultSearch;
import org.spinbench.calibration.refit.FaultSearch.Suspicion;
import org.spinbench.calibration.refit.OperatingPoint;
import org.spinbench.calibration.refit.OptimalDesign;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.calibration.refit.PosteriorEstimator.Believed;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.SettingOrder;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.trainer.Problem;

/**
 * A trainer's belief about its chip: all readings so far, the posterior fitted to them, and the
 * failing devices. It chooses and takes the most informative readings.
 */
final class ChipBelief {
  private static final int DESIGN_CANDIDATES = 300;
  private static final int WIDE_STARTS = 8;

  /** Number of readings after which the spread is settled. */
  private static final int MOST_WIDENING = 150;

  private static final int PROBES = 4;
  private static final int MOST_PROBES = 32;
  private static final double FIELD_PART = 0.5;
  private static final double LEAST_BIAS = 0.4;

  private final Problem problem;
  private final Evaluations chip;
  private final BenchFile file;
  private final OptimalDesign design;
  private final int synapses;
  private final double[] upper;
  private final RandomGenerator random;
  private final SettingOrder order;
  private final List<ChipObservation> readings = new ArrayList<>();
  private final List<String> named = new ArrayList<>();

  /** In which faults are searched: with the spread of the design, or a wider one by evidence. */
  private PosteriorEstimator estimator;

  private Posterior fit;

  /** What is believed: the same, or cautiously with a wider spread. */
  private Believed believed;

  private OperatingPoint stands;
  private boolean hidden;
  private int probes;
  private int widenAt;
  private boolean surveyed;
  private final List<String> emitting = new ArrayList<>();

  /**
   * The belief before the first reading.
   *
   * @param random for settings and starts of fits
   */
  ChipBelief(Problem problem, Evaluations chip, RandomGenerator random) {
    this.problem = problem;
    this.chip = chip;
    this.random = random;
    file = problem.file();
    design = new OptimalDesign(file);
    estimator = new PosteriorEstimator(file, problem.prior());
    fit = estimator.prior();
    believed = new Believed(estimator, fit);
    upper = Twin.of(problem.prior(), file).upper();
    synapses = file.synapses().size();
    order = new SettingOrder(file);
    stands = new OperatingPoint(new double[upper.length], new double[file.inputs().size()]);
  }

  /** The last posterior. */
  Posterior fit() {
    return believed.fit();
  }

  /** The last posterior with its estimator. */
  Believed believed() {
    return new Believed(estimator(), fit());
  }

  /** All readings so far, in order. */
  List<ChipObservation> readings() {
    return List.copyOf(readings);
  }

  /** An estimator of the chip with its known faults, for another thread. */
  PosteriorEstimator estimator() {
    return believed.estimator().apart();
  }

  /** Devices that certainly fail, with the evidence, for people. */
  List<String> faults() {
    return List.copyOf(named);
  }

  /** Whether the chains are not read. */
  boolean isHidden() {
    return hidden;
  }

  /** Whether devices are believed to spread further than the design states. */
  boolean isWidened() {
    return believed.estimator().isWidened();
  }

  /** Whether no output neuron is believed to emit. */
  boolean isSilent() {
    Calibration chip = fit().calibration();
    return Arrays.stream(problem.outputs()).noneMatch(n -> chip.neurons().get(n).emits());
  }

  /** The most informative settings, in the order with the smallest changes of sources. */
  List<OperatingPoint> designed(int number) {
    return order.arranged(stands, design.choose(fit(), drawnSettings(), number, hidden));
  }

  private List<OperatingPoint> drawnSettings() {
    List<OperatingPoint> settings = new ArrayList<>();
    for (int i = 0; i < DESIGN_CANDIDATES; i++) {
      settings.add(new OperatingPoint(drawnParameters(), drawnInput()));
    }
    return settings;
  }

  /** Takes readings at settings. */
  void read(List<OperatingPoint> settings) {
    for (OperatingPoint setting : settings) {
      stands = setting;
      chip.apply(setting.parameters());
      read(Purpose.CALIBRATE, setting.parameters(), setting.input(), 0);
    }
  }

  /**
   * Fits all readings, and looks for failing devices. Further readings identify a failing device;
   * one that certainly fails is named and treated as failing from then on.
   *
   * @param from a posterior to start from
   * @param starts number of further starts
   * @return whether a device was named
   */
  boolean learn(Posterior from, int starts) {
    int before = named.size();
    PosteriorEstimator searched = estimator;
    fit = estimator.fit(readings, from, starts, random);
    if (fit.isStrained()) {
      survey(starts);
    }
    boolean settled = !widen();
    Optional<Suspicion> suspicion = suspicion();
    if (suspicion.isPresent() && survey(starts)) {
      widen();
      suspicion = suspicion();
    }
    while (suspicion.isPresent() && probes < MOST_PROBES && chip.ledger().left() >= PROBES) {
      Suspicion suspected = suspicion.get();
      List<OperatingPoint> telling =
          design.tellingApart(suspected.fit(), suspected.rival(), drawnSettings(), PROBES, hidden);
      read(order.arranged(stands, telling));
      probes += PROBES;
      fit = estimator.fit(readings, fit, 1, random);
      suspicion = suspicion();
      if (suspicion.filter(s -> s.certain() && s.fault().equals(suspected.fault())).isPresent()) {
        name(suspicion.get());
        suspicion = suspicion();
      }
    }
    boolean same = settled && estimator == searched;
    believed = same ? refitted(starts) : estimator.cautious(readings, fit, WIDE_STARTS, random);
    problem.incumbents().believed(fit()::calibration);
    return named.size() > before;
  }

  /** The belief from all readings, with the spread as before. */
  private Believed refitted(int starts) {
    PosteriorEstimator wide = believed.estimator();
    return wide == estimator || estimator.isWidened()
        ? new Believed(estimator, fit)
        : new Believed(wide, wide.fit(readings, believed.fit(), starts, random));
  }

  /** The likeliest fault; a neuron that was seen to emit is not dead. */
  private Optional<Suspicion> suspicion() {
    return FaultSearch.search(estimator, readings, fit)
        .filter(
            s ->
                s.fault().kind() != Fault.Kind.EMITS_NOT || !emitting.contains(s.fault().device()));
  }

  /**
   * Looks directly where the neurons emit, once. Readings in wrong bands are replaced by as many
   * others.
   *
   * @return whether something was seen now
   */
  private boolean survey(int starts) {
    if (surveyed) {
      return false;
    }
    surveyed = true;
    int most = EmissionSurvey.most(file);
    Optional<EmissionSurvey> survey = chip.survey(most + readings.size());
    if (survey.isEmpty()) {
      return false;
    }
    survey.get().lines().forEach(line -> emitting.add(line.neuron()));
    survey.get().sentences().forEach(problem.incumbents()::said);
    estimator = new PosteriorEstimator(file, survey.get().known(problem.prior()));
    if (survey.get().moved()) {
      int again = readings.size();
      readings.clear();
      stands = new OperatingPoint(new double[upper.length], new double[file.inputs().size()]);
      fit = estimator.prior();
      read(designed(again));
    }
    fit = estimator.fit(readings, fit, starts, random);
    return true;
  }

  /**
   * Lets devices spread further than designed if the readings say so, before one is blamed; again
   * with half as many readings more, while there are few.
   *
   * @return whether the spread was judged
   */
  private boolean widen() {
    if (readings.size() < widenAt || readings.size() > MOST_WIDENING) {
      return false;
    }
    widenAt = readings.size() * 3 / 2;
    Believed wider = estimator.widened(readings, fit, WIDE_STARTS, random);
    estimator = wider.estimator();
    fit = wider.fit();
    return true;
  }

  private void name(Suspicion sure) {
    estimator = sure.believed();
    fit = estimator.fit(readings, sure.fit(), 1, random);
    named.add(sure.text());
    problem.incumbents().failing(sure.fault(), sure.text());
  }

  private double[] drawnParameters() {
    double[] parameters = new double[upper.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] =
          i < synapses
              ? FIELD_PART * upper[i] * (2 * random.nextDouble() - 1)
              : upper[i] * (LEAST_BIAS + (1 - LEAST_BIAS) * random.nextDouble());
    }
    return parameters;
  }

  private double[] drawnInput() {
    return file.inputs().stream()
        .mapToDouble(
            input -> input.maximumPower() * (Task.LOWEST + (1 - Task.LOWEST) * random.nextDouble()))
        .toArray();
  }

  /**
   * Evaluates the chip at its present parameters, and keeps the reading.
   *
   * @param parameters on the chip, A
   * @param asked requested power of every input's tone, W
   * @param label class of the sample
   */
  Nodes read(Purpose purpose, double[] parameters, double[] asked, int label) {
    double[] input = chip.kept(asked);
    Nodes nodes = chip.evaluate(purpose, input, label);
    readings.add(new ChipObservation(parameters.clone(), input, nodes));
    hidden = Double.isNaN(nodes.chainVoltages()[0]);
    return nodes;
  }
}
