package org.spinbench.experiments.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.engine.StudyExperiment.Place;

/** A task is a pure function of its number, and whatever happens in it is a row. */
class TaskRunnerTest {
  private static final Place PLACE = new Place(Path.of("piece"), part -> {});

  /** Each look at it is a second and a half later. */
  private static final class Slow implements Clock {
    private long nanos;

    @Override
    public long nanos() {
      nanos += 1_500_000_000L;
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
    }
  }

  private static Study study(StudyExperiment experiment) {
    return new Study(
        StudyPlan.parse(StudyPlanTest.COINS, "coins"), List.of(experiment), Path.of(""));
  }

  private static TaskRunner runner(StudyExperiment experiment) {
    return new TaskRunner(study(experiment), "abc", new Slow(), "there");
  }

  /** Alone, again, and after all others in any order; with the same text. */
  @Test
  void aTaskIsTheSameWhateverRanBefore() {
    List<StudyRow> alone =
        IntStream.range(0, 15)
            .mapToObj(task -> runner(new ToyExperiment()).row(task, PLACE))
            .toList();
    TaskRunner busy = runner(new ToyExperiment());
    assertEquals(0, busy.row(0, PLACE).task());
    List<Integer> order = new ArrayList<>(IntStream.range(0, 15).boxed().toList());
    order.addAll(order);
    Collections.shuffle(order, new Random(3));
    for (int task : order) {
      StudyRow row = busy.row(task, PLACE);
      StudyRow first = alone.get(task);
      assertEquals(Json.write(first.values()), Json.write(row.values()));
      assertEquals(first.seed(), row.seed());
      assertEquals(first.configuration(), row.configuration());
      assertNotEquals(first.cost(), row.cost(), "only the cost differs");
    }
  }

  @Test
  void aRowSaysWhatMadeIt() {
    StudyRow row = runner(new ToyExperiment()).row(7, PLACE);
    assertEquals(7, row.task());
    assertEquals(22, row.seed(), "three points for each seed, from 20");
    assertEquals("abc", row.commit());
    assertTrue(row.configuration().matches("[0-9a-f]{16}"), row.configuration());
    assertEquals(Set.of("head", "tosses", "sum"), row.values().keySet());
    assertFalse(row.hasFailed());
    assertEquals(
        new StudyRow.Cost("there", Instant.parse("1970-01-01T00:00:01.5Z"), 1.5), row.cost());
  }

  /** A row that travels as text is written again with the same bytes. */
  @Test
  void aRowIsTheSameTextAgain() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("head", 3L);
    values.put("sum", 0.1 + 0.2);
    values.put("tosses", null);
    values.put("early", true);
    values.put("side", "a, \"b\" \u00e4\n");
    values.put("tiny", Double.MIN_VALUE);
    StudyRow row =
        new StudyRow(
            4,
            Long.MAX_VALUE,
            "c",
            "d",
            values,
            "",
            new StudyRow.Cost("h", Instant.EPOCH, 1 / 3.0));
    String text = Json.write(row);
    StudyRow read = Json.read(text, StudyRow.class);
    assertEquals(text, Json.write(read));
    assertEquals(row.seed(), read.seed());
    assertEquals(0.30000000000000004, read.values().get("sum"));
    assertEquals(Double.MIN_VALUE, read.values().get("tiny"));
    assertFalse(text.contains("\n"), "one line");
  }

  private static StudyRow rowOf(Map<String, Object> found) {
    return runner(
            new ToyExperiment() {
              @Override
              Map<String, Object> row(double share, long most, long seed, Path piece) {
                return found;
              }
            })
        .row(0, PLACE);
  }

  @Test
  void aMeasureThatIsNoNumberIsEmpty() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("head", Double.POSITIVE_INFINITY);
    found.put("tosses", 2L);
    found.put("sum", Double.NaN);
    found.put("early", true);
    StudyRow row = rowOf(found);
    assertFalse(row.hasFailed());
    assertEquals("{\"head\":null,\"tosses\":2,\"sum\":null}", Json.write(row.values()));
  }

  @Test
  void aMeasureThatIsMissingIsAFailure() {
    StudyRow row = rowOf(Map.of("head", 1L, "tosses", 1L));
    assertEquals("the task gave no sum", row.failure());
    assertEquals(Map.of(), row.values());
    assertEquals(1.5, row.cost().seconds(), "a failure costs, too");
  }

  /** Without a message, the name of the exception is better than nothing. */
  @Test
  void aFailureWithoutAMessageIsNamed() {
    StudyRow row =
        runner(
                new ToyExperiment() {
                  @Override
                  Map<String, Object> row(double share, long most, long seed, Path piece) {
                    throw new ArrayStoreException();
                  }
                })
            .row(14, PLACE);
    assertEquals("java.lang.ArrayStoreException", row.failure());
    assertEquals(24, row.seed());
  }
}
