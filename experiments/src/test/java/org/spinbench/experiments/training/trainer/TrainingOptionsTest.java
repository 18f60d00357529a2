package org.spinbench.experiments.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class TrainingOptionsTest {

  @Test
  void comeBackFromARunFilesText() {
    TrainingOptions options =
        new TrainingOptions(
            "spsa", 0.95, 0.985, 1, 9, 3, 4, 5, 99, 6, 7, 8, 0.1, 10, 3e-5, 12, true);
    Map<String, String> map = new HashMap<>(options.toMap());
    map.put("coupling", "analog");
    assertEquals(options, TrainingOptions.of(map));
  }

  /** So the options of runs that recorded none stay as they are. */
  @Test
  void recordAGoalOnlyIfItIsNotTheUsualOne() {
    TrainingOptions standard = TrainingOptions.standard();
    assertFalse(standard.toMap().containsKey("goal"));
    assertFalse(standard.withClaim(0.95).toMap().containsKey("goal"));
    assertEquals(0.977, TrainingOptions.of(standard.toMap()).goal());
    assertEquals(0.95, TrainingOptions.of(standard.withClaim(0.95).toMap()).goal());
    assertEquals("0.985", standard.withGoal(0.985).toMap().get("goal"));
    assertEquals("0.977", standard.withClaim(0.95).withGoal(0.977).toMap().get("goal"));
  }

  /** A run of an earlier version replays with the decision that its descent left. */
  @Test
  void ofAnEarlierRunPlaceNoDecision() {
    Map<String, String> map = new HashMap<>(TrainingOptions.standard().toMap());
    assertTrue(TrainingOptions.of(map).thorough());
    map.remove("search");
    assertFalse(TrainingOptions.of(map).thorough());
  }

  @Test
  void sayWhichOneIsMissing() {
    Map<String, String> map = new HashMap<>(TrainingOptions.standard().toMap());
    map.remove("rate");
    String message =
        assertThrows(IllegalArgumentException.class, () -> TrainingOptions.of(map)).getMessage();
    assertTrue(message.startsWith("the run's options lack 'rate'"), message);
  }

  @Test
  void changeOneAtATime() {
    TrainingOptions changed = TrainingOptions.standard().withTestSamples(1234);
    assertEquals(1234, changed.testSamples());
    assertEquals(TrainingOptions.standard(), changed.withTestSamples(500));
    assertEquals("spsa", changed.withTrainer("spsa").trainer());
    assertEquals(77, changed.withBudget(77).budget());
    assertEquals(7, changed.withStarts(7).starts());
    assertEquals(0.9, changed.withClaim(0.9).claim());
    assertEquals(0.9, changed.withClaim(0.9).goal());
    assertEquals(0.977, changed.goal());
    assertEquals(0.985, changed.withGoal(0.985).goal());
    assertEquals(0.985, changed.withClaim(0.9).withGoal(0.985).goal());
    assertEquals(0.985, changed.withGoal(0.985).withClaim(0.9).goal());
  }

  @Test
  void refuseWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> TrainingOptions.standard().withClaim(1));
    for (double goal : new double[] {0.49, 1, Double.NaN}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> TrainingOptions.standard().withGoal(goal))
              .getMessage();
      assertTrue(message.contains("from 0.5 to less than 1"), message);
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TrainingOptions(
                "bring-up", 0, 0.9, 9, 9, 5, 5, 9, 1, 1, 1, 1, 0.1, 1, 0, 99, true));
  }
}
