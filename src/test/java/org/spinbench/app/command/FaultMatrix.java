package org.spinbench.app.command;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.spinbench.app.Spinbench;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * One rack whose instruments fail in turn while commands use it. The record that the simulated
 * instruments keep of their terminals says when the others were at rest.
 */
final class FaultMatrix implements AutoCloseable {
  /** The problem of a run that had ended before the instrument failed. */
  static final String TOO_SOON = "it ended before anything failed";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int EARLIEST_MILLIS = 100;
  private static final int LATEST_MILLIS = 900;

  private static final String SWEEP =
      """
      name = "tones"
      read = ["chain 1.voltage", "chain 2.voltage", "chain 3.voltage", "neuron 3.power"]

      [[sweep]]
      setting = "neuron 1.bias"
      list = [4e-3, 4.5e-3]

      [[sweep]]
      setting = "neuron 2.bias"
      list = [4e-3, 4.5e-3]

      [[sweep]]
      setting = "neuron 3.bias"
      list = [4e-3, 4.5e-3]

      [[sweep]]
      setting = "input 1.power"
      list = [10e-6]

      [[sweep]]
      setting = "input 2.frequency"
      list = [330e6]

      [[sweep]]
      setting = "synapse 1.current"
      list = [-1e-3, 1e-3]

      [[sweep]]
      setting = "input 2.power"
      list = [10e-6, 20e-6]

      [[sweep]]
      setting = "input 1.frequency"
      from = 230e6
      to = 270e6
      points = 11
      """;

  private static final String TRIP =
      """

      [[safety.trip]]
      name = "%1$s is in compliance"
      when = "%1$s.limited is on"
      every = 0.2
      """;

  /** What is under way when an instrument fails. */
  enum Phase {
    TRAINING,
    SWEEP,
    CALIBRATION,
    WATCH,
    LIST_PASS,
    SERVE
  }

  /** A rack: its bench file, and a sweep in which one of its sources goes through a list. */
  enum Kind {
    SOCKETS("field", "voltmeter_1", "synapse 1.current", "from = -2e-3\nto = 2e-3", 51) {
      @Override
      String original() {
        return DefaultBench.text();
      }
    },
    KEYSIGHT("rf_2", "voltmeter_1", "input 2.frequency", "from = 300e6\nto = 360e6", 101) {
      @Override
      String original() throws IOException {
        return Racks.text("keysight")
            + Stream.of("bias_1", "bias_2", "bias_3").map(TRIP::formatted).collect(joining());
      }
    };

    private final String stepping;
    private final String meter;
    private final String pass;

    Kind(String stepping, String meter, String setting, String levels, int points) {
      this.stepping = stepping;
      this.meter = meter;
      String there = stepping.equals("field") ? "order = \"there_and_back\"\n" : "";
      pass =
          """
          name = "passes"
          read = ["chain 1.voltage"]

          [[sweep]]
          setting = "neuron 1.bias"
          list = [4e-3, 4.2e-3]

          [[sweep]]
          setting = "input 2.power"
          list = [20e-6]

          [[sweep]]
          setting = "%s"
          %s
          points = %d
          mode = "list"
          %s"""
              .formatted(setting, levels, points, there);
    }

    abstract String original() throws IOException;

    /** With a cable for triggers, and nobody that kills the program of the tests. */
    String text() throws IOException {
      return original()
              .replaceFirst(
                  "(\\[instruments\\." + meter + "]\n)", "$1triggered_by = \"" + stepping + "\"\n")
          + "\n[safety]\nwatchdog = false\n";
    }
  }

  /**
   * How a failure ended.
   *
   * @param toNeed from the failure until the instrument was first wanted, s
   * @param toRest from when the instrument was first wanted after it had failed, or from when its
   *     output switched itself off, until all others were at rest, s; zero if that never was
   * @param toEnd from the failure until the command had ended, s
   * @param problems what is wrong with it; empty if all is as it should be
   */
  record Ending(
      double toNeed, double toRest, double toEnd, int code, String said, List<String> problems) {}

  private final Kind kind;
  private final FaultyRack rack;
  private final Path folder;
  private final Path file;
  private final Path sweep;
  private final Path pass;
  private Path trained;

  FaultMatrix(Kind kind, Path folder) throws IOException {
    this.kind = kind;
    this.folder = folder;
    rack = new FaultyRack(kind.text());
    file = rack.write(folder.resolve(kind + ".toml"));
    sweep = Files.writeString(folder.resolve(kind + "-sweep.toml"), SWEEP);
    pass = Files.writeString(folder.resolve(kind + "-pass.toml"), kind.pass);
  }

  List<String> instruments() {
    return rack.names();
  }

  boolean canHave(String instrument, Fault fault) {
    return rack.canHave(instrument, fault);
  }

  /** A chip that was trained on this bench, in virtual time. */
  private Path trained() throws IOException {
    if (trained == null) {
      BenchFile bench = BenchFile.read(file);
      SimulatedBench twins = new SimulatedBench(bench, 1);
      try (Bench open = Bench.open(bench, twins, twins.clock())) {
        StartDocument start =
            TrainingRun.start(
                open,
                rack.text(),
                null,
                Assignment.of(Task.named("xor")),
                1,
                TrainingOptions.standard().withTestSamples(50),
                StartDocument.Program.running("test", ""));
        try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
          new TrainingRun(open, run, TrainingProgress.NONE).execute();
          trained = run.path();
        }
      }
    }
    return trained;
  }

  private List<String> line(Phase phase, String bench) throws IOException {
    List<String> line =
        new ArrayList<>(
            switch (phase) {
              case TRAINING, SERVE -> List.of("train", bench, "--test-samples", "50");
              case SWEEP -> List.of("measure", sweep.toString(), bench);
              case CALIBRATION -> List.of("calibrate", bench);
              case WATCH -> List.of("watch", trained().toString());
              case LIST_PASS -> List.of("measure", pass.toString(), bench);
            });
    line.addAll(List.of("--runs", folder.resolve("runs").toString()));
    return line;
  }

  /** Has an instrument fail while something is under way, and says how that ended. */
  Ending fail(String instrument, Fault fault, Phase phase) throws Exception {
    if (phase != Phase.SERVE) {
      return fail(instrument, fault, phase, file.toString());
    }
    StringWriter out = new StringWriter();
    Thread server =
        new Thread(
            () ->
                Spinbench.execute(
                    new PrintWriter(out),
                    new PrintWriter(new StringWriter()),
                    "serve",
                    "--json",
                    file.toString()));
    server.start();
    try {
      String remote = rack.text();
      while (!out.toString().endsWith("\n")) {
        Thread.sleep(10);
      }
      for (JsonNode one : new ObjectMapper().readTree(out.toString()).get("instruments")) {
        remote =
            remote.replaceFirst(
                "(?s)(\\[instruments\\." + one.get("name").textValue() + "].*?resource = \")[^\"]*",
                "$1" + one.get("resources").get(0).textValue());
      }
      Path there = Files.writeString(folder.resolve("remote.toml"), remote);
      return fail(instrument, fault, phase, there.toString());
    } finally {
      server.interrupt();
      server.join();
    }
  }

  private Ending fail(String instrument, Fault fault, Phase phase, String bench) throws Exception {
    String[] line = line(phase, bench).toArray(String[]::new);
    CompletableFuture<Outcome> running = new CompletableFuture<>();
    Thread command = new Thread(() -> running.complete(Outcome.of(line)), "command");
    command.start();
    List<String> problems = new ArrayList<>();
    int wait =
        Seeds.generator(15, (instrument + fault + phase).hashCode())
            .nextInt(EARLIEST_MILLIS, LATEST_MILLIS);
    while (rack.twins.atRest() && !running.isDone()) {
      Thread.sleep(5);
    }
    Thread.sleep(wait);
    if (running.isDone()) {
      problems.add(TOO_SOON);
    }
    Instant failed = Instant.now();
    boolean live = rack.isLive(instrument);
    rack.fail(instrument, fault);
    String dead = instrument;
    if (fault == Fault.SLOW) {
      dead = rack.otherMeter(instrument);
      Thread.sleep(EARLIEST_MILLIS);
      failed = Instant.now();
      rack.fail(dead, Fault.CUT);
    }
    boolean stopped =
        fault == Fault.COMPLIANCE
            && !live
            && stopIfNothingHappened(command, running, instrument, failed);
    Outcome outcome;
    try {
      outcome = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      problems.add("it went on for " + PATIENCE.toSeconds() + " s");
      rack.breakOff();
      outcome = running.get();
    }
    Instant ended = Instant.now();
    if (phase == Phase.SERVE && outcome.code() != 0) {
      awaitServer(dead);
    }
    Instant since = need(dead, bench, failed);
    Instant wentOff = rack.lastLive(instrument);
    if (fault == Fault.COMPLIANCE && live) {
      since = failed;
    } else if (fault == Fault.COMPLIANCE && wentOff.isAfter(failed)) {
      since = wentOff;
    }
    double toRest = seconds(since, rack.othersLive(instrument));
    List<String> left = rack.othersEnergised(dead);
    if (!left.isEmpty()) {
      problems.add("live at the end: " + left);
    }
    if (fault.leavesItReachable() && rack.isLive(instrument)) {
      problems.add("it could be reached, and is live at the end");
    }
    boolean concerned = fault == Fault.COMPLIANCE ? live : rack.touched() != null;
    if (concerned || outcome.code() != 0 && !stopped) {
      problems.addAll(untruths(dead, fault, outcome));
    } else {
      toRest = 0;
    }
    rack.heal(instrument);
    rack.heal(dead);
    Outcome safe = Outcome.of("safe", file.toString());
    if (safe.code() != 0) {
      problems.add("safe: " + safe.out() + safe.err());
    }
    double toNeed = seconds(failed, need(dead, bench, failed));
    return new Ending(
        Math.max(0, toNeed),
        Math.max(0, toRest),
        seconds(failed, ended),
        outcome.code(),
        said(outcome),
        problems);
  }

  /**
   * When an instrument was first wanted after it had failed: as it felt it, or else as the run
   * noted that its link was lost; at the latest when it failed.
   */
  private Instant need(String dead, String bench, Instant failed) throws IOException {
    Instant touched = rack.touched();
    if (touched != null) {
      return touched;
    }
    String resource = BenchFile.read(Path.of(bench)).instruments().get(dead).resource();
    return FirstFailure.of(folder.resolve("runs"), resource, failed).orElse(failed);
  }

  /** An output that was off and stays so costs a run nothing: it goes on until a user stops it. */
  private boolean stopIfNothingHappened(
      Thread command, CompletableFuture<Outcome> running, String instrument, Instant failed)
      throws Exception {
    try {
      running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return false;
    } catch (TimeoutException itGoesOn) {
      boolean harmless = !rack.lastLive(instrument).isAfter(failed);
      if (harmless) {
        command.interrupt();
      }
      return harmless;
    }
  }

  /** The server may bring the bench to rest without its client. */
  private void awaitServer(String dead) throws InterruptedException {
    Instant latest = Instant.now().plus(PATIENCE);
    while (!rack.othersEnergised(dead).isEmpty() && Instant.now().isBefore(latest)) {
      Thread.sleep(5);
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() * 1e-9;
  }

  private static String said(Outcome outcome) {
    return String.join(
        "\n",
        outcome
            .err()
            .lines()
            .filter(line -> line.startsWith("spinbench: ") || line.startsWith("also: "))
            .toList());
  }

  private List<String> untruths(String instrument, Fault fault, Outcome outcome) {
    List<String> problems = new ArrayList<>();
    String said = said(outcome);
    if (outcome.code() == 0) {
      if (fault != Fault.HALF_OPEN) {
        problems.add("exit status 0");
      }
      return problems;
    }
    List<String> named = new ArrayList<>(rack.named(said));
    if (!named.remove(instrument)) {
      problems.add("does not name it");
    }
    if (!named.isEmpty()) {
      problems.add("names " + named);
    }
    for (String blame : List.of("dead", "synapse", "neuron", "program ended inside")) {
      if (said.toLowerCase(Locale.ROOT).contains(blame)) {
        problems.add("blames: " + blame);
      }
    }
    return problems;
  }

  @Override
  public void close() {
    rack.close();
  }
}
