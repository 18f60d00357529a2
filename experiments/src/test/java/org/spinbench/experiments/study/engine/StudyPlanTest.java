package org.spinbench.experiments.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a study file may say, and what its tasks are. */
class StudyPlanTest {
  static final String COINS =
      """
      name = "coins"
      experiment = "coin"
      measures = ["head", "sum"]

      [set]
      most = 4

      [axes]
      share = [0.25, 1e-1, 1]

      [seeds]
      first = 20
      count = 5
      """;

  private static String refusal(String toml) {
    return assertThrows(
            IllegalArgumentException.class,
            () ->
                new Study(
                    StudyPlan.parse(toml, "coins.toml"), List.of(new ToyExperiment()), Path.of("")))
        .getMessage();
  }

  @Test
  void tasksAreNumberedSeedBySeedAndTheLastAxisVariesFastest() {
    StudyPlan plan =
        StudyPlan.parse(
            COINS.replace("[axes]", "[axes]\nmost = [2, 3]").replace("most = 4", ""), "");
    assertEquals(6, plan.points());
    assertEquals(30, plan.tasks());
    assertEquals(
        List.of(
            "most = 2, share = 0.25",
            "most = 2, share = 0.1",
            "most = 2, share = 1",
            "most = 3, share = 0.25",
            "most = 3, share = 0.1",
            "most = 3, share = 1"),
        IntStream.range(0, 6).mapToObj(plan::point).map(Study::text).toList());
    Study study = new Study(plan, List.of(new ToyExperiment()), Path.of(""));
    assertEquals(20, study.seed(5));
    assertEquals(21, study.seed(6));
  }

  @Test
  void moreSeedsLeaveTheEarlierTasksAsTheyWere() {
    StudyPlan more = StudyPlan.parse(COINS.replace("count = 5", "count = 50"), "");
    Study few = new Study(StudyPlan.parse(COINS, ""), List.of(new ToyExperiment()), Path.of(""));
    Study many = new Study(more, List.of(new ToyExperiment()), Path.of(""));
    for (int task = 0; task < few.plan().tasks(); task++) {
      assertEquals(few.seed(task), many.seed(task));
      assertEquals(few.configuration(task), many.configuration(task));
    }
  }

  /** A measure brings what its failures spent. */
  @Test
  void theTableHasTheRequestedMeasuresInTheirOrder() {
    Study study = new Study(StudyPlan.parse(COINS, ""), List.of(new ToyExperiment()), Path.of(""));
    assertEquals(
        List.of("head", "tosses", "sum"), study.measures().stream().map(Measure::name).toList());
    String all = COINS.replace("measures = [\"head\", \"sum\"]\n", "");
    assertEquals(
        5,
        new Study(StudyPlan.parse(all, ""), List.of(new ToyExperiment()), Path.of(""))
            .measures()
            .size());
  }

  @Test
  void listsAndSwitchesAreValuesOfOptions() {
    StudyPlan plan =
        StudyPlan.parse(
            COINS.replace("most = 4", "most = 4\na = true\nb = [\"x 1\", \"y\"]\nc = 0.05"), "");
    assertEquals(Map.of("most", "4", "a", "true", "b", "x 1,y", "c", "0.05"), plan.set());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          share = [0.25, 1e-1, 1] | share = 0.25         | axes.share: a list of values is expected, not 0.25
          share = [0.25, 1e-1, 1] | share = []           | axes.share: a list of values is expected, not []
          share = [0.25, 1e-1, 1] | share = [0.1, 1e-1]  | axes.share repeats a value: 0.1, 0.1
          share = [0.25, 1e-1, 1] | most = [1, 2]        | most is an axis and in [set] too
          share = [0.25, 1e-1, 1] | share = [0.5, 2]     | share is 2.0; from 0 to 1 (at the point share = 2)
          share = [0.25, 1e-1, 1] | sahre = [0.5]        | there is no setting sahre; there are most, share, side; did you mean "share"
          experiment = "coin"     | experiment = "coins" | there is no experiment coins
          "sum"]                  | "sun"]               | there is no measure sun; there are head, tosses, sum, early, side; did you mean "sum"
          measures = ["head", "sum"] | among = "sum" | among is sum, which is not a measure of yes or no
          count = 5               | count = 0            | seeds.count is 0; at least 1
          count = 5               | count = 2000000      | the study has more than 5000000 tasks
          first = 20              | first = -1           | seeds.first is -1; from 0
          most = 4                | most = { a = 1 }     | one value or a list of values is expected
          [set]                   | [sets]               | unknown
          """)
  void aWrongFileIsRefusedWithWhatToDo(String text, String wrong, String message) {
    String refusal = refusal(COINS.replace(text, wrong));
    assertTrue(refusal.contains(message), refusal);
  }

  /** The configuration of a task is what it computes, not where its files are. */
  @Test
  void theConfigurationFollowsTheContentOfFiles(@TempDir Path folder) throws IOException {
    Path here = Files.createDirectory(folder.resolve("here"));
    Path there = Files.createDirectory(folder.resolve("there"));
    Files.writeString(here.resolve("side.txt"), "a");
    Files.writeString(there.resolve("side.txt"), "a");
    StudyPlan plan = StudyPlan.parse(COINS.replace("most = 4", "side = \"side.txt\""), "");
    List<StudyExperiment> coin = List.of(new ToyExperiment());
    List<String> first = new Study(plan, coin, here).configurations();
    assertEquals(first, new Study(plan, coin, there).configurations());
    assertEquals(3, first.stream().distinct().count());
    Files.writeString(there.resolve("side.txt"), "b");
    assertNotEquals(first, new Study(plan, coin, there).configurations());
    Files.delete(here.resolve("side.txt"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new Study(plan, coin, here))
            .getMessage()
            .contains("as the file of the setting side: there is no such file"));
  }
}
