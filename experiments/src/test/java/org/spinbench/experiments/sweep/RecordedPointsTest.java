package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/** Points of made-up run files, one after another. */
class RecordedPointsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String VOLTAGE = "chain 1.voltage";

  @TempDir Path folder;

  private RunFile run(Map<String, String> options) {
    StartDocument start =
        new StartDocument(
            BEGIN,
            "measure",
            DefaultBench.text(),
            7L,
            0,
            "a-line",
            options,
            new StartDocument.Program("test", "", "17", "Linux"),
            Map.of(),
            Map.of());
    RunFile run = new Runs(folder).create(start, BEGIN);
    run.columns(
        new Columns(
            List.of(new Columns.Column("synapse 1.current", "A")),
            List.of(new Columns.Column(VOLTAGE, "V"))));
    return run;
  }

  private static void note(RunFile run, long number, String name) {
    Reading reading =
        new Reading(
            "voltmeter_1",
            "voltage",
            1e-6 * number,
            Unit.VOLT,
            1e-8,
            BEGIN.plusSeconds(number),
            0.01,
            0.02,
            false,
            false);
    run.reading(
        NotedReading.of(reading, Purpose.MEASURE, OptionalLong.of(number), name, number != 5));
    run.setpoint(number, Purpose.MEASURE, new double[] {1e-9 * number}, BEGIN);
  }

  private static Plan plan(int points) {
    return Plan.named("a line")
        .sweep(Axis.linear("synapse 1.current", 1e-9, 1e-9 * points, points))
        .read(VOLTAGE);
  }

  /** A reading that cannot be assigned comes at the end; all points before it have been told. */
  @Test
  void pointsAreToldBeforeTheWholeFileIsRead() {
    try (RunFile run = run(Map.of())) {
      for (long number = 1; number <= 3000; number++) {
        note(run, number, number < 3000 ? VOLTAGE : "rf_1.power");
      }
      run.commit();
      List<Point> told = new ArrayList<>();
      RunException e =
          assertThrows(RunException.class, () -> new RecordedPoints(run).each(told::add));
      assertTrue(e.getMessage().contains("a reading of rf_1.power"), e.getMessage());
      assertEquals(2998, told.size(), "one point is read ahead");
      Point last = told.get(2997);
      assertEquals(2998, last.number());
      assertEquals(List.of(1e-9 * 2998), last.settings());
      assertEquals(1e-6 * 2998, last.readings().get(0).value());
      assertEquals(BEGIN.plusSeconds(2998), last.time());
      assertEquals(
          List.of(5L), told.stream().filter(p -> !p.settled()).map(Point::number).toList());
    }
  }

  @Test
  void pointsHaveTheirPlaces() {
    Plan plan = plan(4).repeats(2);
    try (RunFile run = run(Map.of("plan", plan.toToml()))) {
      for (long number = 1; number <= 7; number++) {
        note(run, number, VOLTAGE);
      }
      run.commit();
      List<Integer> repeats = new ArrayList<>();
      new RecordedPoints(run).each(point -> repeats.add(point.place().repeat()));
      assertEquals(List.of(0, 0, 0, 0, 1, 1, 1), repeats, "the run ended early");
    }
  }

  @Test
  void pointsBeyondThePlanAreAnError() {
    try (RunFile run = run(Map.of("plan", plan(4).toToml()))) {
      for (long number = 1; number <= 5; number++) {
        note(run, number, VOLTAGE);
      }
      run.commit();
      List<Point> told = new ArrayList<>();
      RunException e =
          assertThrows(RunException.class, () -> new RecordedPoints(run).each(told::add));
      assertTrue(e.getMessage().endsWith("the first is point 5"), e.getMessage());
      assertEquals(4, told.size());
    }
  }
}
