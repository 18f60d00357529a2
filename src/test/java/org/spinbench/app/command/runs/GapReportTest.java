package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.comparison.Opponent;
import org.spinbench.experiments.comparison.Physics;
import org.spinbench.experiments.replay.Change;
import org.spinbench.experiments.replay.ChiSquare;
import org.spinbench.experiments.replay.ReferenceCalibration;
import org.spinbench.experiments.replay.TwinGap;

class GapReportTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "default");
  private static final Calibration DESIGN = DesignPrior.of(FILE);
  private static final Change.Since BEFORE =
      new Change.Since(null, Instant.parse("2026-01-01T00:00:30.5Z"), 0, 4.25);
  private static final Change.Since DURING =
      new Change.Since(
          Instant.parse("2026-01-01T00:01:36Z"), Instant.parse("2026-01-01T00:01:37Z"), 69, 70.2);
  private static final Change DETUNED =
      new Change("synapse 4", 4, Change.Kind.RESONANCE, 6.6e6, 3.3e4, 330e6, DURING, List.of());
  private static final Change WEAK =
      new Change("synapse 6", 6, Change.Kind.SENSITIVITY, -0.185, 0.018, 389e6, BEFORE, List.of());
  private static final Change DIMMED =
      new Change("neuron 2", 8, Change.Kind.POWER, -0.2, 0.014, 395e6, BEFORE, List.of(WEAK));

  private static final ChiSquare WITHIN = new ChiSquare(1.02, 3, 50, 2.1);
  private static final ChiSquare OUTSIDE = new ChiSquare(780.9, 3, 50, 2.1);

  private static TwinGap.NodeGap node(ChiSquare judged, ChiSquare explained) {
    return new TwinGap.NodeGap(
        "chain <2>",
        1,
        "V",
        3,
        -398.2e-6,
        442.1e-6,
        judged,
        explained,
        16.7e3,
        Optional.of(DESIGN.wander(DESIGN.chains().get(0))),
        List.of(new TwinGap.Drift("synapse 4", 4, 69e3, 19e3)),
        List.of(new TwinGap.Part(0, 2, 3, -20, 780.9)),
        Optional.of(
            new TwinGap.BySetting(
                "power of input 1", "W", List.of(new TwinGap.Part(1e-6, 2e-6, 3, -20, 780.9)))),
        new TwinGap.Series(
            new double[] {0, 1, 2},
            new double[] {-30, -20, -10},
            new double[] {0.5, -1, 1},
            new double[][] {{0}, {10e3}, {69e3}}));
  }

  private static GapReport report(TwinGap.NodeGap node, List<Change> changes) {
    return report(node, changes, ReferenceCalibration.to(DESIGN), List.of());
  }

  private static GapReport report(
      TwinGap.NodeGap node,
      List<Change> changes,
      ReferenceCalibration reference,
      List<String> notes) {
    return new GapReport(
        Path.of("run.sqlite"),
        Opponent.SIMULATOR,
        Physics.STATIC,
        reference,
        notes,
        2.5,
        new TwinGap(3, 1, List.of(node), changes, null),
        Optional.empty(),
        Optional.empty(),
        Path.of("gap.html"));
  }

  @Test
  void textNamesDevicesWithSizesDatesAndAlternatives() {
    assertEquals(
        """
        3 setpoints of run.sqlite, repeated on the chip as calibrated (static physics)
        1 evaluations without a complete set of sound readings were left out
        Warning: old.

                     layer  readings         bias          rms  chi-square (limit)    fitted (limit)
        chain <2>        1         3   -398.20 µV    442.10 µV     780.90 (  2.10)      1.02 ( 2.10)
        Limits are set for one false alarm in a thousand runs; 2 of 149 sound simulated chips gave one, and \
        3 of 30 that were far from their design.

        synapse 4 (junction 4) is detuned up by 2.000 ± 0.010 % of its resonance; it changed between \
        69.00 and 70.20 s of the run (2026-01-01T00:01:37Z)
        neuron 2 (junction 8) emits 20.0 ± 1.4 % less; it had changed by 4.25 s of the run, or else \
        synapse 6 (junction 6) rectifies 18.5 ± 1.8 % less; it had changed by 4.25 s of the run
        chain <2> does not do what its calibration says: chi-square 780.90, limit 2.10 (3 and 50 \
        degrees of freedom); the changes above explain it
        report: gap.html
        """,
        report(
                node(OUTSIDE, WITHIN),
                List.of(DETUNED, DIMMED),
                ReferenceCalibration.to(DESIGN),
                List.of("Warning: old."))
            .text());
  }

  /** The sentence stands only where every chi-square is within its limit and nothing was found. */
  @Test
  void everyDeviceIsSoundOnlyIfEveryChiSquareIsWithinItsLimit() {
    String sentence = "Every device does what its calibration says";
    assertTrue(report(node(WITHIN, WITHIN), List.of()).text().contains("\n" + sentence + ": each"));
    for (GapReport unsound :
        List.of(
            report(node(OUTSIDE, WITHIN), List.of()),
            report(node(WITHIN, OUTSIDE), List.of()),
            report(node(OUTSIDE, OUTSIDE), List.of()),
            report(node(WITHIN, WITHIN), List.of(DETUNED)))) {
      assertFalse(unsound.text().contains(sentence), unsound.text());
      assertFalse(new GapPage(unsound).html().contains(sentence), unsound.text());
      assertTrue(unsound.json().contains("\"holds\":false"), unsound.json());
    }
    String unexplained = report(node(OUTSIDE, OUTSIDE), List.of()).text();
    assertTrue(unexplained.contains("no single changed device explains"), unexplained);
  }

  /** Nothing is said of a chip by numbers that did not explain the readings they were fitted to. */
  @Test
  void aCalibrationThatExplainedNothingIsNamedInsteadOfTheChip() {
    ChainResponse chain = DESIGN.chains().get(0);
    FitReport poor = new FitReport(List.of(), List.of(), 3396, 359);
    ChainResponse unexplained =
        new ChainResponse(
            "chain <2>",
            chain.offset(),
            chain.saturation(),
            chain.toneGains(),
            chain.synapses(),
            chain.resonanceNoise(),
            poor);
    Calibration calibration =
        DESIGN.with(List.of(unexplained, DESIGN.chains().get(1)), DESIGN.neurons());
    String text =
        report(node(OUTSIDE, OUTSIDE), List.of(), ReferenceCalibration.to(calibration), List.of())
            .text();
    assertTrue(
        text.contains(
            "degrees of freedom); the calibration did not explain its own readings of it"
                + " (chi-square 9.5 per degree of freedom), so this says nothing about the chip:"
                + " calibrate again\n"),
        text);
    assertFalse(text.contains("no single changed device"), text);
  }

  /** Judged by the readings before each one, a chip may have changed before the run. */
  @Test
  void withoutAnotherCalibrationOnlyTheRunItselfIsVouchedFor() {
    GapReport report =
        report(
            node(WITHIN, WITHIN),
            List.of(),
            ReferenceCalibration.ofItself(DESIGN, FILE),
            List.of("Note."));
    assertTrue(report.text().contains("\nNote.\n"), report.text());
    assertTrue(report.text().contains("\nNo device changed during the run: "), report.text());
    assertFalse(report.text().contains("calibration says"), report.text());
    assertTrue(report.json().contains("\"fittedToThisRun\":true"), report.json());
    assertTrue(new GapPage(report).html().contains("<p>Note.</p>"));
  }

  @Test
  void jsonKeepsItsKeysAndAddsDatesAndLimits() {
    String json = report(node(OUTSIDE, WITHIN), List.of(DETUNED)).json();
    for (String key :
        List.of(
            "\"chiSquarePerReading\":780.9",
            "\"chiSquarePerReadingFitted\":1.02",
            "\"after\":\"2026-01-01T00:01:36Z\"",
            "\"before\":\"2026-01-01T00:01:37Z\"",
            "\"afterSeconds\":69.0",
            "\"beforeSeconds\":70.2",
            "\"limit\":2.1",
            "\"degreesOfVariance\":50.0",
            "\"limitFitted\":2.1",
            "\"fittedToThisRun\":false",
            "\"notes\":[]")) {
      assertTrue(json.contains(key), key + " in " + json);
    }
  }

  @Test
  void thePageNeedsNothingElse() {
    String html = new GapPage(report(node(OUTSIDE, WITHIN), List.of(DETUNED, DIMMED))).html();
    assertTrue(html.contains("detuned up by 2.000 ± 0.010 % of its resonance"), html);
    assertTrue(html.contains("it changed between 69.00 and 70.20 s of the run"), html);
    assertTrue(html.contains("or else synapse 6"), html);
    assertTrue(html.contains("chain &lt;2&gt;") && !html.contains("chain <2>"), html);
    assertTrue(html.contains("power of input 1 (µW)"), html);
    assertEquals(3, html.split("<img src=\"data:image/svg\\+xml;base64,", -1).length - 1);
    assertEquals(3, html.split("src=", -1).length - 1);
    assertFalse(html.contains("href"), html);
  }
}
