package org.spinbench.app.command.runs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.experiments.comparison.ComparedTraining;
import org.spinbench.experiments.comparison.Opponent;
import org.spinbench.experiments.comparison.Physics;
import org.spinbench.experiments.replay.Change;
import org.spinbench.experiments.replay.ChiSquare;
import org.spinbench.experiments.replay.ReferenceCalibration;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.replay.TwinGap.NodeGap;
import org.spinbench.experiments.run.Json;

/**
 * The difference between a run and its repetition, as text and as JSON.
 *
 * @param reference the calibration to compare with
 * @param notes remarks for the reader
 * @param untilFirst time from the beginning of the run to its first reading of the network, s
 * @param gap of the recorded readings
 * @param ofBench the same for the readings of the repeating bench
 * @param fit the fitted calibration, if it was asked for
 * @param page the report with its plots
 */
record GapReport(
    Path run,
    Opponent opponent,
    Physics physics,
    ReferenceCalibration reference,
    List<String> notes,
    double untilFirst,
    TwinGap gap,
    Optional<TwinGap> ofBench,
    Optional<Fit> fit,
    Path page)
    implements ComparisonReport {

  /**
   * A calibration that was fitted to the recorded readings.
   *
   * @param calibration its file
   * @param gap of the recorded readings to it
   */
  record Fit(Path calibration, TwinGap gap) {}

  /**
   * Reports a comparison.
   *
   * @param calibration file of the fitted calibration, if there is one
   */
  static GapReport of(Path run, ComparedTraining compared, Optional<Path> calibration, Path page) {
    return new GapReport(
        run,
        compared.opponent(),
        compared.physics(),
        compared.reference(),
        compared.notes(),
        compared.untilFirst(),
        compared.gap(),
        compared.ofBench(),
        calibration.map(file -> new Fit(file, compared.fitted().orElseThrow())),
        page);
  }

  /** Meaning of the limits. */
  static final String LIMITS =
      "Limits are set for one false alarm in a thousand runs; 2 of 149 sound simulated chips gave"
          + " one, and 3 of 30 that were far from their design.";

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
      String report,
      boolean holds,
      Boolean benchHolds,
      boolean fittedToThisRun,
      List<String> notes) {}

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
      List<Changed> instead,
      Instant after,
      Instant before,
      double afterSeconds,
      double beforeSeconds) {
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
          of(change.instead()),
          change.since().after(),
          change.since().before(),
          change.since().afterSeconds(),
          change.since().beforeSeconds());
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
      TwinGap.BySetting setting,
      double limit,
      Double degreesOfVariance,
      double limitFitted,
      boolean holds) {
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
          node.setting().orElse(null),
          node.judged().limit(),
          Double.isFinite(node.judged().degrees()) ? node.judged().degrees() : null,
          node.explained().limit(),
          node.holds());
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
            reference.calibration().time(),
            gap.setpoints(),
            gap.skipped(),
            gap.asCalibrated(),
            gap.afterFit(),
            Changed.of(gap.changes()),
            gap.nodes().stream().map(NodeJson::of).toList(),
            ofBench.map(bench -> Changed.of(bench.changes())).orElse(List.of()),
            fit.map(FitJson::of).orElse(null),
            page.toString(),
            gap.holds(),
            ofBench.map(TwinGap::holds).orElse(null),
            itself(),
            notes));
  }

  /** A sentence about the comparison. */
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

  /** Whether only the design and the readings of the run were known. */
  boolean itself() {
    return reference.before().isPresent();
  }

  /** The findings, line by line. */
  List<String> findings() {
    return findings(gap);
  }

  /** The findings for the recorded readings, or for those of the bench. */
  List<String> findings(TwinGap of) {
    List<String> lines = new ArrayList<>();
    of.changes().forEach(change -> lines.add(sentence(change)));
    of.nodes().stream().filter(node -> !node.holds()).forEach(node -> lines.add(outside(node, of)));
    if (lines.isEmpty()) {
      lines.add(
          itself()
              ? "No device changed during the run: each chi-square is within its limit, and no"
                  + " changed device was found."
              : "Every device does what its calibration says: each chi-square is within its limit,"
                  + " and no changed device was found.");
    }
    return lines;
  }

  /** A node beyond its limit, and whether the explanation covers it. */
  private String outside(NodeGap node, TwinGap of) {
    StringBuilder text = new StringBuilder(node.name());
    if (!node.judged().within()) {
      text.append(
          String.format(
              Locale.ROOT,
              " does not do what %s: chi-square %.2f, limit %.2f (%s degrees of freedom)",
              itself() ? "the readings before say" : "its calibration says",
              node.judged().perReading(),
              node.judged().limit(),
              degrees(node.judged())));
    } else {
      text.append(" shows something that the fit does not explain");
    }
    Optional<ChainResponse> unexplained = unexplained(node);
    if (unexplained.isPresent()) {
      text.append(
          String.format(
              Locale.ROOT,
              "; the calibration did not explain its own readings of it (chi-square %.1f per degree"
                  + " of freedom), so this says nothing about the chip: calibrate again",
              unexplained.get().fit().reducedChiSquare()));
    } else if (node.explained().within()) {
      text.append(of.changes().isEmpty() ? "; " + wander(node) : "; the changes above explain it");
    } else {
      text.append(
          String.format(
              Locale.ROOT,
              "; with all changes that were found chi-square is %.2f, limit %.2f: no single"
                  + " changed device explains the rest",
              node.explained().perReading(),
              node.explained().limit()));
    }
    return text.toString();
  }

  /** The chain of a node, if its fit was too poor to judge the chip. */
  private Optional<ChainResponse> unexplained(NodeGap node) {
    return reference.calibration().chains().stream()
        .filter(chain -> !itself() && chain.name().equals(node.name()))
        .filter(chain -> chain.fit().unexplained())
        .findFirst();
  }

  static String degrees(ChiSquare test) {
    return Double.isFinite(test.degrees())
        ? String.format(Locale.ROOT, "%d and %.0f", test.readings(), test.degrees())
        : Integer.toString(test.readings());
  }

  private static String wander(NodeGap node) {
    return node.known()
        .map(
            known ->
                String.format(
                    Locale.ROOT,
                    "its readings scatter more than the calibration's did (resonances wander by"
                        + " %.3g kHz/√s; during calibration %.3g ± %.2g)",
                    node.wander() / 1e3,
                    known.rate() / 1e3,
                    known.deviation() / 1e3))
        .orElse(
            "its readings scatter more than those of the calibration, or of other parts of the"
                + " run");
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
      line(
          text,
          "%d evaluations without a complete set of sound readings were left out",
          gap.skipped());
    }
    notes.forEach(note -> line(text, "%s", note));
    line(text, "");
    line(
        text,
        "%-12s %5s %9s %12s %12s %19s %17s",
        "",
        "layer",
        "readings",
        "bias",
        "rms",
        "chi-square (limit)",
        "fitted (limit)");
    gap.nodes().forEach(node -> row(text, node));
    line(text, LIMITS);
    line(text, "");
    findings().forEach(finding -> line(text, "%s", finding));
    ofBench.ifPresent(
        bench -> {
          line(text, "on the bench:");
          findings(bench).forEach(finding -> line(text, "  %s", finding));
        });
    fit.ifPresent(
        done ->
            line(
                text,
                "chi-square per reading %.2f as calibrated, %.2f after the fit to these readings"
                    + " in %s",
                gap.asCalibrated(),
                done.gap().afterFit(),
                done.calibration()));
    line(text, "report: %s", page);
    return text.toString();
  }

  private static void row(StringBuilder text, NodeGap node) {
    boolean volt = node.unit().equals("V");
    double unit = volt ? 1e-6 : 1e-9;
    line(
        text,
        "%-12s %5d %9d %9.2f %s %9.2f %s %10.2f (%6.2f) %9.2f (%5.2f)",
        node.name(),
        node.layer(),
        node.readings(),
        node.bias() / unit,
        volt ? "µV" : "nW",
        node.difference() / unit,
        volt ? "µV" : "nW",
        node.judged().perReading(),
        node.judged().limit(),
        node.explained().perReading(),
        node.explained().limit());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
