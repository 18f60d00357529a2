package org.spinbench.experiments.reanalysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.calibration.procedure.MeasuredPoint;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.loss.Answers;

/**
 * Recomputes the results of a run from the readings in its file alone: the findings of a sweep's
 * recipe, the fitted numbers of a calibration, and the test of a trained network.
 */
public final class Reanalysis {
  private static final double CONFIDENCE = 0.95;

  private final RunFile run;
  private final List<Result> results = new ArrayList<>();

  /**
   * One number.
   *
   * @param name of the number
   * @param now the value of this version, with its standard deviation; 0 if there is none
   * @param unit empty for a plain number, or if the run does not state it
   * @param recorded the value in the run; empty if there is none
   */
  public record Result(String name, Value now, String unit, Optional<Value> recorded) {
    /** Whether the recorded value is identical. */
    public boolean same() {
      return recorded.filter(now::equals).isPresent();
    }
  }

  private Reanalysis(RunFile run) {
    this.run = run;
  }

  /**
   * Computes everything possible.
   *
   * @throws RunException if nothing is possible, or the file is insufficient
   */
  public static List<Result> of(RunFile run) {
    Reanalysis reanalysis = new Reanalysis(run);
    if (run.columns().isPresent()) {
      reanalysis.sweep();
    }
    if (!run.calibrated().isEmpty() && run.calibration().isPresent()) {
      reanalysis.calibration();
    }
    if (!run.events(RunFile.DECISION).isEmpty()) {
      reanalysis.test();
    }
    if (reanalysis.results.isEmpty()) {
      throw new RunException(
          run.path()
              + " has nothing to reanalyse: no sweep with a recipe, no evaluations of a "
              + "calibration, no decision of a trained network");
    }
    return List.copyOf(reanalysis.results);
  }

  private void sweep() {
    RecordedSweep sweep = new RecordedSweep(run);
    if (sweep.plan().isEmpty()) {
      return;
    }
    Analysis analysis =
        Recipe.analysis(sweep.plan().get(), run.benchFile(), Optional.of(sweep.columns()));
    sweep.points().forEach(analysis::point);
    Map<String, Value> recorded = new HashMap<>();
    for (JsonNode finding : recordedResults().path("findings")) {
      recorded.put(finding.path("name").asText(), value(finding));
    }
    analysis
        .findings()
        .forEach(
            one ->
                results.add(
                    new Result(
                        one.name(),
                        one.value(),
                        one.unit(),
                        Optional.ofNullable(recorded.get(one.name())))));
  }

  private void calibration() {
    Calibration kept = Calibration.fromJson(run.calibration().orElseThrow());
    List<MeasuredPoint> evaluations =
        run.calibrated().stream().map(json -> Json.read(json, MeasuredPoint.class)).toList();
    boolean wandered = kept.provenance().begun() != null;
    List<Instant> times = wandered ? times(evaluations.size()) : List.of();
    Map<String, Value> now =
        fitted(
            ChipCharacterization.again(
                run.benchFile(),
                kept,
                CalibrationExperiment.selection(run.start()),
                evaluations,
                times));
    Map<String, Value> then = fitted(kept);
    now.forEach(
        (name, value) ->
            results.add(new Result(name, value, "", Optional.ofNullable(then.get(name)))));
  }

  /** Times of the last so many evaluations; empty if the file does not have all of them. */
  private List<Instant> times(int evaluations) {
    String voltmeter = run.benchFile().chains().get(0).voltmeter();
    List<Instant> times = new ArrayList<>();
    run.eachReading(
        reading -> {
          if (reading.purpose() == Purpose.CALIBRATE
              && reading.evaluation().isEmpty()
              && reading.source().equals(voltmeter)) {
            times.add(reading.time());
          }
        });
    return times.size() < evaluations
        ? List.of()
        : times.subList(times.size() - evaluations, times.size());
  }

  /** Every fitted number, by the name of its device and its own. */
  private static Map<String, Value> fitted(Calibration calibration) {
    JsonNode json = Json.tree(calibration.toJson());
    Map<String, Value> values = new LinkedHashMap<>();
    for (JsonNode chain : json.path("chains")) {
      numbers(chain, values);
      chain.path("synapses").forEach(synapse -> numbers(synapse, values));
    }
    json.path("neurons").forEach(neuron -> numbers(neuron, values));
    calibration
        .provenance()
        .wanders()
        .forEach(
            wander ->
                values.put(
                    wander.device() + " wander", new Value(wander.rate(), wander.deviation())));
    return values;
  }

  private static void numbers(JsonNode device, Map<String, Value> values) {
    String name = device.path("name").asText();
    for (Map.Entry<String, JsonNode> field : device.properties()) {
      if (field.getValue().has("deviation")) {
        values.put(name + " " + words(field.getKey()), value(field.getValue()));
      }
    }
  }

  /** The words in the name of a field: {@code thresholdPower} is "threshold power". */
  private static String words(String name) {
    StringBuilder words = new StringBuilder();
    for (char c : name.toCharArray()) {
      words.append(Character.isUpperCase(c) ? " " + Character.toLowerCase(c) : c);
    }
    return words.toString();
  }

  /** The last test with its last decision power. */
  private void test() {
    List<String> decisions = run.events(RunFile.DECISION);
    double[] decision = decision(decisions.get(decisions.size() - 1));
    Answers answers =
        decision.length == 1 ? new Answers.TwoClasses() : new Answers.Classes(decision.length);
    Map<Long, Integer> labels = new HashMap<>();
    run.eachEvaluation(one -> label(one, labels));
    JsonNode recorded = recordedResults();
    List<String> outputs =
        run.benchFile().readout().neurons().stream()
            .map(name -> "emitted power of " + name)
            .toList();
    Map<Long, double[]> powers = new HashMap<>();
    int[] trials = new int[1];
    int[] right = new int[1];
    run.eachReading(
        reading -> {
          long evaluation = reading.evaluation().orElse(-1);
          int output = outputs.indexOf(reading.quantity());
          if (output >= 0 && labels.containsKey(evaluation)) {
            powers.computeIfAbsent(evaluation, e -> new double[outputs.size()])[output] =
                reading.value();
            if (output == outputs.size() - 1) {
              double[] all = powers.remove(evaluation);
              trials[0]++;
              right[0] += answers.isRight(all, decision, labels.get(evaluation)) ? 1 : 0;
            }
          }
        });
    if (trials[0] == 0) {
      return;
    }
    BinomialInterval interval = BinomialInterval.of(right[0], trials[0], CONFIDENCE);
    plain("test samples", trials[0], recorded.path("testSamples"));
    plain("test accuracy", (double) right[0] / trials[0], recorded.path("testAccuracy"));
    plain("least accuracy (95 %)", interval.low(), recorded.at("/confidence/low"));
    plain("greatest accuracy (95 %)", interval.high(), recorded.at("/confidence/high"));
  }

  private static double[] decision(String text) {
    JsonNode node = Json.tree(text);
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .mapToDouble(JsonNode::doubleValue)
            .toArray()
        : new double[] {Double.parseDouble(text)};
  }

  private static void label(NotedEvaluation evaluation, Map<Long, Integer> labels) {
    boolean tests = evaluation.purpose() == Purpose.TEST || evaluation.purpose() == Purpose.CERTIFY;
    if (tests && evaluation.expected().isPresent()) {
      labels.put(evaluation.number(), evaluation.expected().getAsInt());
    }
  }

  private void plain(String name, double now, JsonNode recorded) {
    Optional<Value> then =
        recorded.isNumber() ? Optional.of(Value.exact(recorded.doubleValue())) : Optional.empty();
    results.add(new Result(name, Value.exact(now), "", then));
  }

  private static Value value(JsonNode node) {
    return new Value(node.path("value").doubleValue(), node.path("deviation").doubleValue());
  }

  private JsonNode recordedResults() {
    return Json.tree(run.stop().map(StopDocument::results).orElse("{}"));
  }
}
