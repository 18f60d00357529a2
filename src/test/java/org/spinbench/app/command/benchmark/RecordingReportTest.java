package org.spinbench.app.command.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.app.command.benchmark.RecordingCost.Cost;
import org.spinbench.app.command.benchmark.RecordingCost.Messages;
import org.spinbench.app.command.benchmark.RecordingReport.Evaluations;
import org.spinbench.app.command.benchmark.RecordingReport.Pair;
import org.spinbench.app.command.benchmark.RecordingReport.Share;

/** What the report makes of times; no test is about how fast anything is. */
class RecordingReportTest {
  private static Pair pair(double bare, double recorded) {
    return new Pair(
        new Cost(bare, 0.5 * bare, 2 * bare), new Cost(recorded, 0.5 * recorded, 2 * recorded));
  }

  private static final List<Pair> TRAININGS =
      List.of(pair(1.0, 1.02), pair(2.0, 2.08), pair(1.0, 1.03), pair(4.0, 3.6), pair(1.0, 1.5));

  /** Of 100 evaluations with 20 messages each, which take 1 ms more. */
  private static final Evaluations EVALUATIONS =
      new Evaluations(List.of(pair(0.010, 0.011)), 100, new Messages(2000, 34_000));

  /**
   * Ratios less one: 0.02, 0.04, 0.03, -0.1, 0.5; away from the median 0.01, 0.01, 0, 0.13, 0.47.
   */
  @Test
  void aTurnThatWasDisturbedCountsLikeAnyOther() {
    Share share = Share.of(TRAININGS, Cost::wall);
    assertEquals(1.0, share.bare());
    assertEquals(1.5, share.recorded());
    assertEquals(0.03, share.more(), 1e-12);
    assertEquals(1.4826 * 1.2533 * 0.01 / Math.sqrt(5), share.error(), 1e-12);
    assertEquals(0.03, share.seconds(), 1e-12);
    Share two = Share.of(TRAININGS.subList(0, 2), Cost::all);
    assertEquals(0.03, two.more(), 1e-12);
    assertEquals(3.0, two.bare(), 1e-12);
  }

  @Test
  void everythingMeasuredIsReported() {
    String text = new RecordingReport("spsa", TRAININGS, Optional.of(EVALUATIONS)).text();
    assertTrue(text.contains("a training: spsa"), text);
    assertTrue(text.matches("(?s).*by the clock +1\\.000 s +1\\.500 s +3\\.0 ± 0\\.8 %\n.*"), text);
    assertTrue(
        text.matches("(?s).*by the clock +100\\.000 µs +110\\.000 µs +10\\.0 ± 0\\.0 %\n.*"), text);
    assertTrue(text.contains("a message, of 20.0 in an evaluation"), text);
    assertTrue(text.matches("(?s).*by the clock +0\\.50 µs\n.*"), text);
    assertTrue(text.matches("(?s).*of the thread that asks +0\\.25 µs\n.*"), text);
    assertTrue(text.matches("(?s).*of all threads +1\\.00 µs\n.*"), text);
    assertTrue(text.matches("(?s).*in the file +17\\.0 bytes\n.*"), text);
    assertTrue(text.endsWith("of a training: met\nat most 3 µs a message: met\n"), text);
  }

  @Test
  void aMissedGoalIsReported() throws Exception {
    Evaluations slow = new Evaluations(List.of(pair(0.01, 0.02)), 100, new Messages(2000, 1));
    RecordingReport report = new RecordingReport("spsa", List.of(pair(1, 1.06)), Optional.of(slow));
    assertTrue(
        report.text().endsWith("of a training: missed\nat most 3 µs a message: missed\n"),
        report.text());
    JsonNode goals = new ObjectMapper().readTree(report.json()).get("goals");
    assertEquals(0.06, goals.get(0).get("value").asDouble(), 1e-12);
    assertEquals(0.05, goals.get(0).get("atMost").asDouble());
    assertEquals(false, goals.get(0).get("met").asBoolean());
    assertEquals(5e-6, goals.get(1).get("value").asDouble(), 1e-12);
    assertEquals(false, goals.get(1).get("met").asBoolean());
  }

  @Test
  void withoutEvaluationsThereIsNoWordOfThem() throws Exception {
    RecordingReport report = new RecordingReport("ladder, cold", TRAININGS, Optional.empty());
    assertTrue(!report.text().contains("message"), report.text());
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertTrue(json.get("evaluations").isNull(), json.toString());
    assertEquals(1, json.get("goals").size());
    assertEquals(1.5, json.get("trainings").get("wall").get("recorded").asDouble());
  }
}
