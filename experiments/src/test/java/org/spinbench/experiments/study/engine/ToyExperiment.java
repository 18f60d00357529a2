package org.spinbench.experiments.study.engine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.spinbench.experiments.task.Seeds;

/**
 * Tosses a coin of a given share until it falls on its head, which takes 1/share tosses on average.
 */
public class ToyExperiment implements StudyExperiment {
  @Override
  public String name() {
    return "coin";
  }

  @Override
  public Set<String> settings() {
    return new TreeSet<>(Set.of("share", "most", "side"));
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.until("head", "tosses", "tosses until the head"),
        Measure.number("tosses", "all tosses"),
        Measure.number("sum", "a sum whose last bit depends on its order"),
        Measure.yesNo("early", "whether within two tosses"),
        Measure.text("side", "what the file of the setting side says"));
  }

  @Override
  public boolean isFile(String setting, String value) {
    return setting.equals("side");
  }

  @Override
  public Tasks prepare(Map<String, String> settings, Set<String> measures) {
    double share = Double.parseDouble(settings.getOrDefault("share", "0.5"));
    long most = Long.parseLong(settings.getOrDefault("most", "1000"));
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; from 0 to 1");
    }
    return (seed, place) -> row(share, most, seed, place.piece());
  }

  /** What a task does. */
  Map<String, Object> row(double share, long most, long seed, Path piece) {
    if (seed == 13) {
      throw new IllegalStateException("seed 13 has no coin");
    }
    var random = Seeds.generator(seed, 7);
    long tosses = 0;
    double sum = 0;
    boolean head = false;
    while (!head && tosses < most) {
      double drawn = random.nextDouble();
      sum += drawn / 3;
      head = drawn < share;
      tosses++;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("head", head ? tosses : null);
    row.put("tosses", tosses);
    row.put("sum", sum);
    row.put("early", head && tosses <= 2);
    row.put("side", "a, \"b\"");
    return row;
  }
}
