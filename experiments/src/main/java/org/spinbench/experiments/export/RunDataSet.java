package org.spinbench.experiments.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.sweep.RecordedPoints;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * A run as a data set: of a sweep its points, of a training its evaluations and steps, and of every
 * run its single readings and settings. Attributes describe the run.
 */
final class RunDataSet {
  /** Unit of times, in the CF conventions. */
  static final String TIME = "nanoseconds since 1970-01-01";

  private static final String ON_THE_CLOCK = ", UTC on the bench's clock";

  private static final List<String> OF_EVALUATIONS = List.of("evaluation");
  private static final List<String> OF_STEPS = List.of("step");

  private final RunFile run;
  private final VariableTable table = new VariableTable();

  private RunDataSet(RunFile run) {
    this.run = run;
  }

  /** Everything in a run file except its messages. */
  static DataSet of(RunFile run) {
    return new RunDataSet(run).dataSet();
  }

  private DataSet dataSet() {
    if (run.columns().isPresent()) {
      points(new RecordedPoints(run));
    } else {
      evaluations();
      steps();
    }
    readings();
    settings();
    return table.dataSet(attributes());
  }

  private Map<String, Object> attributes() {
    StartDocument start = run.start();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("Conventions", "CF-1.8");
    attributes.put("title", (start.kind() + " " + start.task()).strip());
    attributes.put("run", run.path().getFileName().toString().replaceFirst("\\.sqlite$", ""));
    attributes.put("kind", start.kind());
    attributes.put("task", start.task());
    attributes.put("began", start.time().toString());
    attributes.put("seed", start.seed());
    if (start.chipSeed() != null) {
      attributes.put("chip_seed", start.chipSeed());
    }
    attributes.put("options", Json.write(start.options()));
    attributes.put("program", Json.write(start.program()));
    attributes.put("instruments", Json.write(start.instruments()));
    attributes.put("settings_as_found", Json.write(start.settings()));
    attributes.put("bench_file", start.bench());
    if (!run.metadata().equals(Metadata.NONE)) {
      attributes.put("metadata", Json.write(run.metadata()));
    }
    run.calibration().ifPresent(json -> attributes.put("calibration", json));
    run.stop()
        .ifPresent(
            stop -> {
              attributes.put("ended", stop.time().toString());
              attributes.put("status", stop.status());
              attributes.put("message", stop.message());
              attributes.put("results", stop.results());
            });
    return attributes;
  }

  private void points(RecordedPoints sweep) {
    RowTable<Point> points =
        new RowTable<>(table, "point", Point::number, "number of the setpoint");
    List<Columns.Column> settings = sweep.columns().settings();
    for (int k = 0; k < settings.size(); k++) {
      int which = k;
      Columns.Column setting = settings.get(k);
      points.coordinate(
          word(setting.name()),
          RowTable.numbers(point -> point.settings().get(which)),
          unit(setting),
          setting.name());
    }
    time(points, "time", Point::time, "first of the times of the readings");
    points.coordinate(
        "reference",
        RowTable.flags(point -> point.reference() ? 1 : 0),
        "1",
        "1: return to the reference setpoint");
    if (sweep.plan().isPresent()) {
      points.coordinate(
          "repeat",
          RowTable.integers(point -> point.place().repeat() + 1),
          "1",
          "number of the repeat");
      points.coordinate(
          "line",
          RowTable.integers(point -> point.place().line() + 1),
          "1",
          "number of the pass of the innermost sweep");
      points.coordinate(
          "backward",
          RowTable.flags(point -> point.place().backward() ? 1 : 0),
          "1",
          "1: backward pass of the innermost sweep");
    }
    points.values(
        "settled",
        RowTable.flags(point -> point.settled() ? 1 : 0),
        "1",
        "0: a reading did not become stable in time, or was not settled");
    List<Columns.Column> readings = sweep.columns().readings();
    for (int k = 0; k < readings.size(); k++) {
      int which = k;
      means(readings.get(k), points, point -> point.readings().get(which));
    }
    points.fill(sweep::each);
  }

  private static void means(
      Columns.Column reading, RowTable<Point> points, Function<Point, Mean> mean) {
    String name = word(reading.name());
    points.values(
        name,
        RowTable.numbers(point -> mean.apply(point).value()),
        unit(reading),
        reading.name() + ", mean of its samples");
    points.values(
        name + "_uncertainty",
        RowTable.numbers(point -> mean.apply(point).uncertainty()),
        unit(reading),
        "one standard deviation of the mean of " + reading.name());
    points.values(
        name + "_samples",
        RowTable.integers(point -> mean.apply(point).samples()),
        "1",
        "number of samples of " + reading.name());
    points.values(
        name + "_overload",
        RowTable.flags(point -> mean.apply(point).overload() ? 1 : 0),
        "1",
        "1: a sample of " + reading.name() + " exceeded its instrument's range");
    points.values(
        name + "_compliance",
        RowTable.flags(point -> mean.apply(point).compliance() ? 1 : 0),
        "1",
        "1: the source was limited by its compliance at a sample of " + reading.name());
  }

  /**
   * The evaluations of a network: applied inputs, expected outputs, and readings of chains and
   * neurons.
   */
  private void evaluations() {
    List<NotedEvaluation> evaluations = new ArrayList<>();
    run.eachEvaluation(evaluations::add);
    if (evaluations.isEmpty()) {
      return;
    }
    BenchFile bench = BenchFile.parse(run.start().bench(), "the bench file of " + run.path());
    table.dimension(
        "evaluation", longs(evaluations, NotedEvaluation::number), "number of the evaluation");
    table.dimension(
        "input", bench.inputs().stream().map(BenchFile.Input::name).toList(), "input of the chip");
    table.coordinate(
        "purpose",
        OF_EVALUATIONS,
        texts(evaluations, one -> one.purpose().name()),
        "",
        "purpose of the evaluation");
    long[] flawed = nodes(evaluations, bench);
    table.values(
        "input_power",
        List.of("evaluation", "input"),
        new Values.Numbers(
            evaluations.stream()
                .flatMapToDouble(one -> one.inputs().stream().mapToDouble(Double::doubleValue))
                .toArray()),
        "W",
        "power of the tone at the junctions");
    table.values(
        "expected",
        OF_EVALUATIONS,
        flags(evaluations, one -> one.expected().orElse(-1)),
        "1",
        "class of the sample; -1 without one");
    table.values(
        "flawed",
        OF_EVALUATIONS,
        new Values.Integers(flawed, Byte.BYTES),
        "1",
        "1: a reading was beyond its range, not settled, or of a source limited by its compliance");
    WorkSamples.add(run, bench, table);
  }

  /**
   * Adds the nodes.
   *
   * @return for each evaluation, 1 if a reading is doubtful
   */
  private long[] nodes(List<NotedEvaluation> evaluations, BenchFile bench) {
    Map<Long, Integer> rows = new HashMap<>();
    evaluations.forEach(one -> rows.put(one.number(), rows.size()));
    List<String> chains = bench.chains().stream().map(BenchFile.Chain::voltmeter).toList();
    Nodes voltages = new Nodes(rows, chains.size());
    Nodes powers = new Nodes(rows, bench.neurons().size());
    Instant[] times = new Instant[rows.size()];
    long[] flawed = new long[rows.size()];
    run.eachReading(
        reading -> {
          int row = rows.getOrDefault(reading.evaluation().orElse(-1), -1);
          if (row >= 0) {
            times[row] = reading.time();
            flawed[row] |= reading.isSound() ? 0 : 1;
            voltages.take(row, chains.indexOf(reading.source()), "V", reading);
            powers.take(row, neuron(bench, reading.quantity()), "W", reading);
          }
        });
    // An evaluation without readings has the time of the one before it.
    Instant before = run.start().time();
    for (int row = 0; row < times.length; row++) {
      times[row] = times[row] == null ? before : times[row];
      before = times[row];
    }
    time(
        OF_EVALUATIONS,
        "time",
        Arrays.asList(times),
        time -> time,
        "time of the last reading; without any, that of the evaluation before");
    table.dimension(
        "chain", bench.chains().stream().map(BenchFile.Chain::name).toList(), "chain of synapses");
    table.dimension(
        "neuron", bench.neurons().stream().map(BenchFile.Neuron::name).toList(), "neuron");
    voltages.write("chain_voltage", "chain", "V", "voltage of the chain");
    powers.write("neuron_power", "neuron", "W", "power emitted by the neuron; NaN: not read");
    return flawed;
  }

  private static int neuron(BenchFile bench, String quantity) {
    String what = "emitted power of ";
    return quantity.startsWith(what) ? bench.indexOfNeuron(quantity.substring(what.length())) : -1;
  }

  /** Readings of nodes by evaluation and node. */
  private final class Nodes {
    private final int nodes;
    private final double[] values;
    private final double[] uncertainties;

    Nodes(Map<Long, Integer> rows, int nodes) {
      this.nodes = nodes;
      values = new double[rows.size() * nodes];
      uncertainties = new double[rows.size() * nodes];
      Arrays.fill(values, Double.NaN);
      Arrays.fill(uncertainties, Double.NaN);
    }

    void take(int row, int node, String unit, NotedReading reading) {
      if (node >= 0 && reading.unit().equals(unit)) {
        values[row * nodes + node] = reading.value();
        uncertainties[row * nodes + node] = reading.uncertainty();
      }
    }

    void write(String name, String dimension, String unit, String what) {
      List<String> dimensions = List.of("evaluation", dimension);
      table.values(name, dimensions, new Values.Numbers(values), unit, what);
      table.values(
          name + "_uncertainty",
          dimensions,
          new Values.Numbers(uncertainties),
          unit,
          "one standard deviation of the noise of " + name);
    }
  }

  /** The learning curve. */
  private void steps() {
    List<Step> steps = run.steps();
    if (steps.isEmpty()) {
      return;
    }
    table.dimension(
        "step", IntStream.rangeClosed(1, steps.size()).asLongStream().toArray(), "number of step");
    table.dimension("parameter", parameters(steps.get(0).parameters().size()), "current");
    table.coordinate("phase", OF_STEPS, texts(steps, Step::phase), "", "phase of the training");
    table.coordinate(
        "block", OF_STEPS, integers(steps, Step::block), "1", "block of training on the chip");
    time(OF_STEPS, "step_time", steps, Step::time, "when the step was complete");
    table.values(
        "loss", OF_STEPS, numbers(steps, Step::loss), "1", "loss of the proposed parameters");
    table.values(
        "accuracy",
        OF_STEPS,
        numbers(steps, Step::accuracy),
        "1",
        "fraction of samples that the proposed parameters classify correctly");
    table.values(
        "accepted",
        OF_STEPS,
        flags(steps, step -> step.accepted() ? 1 : 0),
        "1",
        "1: became the best so far");
    table.values(
        "parameters",
        List.of("step", "parameter"),
        new Values.Numbers(
            steps.stream()
                .flatMapToDouble(step -> step.parameters().stream().mapToDouble(value -> value))
                .toArray()),
        "A",
        "proposed currents");
  }

  /** Names of the parameters: those of the first settings of the training, in their order. */
  private List<String> parameters(int count) {
    List<String> names = run.settingNames();
    return names.size() == count
        ? names
        : IntStream.rangeClosed(1, count).mapToObj(k -> "parameter " + k).toList();
  }

  private void readings() {
    RowTable<NotedReading> readings = new RowTable<>(table, "reading", "number of the reading");
    time(readings, "reading_time", NotedReading::time, "time of completion");
    readings.coordinate("reading_name", RowTable.texts(NotedReading::name), "", "what was read");
    readings.coordinate(
        "reading_unit",
        RowTable.texts(NotedReading::unit),
        "",
        "unit of value, uncertainty and range");
    readings.coordinate(
        "reading_purpose",
        RowTable.texts(reading -> reading.purpose().name()),
        "",
        "purpose of the reading");
    readings.coordinate(
        "reading_of",
        RowTable.integers(reading -> reading.evaluation().orElse(0)),
        "1",
        "number of the evaluation or setpoint that it belongs to; 0 for none");
    readings.values("reading_value", RowTable.numbers(NotedReading::value), "", "value");
    readings.values(
        "reading_uncertainty",
        RowTable.numbers(NotedReading::uncertainty),
        "",
        "one standard deviation of the noise");
    readings.values(
        "reading_range", RowTable.numbers(NotedReading::range), "", "full scale; NaN: not known");
    readings.values(
        "reading_integration",
        RowTable.numbers(NotedReading::integration),
        "s",
        "integration time; NaN: not known");
    readings.values(
        "reading_overload",
        RowTable.flags(reading -> reading.overload() ? 1 : 0),
        "1",
        "1: beyond the range");
    readings.values(
        "reading_settled",
        RowTable.flags(reading -> reading.settled().map(flag -> flag ? 1 : 0).orElse(-1)),
        "1",
        "1: what had been set had settled; -1: not known");
    readings.values(
        "reading_compliance",
        RowTable.flags(reading -> reading.compliance().map(flag -> flag ? 1 : 0).orElse(-1)),
        "1",
        "1: the source was limited by its compliance; -1: not known");
    readings.fill(run::eachReading);
  }

  private void settings() {
    RowTable<NotedSetting> settings = new RowTable<>(table, "setting", "number of the setting");
    time(settings, "setting_time", NotedSetting::time, "time of the setting");
    settings.coordinate("setting_name", RowTable.texts(NotedSetting::name), "", "what was set");
    settings.coordinate(
        "setting_unit", RowTable.texts(NotedSetting::unit), "", "unit of the value");
    settings.values("setting_value", RowTable.numbers(NotedSetting::value), "", "value");
    settings.fill(run::eachSetting);
  }

  private static <T> void time(
      RowTable<T> rows, String name, Function<T, Instant> time, String what) {
    rows.coordinate(
        name, RowTable.integers(row -> nanoseconds(time.apply(row))), TIME, what + ON_THE_CLOCK);
  }

  private <T> void time(
      List<String> dimension, String name, List<T> rows, Function<T, Instant> time, String what) {
    table.coordinate(
        name,
        dimension,
        integers(rows, row -> nanoseconds(time.apply(row))),
        TIME,
        what + ON_THE_CLOCK);
  }

  static long nanoseconds(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  private static <T> long[] longs(List<T> rows, ToLongFunction<T> value) {
    return rows.stream().mapToLong(value).toArray();
  }

  private static <T> Values integers(List<T> rows, ToLongFunction<T> value) {
    return new Values.Integers(longs(rows, value), Long.BYTES);
  }

  private static <T> Values flags(List<T> rows, ToLongFunction<T> value) {
    return new Values.Integers(longs(rows, value), Byte.BYTES);
  }

  private static <T> Values numbers(List<T> rows, ToDoubleFunction<T> value) {
    return new Values.Numbers(rows.stream().mapToDouble(value).toArray());
  }

  private static <T> Values texts(List<T> rows, Function<T, String> value) {
    return new Values.Texts(rows.stream().map(value).toArray(String[]::new));
  }

  private static String unit(Columns.Column column) {
    return column.unit().isEmpty() ? "1" : column.unit();
  }

  /** A name that is a valid Python attribute: {@code chain_1_voltage}. */
  private static String word(String name) {
    String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return Character.isDigit(word.charAt(0)) ? "_" + word : word;
  }
}
