package org.spinbench.app.card;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.TightestLimits;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.SameNetwork;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.upkeep.DriftCompensation;
import org.spinbench.experiments.upkeep.WatchExperiment;
import org.spinbench.experiments.upkeep.WatchProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Whole runs on random racks, from bench files and run files that somebody has edited without
 * sense: whatever they say, the device card of the rack holds, and the run leaves all at rest.
 */
final class RandomRuns {
  /** What is run. */
  enum Way {
    /** A calibration by an edited bench file. */
    CALIBRATE,
    /** A watch over a trained chip, by an edited bench file and an edited run file. */
    WATCH,
    /** The rest of a training, by an edited run file that holds a card of its own. */
    RESUME
  }

  private static final Set<Class<?>> DEFECTS =
      Set.of(
          NullPointerException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class,
          ArrayIndexOutOfBoundsException.class,
          StringIndexOutOfBoundsException.class,
          ArithmeticException.class);

  private static final StartDocument.Program PROGRAM =
      new StartDocument.Program("0", "test", "0", "none");

  private static final int BUDGET = 120;
  private static final int WATCHED = 30;
  private static final double NEURON = 9e-3;
  private static final List<String> WIDENED =
      List.of(
          "neuron_voltage", "neuron_current", "synapse_power", "total_limit", "maximum_current");

  private static final List<String> TIGHTENED =
      List.of("neuron_voltage", "synapse_power", "field_line_current");

  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.:+-])-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?(?![\\w.:-])");

  /** Lines of a bench file that are not the card, and say nothing of the chip that is simulated. */
  private static final Pattern DESIGN_LINE = Pattern.compile("(?m)^[a-z_]+ = [-+.\\deE]+");

  private final long seed;
  private final Way way;
  private final RandomGenerator random;
  private final Path folder;
  private final List<String> done = new ArrayList<>();
  private final List<String> excesses = new ArrayList<>();

  /**
   * A run.
   *
   * @param folder holds the files of {@link #train}, and those of this run for as long as it takes
   */
  RandomRuns(long seed, Way way, Path folder) {
    this.seed = seed;
    this.way = way;
    this.folder = folder;
    random = new Random(seed);
  }

  /** Makes a training that has ended, and one that was stopped. */
  static void train(Path folder) throws IOException {
    Files.move(train(folder, Display.NONE), folder.resolve("trained.sqlite"));
    Path stopped = folder.resolve("stopped");
    try {
      train(stopped, new Stopping());
      throw new AssertionError("it was not stopped");
    } catch (IllegalStateException expected) {
      Files.move(only(stopped), folder.resolve("stopped.sqlite"));
    }
  }

  private static Path train(Path folder, Display display) throws IOException {
    Files.createDirectories(folder);
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    TrainingOptions options =
        TrainingOptions.standard().withTrainer("spsa").withBudget(BUDGET).withTestSamples(5);
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Backend backend = Backend.of(DefaultBench.text(), file, null, twins, twins.clock())) {
      new ExperimentRunner(folder, PROGRAM, display)
          .run(backend, new TrainingExperiment(Assignment.of(Task.named("xor")), 1, options));
    }
    return only(folder);
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sqlite")).findFirst().orElseThrow();
    }
  }

  /** Breaks in the middle of a training. */
  private static final class Stopping implements Display {
    @Override
    public void show(String stage, double share, String detail) {
      if (stage.equals("training") && share > 0.4) {
        throw new IllegalStateException("stopped");
      }
    }

    @Override
    public void show(String stage, String detail) {
      // Nobody looks.
    }

    @Override
    public void say(String line) {
      // Nobody looks.
    }

    @Override
    public void clear() {
      // Nothing is shown.
    }

    @Override
    public boolean isRedrawn() {
      return true;
    }
  }

  /**
   * Runs it.
   *
   * @return whether it came to its end
   * @throws AssertionError naming the seed, if the card was not kept, the bench was not left at
   *     rest, or a defect of the program showed
   */
  boolean run() {
    boolean own = way == Way.RESUME;
    BenchFile rack =
        own ? BenchFile.parse(DefaultBench.text(), "default") : RandomRack.usual(random);
    String text = own ? DefaultBench.text() : RandomRack.text(rack);
    boolean judged = random.nextBoolean();
    String believed = judged ? widened(text) : text;
    if (way == Way.RESUME && random.nextBoolean()) {
      believed = withCurrent(believed, NEURON * (0.6 + random.nextDouble()));
    }
    if (random.nextBoolean()) {
      believed = edited(believed, judged);
    }
    BenchFile truth = rack;
    SimulatedBench twins;
    BenchFile file;
    try {
      file = BenchFile.parse(believed, "edited");
      truth = judged ? rack : file;
      twins = new SimulatedBench(truth, seed);
    } catch (IllegalArgumentException refused) {
      note("refused: " + refused.getMessage());
      return false;
    }
    Transports links =
        judged ? new JudgedTransports(new Judge(truth, twins, twins.clock()), truth, twins) : twins;
    Path runs = folder.resolve("seed " + seed);
    boolean ended = false;
    try {
      ended = run(believed, file, links, twins, runs);
    } catch (RuntimeException refused) {
      if (DEFECTS.contains(refused.getClass())) {
        AssertionError defect = failure(refused.toString());
        defect.initCause(refused);
        throw defect;
      }
      note("ended: " + refused.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    excesses.addAll(Card.excesses(truth, twins));
    if (!excesses.isEmpty()) {
      throw failure(excesses.toString());
    }
    if (!twins.atRest()) {
      throw failure("not at rest: " + twins.energised());
    }
    return ended;
  }

  private boolean run(
      String text, BenchFile file, Transports links, SimulatedBench twins, Path runs)
      throws IOException {
    Files.createDirectories(runs);
    ExperimentRunner runner = new ExperimentRunner(runs, PROGRAM, Display.NONE);
    Clock clock = twins.clock();
    if (way == Way.CALIBRATE) {
      try (Backend backend = Backend.of(text, file, null, links, clock)) {
        runner.run(backend, new CalibrationExperiment());
        return true;
      }
    }
    String kept = way == Way.RESUME ? keptOfDefault() : text;
    Path copy = edited(way == Way.RESUME ? "stopped.sqlite" : "trained.sqlite", kept, runs);
    if (way == Way.WATCH) {
      try (Backend backend = Backend.of(text, file, null, links, clock)) {
        runner.run(
            backend,
            new WatchExperiment(
                copy,
                DriftCompensation.standard(),
                seed,
                OptionalLong.of(WATCHED),
                WatchProgress.NONE));
        return true;
      }
    }
    try (RunFile unfinished = RunFile.open(copy)) {
      BenchFile then = unfinished.benchFile();
      SameNetwork.require(unfinished, file);
      BenchFile tightest = TightestLimits.of(file, then);
      try (Backend backend = Backend.of(text, tightest, null, links, clock)) {
        runner.resume(backend.computingWith(then), TrainingExperiment.of(unfinished), unfinished);
      } finally {
        excesses.addAll(Card.excesses(then, twins));
      }
      return true;
    }
  }

  /**
   * The copy of the bench file in a run of the default bench: as it was, or edited by hand. With a
   * card below what the design uses, the limits alone keep a resumption from leaving it.
   */
  private String keptOfDefault() {
    return switch (random.nextInt(6)) {
      case 0 -> DefaultBench.text();
      case 1 -> withCurrent(DefaultBench.text(), NEURON * (0.6 + 0.4 * random.nextDouble()));
      case 2 -> widened(DefaultBench.text());
      default -> scaled(DefaultBench.text(), TIGHTENED, 0.4, 0.6);
    };
  }

  /** The text of a bench file whose card allows another current of neurons, A. */
  private String withCurrent(String text, double current) {
    note("neuron current of " + current + " A");
    return text.replaceAll("(?m)^neuron_current = \\S+", "neuron_current = " + current)
        .replaceAll("(?m)^total_limit = \\S+", "total_limit = " + current)
        .replaceAll("(?m)^maximum_current = \\S+", "maximum_current = " + Math.min(current, 8e-3));
  }

  /** The text of a bench file that allows more than the bench's own. */
  private String widened(String text) {
    return scaled(text, WIDENED, 1, 1);
  }

  /** The text of a bench file with some of these numbers times some factors. */
  private String scaled(String text, List<String> keys, double least, double range) {
    String scaled = text;
    for (String key : keys) {
      if (random.nextInt(3) == 0) {
        double factor = least + range * random.nextDouble();
        scaled =
            Pattern.compile("(?m)^" + key + " = (\\S+)")
                .matcher(scaled)
                .replaceAll(found -> key + " = " + Double.parseDouble(found.group(1)) * factor);
        note(key + " times " + factor);
      }
    }
    return scaled;
  }

  /** The text of a bench file with some of its numbers changed. */
  private String edited(String text, boolean cardToo) {
    List<MatchResult> lines =
        DESIGN_LINE
            .matcher(text)
            .results()
            .filter(line -> cardToo || isDesign(text, line.start()))
            .toList();
    String changed = text;
    for (int k = random.nextInt(3); k >= 0; k--) {
      String line = lines.get(random.nextInt(lines.size())).group();
      String key = line.substring(0, line.indexOf('=') + 2);
      String value = another(line.substring(key.length()), random);
      note(key + value + " for " + line);
      changed = changed.replaceFirst(Pattern.quote(line), key + value);
    }
    return changed;
  }

  /** Whether a place of a bench file is outside the card and outside the simulated chip. */
  private static boolean isDesign(String text, int place) {
    String section = text.substring(text.lastIndexOf("\n[", place) + 1, place);
    return !section.startsWith("[chip") && !section.startsWith("[simulation");
  }

  /** A text with one of its numbers changed, if it has any. */
  static String withAnotherNumber(String text, RandomGenerator random) {
    List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
    if (numbers.isEmpty()) {
      return text;
    }
    MatchResult number = numbers.get(random.nextInt(numbers.size()));
    return text.substring(0, number.start())
        + another(number.group(), random)
        + text.substring(number.end());
  }

  private static String another(String number, RandomGenerator random) {
    double value = Double.parseDouble(number);
    double other =
        switch (random.nextInt(12)) {
          case 0 -> -value;
          case 1 -> 0;
          case 2, 3 -> value * Math.pow(10, 6 * random.nextDouble() - 3);
          default -> value * (0.5 + random.nextDouble());
        };
    return number.matches("-?\\d+") ? Long.toString(Math.round(other)) : Double.toString(other);
  }

  /** A copy of a run of this bench, some of whose numbers somebody has changed. */
  private Path edited(String run, String benchFile, Path runs) throws IOException {
    Path copy = Files.copy(folder.resolve(run), runs.resolve(run));
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
      update(
          file,
          "UPDATE document SET body = json_set(body, '$.bench', ?) WHERE name = 'start'",
          benchFile);
      for (int k = Math.max(0, random.nextInt(5) - 2); k > 0; k--) {
        edit(file);
      }
      return copy;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void edit(Connection file) throws SQLException {
    String where =
        switch (random.nextInt(4)) {
          case 0 -> "document.body:name = 'start'";
          case 1 -> "document.body:name = 'stop'";
          case 2 -> "document.body:name LIKE 'calib%'";
          default -> "step.parameters:id = (SELECT max(id) FROM step)";
        };
    String table = where.substring(0, where.indexOf('.'));
    String column = where.substring(where.indexOf('.') + 1, where.indexOf(':'));
    String row = where.substring(where.indexOf(':') + 1);
    String text = "";
    try (Statement select = file.createStatement();
        ResultSet found =
            select.executeQuery("SELECT " + column + " FROM " + table + " WHERE " + row)) {
      text = found.next() ? found.getString(1) : "";
    }
    note("a number of " + where);
    update(
        file,
        "UPDATE " + table + " SET " + column + " = ? WHERE " + row,
        withAnotherNumber(text, random));
  }

  private static void update(Connection file, String statement, String value) throws SQLException {
    try (PreparedStatement update = file.prepareStatement(statement)) {
      update.setString(1, value);
      update.executeUpdate();
    }
  }

  private void note(String what) {
    done.add(what);
  }

  private AssertionError failure(String what) {
    return new AssertionError(
        way + " seed " + seed + ": " + what + " after\n" + String.join("\n", done));
  }
}
