package org.spinbench.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans that contradict themselves, and their nearest relatives that do not. */
class PlanSenseTest {
  private static final String TONE = "input 1.frequency";
  private final Plan plan = Plan.named("it").read("chain 1.voltage");

  private static void assertRefused(Plan plan, String... problems) {
    assertEquals(List.of(problems), PlanSense.problems(plan));
    String message =
        assertThrows(IllegalArgumentException.class, () -> PlanSense.require(plan)).getMessage();
    assertEquals("the plan \"it\" makes no sense: " + String.join(". ", problems), message);
    assertEquals(plan, Plan.parse(plan.toToml(), "an old run"));
  }

  private static void assertTaken(Plan plan) {
    assertEquals(List.of(), PlanSense.problems(plan));
    assertDoesNotThrow(() -> PlanSense.require(plan));
  }

  @Test
  void whatIsSetIsNotSweptAsWell() {
    Axis axis = Axis.linear(TONE, 1e8, 2e8, 3);
    assertRefused(
        plan.set(TONE, 1.5e8).sweep(axis),
        TONE + " is set to 1.5E8 and swept; take it out of [set] or out of [[sweep]]");
    assertRefused(
        plan.set("rf_2.output", "true").sweep(axis.along("analyzer.centre", "rf_2.output")),
        "rf_2.output is set to true and swept; take it out of [set] or out of [[sweep]]");
    assertTaken(plan.set("input 2.frequency", 1.5e8).sweep(axis));
  }

  @Test
  void pointsThatAreAllTheSameAreNoSweep() {
    String problem =
        " points that are all 1.0E8; give it a range, or set it in [set] and say how often in repeats";
    assertRefused(
        plan.sweep(Axis.linear(TONE, 1e8, 1e8, 5)), TONE + " is swept through 5" + problem);
    assertRefused(
        plan.sweep(Axis.logarithmic(TONE, 1e8, 1e8, 2).snake()),
        TONE + " is swept through 2" + problem);
    assertRefused(
        plan.sweep(Axis.list(TONE, 1e8, 1e8, 1e8)), TONE + " is swept through 3" + problem);
    assertTaken(plan.sweep(Axis.linear(TONE, 1e8, 1e8, 1)));
    assertTaken(plan.sweep(Axis.list(TONE, 1e8, 2e8, 1e8)));
    assertTaken(plan.sweep(Axis.list(TONE, 1e8).thereAndBack()));
  }

  @Test
  void aStopThatIsMetBeforeTheStartIsNone() {
    Plan level = plan.read("rf_1.power");
    Axis up = Axis.linear("rf_1.power", -20, 0, 5);
    assertRefused(
        level.sweep(up).stop("rf_1.power < -10", Stop.Ends.LINE),
        "the plan would stop at its first point: rf_1.power < -10, and there rf_1.power = -20.0");
    assertRefused(
        level.set("rf_1.power", -3).stop("rf_1.power > -5", Stop.Ends.PLAN),
        "the plan would stop at its first point: rf_1.power > -5, and there rf_1.power = -3.0");
    assertTaken(level.sweep(up).stop("rf_1.power > -10", Stop.Ends.LINE));
    assertTaken(level.set("rf_1.power", -3).stop("rf_1.power > -2", Stop.Ends.PLAN));
    assertTaken(level.sweep(up).stop("chain 1.voltage < 1", Stop.Ends.LINE));
  }

  @Test
  void everythingIsNamedAtOnce() {
    Plan wrong =
        plan.set(TONE, 1e8)
            .sweep(Axis.linear(TONE, 1e8, 1e8, 5))
            .stop("chain 1.voltage > 1", Stop.Ends.PLAN);
    assertEquals(2, PlanSense.problems(wrong).size());
  }
}
