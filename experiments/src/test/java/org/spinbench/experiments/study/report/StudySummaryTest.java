package org.spinbench.experiments.study.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.study.engine.LocalEngine;
import org.spinbench.experiments.study.engine.Study;
import org.spinbench.experiments.study.engine.StudyFolder;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.study.engine.StudyRun;
import org.spinbench.experiments.study.engine.StudyTable;
import org.spinbench.experiments.study.engine.ToyExperiment;

/** Coins, of which everything is known. */
@Tag("any-jdk")
class StudySummaryTest {
  private static final String COINS =
      """
      name = "coins"
      experiment = "coin"

      [set]

      [axes]
      most = [3, 1000]
      share = [0.25, 0.5]

      [seeds]
      first = 100
      count = 2000
      """;

  @TempDir Path folder;

  private StudyTable table(String name, String toml) {
    Study study =
        new Study(StudyPlan.parse(toml, "coins"), List.of(new ToyExperiment()), Path.of(""));
    StudyFolder of =
        StudyFolder.begin(
            folder.resolve(name),
            toml,
            new StudyFolder.Head(
                "", "unknown", Instant.EPOCH, study.configurations(), study.measures()));
    new StudyRun(study, of, new SystemClock(), "here").run(new LocalEngine(2), part -> {});
    return new StudyTable(of);
  }

  private static Estimate one(StudySummary of, int group, String measure, int estimate) {
    return of.groups().get(group).measures().get(measure).get(estimate);
  }

  /** Within one and a half times the interval, so that no more than one check in 300 misses. */
  private static void assertCovers(double truth, Estimate of) {
    assertEquals(of.value(), truth, 0.75 * (of.high() - of.low()), of.toString());
    assertTrue(of.low() < of.value() && of.value() < of.high(), of.toString());
    assertTrue(of.high() - of.low() < 0.2 * truth, of.toString());
  }

  /** A head within three tosses of 1/4 has the probability 37/64; it takes 4 tosses on average. */
  @Test
  void theEstimatesCoverWhatIsKnown() {
    StudySummary of = StudySummary.of(table("coins", COINS), List.of("most", "share"));
    assertEquals(8000, of.ended());
    assertEquals(Map.of("most", "3", "share", "0.25"), of.groups().get(0).point());
    assertEquals(2000, of.groups().get(0).rows());
    assertCovers(37 / 64.0, one(of, 0, "head", 0));
    assertCovers(7 / 8.0, one(of, 1, "head", 0));
    assertEquals(new Estimate("median", 3, 3, 3), one(of, 0, "head", 1));
    assertEquals(new Estimate("median", 3, 3, 3), one(of, 2, "head", 1));
    for (int group : new int[] {0, 2}) {
      assertCovers(4, one(of, group, "head", 4));
    }
    assertCovers(2, one(of, 1, "head", 4));
    assertCovers(4, one(of, 2, "tosses", 0));
    assertCovers(7 / 16.0, one(of, 2, "early", 0));
    assertEquals(Double.POSITIVE_INFINITY, one(of, 0, "head", 2).value(), "75 % do not reach it");
    assertTrue(!of.groups().get(0).measures().containsKey("side"), "a text has no estimate");
  }

  @Test
  void axesThatAreNotNamedArePooled() {
    StudyTable table = table("coins", COINS);
    StudySummary of = StudySummary.of(table, List.of("share"));
    assertEquals(2, of.groups().size());
    assertEquals(4000, of.groups().get(1).rows());
    assertCovers((37 / 64.0 + 1) / 2, one(of, 0, "head", 0));
    assertEquals(8000, StudySummary.of(table, List.of()).groups().get(0).rows());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class, () -> StudySummary.of(table, List.of("shares")))
            .getMessage()
            .contains("the study has no axis shares; there are most, share; did you mean"));
  }

  /** Among the early heads, every coin has its head, within two tosses. */
  @Test
  void onlyRowsAmongTheGivenOnesCount() {
    StudySummary of =
        StudySummary.of(
            table("coins", COINS.replace("[set]", "among = \"early\"\n[set]")), List.of("share"));
    assertEquals(4000, of.groups().get(0).rows() + of.groups().get(0).left());
    assertEquals(7 / 16.0, of.groups().get(0).rows() / 4000.0, 0.04);
    assertEquals(1, one(of, 0, "head", 0).value());
    assertEquals(2, one(of, 0, "tosses", 3).value());
  }

  /** Seed 13 fails in each of the four points. */
  @Test
  void failedTasksAreCountedAndCountNowhere() {
    String toml = COINS.replace("first = 100", "first = 11").replace("2000", "10");
    StudySummary of = StudySummary.of(table("coins", toml), List.of());
    assertEquals(4, of.failed());
    assertEquals(36, of.ended());
    assertEquals(36, of.groups().get(0).rows());
  }

  /** A coin that may be tossed more often never needs more tosses for its head. */
  @Test
  void twoStudiesAreComparedTaskByTask() {
    String toml = COINS.replace("most = [3, 1000]\n", "").replace("count = 2000", "count = 40");
    StudyTable few = table("few", toml.replace("[set]", "[set]\nmost = 2"));
    StudyTable many = table("many", toml.replace("[set]", "[set]\nmost = 500"));
    StudyComparison same = StudyComparison.of(few, few);
    assertEquals(List.of(), same.changed());
    assertEquals(1, same.differences().get(0).permutation());
    StudyComparison of = StudyComparison.of(few, many);
    assertEquals(80, of.pairs());
    StudyComparison.Difference head = of.differences().get(0);
    int without =
        80 - (int) few.rows().values().stream().filter(r -> r.values().get("head") != null).count();
    assertEquals(0, head.more());
    assertEquals(without, head.less());
    assertEquals(0, head.mean(), "heads of both are the same tosses");
    assertEquals(1, head.permutation());
    assertEquals(StrictMath.scalb(2.0, -without), head.sign(), 1e-15);
    StudyComparison.Difference tosses = of.differences().get(1);
    assertEquals(without, tosses.more());
    assertTrue(tosses.permutation() < 0.001, tosses.toString());
    assertEquals(without, of.changed().size());
    assertEquals(List.of("head", "tosses", "sum"), of.changed().get(0).measures());
  }

  @Test
  void studiesThatShareNothingAreNotCompared() {
    StudyTable one = table("one", COINS.replace("2000", "2"));
    StudyTable other = table("other", COINS.replace("count = 2000", "count = 3"));
    assertEquals(4, StudyComparison.of(one, other).unpaired());
    StudyTable later =
        table("later", COINS.replace("2000", "2").replace("first = 100", "first = 200"));
    assertThrows(IllegalArgumentException.class, () -> StudyComparison.of(one, later));
    StudyTable without =
        table("without", COINS.replace("most = [3, 1000]", "").replace("2000", "2"));
    assertThrows(IllegalArgumentException.class, () -> StudyComparison.of(one, without));
  }
}
