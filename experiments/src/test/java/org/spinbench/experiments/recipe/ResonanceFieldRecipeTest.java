package org.spinbench.experiments.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.task.Seeds;

/** Lines of a film whose magnetisation, anisotropy and damping are known. */
@Tag("any-jdk")
class ResonanceFieldRecipeTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "bench");
  private static final double MAGNETISATION = 1.1;
  private static final double ANISOTROPY = 5e-3;
  private static final double DAMPING = 6e-3;
  private static final double INHOMOGENEOUS = 30e6;
  private static final double NOISE = 2e-8;

  private final RandomGenerator random = Seeds.generator(19);

  private static Plan plan(int fields) {
    return ResonanceFieldRecipe.plan(
        new ResonanceFieldRecipe.Fields("magnet.current", 0.05, 0.5, -4, fields),
        new ResonanceFieldRecipe.Tone("rf_1", -10, 2e9, 18e9, 401),
        "lock_in.x");
  }

  /** A line of 1 µV by Kittel's formula, with half of it antisymmetric. */
  private double voltage(double tesla, double frequency) {
    double inside = Math.abs(tesla) + ANISOTROPY;
    double gamma = 2.00231930436 * 9.2740100783e-24 / 6.62607015e-34;
    double resonance = gamma * Math.sqrt(inside * (inside + MAGNETISATION));
    double width = INHOMOGENEOUS + DAMPING * gamma * (inside + MAGNETISATION / 2);
    double x = (frequency - resonance) / width;
    return 1e-6 * (1 + 0.5 * x) / (1 + x * x) + NOISE * random.nextGaussian();
  }

  private Analysis measured(Plan plan) {
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
    PlanScope scope = new PlanScope(plan);
    Axis fields = plan.axes().get(0);
    Axis frequencies = plan.axes().get(1);
    long number = 0;
    for (int line = 0; line < fields.points().count(); line++) {
      for (int place = 0; place < frequencies.points().count(); place++) {
        int index = frequencies.index(line, place);
        List<Double> settings = List.of(fields.points().at(line), frequencies.points().at(index));
        double tesla = 0.05 * settings.get(0);
        Mean mean = new Mean(voltage(tesla, settings.get(1)), NOISE, 1, false, Instant.EPOCH);
        number++;
        analysis.point(
            new Point(
                number,
                new Place(0, line, List.of(line, index), frequencies.backward(line, place)),
                false,
                settings,
                scope.withDerived(false, settings, List.of(mean), Instant.EPOCH),
                true,
                Instant.EPOCH));
      }
    }
    return analysis;
  }

  private static void assertFound(double truth, Value value) {
    assertEquals(truth, value.value(), 4 * value.deviation());
  }

  @Test
  void resonancesAgainstFieldGiveTheFilm() {
    Analysis analysis = measured(plan(10));
    List<String> names = new ArrayList<>();
    analysis.findings().forEach(one -> names.add(one.name()));
    assertEquals(
        List.of(
            "effective magnetisation, as a field",
            "anisotropy field in the plane",
            "damping",
            "half width at zero frequency"),
        names);
    List<Value> found = analysis.findings().stream().map(Finding::value).toList();
    assertFound(MAGNETISATION, found.get(0));
    assertFound(ANISOTROPY, found.get(1));
    assertFound(DAMPING, found.get(2));
    assertFound(INHOMOGENEOUS, found.get(3));
    assertTrue(found.get(0).deviation() < 0.01, found.toString());
    assertTrue(found.get(2).deviation() < 1e-3, found.toString());
    assertEquals(List.of(), analysis.remarks());
  }

  @Test
  void fewLinesAreRemarkedOn() {
    Analysis analysis = measured(plan(3));
    assertEquals(List.of(), analysis.findings());
    assertTrue(analysis.remarks().get(0).startsWith("3 lines do not"), analysis.remarks().get(0));
  }

  @Test
  void aPlanWithoutAFieldIsRefused() {
    Plan plan =
        Plan.named("p")
            .recipe("fmr")
            .sweep(Axis.linear("rf_1.frequency", 1e9, 2e9, 11))
            .read("lock_in.x");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Recipe.analysis(plan, FILE, Optional.empty()));
    assertTrue(e.getMessage().contains("has no derived reading \"field\""), e.getMessage());
  }
}
