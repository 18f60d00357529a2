package org.spinbench.app.dashboard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spinbench.app.live.BeliefForm;
import org.spinbench.app.queue.QueueFile;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Points;
import org.spinbench.experiments.training.TrainingExperiment;

/** The runs of a folder, and ranges of their data. */
final class Catalogue {
  /** Names of runs: no separators, so that no path leads out of the folder. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");

  /** Largest number of parts of a curve, and of cells of a map in one direction. */
  static final int MOST_PARTS = 4000;

  private static final int MOST_CELLS = 240;

  /** Number of maps that are kept, of 3 MB at most, so that a growing one is not read anew. */
  private static final int KEPT_MAPS = 12;

  private final Path folder;

  private final Map<String, KeptMap> maps =
      new LinkedHashMap<>(KEPT_MAPS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KeptMap> eldest) {
          return size() > KEPT_MAPS;
        }
      };

  /** A map as far as the file has been read. */
  private static final class KeptMap {
    private final Grid grid = new Grid(MOST_CELLS);
    private long last;
    private long points;
  }

  Catalogue(Path folder) {
    this.folder = folder;
  }

  /** One run in the list. */
  private record Listed(
      String name,
      String begun,
      String kind,
      String task,
      String status,
      String message,
      Long chipSeed,
      String problem) {
    static Listed of(Runs.Summary run) {
      if (run.problem().isPresent()) {
        return new Listed(run.name(), "", "", "", "unreadable", "", null, run.problem().get());
      }
      return new Listed(
          run.name(),
          run.begun().toString(),
          run.start().kind(),
          run.start().task(),
          run.stop().map(StopDocument::status).orElse("not ended"),
          run.stop().map(StopDocument::message).orElse(""),
          run.start().chipSeed(),
          null);
    }
  }

  /**
   * The newest runs.
   *
   * @param search words that the name, kind, task or status of a run must contain
   */
  List<?> list(String search, int most) {
    List<Runs.Summary> runs = new ArrayList<>(new Runs(folder).list());
    java.util.Collections.reverse(runs);
    String[] words = search.toLowerCase(java.util.Locale.ROOT).strip().split("\\s+");
    return runs.stream()
        .map(Listed::of)
        .filter(
            run ->
                Arrays.stream(words)
                    .allMatch(run.toString().toLowerCase(java.util.Locale.ROOT)::contains))
        .limit(most)
        .toList();
  }

  /** The queue of the folder, in its order. */
  List<?> queue() {
    return new QueueFile(folder)
        .entries().stream()
            .map(
                entry ->
                    Map.of(
                        "id", entry.id(),
                        "state", entry.stateText(),
                        "command", String.join(" ", entry.words()),
                        "run", entry.last().run(),
                        "reason", entry.last().reason()))
            .toList();
  }

  /**
   * Uses a run file of the folder.
   *
   * @throws Refusal if there is no such run
   */
  <T> T with(String name, Function<RunFile, T> use) {
    if (!NAME.matcher(name).matches()) {
      throw new Refusal(Refusal.BAD_REQUEST, "'" + name + "' is not the name of a run");
    }
    Path path = new Runs(folder).path(name);
    if (!Files.isRegularFile(path)) {
      throw new Refusal(Refusal.NOT_FOUND, "there is no run '" + name + "' in " + folder);
    }
    try (RunFile run = RunFile.read(path)) {
      return use.apply(run);
    } catch (RunException e) {
      throw new Refusal(Refusal.CONFLICT, e.getMessage());
    }
  }

  /** The start, the end and the columns of a run. */
  static Map<String, Object> summary(RunFile run) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("start", run.start());
    summary.put("stop", run.stop().orElse(null));
    summary.put("columns", run.columns().orElse(null));
    summary.put("readings", run.readingUnits());
    summary.put("evaluations", run.lastEvaluation());
    summary.put("network", training(run) ? network(run.benchFile()) : null);
    summary.put(
        "belief",
        run.calibration().map(json -> BeliefForm.of(Calibration.fromJson(json))).orElse(null));
    return summary;
  }

  private static boolean training(RunFile run) {
    return run.start().kind().equals(TrainingExperiment.KIND);
  }

  /** What a drawing of the network needs, and which device each parameter of a step belongs to. */
  private static Map<String, Object> network(BenchFile file) {
    List<Map<String, Object>> chains = new ArrayList<>();
    List<List<Integer>> layers = file.layers();
    for (int layer = 0; layer < layers.size(); layer++) {
      for (int number : layers.get(layer)) {
        BenchFile.Chain chain = file.chains().get(number);
        int neuron = file.neuronOfChain(number);
        chains.add(
            Map.of(
                "layer",
                layer,
                "neuron",
                neuron < 0 ? "" : file.neurons().get(neuron).name(),
                "synapses",
                chain.synapses().stream()
                    .map(one -> Map.of("name", one.name(), "tone", one.tone()))
                    .toList()));
      }
    }
    Stream<String> lines =
        file.synapses().stream()
            .filter(one -> !one.fieldLine().isEmpty())
            .map(BenchFile.Synapse::name);
    Stream<String> biases = file.neurons().stream().map(BenchFile.Neuron::name);
    return Map.of(
        "inputs",
        file.inputs().stream().map(BenchFile.Input::name).toList(),
        "chains",
        chains,
        "parameters",
        Stream.concat(lines, biases).toList());
  }

  private static List<Columns.Column> settings(RunFile run) {
    return run.columns().map(Columns::settings).orElse(List.of());
  }

  /** Which number of an evaluation is a setting; empty for the number of the evaluation itself. */
  private static Optional<Integer> index(RunFile run, String x) {
    List<Columns.Column> settings = settings(run);
    for (int k = 0; k < settings.size(); k++) {
      if (settings.get(k).name().equals(x)) {
        return Optional.of(k);
      }
    }
    if (x.equals("number")) {
      return Optional.empty();
    }
    throw new Refusal(
        Refusal.BAD_REQUEST,
        "the run has no setting '"
            + x
            + "'; give number or one of "
            + settings.stream().map(Columns.Column::name).toList());
  }

  /** A sum over the samples of one evaluation. */
  private static final class Mean {
    private long evaluation;
    private String inputs = "[]";
    private double sum;
    private int samples;
    private long last;

    void add(long id, long number, String given, double value) {
      last = id;
      evaluation = number;
      inputs = given;
      sum += value;
      samples++;
    }

    /** Gives the mean, and begins again. */
    long take(Curve curve) {
      curve.point(evaluation, inputs, sum / samples);
      sum = 0;
      samples = 0;
      return last;
    }
  }

  /** Receives the mean of a reading at each evaluation. */
  private interface Curve {
    void point(long evaluation, String inputs, double mean);
  }

  /**
   * The means of a reading, only of evaluations whose every sample is among the readings.
   *
   * @return number of the last reading that was used
   */
  private static long means(RunFile run, String reading, long after, long most, Curve curve) {
    Mean mean = new Mean();
    long[] last = {after};
    long[] rows = {0};
    run.eachValue(
        reading,
        after,
        most,
        (id, evaluation, inputs, value) -> {
          if (mean.samples > 0 && mean.evaluation != evaluation) {
            last[0] = mean.take(curve);
          }
          mean.add(id, evaluation, inputs, value);
          rows[0]++;
        });
    if (rows[0] == most && last[0] == after) {
      throw new Refusal(
          Refusal.BAD_REQUEST, "one point has more than " + most + " samples; give a larger most");
    }
    if (mean.samples > 0 && rows[0] < most) {
      last[0] = mean.take(curve);
    }
    return last[0];
  }

  /**
   * A curve.
   *
   * @param x name of a setting, or {@code number}
   * @param after number of the last reading that is not wanted
   * @param from lowest wanted x
   * @param to highest wanted x
   * @param parts into which a long curve is divided
   * @param most largest number of readings
   */
  static Map<String, Object> curve(
      RunFile run,
      String reading,
      String x,
      long after,
      double from,
      double to,
      int parts,
      long most) {
    Optional<Integer> which = index(run, x);
    Extremes extremes = new Extremes(parts);
    Passes passes = new Passes(which.orElse(0));
    long last =
        means(
            run,
            reading,
            after,
            most,
            (evaluation, inputs, mean) -> {
              double at = which.map(k -> number(inputs, k)).orElse((double) evaluation);
              if (at >= from && at <= to && Double.isFinite(mean)) {
                if (passes.begins(inputs)) {
                  extremes.beginPass();
                }
                extremes.add(at, mean);
              }
            });
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    List<Integer> begins = new ArrayList<>();
    extremes.each(
        (at, value, pass) -> {
          if (pass) {
            begins.add(xs.size());
          }
          xs.add(at);
          ys.add(value);
        });
    Map<String, Object> curve = new LinkedHashMap<>();
    curve.put("reading", reading);
    curve.put("unit", run.readingUnits().getOrDefault(reading, ""));
    curve.put("x", x);
    curve.put("xUnit", which.map(k -> settings(run).get(k).unit()).orElse(""));
    curve.put("direction", which.isPresent() ? direction(run) : 0);
    curve.put("xs", xs);
    curve.put("ys", ys);
    curve.put("passes", begins);
    curve.put("firstPass", passes.first);
    curve.put("lastPass", passes.last);
    curve.put("points", extremes.points());
    curve.put("reduced", extremes.isReduced());
    curve.put("last", last);
    return curve;
  }

  /**
   * Which way the setting of a repeated sweep goes in each repeat, 1 or -1; 0 if the settings
   * outside it tell the passes, or if it goes both ways.
   */
  private static int direction(RunFile run) {
    Optional<Plan> plan = RecordedSweep.plan(run, Integer.MAX_VALUE);
    if (plan.isEmpty() || plan.get().repeats() == 1 || plan.get().axes().size() != 1) {
      return 0;
    }
    Axis axis = plan.get().axes().get(0);
    Points points = axis.points();
    boolean oneWay = axis.order() == Axis.Order.FORWARD && axis.adaptive().isEmpty();
    int direction = (int) Math.signum(points.at(points.count() - 1) - points.at(0));
    for (int k = 1; oneWay && k < points.count(); k++) {
      oneWay = (points.at(k) - points.at(k - 1)) * direction >= 0;
    }
    return oneWay ? direction : 0;
  }

  /** Tells where the settings outside the one that is drawn change, so that a pass begins. */
  private static final class Passes {
    private final int outer;
    private String first = "";
    private String last = "";

    /** With so many settings outside. */
    Passes(int outer) {
      this.outer = outer;
    }

    boolean begins(String inputs) {
      if (outer == 0) {
        return false;
      }
      String before = last;
      last = inputs.substring(1, place(inputs, outer) - 1);
      first = before.isEmpty() ? last : first;
      return !before.isEmpty() && !before.equals(last);
    }
  }

  /**
   * One number of a JSON array of numbers; NaN where there is none. A curve of a million points has
   * no time for a reader of all JSON.
   */
  private static double number(String inputs, int which) {
    int begin = place(inputs, which);
    int next = inputs.indexOf(',', begin);
    String text = inputs.substring(begin, next < 0 ? inputs.length() - 1 : next).strip();
    boolean isNumber = !text.isEmpty() && "-0123456789".indexOf(text.charAt(0)) >= 0;
    return isNumber ? Double.parseDouble(text) : Double.NaN;
  }

  /** Where an element of an array begins; at its end if it has fewer. */
  private static int place(String inputs, int which) {
    int place = 1;
    for (int k = 0; k < which; k++) {
      int comma = inputs.indexOf(',', place);
      if (comma < 0) {
        return inputs.length() - 1;
      }
      place = comma + 1;
    }
    return place;
  }

  /** A map of a reading over the two innermost settings; cells of a fine one are means. */
  Map<String, Object> map(String name, RunFile run, String reading) {
    List<Columns.Column> settings = settings(run);
    if (settings.size() < 2) {
      throw new Refusal(Refusal.CONFLICT, "a map needs a sweep of two settings");
    }
    int inner = settings.size() - 1;
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("reading", reading);
    map.put("unit", run.readingUnits().getOrDefault(reading, ""));
    map.put("x", settings.get(inner));
    map.put("y", settings.get(inner - 1));
    KeptMap kept;
    synchronized (maps) {
      kept = maps.computeIfAbsent(run.start().time() + name + "|" + reading, of -> new KeptMap());
    }
    synchronized (kept) {
      kept.last =
          means(
              run,
              reading,
              kept.last,
              Long.MAX_VALUE,
              (evaluation, inputs, mean) -> {
                kept.grid.add(number(inputs, inner), number(inputs, inner - 1), mean);
                kept.points++;
              });
      map.put("points", kept.points);
      map.putAll(kept.grid.fields());
    }
    return map;
  }
}
