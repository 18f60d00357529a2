package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.app.command.AgainstOptions.Opponent;
import org.spinbench.app.command.AgainstOptions.Physics;
import org.spinbench.experiments.replay.Change;
import org.spinbench.experiments.replay.TwinGap;

class GapReportTest {
  private static final Change DETUNED =
      new Change("synapse 4", 4, Change.Kind.RESONANCE, 6.6e6, 3.3e4, 330e6, List.of());
  private static final Change WEAK =
      new Change("synapse 6", 6, Change.Kind.SENSITIVITY, -0.185, 0.018, 389e6, List.of());
  private static final Change DIMMED =
      new Change("neuron 2", 8, Change.Kind.POWER, -0.2, 0.014, 395e6, List.of(WEAK));

  private static final TwinGap.NodeGap NODE =
      new TwinGap.NodeGap(
          "chain <2>",
          1,
          "V",
          3,
          -398.2e-6,
          442.1e-6,
          780.9,
          0.99,
          16.7e3,
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

  private static GapReport report(List<Change> changes) {
    return new GapReport(
        Path.of("run.sqlite"),
        Opponent.SIMULATOR,
        Physics.STATIC,
        Instant.EPOCH,
        new TwinGap(3, 1, List.of(NODE), changes, null),
        Optional.empty(),
        Optional.empty(),
        Path.of("gap.html"));
  }

  @Test
  void textNamesDevicesWithSizesAndWhatCannotBeToldApart() {
    assertEquals(
        """
        3 setpoints of run.sqlite, repeated on the chip as calibrated (static physics)
        1 evaluations without a complete set of readings were left out

                     layer  readings         bias          rms  chi-square   fitted
        chain <2>        1         3   -398.20 µV    442.10 µV      780.90     0.99

        synapse 4 (junction 4) is detuned up by 2.000 ± 0.010 % of its resonance
        neuron 2 (junction 8) emits 20.0 ± 1.4 % less, or else synapse 6 (junction 6) rectifies \
        18.5 ± 1.8 % less
        report: gap.html
        """,
        report(List.of(DETUNED, DIMMED)).text());
    assertTrue(
        report(List.of()).text().contains("\nEvery device does what its calibration says.\n"));
  }

  @Test
  void thePageNeedsNothingElse() {
    String html = new GapPage(report(List.of(DETUNED, DIMMED))).html();
    assertTrue(html.contains("detuned up by 2.000 ± 0.010 % of its resonance"), html);
    assertTrue(html.contains("or else synapse 6"), html);
    assertTrue(html.contains("chain &lt;2&gt;") && !html.contains("chain <2>"), html);
    assertTrue(html.contains("power of input 1 (µW)"), html);
    assertEquals(3, html.split("<svg ", -1).length - 1);
    assertTrue(!html.contains("href") && !html.contains("src="), html);
  }
}
