package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Chips;
import org.spinbench.drivers.bench.file.BenchFile;

@Tag("any-jdk")
class CharacterizationPlanTest {
  private final BenchFile file = Chips.bench();
  private final CharacterizationPlan plan = new CharacterizationPlan(file);

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
  void sweepsTonesByAPartOfTheirFrequencyWhereThereIsRoom() {
    List<Setpoint> points = plan.toneSweep(0, 0);
    assertEquals(250e6 * (1 - 0.085), points.get(0).toneFrequencies()[0]);
    assertEquals(250e6 * (1 + 0.085), points.get(points.size() - 1).toneFrequencies()[0]);
    assertEquals(330e6, points.get(0).toneFrequencies()[1]);
  }

  /** Second tone 20 MHz above the first: sweeps of both end half way between them. */
  @Test
  void sweepsTonesNoFurtherThanHalfTheWayToTheirNeighbours() {
    BenchFile close = Chips.bench("330e6", "270e6");
    assertEquals(270e6, close.inputs().get(1).frequency());
    CharacterizationPlan narrow = new CharacterizationPlan(close);
    List<Setpoint> points = narrow.toneSweep(1, 0);
    assertEquals(260e6, points.get(0).toneFrequencies()[1], 1e-3);
    assertEquals(280e6, points.get(points.size() - 1).toneFrequencies()[1], 1e-3);
    assertEquals(20e6 / 0.17, ToneSpacing.scale(close, "input 2", 270e6), 1e-3);
    assertEquals(250e6, ToneSpacing.scale(file, "input 1", 250e6));
    // tones of neurons: 285 and 395 MHz, so that 289 MHz have room and more than 647 would not
    assertEquals(289e6, ToneSpacing.scale(file, "neuron 1", 289e6));
    assertEquals(110e6 / 0.17, ToneSpacing.scale(file, "neuron 1", 700e6), 1);
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
