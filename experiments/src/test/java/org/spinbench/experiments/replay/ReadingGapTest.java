package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.procedure.MeasuredPoint;
import org.spinbench.calibration.procedure.Setpoint;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.Columns.Column;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Point;

/** Closed forms, of numbers that were chosen so that they are short. */
class ReadingGapTest {
  private static final Columns COLUMNS =
      new Columns(
          List.of(new Column("a", "A"), new Column("b", "Hz")), List.of(new Column("u", "V")));

  private static SetpointReadings readings(
      double[] times, double[][] settings, double[] u, double sigma) {
    List<SetpointReadings.Row> rows = new ArrayList<>();
    for (int i = 0; i < u.length; i++) {
      rows.add(
          new SetpointReadings.Row(
              times[i], settings[i], new double[] {u[i]}, new double[] {sigma}));
    }
    return new SetpointReadings(COLUMNS, "s", rows);
  }

  private static final double[] TIMES = {0, 1, 2, 3, 4, 5};
  private static final double[][] SETTINGS = {{0, 7}, {0, 7}, {1, 7}, {1, 7}, {2, 7}, {2, 7}};

  private static ReadingGap gap(double[] recorded, double[] repeated) {
    return ReadingGap.of(
        readings(TIMES, SETTINGS, recorded, 0.5), readings(TIMES, SETTINGS, repeated, 9), false);
  }

  @Test
  void biasChiSquareAndDriftAreTheirClosedForms() {
    double[] line = {1, 3, 5, 7, 9, 11};
    ReadingGap.Gap u = gap(line, new double[] {0, 1, 2, 3, 4, 5}).readings().get(0);
    // Differences 1, 2, ..., 6 with 0.5 each.
    assertEquals(6, u.number());
    assertEquals(3.5, u.bias(), 1e-15);
    assertEquals(0.5 / Math.sqrt(6), u.biasDeviation(), 1e-15);
    assertEquals(Math.sqrt(91 / 6.0), u.difference(), 1e-14);
    assertEquals(4 * 91 / 6.0, u.chiSquare(), 1e-12);
    ReadingGap.Drift drift = u.drift().orElseThrow();
    assertEquals(1, drift.rate(), 1e-14);
    assertEquals(0.5 / Math.sqrt(17.5), drift.deviation(), 1e-14);
    assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12}, u.deviations(), 1e-14);
    assertTrue(u.differs());
    assertEquals(6, u.time().size());
  }

  @Test
  void theSettingOnWhichTheDifferencesDependIsNamed() {
    double[] off = {0, 0, 0, 0, 4, 4};
    TwinGap.BySetting setting = gap(off, new double[6]).readings().get(0).setting().orElseThrow();
    assertEquals("a", setting.setting());
    assertEquals("A", setting.unit());
    assertEquals(new TwinGap.Part(2, 2, 2, 8, 64), setting.parts().get(2));
    assertEquals(new TwinGap.Part(0, 0, 2, 0, 0), setting.parts().get(0));
    assertEquals(Optional.empty(), gap(new double[6], new double[6]).readings().get(0).setting());
  }

  @Test
  void theNoiseOfTheOtherBenchCountsWhereItHasAny() {
    double[] three = {3, 3, 3, 3, 3, 3};
    SetpointReadings recorded = readings(TIMES, SETTINGS, three, 3);
    SetpointReadings repeated = readings(TIMES, SETTINGS, new double[6], 4);
    assertEquals(1, ReadingGap.of(recorded, repeated, false).chiSquare(), 1e-15);
    assertEquals(9 / 25.0, ReadingGap.of(recorded, repeated, true).chiSquare(), 1e-15);
  }

  /** One false alarm in a thousand: of 400 quiet readings at most three with good conscience. */
  @Test
  void noiseAloneIsNotCalledADifference() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    int called = 0;
    double sum = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[] noise = random.doubles(6).map(x -> 0.5 * random.nextGaussian()).toArray();
      ReadingGap gap = gap(noise, new double[6]);
      called += gap.readings().get(0).differs() ? 1 : 0;
      sum += gap.chiSquare();
    }
    assertTrue(called <= 3, called + " of 400");
    assertEquals(1, sum / 400, 5 * Math.sqrt(2 / 2400.0));
  }

  @Test
  void whatOneOfTheTwoDidNotReadIsLeftOutAndCounted() {
    double nan = Double.NaN;
    ReadingGap.Gap u =
        gap(new double[] {nan, 1, 1, 1, 1, nan}, new double[] {nan, nan, 1, 1, 1, 1})
            .readings()
            .get(0);
    assertEquals(3, u.number());
    assertEquals(2, u.left());
    assertEquals(0, u.chiSquare());
    assertFalse(u.differs());
    double[] none = {nan, nan, nan, nan, nan, nan};
    String message = assertThrows(RunException.class, () -> gap(none, new double[6])).getMessage();
    assertEquals("no reading was taken on both benches, so there is nothing to compare", message);
  }

  @Test
  void withoutTimeThereIsNoDrift() {
    double[] still = new double[6];
    SetpointReadings recorded = readings(still, SETTINGS, TIMES, 1);
    assertEquals(
        Optional.empty(), ReadingGap.of(recorded, recorded, false).readings().get(0).drift());
  }

  @Test
  void withoutAnUncertaintyNothingIsCompared() {
    SetpointReadings recorded = readings(TIMES, SETTINGS, TIMES, 0);
    assertEquals(
        "u at setpoint 1 has an uncertainty of 0.0 V; without one it cannot be compared",
        assertThrows(RunException.class, () -> ReadingGap.of(recorded, recorded, false))
            .getMessage());
    SetpointReadings shorter = readings(TIMES, SETTINGS, new double[5], 1);
    assertThrows(IllegalArgumentException.class, () -> ReadingGap.of(recorded, shorter, false));
  }

  @Test
  void readingsOfASweepAreItsMeans() {
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    Place place = new Place(0, 0, List.of(), false);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Instant time = begin.plusMillis(500L * i);
      Mean mean = new Mean(0.25 + i, 0.125, 3, i == 1, i == 2, time);
      points.add(new Point(i + 1, place, false, List.of(1.0 * i, 7.0), List.of(mean), true, time));
    }
    SetpointReadings readings = SetpointReadings.of(COLUMNS, points);
    assertEquals("s", readings.clock());
    assertEquals(0.5, readings.rows().get(1).time());
    assertArrayEquals(new double[] {1, 7}, readings.rows().get(1).settings());
    assertEquals(0.25, readings.rows().get(0).values()[0]);
    assertEquals(0.125, readings.rows().get(0).deviations()[0]);
    assertTrue(Double.isNaN(readings.rows().get(1).values()[0]), "overloaded");
    assertTrue(Double.isNaN(readings.rows().get(2).values()[0]), "behind a limited source");
    assertEquals(List.of(), SetpointReadings.of(COLUMNS, List.of()).rows());
  }

  @Test
  void readingsOfACalibrationGoByTheNamesOfTheBench() {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    int inputs = file.inputs().size();
    int synapses = file.synapses().size();
    int neurons = file.neurons().size();
    int chains = file.chains().size();
    double[] biases = new double[neurons];
    biases[0] = 2e-3;
    double[] voltages = new double[chains];
    voltages[1] = 3e-6;
    double[] frequencies = new double[neurons];
    frequencies[1] = 4e8;
    MeasuredPoint one =
        new MeasuredPoint(
            new Setpoint(new double[inputs], new double[inputs], new double[synapses], biases),
            voltages,
            new double[chains],
            new double[neurons],
            new double[neurons],
            frequencies,
            new double[neurons],
            new boolean[neurons]);
    SetpointReadings readings = SetpointReadings.of(file, List.of(one, one));
    List<String> set = readings.columns().settings().stream().map(Column::name).toList();
    assertEquals(2 * inputs + synapses + neurons, set.size());
    double[] settings = readings.rows().get(1).settings();
    assertEquals(2e-3, settings[set.indexOf("bias of " + file.neurons().get(0).name())]);
    List<String> read = readings.columns().readings().stream().map(Column::name).toList();
    double[] values = readings.rows().get(1).values();
    assertEquals(3e-6, values[read.indexOf(file.chains().get(1).name() + ".voltage")]);
    assertEquals(4e8, values[read.indexOf(file.neurons().get(1).name() + ".frequency")]);
    assertEquals(1, readings.rows().get(1).time());
    assertEquals("evaluations", readings.clock());
  }
}
