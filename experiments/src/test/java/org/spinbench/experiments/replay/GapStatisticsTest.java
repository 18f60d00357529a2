package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often sound chips are suspected, and changed ones found, on chips that the analysis was not
 * developed with: {@code -Dspinbench.gap.chips=300} for many, printed as a table.
 */
class GapStatisticsTest {
  private static final int CHIPS = Integer.getInteger("spinbench.gap.chips", 1);
  private static final long FIRST = Long.getLong("spinbench.gap.first", 700_000);
  private static final double AT = 8;

  /** Chance that the test fails although the promise holds. */
  private static final double UNLIKELY = 1e-3;

  @TempDir Path folder;

  private TwinGap gap(long chip, List<Map<String, Object>> changes) {
    RecordedChips.Recorded recorded =
        RecordedChips.of(folder.resolve(chip + " " + changes), chip, changes);
    return RecordedChips.gap(recorded.recording(), Reference.to(recorded.calibration()));
  }

  @Test
  void aSoundChipIsSuspectedInOneRunOfAThousand() {
    int suspected = 0;
    for (int i = 0; i < CHIPS; i++) {
      TwinGap gap = gap(FIRST + i, List.of());
      suspected += gap.holds() ? 0 : 1;
      print("%d %s %s", FIRST + i, gap.holds() ? "holds" : "SUSPECTED " + gap.changes(), of(gap));
    }
    print("%d of %d sound chips suspected", suspected, CHIPS);
    double chance =
        suspected == 0
            ? 1
            : 1
                - new BinomialDistribution(CHIPS, NodeFit.FALSE_ALARM + 1e-3)
                    .cumulativeProbability(suspected - 1);
    assertTrue(chance > UNLIKELY, suspected + " of " + CHIPS);
  }

  private static String of(TwinGap gap) {
    StringBuilder text = new StringBuilder();
    gap.nodes()
        .forEach(
            n ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        " %.2f/%.2f %.2f/%.2f",
                        n.judged().perReading(),
                        n.judged().limit(),
                        n.explained().perReading(),
                        n.explained().limit())));
    return text.toString();
  }

  @Test
  void changesAreFoundNamedAndDated() {
    for (double part : new double[] {0.02, 0.005, 0.002, 0.001}) {
      int noticed = 0;
      int named = 0;
      int dated = 0;
      for (int i = 0; i < CHIPS; i++) {
        TwinGap gap =
            gap(
                FIRST + i,
                List.of(Map.of("device", "synapse 4", "after", AT, "frequency", 1 + part)));
        noticed += gap.holds() ? 0 : 1;
        boolean right =
            !gap.changes().isEmpty() && gap.changes().get(0).device().equals("synapse 4");
        named += right ? 1 : 0;
        dated += right && contains(gap.changes().get(0).since()) ? 1 : 0;
        if (CHIPS > 1 && !right) {
          print("%d by %s: %s %s", FIRST + i, part, gap.changes(), of(gap));
        }
      }
      print(
          "detuned by %.1f %%: %d of %d noticed, %d named, %d dated",
          100 * part, noticed, CHIPS, named, dated);
      if (part >= 0.005) {
        assertEquals(CHIPS, named, () -> "named, by " + part);
        assertTrue(dated >= 0.9 * CHIPS, dated + " dated, by " + part);
      }
    }
  }

  /** With the reading that is under way when the simulated chip changes. */
  private static boolean contains(Change.Since since) {
    return since.afterSeconds() <= AT && AT <= since.beforeSeconds() + 0.02;
  }

  private static void print(String format, Object... values) {
    if (CHIPS > 1) {
      System.out.println(String.format(Locale.ROOT, format, values));
    }
  }
}
