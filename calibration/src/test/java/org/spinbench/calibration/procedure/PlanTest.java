package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Chips;
import org.spinbench.drivers.bench.BenchFile;

class PlanTest {
  private final BenchFile file = Chips.bench();
  private final Plan plan = new Plan(file);

  @Test
  void sweepsOneToneAtATimeWithBiasesAtZero() {
    for (Setpoint point : plan.toneSweep(1, 3e-3)) {
      assertEquals(0, point.tonePowers()[0]);
      assertEquals(file.inputs().get(1).maximumPower(), point.tonePowers()[1]);
      assertArrayEquals(new double[3], point.biases());
      assertArrayEquals(new double[] {3e-3, 3e-3, 3e-3, 3e-3, 3e-3, 3e-3}, point.fieldCurrents());
    }
  }

  @Test
  void sweepsOneFieldLineOfEachChainFromEndToEnd() {
    List<Setpoint> points = plan.fieldSweep(List.of(4), 0.75);
    assertEquals(-10e-3, points.get(0).fieldCurrents()[4]);
    assertEquals(10e-3, points.get(points.size() - 1).fieldCurrents()[4]);
    points.forEach(p -> assertEquals(0, p.fieldCurrents()[5]));
    points.forEach(p -> assertEquals(6e-3, p.biases()[0], 1e-12));
    points.forEach(p -> assertArrayEquals(new double[2], p.tonePowers()));
  }

  @Test
  void fillsTheSpaceEvenlyWithinAllLimits() {
    List<Setpoint> points = plan.spaceFilling(128, new double[] {251e6, 331e6});
    double mean = 0;
    for (Setpoint p : points) {
      assertTrue(Arrays.stream(p.fieldCurrents()).allMatch(i -> Math.abs(i) <= 10e-3));
      assertTrue(Arrays.stream(p.biases()).allMatch(i -> i > 4e-3 && i <= 8e-3));
      for (int i = 0; i < 2; i++) {
        BenchFile.Input input = file.inputs().get(i);
        assertTrue(p.tonePowers()[i] >= input.minimumPower());
        assertTrue(p.tonePowers()[i] <= input.maximumPower());
      }
      mean += p.fieldCurrents()[3] / points.size();
    }
    assertEquals(0, mean, 0.2e-3);
  }
}
