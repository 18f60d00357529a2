package org.spinbench.experiments.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.experiments.recipe.Findings.assertFound;
import static org.spinbench.experiments.recipe.Findings.found;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
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

/** Recipes that sweep a setting there and back, with loops whose steps are known. */
@Tag("any-jdk")
class LoopRecipesTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "bench");
  private static final Columns COLUMNS =
      new Columns(
          List.of(new Columns.Column("magnet.current", "A")),
          List.of(new Columns.Column("meter.voltage", "V")));

  private final RandomGenerator random = Seeds.generator(17);
  private long number;
  private long nanos;

  /**
   * Goes through the plan.
   *
   * @param seconds between points
   * @param model of the reading, by the setting and 1 there, -1 back
   */
  private Analysis measured(Plan plan, double seconds, DoubleBinaryOperator model) {
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.of(COLUMNS));
    Axis axis = plan.axes().get(0);
    for (int repeat = 0; repeat < plan.repeats(); repeat++) {
      for (int place = 0; place < axis.passLength(); place++) {
        int index = axis.index(repeat, place);
        boolean back = axis.backward(repeat, place);
        double setting = axis.points().at(index);
        Instant time = Instant.EPOCH.plusNanos(nanos);
        nanos += Math.round(seconds * 1e9);
        Mean mean = new Mean(model.applyAsDouble(setting, back ? -1 : 1), 1e-3, 1, false, time);
        number++;
        analysis.point(
            new Point(
                number,
                new Place(repeat, repeat, List.of(index), back),
                false,
                List.of(setting),
                List.of(mean),
                true,
                time));
      }
    }
    return analysis;
  }

  /** Steps at 0.73 A and -0.41 A, 50 mA between points: ±50 mA/√12 each. */
  @Test
  void aLoopHasCoercivityOffsetAndHeight() {
    Plan plan = HysteresisRecipe.plan("magnet.current", "meter.voltage", -2, 2, 81, 3);
    Analysis analysis =
        measured(
            plan,
            0.1,
            (current, way) ->
                (current > (way > 0 ? 0.73 : -0.41) ? 0.3 : 0.1) + 2e-3 * random.nextGaussian());
    assertEquals(0.725, found(analysis, "step on the way there").value(), 1e-9);
    assertEquals(-0.425, found(analysis, "step on the way back").value(), 1e-9);
    double spacing = 0.05 / Math.sqrt(12);
    assertEquals(spacing, found(analysis, "step on the way there").deviation(), 1e-12);
    assertFound(0.57, found(analysis, "coercivity"));
    assertFound(0.16, found(analysis, "offset of the loop"));
    assertEquals(spacing / Math.sqrt(2), found(analysis, "coercivity").deviation(), 1e-12);
    Value height = found(analysis, "height of the step");
    assertFound(0.2, height);
    assertTrue(height.deviation() < 4e-4, "2 mV of noise over 81 points, six passes: " + height);
    assertEquals("A", analysis.findings().get(0).unit());
    assertEquals("V", analysis.findings().get(4).unit());
    assertEquals(List.of(), analysis.remarks());
  }

  /** The steps of 40 loops scatter by 0.1 A, which their mean averages. */
  @Test
  void loopsThatDifferAreAveraged() {
    Plan plan = HysteresisRecipe.plan("magnet.current", "meter.voltage", -2, 2, 801, 40);
    double[] step = {0, 0};
    Analysis analysis =
        measured(
            plan,
            0.1,
            (current, way) -> {
              boolean begins = Math.abs(current + 2 * way) < 1e-9;
              step[0] = begins ? way * (0.5 + 0.1 * random.nextGaussian()) : step[0];
              return current > step[0] ? 1 : 0;
            });
    Value there = found(analysis, "step on the way there");
    assertFound(0.5, there);
    assertEquals(0.1 / Math.sqrt(40), there.deviation(), 0.005);
  }

  @Test
  void noiseAndSlopesHaveNoStep() {
    Plan plan = HysteresisRecipe.plan("magnet.current", "meter.voltage", -2, 2, 81, 10);
    Analysis noise = measured(plan, 0.1, (current, way) -> random.nextGaussian());
    assertEquals(List.of(), noise.findings());
    String remark = noise.remarks().get(0);
    assertTrue(remark.startsWith("in 20 of 20 passes no step of meter.voltage"), remark);
    Analysis slope =
        measured(plan, 0.1, (current, way) -> 5 * current + 1e-2 * random.nextGaussian());
    assertEquals(List.of(), slope.findings());
  }

  /**
   * At every point the junction switches with the probability of its rate, as Poisson says. The
   * recipe returns barrier and critical current.
   */
  @Test
  void switchingCurrentsGiveTheBarrier() {
    double barrier = 40;
    double critical = 1e-3;
    double seconds = 1 / 3000.0;
    Plan plan = SwitchingRecipe.plan("magnet.current", "meter.voltage", -1e-3, 1e-3, 1201, 150);
    boolean[] up = {false};
    Analysis analysis =
        measured(
            plan,
            seconds,
            (current, way) -> {
              double rate = 1e9 * Math.exp(-barrier * (1 - way * current / critical));
              if (up[0] == way < 0 && random.nextDouble() < -Math.expm1(-rate * seconds)) {
                up[0] = !up[0];
              }
              return (up[0] ? 0.3 : 0.1) + 5e-3 * random.nextGaussian();
            });
    for (String way : List.of("there", "back")) {
      Value found = found(analysis, "thermal stability factor, on the way " + way);
      assertFound(barrier, found);
      assertTrue(found.deviation() < 4, found.toString());
      assertFound(critical, found(analysis, "critical current, on the way " + way));
      assertFound(25e-6, found(analysis, "width of the distribution, on the way " + way));
      double rate = 2e-3 / 1200 / seconds;
      double mode = critical - 25e-6 * Math.log(1e9 * 25e-6 / rate);
      assertFound(mode, found(analysis, "most probable switching current, on the way " + way));
    }
    assertEquals(List.of(), analysis.remarks());
  }

  @Test
  void fewLoopsHaveNoDistribution() {
    Plan plan = SwitchingRecipe.plan("magnet.current", "meter.voltage", -1, 1, 41, 5);
    Analysis analysis = measured(plan, 0.1, (current, way) -> current > way * 0.5 ? 1 : 0);
    assertEquals(List.of(), analysis.findings());
    String remark = analysis.remarks().get(0);
    assertTrue(remark.contains("one direction has 5; repeat more often"), remark);
  }

  @Test
  void aSweepInOneDirectionIsNoLoop() {
    Plan plan =
        Plan.named("p")
            .recipe("hysteresis")
            .sweep(Axis.linear("magnet.current", 0, 1, 11))
            .read("meter.voltage");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Recipe.analysis(plan, FILE, Optional.empty()));
    assertTrue(e.getMessage().contains("give it order there_and_back"), e.getMessage());
  }
}
