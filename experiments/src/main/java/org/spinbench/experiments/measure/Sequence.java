package org.spinbench.experiments.measure;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.sweep.formula.Formula;
import org.spinbench.experiments.sweep.plan.Plan;

/**
 * Plans that are measured one after another. Later ones use what the recipes of earlier ones found:
 * a step gives numbers to its plan, and is left out unless its condition holds.
 *
 * @param name of the sequence
 * @param steps in their order; at least one
 */
public record Sequence(String name, List<Step> steps) {
  /** A number that a step gives to its plan: ${name}. */
  private static final Pattern BLANK = Pattern.compile("\\$\\{([^}]*)}");

  /** Behind the name of a kept number: its standard deviation. */
  private static final String DEVIATION = "_deviation";

  /**
   * One plan of a sequence.
   *
   * @param name of the step
   * @param text of the plan, with blanks such as ${centre}
   * @param origin of that text, for messages
   * @param when condition without which the step is left out
   * @param give the value of each blank
   * @param keep findings of the plan's recipe, by the names that later steps use
   */
  public record Step(
      String name,
      String text,
      String origin,
      Optional<Formula> when,
      Map<String, Formula> give,
      Map<String, String> keep) {
    /** Whether the plan depends on what earlier steps find. */
    public boolean isOpen() {
      return !give.isEmpty();
    }

    /** Whether the step is measured. */
    public boolean isWanted(Map<String, Double> known) {
      return when.isEmpty() || when.get().holds(one -> known.getOrDefault(one, Double.NaN));
    }

    /**
     * The plan, with its blanks filled in.
     *
     * @param known numbers that earlier steps kept
     * @throws IllegalArgumentException naming a blank without a finite value, or what is wrong with
     *     the plan
     */
    public Plan plan(Map<String, Double> known) {
      String whole =
          BLANK
              .matcher(text)
              .replaceAll(blank -> Matcher.quoteReplacement(number(blank.group(1), known)));
      return Plan.parse(whole, origin);
    }

    private String number(String blank, Map<String, Double> known) {
      double value = give.get(blank).value(one -> known.getOrDefault(one, Double.NaN));
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "step "
                + name
                + " gives "
                + blank
                + " = "
                + give.get(blank)
                + ", which is "
                + value
                + ": an earlier step was left out, or its recipe did not find what it keeps. Look"
                + " at its run, or let this step depend on it: when = \"known(...)\"");
      }
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      return whole ? Long.toString((long) value) : Json.write(value);
    }

    /** What later steps know of this one, from what its recipe found. */
    public Map<String, Double> kept(List<MeasurementResult.Found> found) {
      Map<String, Double> kept = new LinkedHashMap<>();
      keep.forEach(
          (as, finding) ->
              found.stream()
                  .filter(one -> one.name().equals(finding))
                  .findFirst()
                  .ifPresent(
                      one -> {
                        kept.put(as, one.value());
                        kept.put(as + DEVIATION, one.deviation());
                      }));
      return kept;
    }
  }

  /** Reads plans by their names. */
  @FunctionalInterface
  public interface Plans {
    /** The text of a plan. */
    String text(String name);
  }

  /**
   * Reads a sequence and the plans that it names, which stand beside it.
   *
   * @throws IllegalArgumentException naming the file, the key and what is wrong
   */
  public static Sequence read(Path path) {
    return parse(
        UserFile.text(path, "a sequence of plans"),
        path.toString(),
        plan -> UserFile.text(path.resolveSibling(plan), "a plan"));
  }

  /** Reads the text of a sequence. */
  public static Sequence parse(String toml, String origin, Plans plans) {
    return TomlTable.parse(
        toml,
        origin,
        table -> {
          String name = table.text("name");
          Set<String> known = new LinkedHashSet<>();
          Set<String> names = new HashSet<>();
          List<Step> steps =
              table.list(
                  "step",
                  one -> {
                    Step step = step(one, known, plans);
                    if (!names.add(step.name())) {
                      throw one.refused("name", "there are two steps of this name");
                    }
                    return step;
                  });
          return new Sequence(name, steps);
        });
  }

  private static Step step(TomlTable table, Set<String> known, Plans plans) {
    String name = table.text("name");
    String file = table.text("plan");
    String when = table.textOr("when", "");
    Optional<Formula> condition =
        when.isEmpty()
            ? Optional.empty()
            : Optional.of(refused(table, "when", () -> Formula.condition(when, known)));
    Map<String, Formula> give = new LinkedHashMap<>();
    texts(table, "give")
        .forEach(
            (blank, value) ->
                give.put(
                    blank,
                    refused(
                        table,
                        "give",
                        () -> Formula.number(value, known, new Formula.Place(0, 0)))));
    Map<String, String> keep = texts(table, "keep");
    String text = file.isEmpty() ? "" : refused(table, "plan", () -> plans.text(file));
    Step step = new Step(name, text, file, condition, give, keep);
    List<String> blanks =
        BLANK.matcher(text).results().map((MatchResult one) -> one.group(1)).distinct().toList();
    for (String blank : blanks) {
      if (!give.containsKey(blank)) {
        throw table.refused(
            "plan", file + " has the blank ${" + blank + "}; give it a value: give." + blank);
      }
    }
    for (String given : give.keySet()) {
      if (!blanks.contains(given)) {
        throw table.refused(
            "give", file + " has no blank ${" + given + "}; write it where the number belongs");
      }
    }
    if (!step.isOpen() && !file.isEmpty()) {
      refused(table, "plan", () -> step.plan(Map.of()));
    }
    for (String kept : keep.keySet()) {
      known.add(kept);
      known.add(kept + DEVIATION);
    }
    return step;
  }

  private static Map<String, String> texts(TomlTable table, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode node = table.uninterpreted(key);
    if (node != null && !node.isObject()) {
      throw table.refused(key, "a table of names and texts is expected, not " + node);
    }
    if (node != null) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        if (!entry.getKey().matches("[A-Za-z_][A-Za-z0-9_]*") || !entry.getValue().isTextual()) {
          throw table.refused(
              key,
              entry.getKey()
                  + " = "
                  + entry.getValue()
                  + ": a name of letters, digits and _, and a text in quotes are expected");
        }
        texts.put(entry.getKey(), entry.getValue().textValue());
      }
    }
    return texts;
  }

  private static <T> T refused(TomlTable table, String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw table.refused(key, e.getMessage());
    }
  }

  /** The texts of all plans, by the names in the sequence. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    steps.forEach(step -> texts.put(step.origin(), step.text()));
    return texts;
  }
}
