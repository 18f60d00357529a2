package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.bench.SimulatedBench;

/** Temperature and field as settings and readings of plans, and in conditions of the bench file. */
class GaugesInPlansTest {
  private static final String BENCH =
      """
      [instruments.magnet]
      model = "GS200"
      resource = "INPROC::magnet::INSTR"
      limits.current = { min = -0.2, max = 0.2 }
      limits.compliance = { max = 10.0 }

      [instruments.gaussmeter]
      model = "425"
      resource = "INPROC::gaussmeter::INSTR"

      [instruments.cryostat]
      model = "336"
      resource = "INPROC::cryostat::INSTR"
      limits.setpoint_1 = { min = 290.0, max = 330.0 }

      [[simulation.magnets]]
      source = "magnet"
      gaussmeter = "gaussmeter"
      tesla_per_ampere = 0.5
      """;

  private static final String WARM =
      """
      name = "warm"
      [set]
      "cryostat.heater_1" = "HIGH"

      [[sweep]]
      setting = "cryostat.setpoint_1"
      list = [300, 310]

      [settle]
      wait = 600

      [[read]]
      reading = "cryostat.temperature_b"
      """;

  private final List<Point> points = new ArrayList<>();

  private SimulatedBench run(String rules, String plan) {
    BenchFile file = BenchFile.parse(BENCH + rules, "bench.toml");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      new Sweep(bench, Plan.parse(plan, "plan.toml")).run(points::add);
    }
    return simulated;
  }

  private double value(int point, int reading) {
    return points.get(point).readings().get(reading).value();
  }

  /** 0.5 T/A; the gaussmeter has steps of 0.1 mT in its largest range, 10 µT in the next. */
  @Test
  void aFieldFollowsTheCurrentOfItsMagnet() {
    run(
        "",
        """
        name = "field"
        [[sweep]]
        setting = "magnet.current"
        list = [-0.1, 0, 0.02, 0.1]

        [[read]]
        reading = "gaussmeter.field"

        [[derive]]
        name = "constant"
        value = "gaussmeter.field / magnet.current"
        """);
    double[] fields = {-0.05, 0, 0.01, 0.05};
    for (int k = 0; k < fields.length; k++) {
      assertEquals(fields[k], value(k, 0), 3e-5, "point " + k);
    }
    assertEquals(0.5, value(3, 1), 1e-3);
  }

  @Test
  void aSetpointIsSweptAndTheTemperatureFollows() {
    SimulatedBench simulated = run("", WARM);
    assertEquals(300, value(0, 0), 0.02);
    assertEquals(310, value(1, 0), 0.02);
    assertEquals(List.of(), simulated.queuedErrors());
  }

  @Test
  void aSetpointBeyondTheLimitOfTheBenchFileIsRefused() {
    LimitException e =
        assertThrows(LimitException.class, () -> run("", WARM.replace("[300, 310]", "[300, 331]")));
    assertTrue(e.getMessage().contains("331.0 K"), e.getMessage());
    assertEquals(1, points.size());
  }

  @Test
  void aTemperatureTrips() {
    String trip = "[[safety.trip]]\nname = \"too warm\"\nwhen = \"cryostat.temperature_b > 305\"\n";
    String plan = WARM.replace("[300, 310]", "[300, 310, 320]");
    TripException e = assertThrows(TripException.class, () -> run(trip, plan));
    Matcher met = Pattern.compile("temperature_b is ([0-9.]+) K").matcher(e.getMessage());
    assertTrue(met.find(), e.getMessage());
    double kelvin = Double.parseDouble(met.group(1));
    assertTrue(kelvin > 305 && kelvin < 306, "while the plan waits for 310 K: " + e.getMessage());
    assertEquals(1, points.size());
  }

  /**
   * The filter of the lock-in settles in six minutes; the stage warms by 100 W 2 K/W/60 s = 3.3 K/s
   * at most, and the condition is judged every second.
   */
  @Test
  void aTemperatureTripsWhileAFilterSettles() {
    String rules =
        """
        [instruments.lock_in]
        model = "SR830"
        resource = "INPROC::lock_in::INSTR"

        [[safety.trip]]
        name = "too warm"
        when = "cryostat.temperature_b > 305"
        """;
    String plan =
        """
        name = "slow"
        [set]
        "cryostat.heater_1" = "HIGH"
        "cryostat.setpoint_1" = 320
        "lock_in.time_constant" = 30

        [[sweep]]
        setting = "magnet.current"
        list = [0.01, 0.02]

        [[read]]
        reading = "lock_in.r"
        """;
    TripException e = assertThrows(TripException.class, () -> run(rules, plan));
    Matcher met = Pattern.compile("temperature_b is ([0-9.]+) K").matcher(e.getMessage());
    assertTrue(met.find(), e.getMessage());
    double kelvin = Double.parseDouble(met.group(1));
    assertTrue(kelvin > 305 && kelvin < 308.4, "while the filter settles: " + e.getMessage());
    assertEquals(0, points.size());
  }

  @Test
  void anInterlockKeepsTheMagnetOffWhileItIsWarm() {
    String rule =
        """
        [[safety.interlock]]
        name = "cold magnet"
        sources = ["magnet"]
        only_while = "cryostat.temperature_c < 290"
        """;
    LimitException e =
        assertThrows(
            LimitException.class,
            () ->
                run(
                    rule,
                    "name = \"f\"\n[[sweep]]\nsetting = \"magnet.current\"\nlist = [0.1]\n"
                        + "[[read]]\nreading = \"gaussmeter.field\"\n"));
    assertTrue(e.getMessage().contains("cryostat.temperature_c is 295 K"), e.getMessage());
  }
}
