package org.spinbench.app.command.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.FindingText;
import org.spinbench.app.command.label.MetadataText;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedEvent;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.catalog.CatalogEntry;
import org.spinbench.experiments.run.review.LatencyBudget;
import org.spinbench.experiments.run.transcript.RunTranscripts;
import org.spinbench.experiments.sweep.output.Absent;
import org.spinbench.experiments.sweep.plan.Plan;

/** Describes a run file as text, in a form for each kind of run. */
final class RunText {
  /** Maximum number of messages that are read for the description. */
  private static final long MESSAGES_READ = 500_000;

  /** Difference at the start of a run above which two clocks count as different. */
  private static final Duration APART = Duration.ofMinutes(1);

  /** Number of the last events that are shown. */
  private static final int EVENTS = 10;

  /** Length of a result in a list. */
  private static final int SHORT = 60;

  /** Events of every run of an experiment. */
  private static final Set<String> USUAL = Set.of(RunFile.DECISION, "averaging");

  /** Options that are long texts. */
  private static final Set<String> LONG = Set.of("plan", "map", RunFile.WORLD);

  /** Kinds of run with random choices. */
  private static final Set<String> SEEDED = Set.of("train", "watch", "broadcast");

  private final RunFile run;
  private final StartDocument start;
  private final StringBuilder text = new StringBuilder();

  private RunText(RunFile run) {
    this.run = run;
    start = run.start();
  }

  static String of(RunFile run) {
    RunText shown = new RunText(run);
    shown.head();
    run.calibration().ifPresent(json -> shown.line("\n" + describe(json)));
    shown.line("");
    shown.measured();
    shown.events();
    shown.line("");
    run.stop().ifPresentOrElse(shown::end, () -> shown.line("not ended"));
    return shown.text.toString();
  }

  private static String describe(String calibration) {
    return Calibration.fromJson(calibration).describe().stripTrailing();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void line(String format, Object... arguments) {
    line(String.format(Locale.ROOT, format, arguments));
  }

  private boolean is(String kind) {
    return start.kind().equals(kind);
  }

  private void head() {
    line(run.path().toString());
    line((start.kind() + " " + start.task()).strip());
    run.recovery().ifPresent(recovered -> line(recovered.text()));
    line("begun %s", begun());
    MetadataText.lines(run.metadata()).forEach(this::line);
    line(chip());
    if (SEEDED.contains(start.kind())) {
      line("seed %d of samples and choices", start.seed());
    }
    line("spinbench " + start.program().text() + ", " + start.program().system());
    Map<String, String> options = new TreeMap<>(start.options());
    options.keySet().removeAll(LONG);
    options.computeIfPresent(
        RunFile.KEPT, (key, json) -> "that of " + Calibration.fromJson(json).time());
    options.forEach((key, value) -> line(key + " = " + value));
    start.options().entrySet().stream()
        .filter(option -> LONG.contains(option.getKey()))
        .forEach(option -> line(option.getKey() + ":\n" + option.getValue().strip().indent(2)));
    start.instruments().forEach((name, identity) -> line(name + ": " + identity));
  }

  /**
   * The start by the computer's clock, from the name, and by the clock of the bench if that is
   * another.
   */
  private String begun() {
    Optional<Instant> made = made();
    if (is(RunImport.KIND)) {
      return start.time() + made.map(time -> "; imported " + time).orElse("");
    }
    if (!hasOwnClock()) {
      return start.time().toString();
    }
    String simulated = start.time() + " on the clock of the " + bench();
    return made.map(time -> time + "; " + simulated + ", like all times below").orElse(simulated);
  }

  private Optional<Instant> made() {
    return Runs.begun(run.path().getFileName().toString());
  }

  /**
   * Whether the bench has another clock than the computer: the two differed at the start of the
   * run; or, if the file name does not show that, its chip is simulated.
   */
  private boolean hasOwnClock() {
    return made()
        .map(time -> Duration.between(time, start.time()).abs().compareTo(APART) > 0)
        .orElse(start.chipSeed() != null);
  }

  private String bench() {
    return start.chipSeed() == null ? "bench" : "simulated bench";
  }

  private String chip() {
    if (is(RunImport.KIND)) {
      return "measured by another program";
    }
    return start.chipSeed() == null ? "a real chip" : "simulated chip " + start.chipSeed();
  }

  private void measured() {
    switch (start.kind()) {
      case "calibrate" -> line("%d evaluations of the calibration", run.calibrated().size());
      case "measure", RunImport.KIND -> setpoints();
      case "watch" -> work();
      default -> {
        // The readings describe what other programs measured.
      }
    }
    new TreeMap<>(run.readings())
        .forEach(
            (purpose, number) ->
                line("%d readings to %s", number, purpose.name().toLowerCase(Locale.ROOT)));
    absent();
    faults();
    messages(run.transcripts().messages());
    if (is("train")) {
      steps();
      latency();
    }
  }

  private void setpoints() {
    Map<Purpose, Long> points = run.evaluations();
    String planned =
        start.options().containsKey("plan")
            ? " of " + Plan.parse(start.options().get("plan"), "the plan of the run").points()
            : "";
    line("%d%s setpoints", points.getOrDefault(Purpose.MEASURE, 0L), planned);
    if (points.containsKey(Purpose.REFERENCE)) {
      line("%d returns to the reference", points.get(Purpose.REFERENCE));
    }
  }

  private void work() {
    long[] right = new long[1];
    run.eachSample(sample -> right[0] += sample.right() ? 1 : 0);
    if (run.samples() > 0) {
      line(
          "%d samples at work, %d of the answers right, %s %%",
          run.samples(), right[0], Percent.of((double) right[0] / run.samples(), 2));
    }
    Map<Purpose, Long> evaluations = new TreeMap<>(run.evaluations());
    evaluations.remove(Purpose.TEST);
    evaluations.forEach(
        (purpose, number) ->
            line(
                "%d evaluations of upkeep to %s", number, purpose.name().toLowerCase(Locale.ROOT)));
  }

  /** Readings of a sweep without a value at some points. */
  private void absent() {
    Map<Purpose, Long> evaluations = run.evaluations();
    long points =
        evaluations.getOrDefault(Purpose.MEASURE, 0L)
            + evaluations.getOrDefault(Purpose.REFERENCE, 0L);
    Map<String, Long> read = run.columns().isPresent() ? run.setpointsRead() : Map.of();
    for (Columns.Column column : run.columns().map(Columns::readings).orElse(List.of())) {
      long missing = points - read.getOrDefault(column.name(), 0L);
      if (missing > 0) {
        line(
            is(RunImport.KIND)
                ? column.name() + " is empty at " + missing + " of " + points + " setpoints"
                : new Absent(column.name(), missing, points).text());
      }
    }
  }

  private void faults() {
    Faulty.lines(run).forEach(this::line);
  }

  private void steps() {
    long[] counts = new long[2];
    Step[] newest = new Step[1];
    run.eachStep(
        step -> {
          counts[0]++;
          counts[1] += step.accepted() ? 1 : 0;
          newest[0] = step;
        });
    line("%d steps of training, %d accepted", counts[0], counts[1]);
    if (counts[0] > 0) {
      Step last = newest[0];
      line(
          "last step: %s %d, loss %.4f, accuracy %s %%%s",
          last.phase(), last.block(), last.loss(), Percent.of(last.accuracy(), 2), last.basis());
    }
  }

  /**
   * The parts of the time of an evaluation. All messages must be read for it, which takes long for
   * millions.
   */
  private void latency() {
    if (run.transcripts().messages().number() <= MESSAGES_READ) {
      LatencyBudget.of(run).ifPresent(budget -> line(budget.text()));
    } else {
      line(
          "the parts of the time of an evaluation are shown for runs of at most %d messages",
          MESSAGES_READ);
    }
  }

  private void messages(RunTranscripts.Messages messages) {
    if (messages.number() > 0) {
      line(
          "%s%d messages, %.0f bytes each in the file, %.0f uncompressed",
          messages.counted() ? "" : "about ",
          messages.number(),
          (double) messages.bytes() / messages.number(),
          (double) messages.text() / messages.number());
    }
  }

  private void events() {
    List<NotedEvent> events =
        run.events().stream().filter(event -> !USUAL.contains(event.kind())).toList();
    int first = Math.max(0, events.size() - EVENTS);
    if (first > 0) {
      line("%d events, the last of them:", events.size());
    }
    events
        .subList(first, events.size())
        .forEach(event -> line("%s %s: %s", event.time(), event.kind(), event.detail()));
  }

  private void end(StopDocument stop) {
    boolean own = !is(RunImport.KIND) && hasOwnClock();
    String clock = own ? " on the clock of the " + bench() : "";
    double seconds = Duration.between(start.time(), stop.time()).toNanos() * 1e-9;
    line(
        "%s at %s%s, %s after its beginning",
        stop.status(), stop.time(), clock, Durations.text(seconds));
    if (!stop.message().isEmpty()) {
      line(stop.message());
    }
    JsonNode results = results(stop);
    switch (start.kind()) {
      case "measure" -> found(results);
      case "broadcast" -> programmed(results);
      default -> results.properties().forEach(e -> line(e.getKey() + " = " + e.getValue()));
    }
  }

  private void found(JsonNode results) {
    results.path("stops").forEach(stop -> line("stopped where " + stop.asText()));
    for (JsonNode one : results.path("findings")) {
      line(finding(one));
    }
  }

  private void programmed(JsonNode results) {
    for (JsonNode task : results.path("tasks")) {
      line(task.path("source").asText() + ":");
      line("  on the chip  " + accuracy(task.path("chip")));
      line("  free weights " + accuracy(task.path("ceiling")));
    }
    line(
        "%s evaluations, %s of them the survey; %s pulses, %s of them repeats",
        results.path("evaluations"),
        results.path("surveyEvaluations"),
        results.path("pulses"),
        results.path("repeatedPulses"));
  }

  private static String accuracy(JsonNode share) {
    return String.format(
        Locale.ROOT,
        "%d of %d right, %s %% (95 %% confidence: %s to %s %%)",
        share.path("right").longValue(),
        share.path("samples").longValue(),
        Percent.of(share.path("accuracy").doubleValue(), 2),
        Percent.atLeast(share.at("/interval/low").doubleValue(), 2),
        Percent.atMost(share.at("/interval/high").doubleValue(), 2));
  }

  /** The accuracy of a test, or the first finding, or why there is none, in a few words. */
  static Optional<String> result(CatalogEntry run) {
    JsonNode results = Json.tree(run.results());
    JsonNode accuracy = results.path("testAccuracy");
    if (accuracy.isNumber()) {
      return Optional.of(Percent.of(accuracy.doubleValue(), 2) + " %");
    }
    JsonNode first = results.path("findings").path(0);
    String text = first.isMissingNode() ? run.message() : finding(first);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(text.length() > SHORT ? text.substring(0, SHORT - 3) + "..." : text);
  }

  private static String finding(JsonNode one) {
    Value value = new Value(one.path("value").doubleValue(), one.path("deviation").doubleValue());
    return FindingText.of(new Finding(one.path("name").asText(), value, one.path("unit").asText()));
  }

  private static JsonNode results(StopDocument stop) {
    return Json.tree(stop.results());
  }
}
