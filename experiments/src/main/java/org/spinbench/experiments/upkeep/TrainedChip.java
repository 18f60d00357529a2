package org.spinbench.experiments.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.NotedSurvey;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.dataset.Dataset;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/**
 * The result of a training run.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param decision numbers of the decision, W
 * @param dataset of the training
 * @param accuracy that its test proved, the lower end of its 95 % interval
 * @param prior knowledge of the chip before the first reading of its network: the calibration that
 *     the run began with, or the design
 * @param readings of the network, in order; of a long training the last {@value #MOST}
 * @param survey of the neurons' emission that moved read-out bands, if there was one
 * @param known the run's knowledge of the chip at its end, with its time and the drift of the chip
 */
public record TrainedChip(
    double[] parameters,
    double[] decision,
    Dataset dataset,
    double accuracy,
    Calibration prior,
    List<ChipObservation> readings,
    Optional<EmissionSurvey> survey,
    Calibration known) {
  /** Noise without a declared one, relative to the largest value of a node; no twin is better. */
  private static final double LEAST_NOISE = 0.01;

  /** Maximum number of readings for the belief, to limit the memory. */
  private static final int MOST = 100_000;

  /**
   * The end of a training run, from its file.
   *
   * @throws RunException if the run did not train a chip of this topology to its end
   * @throws IllegalArgumentException if its file of samples is missing or has changed
   */
  public static TrainedChip of(RunFile run, BenchFile file) {
    List<String> decisions = run.events(RunFile.DECISION);
    String kind = run.start().kind();
    if (!kind.equals("train") || decisions.isEmpty()) {
      throw new RunException(
          run.path()
              + " holds no trained chip: it is a run of '"
              + kind
              + (kind.equals("train") ? "' whose training did not end" : "'")
              + "; give a run of 'train' that ended");
    }
    run.recovery()
        .ifPresent(
            recovered -> {
              throw new RunException(
                  run.path()
                      + " was "
                      + recovered.text()
                      + "; it may lack the last settings of the trained chip, so nothing is set: train"
                      + " the chip again");
            });
    StartDocument start = run.start();
    TrainingOptions options = TrainingOptions.of(start.options());
    Dataset dataset = Assignment.of(start).dataset(start.seed(), options.sizes(), file);
    Map<String, Double> last = new HashMap<>();
    run.eachSetting(setting -> last.put(setting.name(), setting.value()));
    double[] parameters =
        RunLog.names(file).stream()
            .mapToDouble(
                name -> {
                  Double value = last.get(name);
                  if (value == null) {
                    throw new RunException(run.path() + " never set the " + name);
                  }
                  return value;
                })
            .toArray();
    double accuracy = tested(run);
    Calibration known = Calibration.fromJson(run.calibration().orElseThrow());
    Optional<EmissionSurvey> survey = NotedSurvey.of(run).map(NotedSurvey::survey);
    Calibration design =
        survey.map(s -> s.known(DesignPrior.of(file))).orElseGet(() -> DesignPrior.of(file));
    return new TrainedChip(
        parameters,
        decision(decisions.get(decisions.size() - 1)),
        dataset,
        accuracy,
        run.calibrated().isEmpty() ? design : known,
        Recording.lastOf(run, MOST).nodes(),
        survey,
        known);
  }

  /** The numbers of a decision; a single number is its own text. */
  private static double[] decision(String text) {
    return text.startsWith("[")
        ? Json.read(text, double[].class)
        : new double[] {Double.parseDouble(text)};
  }

  private static double tested(RunFile run) {
    String results = run.stop().map(StopDocument::results).orElse("{}");
    JsonNode low = Json.tree(results).path("confidence").path("low");
    if (!low.isNumber()) {
      throw new RunException(
          run.path()
              + " ended before the test of the trained chip; resume it (spinbench resume RUN), or"
              + " give a run of 'train' that ended");
    }
    return low.doubleValue();
  }

  /**
   * The present knowledge of the chip. Only the mean resonances are known; how far they have
   * wandered since is as uncertain as their measured drift.
   *
   * @param drift model of the resonances' drift, half widths
   * @param now time up to which they have wandered
   */
  ResonanceKalmanFilter belief(
      BenchFile file, DriftModel drift, Instant now, RandomGenerator random) {
    ResonanceKalmanFilter belief =
        file.design().isPresent()
            ? ResonanceKalmanFilter.of(file, prior, drift, readings, random)
            : new ResonanceKalmanFilter(file, prior, drift, noise());
    belief.advance(Double.POSITIVE_INFINITY);
    belief.doubt(wandered(now));
    return belief;
  }

  /** Standard deviation of each resonance's wander since it was known, half widths. */
  private double[] wandered(Instant now) {
    double age = known.age(now);
    return known.chains().stream()
        .flatMapToDouble(
            chain ->
                chain.synapses().stream()
                    .mapToDouble(s -> known.wander(chain).after(age) / s.halfWidth().value()))
        .toArray();
  }

  private Nodes noise() {
    double[] voltages = readings.get(0).nodes().chainVoltages().clone();
    double[] powers = readings.get(0).nodes().powers().clone();
    for (ChipObservation reading : readings) {
      Arrays.setAll(voltages, c -> larger(voltages[c], reading.nodes().chainVoltages()[c]));
      Arrays.setAll(powers, n -> larger(powers[n], reading.nodes().powers()[n]));
    }
    return new Nodes(
        Arrays.stream(voltages).map(v -> LEAST_NOISE * v).toArray(),
        Arrays.stream(powers).map(p -> LEAST_NOISE * p).toArray());
  }

  /** The larger magnitude; NaN if it is not read. */
  private static double larger(double one, double other) {
    return Math.max(Math.abs(one), Math.abs(other));
  }
}
