package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Seeds;

/**
 * How often sound chips are suspected, and changed ones found, on chips that the analysis was not
 * developed with: {@code -Dspinbench.gap.chips=300} for many, printed as a table.
 */
@Tag("slow")
class GapStatisticsTest {
  private static final int CHIPS = Integer.getInteger("spinbench.gap.chips", 1);
  private static final long FIRST = Long.getLong("spinbench.gap.first", 700_000);

  /** Chance that the test fails although the promise holds. */
  private static final double UNLIKELY = 1e-3;

  /** Kinds of chips. */
  enum Kind {
    /** What differs from the design is what a calibration measures. */
    MATCHED(RecordedChips.FILE, NodeFit.FALSE_ALARM + 1e-3, 0.95),
    /** Further from the design: a line may leave its band, or a chain's sweeps. */
    MISMATCHED(MismatchedChips.file(), 0.1, 0.8);

    private final BenchFile file;
    private final double suspected;
    private final double named;

    Kind(BenchFile file, double suspected, double named) {
      this.file = file;
      this.suspected = suspected;
      this.named = named;
    }
  }

  @TempDir Path folder;

  private TwinGap gap(Kind kind, long chip, List<Map<String, Object>> changes) {
    RecordedChips.Recorded recorded =
        RecordedChips.of(
            folder.resolve(kind + " " + chip + " " + changes.hashCode()), kind.file, chip, changes);
    return RecordedChips.gap(recorded.recording(), ReferenceCalibration.to(recorded.calibration()));
  }

  @ParameterizedTest
  @EnumSource
  void aSoundChipIsHardlyEverSuspected(Kind kind) {
    int suspected = 0;
    int named = 0;
    for (int i = 0; i < CHIPS; i++) {
      TwinGap gap = gap(kind, FIRST + i, List.of());
      suspected += gap.holds() ? 0 : 1;
      named += gap.changes().isEmpty() ? 0 : 1;
      print("%d %s %s", FIRST + i, gap.holds() ? "holds" : "SUSPECTED " + gap.changes(), of(gap));
    }
    print(
        "%s: %d of %d sound chips suspected, in %d a device named", kind, suspected, CHIPS, named);
    double chance =
        suspected == 0
            ? 1
            : 1
                - new BinomialDistribution(CHIPS, kind.suspected)
                    .cumulativeProbability(suspected - 1);
    assertTrue(chance > UNLIKELY, suspected + " of " + CHIPS);
    assertTrue(named <= 0.02 * CHIPS, named + " of " + CHIPS + " had a device named");
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

  /** A synapse of the chip, and a moment of its run. */
  private record Detuned(String device, double after, double part) {
    static Detuned of(long chip, double part) {
      RandomGenerator random = Seeds.generator(chip);
      return new Detuned("synapse " + random.nextInt(1, 7), random.nextDouble(2, 14), part);
    }

    Map<String, Object> change() {
      return Map.of("device", device, "after", after, "frequency", 1 + part);
    }

    boolean isNamed(TwinGap gap) {
      return !gap.changes().isEmpty()
          && gap.changes().get(0).device().equals(device)
          && gap.changes().get(0).kind() == Change.Kind.RESONANCE;
    }

    /** With the reading that is under way when the simulated chip changes. */
    boolean isDated(TwinGap gap) {
      Change.Since since = gap.changes().get(0).since();
      return since.afterSeconds() <= after && after <= since.beforeSeconds() + 0.02;
    }

    double deviationsOff(TwinGap gap) {
      Change found = gap.changes().get(0);
      return (found.relative() - part) / found.relativeDeviation();
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesAreFoundNamedAndDated(Kind kind) {
    for (double part : new double[] {0.02, 0.005}) {
      int noticed = 0;
      int named = 0;
      int others = 0;
      int dated = 0;
      int sized = 0;
      for (int i = 0; i < CHIPS; i++) {
        Detuned detuned = Detuned.of(FIRST + i, part);
        TwinGap gap = gap(kind, FIRST + i, List.of(detuned.change()));
        noticed += gap.holds() ? 0 : 1;
        boolean right = detuned.isNamed(gap);
        boolean onTime = right && detuned.isDated(gap);
        boolean size = right && Math.abs(detuned.deviationsOff(gap)) < 2;
        named += right ? 1 : 0;
        others += gap.changes().size() > (right ? 1 : 0) ? 1 : 0;
        dated += onTime ? 1 : 0;
        sized += size ? 1 : 0;
        if (!onTime || !size || gap.changes().size() > 1) {
          print("%d %s: %s %s", FIRST + i, detuned, gap.changes(), of(gap));
        }
      }
      print(
          "%s, detuned by %.1f %%: %d of %d noticed, %d named, %d dated, %d sized within two"
              + " deviations; of %d another device was named",
          kind, 100 * part, noticed, CHIPS, named, dated, sized, others);
      assertTrue(named >= kind.named * CHIPS, named + " named, by " + part);
      assertTrue(dated >= 0.95 * named, dated + " dated, by " + part);
    }
  }

  private static void print(String format, Object... values) {
    if (CHIPS > 1) {
      System.out.println(String.format(Locale.ROOT, format, values));
    }
  }
}
