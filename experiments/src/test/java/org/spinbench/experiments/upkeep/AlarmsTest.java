package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.training.Believed;
import org.spinbench.experiments.upkeep.Alarms.Alarm;

class AlarmsTest {
  private static final double[] PARAMETERS = new double[9];
  private static final double[] INPUT = {5e-5, 5e-5};

  private final Twin twin = Twin.of(Believed.DESIGN, Believed.FILE);
  private final Alarms alarms = new Alarms(new int[] {Believed.OUTPUT}, 0.95);

  /** Readings of the output power that are off by so much, W. */
  private void read(int number, double off) {
    Nodes exact = twin.forward(PARAMETERS, INPUT);
    for (int i = 0; i < number; i++) {
      double[] powers = exact.powers().clone();
      powers[Believed.OUTPUT] += i % 2 == 0 ? off : -off;
      alarms.read(twin, PARAMETERS, INPUT, new Nodes(exact.chainVoltages(), powers));
    }
  }

  private void raise(long now) {
    Alarm alarm = alarms.due(now).orElseThrow();
    alarms.raised(alarm, now);
    alarms.handled(alarm, now);
  }

  private void answer(int right, int wrong) {
    for (int i = 0; i < right + wrong; i++) {
      alarms.answered(i >= wrong);
    }
  }

  @Test
  void readingsLikeTheFirstRaiseNone() {
    read(64, 1e-8);
    read(32, 1.2e-8);
    assertTrue(alarms.due(96).isEmpty());
  }

  /** Twice as far off is a chi-square of 4, three times one of 9. */
  @Test
  void readingsFurtherOffAreStrangeAndThenDeadly() {
    read(64, 1e-8);
    read(32, 2e-8);
    Alarm strange = alarms.due(96).orElseThrow();
    assertEquals("chi-square of the last 32 readings against the twin is 4.0", strange.reason());
    assertTrue(strange.strange());
    assertFalse(strange.deadly());
    read(32, 3e-8);
    assertTrue(alarms.due(128).orElseThrow().deadly());
  }

  /** Of 100 answers at 95 %, three deviations below are 88.5. */
  @Test
  void tooManyWrongAnswersRaiseOne() {
    answer(89, 11);
    assertTrue(alarms.due(100).isEmpty());
    alarms.answered(false);
    answer(88, 11);
    assertEquals("88 of the last 100 answers were right", alarms.due(200).orElseThrow().reason());
  }

  @Test
  void theQuietAfterAnAlarmDoublesUpToALimit() {
    answer(0, 100);
    long now = 1000;
    for (long quiet : new long[] {200, 400, 800, 1600, 3200, 5000, 5000}) {
      raise(now);
      assertTrue(alarms.due(now + quiet).isEmpty(), "the answers before no longer count");
      answer(0, 100);
      assertTrue(alarms.due(now + quiet - 1).isEmpty());
      now += quiet;
    }
  }

  @Test
  void goodAnswersShortenTheQuiet() {
    answer(0, 100);
    raise(1000);
    answer(0, 100);
    raise(1200);
    answer(95, 5);
    assertTrue(alarms.due(1600).isEmpty());
    answer(0, 100);
    raise(1700);
    answer(0, 100);
    assertTrue(alarms.due(1899).isEmpty());
    assertFalse(alarms.due(1900).isEmpty());
  }

  /** Five alarms about readings are followed by a quiet of 3200 evaluations. */
  @Test
  void theQuietAboutReadingsDoesNotHideWrongAnswers() {
    Alarm strange = new Alarm("", false, true, false);
    for (int i = 1; i <= 5; i++) {
      alarms.raised(strange, 10_000 * i);
      alarms.handled(strange, 10_000 * i);
    }
    answer(80, 20);
    assertEquals(
        "80 of the last 100 answers were right", alarms.due(50_100).orElseThrow().reason());
    read(64, 1e-8);
    read(32, 2e-8);
    assertTrue(alarms.due(50_200).orElseThrow().answered());
  }

  @Test
  void theFifthAlarmAsksForAnotherTraining() {
    Alarm alarm = new Alarm("", false, true, false);
    for (int i = 1; i <= 6; i++) {
      alarms.raised(alarm, i);
      assertEquals(i == 5, alarms.handled(alarm, i));
    }
  }

  @Test
  void answersMayDenyWhatIsExpected() {
    assertTrue(alarms.expecting(0.95, 10).isEmpty());
    assertEquals(
        "0.900 of decisions right is expected of the parameters",
        alarms.expecting(0.9, 10).orElseThrow().reason());
    answer(96, 4);
    assertTrue(alarms.expecting(0.9, 10).isEmpty());
  }
}
