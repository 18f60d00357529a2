package org.spinbench.experiments.run.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;

/**
 * The differences between two runs, without those that any two runs have, such as the time of day.
 *
 * @param configuration differences of choices: bench file, options, seeds, versions, instruments,
 *     and the settings as they were found
 * @param outcome differences of results: status, results, evaluations, time on the bench's clock,
 *     calibration, trained parameters
 */
public record RunComparison(List<Difference> configuration, List<Difference> outcome) {

  /**
   * One difference.
   *
   * @param name such as {@code bench.synapses.synapse 1.frequency}
   * @param a value in the first run; null if it has none
   * @param b value in the second
   */
  public record Difference(String name, JsonNode a, JsonNode b) {}

  /** Compares two runs. */
  public static RunComparison of(RunFile a, RunFile b) {
    return new RunComparison(
        differences(configuration(a), configuration(b)), differences(outcome(a), outcome(b)));
  }

  private static List<Difference> differences(Map<String, JsonNode> a, Map<String, JsonNode> b) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      JsonNode one = a.get(name);
      JsonNode other = b.get(name);
      if (one == null || !one.equals(other)) {
        differences.add(new Difference(name, one, other));
      }
    }
    return differences;
  }

  private static Map<String, JsonNode> configuration(RunFile run) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    StartDocument start = run.start();
    all.put("kind", text(start.kind()));
    all.put("task", text(start.task()));
    all.put("seed", JsonNodeFactory.instance.numberNode(start.seed()));
    if (start.chipSeed() != null) {
      all.put("chip seed", JsonNodeFactory.instance.numberNode(start.chipSeed()));
    }
    start
        .options()
        .forEach(
            (name, value) -> {
              if (name.equals("plan") || name.equals(RunFile.WORLD)) {
                flatten(name, toml(value), all);
              } else if (name.equals(RunFile.KEPT)) {
                flatten(name, Json.tree(value), all);
              } else {
                all.put("option " + name, text(value));
              }
            });
    flatten("bench", toml(start.bench()), all);
    start.instruments().forEach((name, value) -> all.put("instrument " + name, text(value)));
    start.settings().forEach((name, value) -> all.put("found " + name, text(value)));
    flatten("program", Json.tree(Json.write(start.program())), all);
    return all;
  }

  private static Map<String, JsonNode> outcome(RunFile run) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    run.stop()
        .ifPresentOrElse(
            stop -> {
              all.put("status", text(stop.status()));
              all.put("message", text(stop.message()));
              flatten("results", Json.tree(stop.results()), all);
              double seconds = Duration.between(run.start().time(), stop.time()).toNanos() / 1e9;
              all.put("seconds on the bench", JsonNodeFactory.instance.numberNode(seconds));
            },
            () -> all.put("status", text("open")));
    run.evaluations()
        .forEach(
            (purpose, count) ->
                all.put(
                    "evaluations to " + purpose.name().toLowerCase(Locale.ROOT),
                    JsonNodeFactory.instance.numberNode(count)));
    run.readings()
        .forEach(
            (purpose, count) ->
                all.put(
                    "readings to " + purpose.name().toLowerCase(Locale.ROOT),
                    JsonNodeFactory.instance.numberNode(count)));
    run.calibration().ifPresent(json -> calibration(Json.tree(json), all));
    parameters(run, all);
    return all;
  }

  /** The fitted numbers, without their provenance. */
  private static void calibration(JsonNode calibration, Map<String, JsonNode> all) {
    for (String part : List.of("toneFrequencies", "chains", "neurons", "dead", "warnings")) {
      JsonNode node = calibration.path(part).deepCopy();
      node.findParents("fit").forEach(parent -> ((ObjectNode) parent).remove("fit"));
      flatten("calibration." + part, node, all);
    }
  }

  /** The final parameters of the training. */
  private static void parameters(RunFile run, Map<String, JsonNode> all) {
    Step[] last = new Step[1];
    run.eachStep(step -> last[0] = step.accepted() ? step : last[0]);
    if (last[0] == null) {
      return;
    }
    List<Double> parameters = last[0].parameters();
    List<String> names = run.settingNames();
    for (int i = 0; i < parameters.size(); i++) {
      String name = names.size() == parameters.size() ? names.get(i) : Integer.toString(i + 1);
      all.put("parameter " + name, JsonNodeFactory.instance.numberNode(parameters.get(i)));
    }
  }

  /** Leaves by their path; elements of a list have their name if they have one. */
  private static void flatten(String path, JsonNode node, Map<String, JsonNode> all) {
    if (node.isObject()) {
      node.properties().forEach(e -> flatten(path + "." + e.getKey(), e.getValue(), all));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        JsonNode name = node.get(i).path("name");
        String place = name.isTextual() ? name.textValue() : Integer.toString(i + 1);
        flatten(path + "." + place, node.get(i), all);
      }
    } else {
      all.put(path, node);
    }
  }

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }

  /** A text that is not TOML is compared as a whole. */
  private static JsonNode toml(String text) {
    try {
      return new TomlMapper().readTree(text);
    } catch (JsonProcessingException e) {
      return text(text);
    }
  }
}
