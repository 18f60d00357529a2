package org.spinbench.experiments.study.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.study.engine.StudyExperiment.Place;
import org.spinbench.experiments.study.engine.StudyExperiment.Tasks;

/** A plan with its experiment, checked: every point is prepared before the first task runs. */
public final class Study {
  private static final int DIGITS = 16;

  private final StudyPlan plan;
  private final List<Measure> measures;
  private final List<Tasks> points = new ArrayList<>();
  private final List<String> configurations = new ArrayList<>();

  /**
   * Checks and prepares a study.
   *
   * @param experiments all that there are
   * @param folder to which names of files are relative
   * @throws IllegalArgumentException naming what is unknown or out of range, and the point
   */
  public Study(StudyPlan plan, List<StudyExperiment> experiments, Path folder) {
    this.plan = plan;
    StudyExperiment experiment =
        experiments.stream()
            .filter(one -> one.name().equals(plan.experiment()))
            .findFirst()
            .orElseThrow(
                () ->
                    unknown(
                        "experiment",
                        plan.experiment(),
                        experiments.stream().map(StudyExperiment::name).toList()));
    Set<String> settings = new LinkedHashSet<>(plan.set().keySet());
    settings.addAll(plan.axes().keySet());
    for (String setting : settings) {
      if (!experiment.settings().contains(setting)) {
        throw unknown("setting", setting, experiment.settings());
      }
    }
    measures = measures(plan, experiment);
    Set<String> names = new LinkedHashSet<>(measures.stream().map(Measure::name).toList());
    for (int number = 0; number < plan.points(); number++) {
      Map<String, String> point = plan.point(number);
      Map<String, String> all = new LinkedHashMap<>(plan.set());
      all.putAll(point);
      all.replaceAll(
          (setting, value) ->
              experiment.isFile(setting, value) ? folder.resolve(value).toString() : value);
      configurations.add(configuration(experiment, all));
      try {
        points.add(experiment.prepare(all, names));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            e.getMessage() + (point.isEmpty() ? "" : " (at the point " + text(point) + ")"), e);
      }
    }
  }

  private static List<Measure> measures(StudyPlan plan, StudyExperiment experiment) {
    List<String> all = experiment.measures().stream().map(Measure::name).toList();
    Set<String> asked = new LinkedHashSet<>(plan.measures().isEmpty() ? all : plan.measures());
    if (!plan.among().isEmpty()) {
      asked.add(plan.among());
    }
    for (String one : asked) {
      if (!all.contains(one)) {
        throw unknown("measure", one, all);
      }
    }
    for (Measure one : experiment.measures()) {
      if (asked.contains(one.name()) && !one.spent().isEmpty()) {
        asked.add(one.spent());
      }
      if (one.name().equals(plan.among()) && one.kind() != Measure.Kind.YES_NO) {
        throw new IllegalArgumentException(
            "among is " + one.name() + ", which is not a measure of yes or no");
      }
    }
    return experiment.measures().stream().filter(one -> asked.contains(one.name())).toList();
  }

  private static IllegalArgumentException unknown(
      String what, String name, Collection<String> known) {
    return new IllegalArgumentException(
        "there is no " + what + " " + name + "; " + Spelling.choices(name, known));
  }

  /** The values of a point, for people. */
  static String text(Map<String, String> point) {
    return String.join(
        ", ", point.entrySet().stream().map(one -> one.getKey() + " = " + one.getValue()).toList());
  }

  /** The digest of the settings, in which a file stands for its content. */
  private static String configuration(StudyExperiment experiment, Map<String, String> settings) {
    MessageDigest digest = sha256();
    digest.update((experiment.name() + "\n").getBytes(StandardCharsets.UTF_8));
    new TreeMap<>(settings)
        .forEach(
            (setting, value) -> {
              String content =
                  experiment.isFile(setting, value) ? digestOf(Path.of(value), setting) : value;
              String line = setting + "=" + content + "\n";
              digest.update(line.getBytes(StandardCharsets.UTF_8));
            });
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static String digestOf(Path file, String setting) {
    String what = "the file of the setting " + setting;
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(UserFile.open(file, what), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw UserFile.unreadable(file, what, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The plan. */
  public StudyPlan plan() {
    return plan;
  }

  /** The columns of the table. */
  public List<Measure> measures() {
    return measures;
  }

  /** The digest of the settings at each point, in order. */
  public List<String> configurations() {
    return List.copyOf(configurations);
  }

  /** The seed of a task. */
  long seed(int task) {
    return plan.firstSeed() + task / plan.points();
  }

  /** The digest of the settings of a task. */
  String configuration(int task) {
    return configurations.get(task % plan.points());
  }

  /**
   * Runs a task.
   *
   * @return its measures, in the order of the columns
   * @throws IllegalStateException if the experiment did not give what it promised
   */
  Map<String, Object> values(int task, Place place) {
    Map<String, Object> found = points.get(task % plan.points()).row(seed(task), place);
    Map<String, Object> values = new LinkedHashMap<>();
    for (Measure measure : measures) {
      if (!found.containsKey(measure.name())) {
        throw new IllegalStateException("the task gave no " + measure.name());
      }
      Object value = found.get(measure.name());
      boolean finite = !(value instanceof Double number) || Double.isFinite(number);
      values.put(measure.name(), finite ? value : null);
    }
    return values;
  }
}
