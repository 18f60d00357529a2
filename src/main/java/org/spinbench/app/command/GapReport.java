package org.spinbench.app.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.app.command.AgainstOptions.Opponent;
import org.spinbench.app.command.AgainstOptions.Physics;
import org.spinbench.experiments.replay.Change;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.run.Json;

/**
 * How far a run and its repetition are apart, for people and for programs.
 *
 * @param calibrated when the calibration was complete that the chip is compared with
 * @param gap of the recorded readings
 * @param ofBench the same of the readings of the bench that repeated the run
 * @param fit the fitted calibration, if it was asked for
 * @param page the report with its plots
 */
record GapReport(
    Path run,
    Opponent opponent,
    Physics physics,
    Instant calibrated,
    TwinGap gap,
    Optional<TwinGap> ofBench,
    Optional<Fit> fit,
    Path page)
    implements ComparedRun {

  /**
   * A calibration that was fitted to the recorded readings.
   *
   * @param calibration where it was written
   * @param gap of the recorded readings to it
   */
  record Fit(Path calibration, TwinGap gap) {}

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record AsJson(
      String runFile,
      String against,
      String physics,
      Instant calibrated,
      int setpoints,
      int skipped,
      double chiSquarePerReading,
      double chiSquarePerReadingFitted,
      List<Changed> changes,
      List<NodeJson> nodes,
      List<Changed> changesOfBench,
      FitJson fit,
      String report) {}

  private record Changed(
      String device,
      int junction,
      String kind,
      double size,
      double deviation,
      String unit,
      double relative,
      double relativeDeviation,
      String text,
      List<Changed> instead) {
    static Changed of(Change change) {
      boolean hertz =
          change.kind() == Change.Kind.RESONANCE || change.kind() == Change.Kind.EMISSION;
      return new Changed(
          change.device(),
          change.junction(),
          change.kind().name().toLowerCase(Locale.ROOT),
          change.size(),
          change.deviation(),
          hertz ? "Hz" : "",
          change.relative(),
          change.relativeDeviation(),
          change.text(),
          of(change.instead()));
    }

    static List<Changed> of(List<Change> changes) {
      return changes.stream().map(Changed::of).toList();
    }
  }

  private record NodeJson(
      String name,
      int layer,
      String unit,
      int readings,
      double bias,
      double difference,
      double chiSquarePerReading,
      double chiSquarePerReadingFitted,
      double wanderPerRootSecond,
      List<TwinGap.Drift> drifts,
      List<TwinGap.Part> overTime,
      TwinGap.BySetting setting) {
    static NodeJson of(TwinGap.NodeGap node) {
      return new NodeJson(
          node.name(),
          node.layer(),
          node.unit(),
          node.readings(),
          node.bias(),
          node.difference(),
          node.judged().perReading(),
          node.explained().perReading(),
          node.wander(),
          node.drifts(),
          node.time(),
          node.setting().orElse(null));
    }
  }

  private record FitJson(
      String calibration,
      double chiSquarePerReading,
      double chiSquarePerReadingFitted,
      List<Changed> changes) {
    static FitJson of(Fit fit) {
      return new FitJson(
          fit.calibration().toString(),
          fit.gap().asCalibrated(),
          fit.gap().afterFit(),
          Changed.of(fit.gap().changes()));
    }
  }

  @Override
  public String json() {
    return Json.write(
        new AsJson(
            run.toString(),
            opponent.name().toLowerCase(Locale.ROOT),
            opponent == Opponent.SIMULATOR ? physics.fidelity() : null,
            calibrated,
            gap.setpoints(),
            gap.skipped(),
            gap.asCalibrated(),
            gap.afterFit(),
            Changed.of(gap.changes()),
            gap.nodes().stream().map(NodeJson::of).toList(),
            ofBench.map(bench -> Changed.of(bench.changes())).orElse(List.of()),
            fit.map(FitJson::of).orElse(null),
            page.toString()));
  }

  /** What was compared with what, in a sentence. */
  String title() {
    String other =
        opponent == Opponent.BENCH
            ? "a bench"
            : physics == Physics.IDEAL ? "the chip as designed" : "the chip as calibrated";
    return String.format(
        Locale.ROOT,
        "%d setpoints of %s, repeated on %s (%s)",
        gap.setpoints(),
        run.getFileName(),
        other,
        opponent == Opponent.BENCH ? "real or simulated links" : physics.fidelity() + " physics");
  }

  /** What was found, line by line. */
  List<String> findings() {
    return gap.changes().isEmpty()
        ? List.of("Every device does what its calibration says.")
        : gap.changes().stream().map(GapReport::sentence).toList();
  }

  static String sentence(Change change) {
    StringBuilder text = new StringBuilder(change.text());
    change.instead().forEach(other -> text.append(", or else ").append(other.text()));
    return text.toString();
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder(title()).append('\n');
    if (gap.skipped() > 0) {
      line(text, "%d evaluations without a complete set of readings were left out", gap.skipped());
    }
    line(text, "");
    line(
        text,
        "%-12s %5s %9s %12s %12s %11s %8s",
        "",
        "layer",
        "readings",
        "bias",
        "rms",
        "chi-square",
        "fitted");
    for (TwinGap.NodeGap node : gap.nodes()) {
      boolean volt = node.unit().equals("V");
      double unit = volt ? 1e-6 : 1e-9;
      line(
          text,
          "%-12s %5d %9d %9.2f %s %9.2f %s %11.2f %8.2f",
          node.name(),
          node.layer(),
          node.readings(),
          node.bias() / unit,
          volt ? "µV" : "nW",
          node.difference() / unit,
          volt ? "µV" : "nW",
          node.judged().perReading(),
          node.explained().perReading());
    }
    line(text, "");
    findings().forEach(finding -> line(text, "%s", finding));
    ofBench.ifPresent(
        bench -> {
          line(text, bench.changes().isEmpty() ? "on the bench: nothing else" : "on the bench:");
          bench.changes().forEach(change -> line(text, "  %s", sentence(change)));
        });
    fit.ifPresent(
        done ->
            line(
                text,
                "chi-square per reading %.2f as calibrated, %.2f after the fit in %s",
                gap.asCalibrated(),
                done.gap().afterFit(),
                done.calibration()));
    line(text, "report: %s", page);
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
