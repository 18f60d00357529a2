package org.spinbench.experiments.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.experiments.recipe.Findings.assertFound;
import static org.spinbench.experiments.recipe.Findings.found;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.task.Seeds;

/** Maps of an oscillator that follows Adler's equation. */
@Tag("any-jdk")
class LockingRecipeTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "bench");
  private static final double FREE = 285.3e6;
  private static final double PER_ROOT = 2e9;
  private static final double NOISE = 20e3;

  private final RandomGenerator random = Seeds.generator(23);

  private static Plan plan(double... powers) {
    List<Double> list = Arrays.stream(powers).boxed().toList();
    return LockingRecipe.plan(
        "neuron 1", 7e-3, new LockingRecipe.Injection("rf_1", list, 270e6, 300e6, 61));
  }

  /** The line of an oscillator with an injected tone, W and Hz. */
  private double line(double power, double injected) {
    double detuning = FREE - injected;
    double half = PER_ROOT * Math.sqrt(power);
    double beat =
        Math.abs(detuning) <= half
            ? 0
            : Math.signum(detuning) * Math.sqrt(detuning * detuning - half * half);
    return injected + beat + NOISE * random.nextGaussian();
  }

  private Analysis measured(Plan plan, String unit) {
    Columns columns =
        new Columns(
            List.of(
                new Columns.Column("rf_1.power", unit), new Columns.Column("rf_1.frequency", "Hz")),
            List.of(new Columns.Column("neuron 1.line_frequency", "Hz")));
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.of(columns));
    Axis powers = plan.axes().get(0);
    Axis frequencies = plan.axes().get(1);
    long number = 0;
    for (int line = 0; line < powers.points().count(); line++) {
      double set = powers.points().at(line);
      double watts = unit.equals("dBm") ? 1e-3 * Math.pow(10, set / 10) : set;
      for (int index = 0; index < frequencies.points().count(); index++) {
        double injected = frequencies.points().at(index);
        Mean mean = new Mean(line(watts, injected), NOISE, 1, false, Instant.EPOCH);
        number++;
        analysis.point(
            new Point(
                number,
                new Place(0, line, List.of(line, index), false),
                false,
                List.of(set, injected),
                List.of(mean),
                true,
                Instant.EPOCH));
      }
    }
    return analysis;
  }

  @Test
  void aMapGivesFrequencyAndRanges() {
    Analysis analysis = measured(plan(1e-6, 4e-6, 16e-6), "W");
    assertFound(FREE, found(analysis, "free frequency of neuron 1"));
    assertFound(2e6, found(analysis, "locking half range at 0.000001 W"));
    assertFound(4e6, found(analysis, "locking half range at 0.000004 W"));
    Value strong = found(analysis, "locking half range at 0.000016 W");
    assertFound(8e6, strong);
    assertTrue(strong.deviation() < 0.1e6, strong.toString());
    assertFound(PER_ROOT, found(analysis, "locking half range by power"));
    assertEquals(List.of(), analysis.remarks());
  }

  @Test
  void powersInDecibelsAreConverted() {
    Analysis analysis = measured(plan(-30, -20), "dBm");
    assertFound(PER_ROOT, found(analysis, "locking half range by power"));
  }

  @Test
  void aRangeThatFillsTheSweepIsRemarkedOn() {
    Analysis analysis = measured(plan(1e-3), "W");
    assertEquals(List.of(), analysis.findings());
    assertTrue(analysis.remarks().get(0).contains("sweep further"), analysis.remarks().toString());
  }

  @Test
  void aPlanWithoutPowersIsRefused() {
    Plan plan =
        Plan.named("p")
            .recipe("locking")
            .sweep(Axis.linear("rf_1.frequency", 1e8, 2e8, 11))
            .read("neuron 1.line_frequency");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Recipe.analysis(plan, FILE, Optional.empty()));
    assertTrue(e.getMessage().contains("does not sweep rf_1.power"), e.getMessage());
  }
}
