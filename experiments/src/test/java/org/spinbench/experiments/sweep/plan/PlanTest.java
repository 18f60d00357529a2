package org.spinbench.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.task.Seeds;

class PlanTest {
  private static final String EVERYTHING =
      """
      name = "everything"
      recipe = "spin-diode"
      repeats = 2
      read = ["chain 1.voltage", "rf_1.power"]

      [set]
      "input 1.power" = 2e-6
      rf_2.output = false
      "field:7".range = "LOW"

      [[sweep]]
      setting = "synapse 1.current"
      list = [-4e-3, 0, 4e-3]
      wait = 0.5

      [[sweep]]
      setting = "input 1.frequency"
      along = ["analyzer.centre"]
      from = 300e6
      to = 200e6
      step = 1e6
      order = "there_and_back"

      [[sweep]]
      setting = "input 2.power"
      from = 1e-6
      to = 1e-4
      points = 5
      scale = "logarithmic"
      order = "snake"

      [settle]
      wait = 0.01
      still = "chain 1.voltage"
      within = 50e-9
      limit = 2

      [[stop]]
      when = "chain 1.voltage > 5e-3"
      ends = "line"

      [reference]
      every = 50
      at = { "input 1.frequency" = 250e6 }
      """;

  private static final Plan SAME =
      Plan.named("everything")
          .recipe("spin-diode")
          .repeats(2)
          .set("input 1.power", "2.0E-6")
          .set("rf_2.output", "false")
          .set("field:7.range", "LOW")
          .sweep(Axis.list("synapse 1.current", -4e-3, 0, 4e-3).waiting(0.5))
          .sweep(
              Axis.linear("input 1.frequency", 300e6, 200e6, 101)
                  .along("analyzer.centre")
                  .thereAndBack())
          .sweep(Axis.logarithmic("input 2.power", 1e-6, 1e-4, 5).snake())
          .read("chain 1.voltage", "rf_1.power")
          .settle(new Settle(0.01, Optional.of(new Settle.Still("chain 1.voltage", 50e-9, 2))))
          .stop("chain 1.voltage > 5e-3", Stop.Ends.LINE)
          .reference(50, Map.of("input 1.frequency", 250e6));

  @Test
  void everyKeyIsRead() {
    assertEquals(SAME, Plan.parse(EVERYTHING, "plan"));
  }

  @Test
  void aWrittenPlanReadsBackTheSame() {
    assertEquals(SAME, Plan.parse(SAME.toToml(), "written"));
  }

  @Test
  void anyPlanReadsBackTheSame() {
    RandomGenerator random = Seeds.generator(5);
    for (int trial = 0; trial < 200; trial++) {
      Plan plan = any(random);
      assertEquals(plan, Plan.parse(plan.toToml(), "trial " + trial), plan.toToml());
    }
  }

  private static Plan any(RandomGenerator random) {
    Plan plan = Plan.named("a \"name\" \\ with ° in it").repeats(random.nextInt(1, 9));
    for (int k = random.nextInt(3); k > 0; k--) {
      plan = plan.set("rf_1.s" + k, random.nextBoolean() ? "true" : "" + random.nextGaussian());
    }
    for (int k = random.nextInt(4); k > 0; k--) {
      Axis axis =
          switch (random.nextInt(3)) {
            case 0 -> Axis.linear("a.s" + k, random.nextGaussian(), random.nextGaussian(), 7);
            case 1 -> Axis.logarithmic("a.s" + k, random.nextDouble(), 1e9, 1);
            default -> Axis.list("a.s" + k, random.nextGaussian(), 0, 1e300);
          };
      axis = random.nextBoolean() ? axis.snake() : axis.waiting(random.nextDouble());
      axis = random.nextBoolean() ? axis.listed() : axis;
      plan = plan.sweep(axis);
    }
    plan = plan.read(Measurand.untilKnownTo("b.one", random.nextDouble() + 1e-9, 77));
    plan = plan.read(Measurand.times("b.two", random.nextInt(1, 5))).read("b.three");
    return random.nextBoolean() ? plan.stop("b.two < -3.5e-7", Stop.Ends.PLAN) : plan;
  }

  @Test
  void readingsMayHaveTablesOfTheirOwn() {
    Plan plan =
        Plan.parse(
            """
            name = "p"
            [[read]]
            reading = "a.b"
            standard_error = 1e-9
            [[read]]
            reading = "a.c"
            samples = 4
            """,
            "plan");
    assertEquals(
        List.of(new Measurand("a.b", 2, 1e-9, Measurand.MOST), Measurand.times("a.c", 4)),
        plan.readings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name = "everything"            | naem = "x"                  | plan: naem: unknown key; did you mean "name"?
          repeats = 2                    | repeats = 0                 | plan: a plan runs at least once, not 0 times
          repeats = 2                    | repeats = "two"             | plan: repeats: an integer is expected, not "two"
          repeats = 2                    | repaets = 2                 | plan: repaets: unknown key; did you mean "repeats"?
          step = 1e6                     | step = 3e6                  | plan: sweep."number 2".step: from 3.0E8 to 2.0E8 is not a whole number of steps of 3000000.0
          step = 1e6                     | stpe = 1e6                  | plan: sweep."number 2".stpe: unknown key; did you mean "step"?
          step = 1e6                     | ``                          | plan: sweep."number 2": missing; give points or step
          step = 1e6                     | step = 0                    | plan: sweep."number 2".step: a number above zero is expected, not 0
          list = [-4e-3, 0, 4e-3]        | list = [nan]                | plan: sweep."number 1".list: a list of numbers is expected
          points = 5                     | points = 5.5                | plan: sweep."number 3".points: an integer is expected, not 5.5
          points = 5                     | points = 0                  | plan: sweep."number 3": an axis has at least one point, not 0
          from = 1e-6                    | from = -1e-6                | plan: sweep."number 3": a logarithmic axis needs two ends of the same sign
          order = "snake"                | mode = "auto"               | plan: sweep."number 3".mode: one of point, list is expected, not auto
          order = "snake"                | order = "zigzag"            | plan: sweep."number 3".order: one of forward, there_and_back, snake is expected, not zigzag
          scale = "logarithmic"          | scale = "log"               | plan: sweep."number 3".scale: one of linear, logarithmic is expected, not log
          list = [-4e-3, 0, 4e-3]        | list = ["a"]                | plan: sweep."number 1".list: a list of numbers is expected
          wait = 0.5                     | wait = -1                   | plan: sweep."number 1".wait: zero or a positive number is expected, not -1
          within = 50e-9                 | within = 0                  | plan: settle.within: a number above zero is expected, not 0
          limit = 2                      | limt = 2                    | plan: settle.limt: unknown key; did you mean "limit"?
          ends = "line"                  | ends = "all"                | plan: stop."number 1".ends: one of line, plan is expected, not all
          when = "chain 1.voltage > 5e-3" | when = "chain 1.voltage is high" | plan: stop."number 1".when: column 25: there is no is in the plan; there is synapse 1.current,
          when = "chain 1.voltage > 5e-3" | when = "chain 2.voltage > 5e-3" | plan: stop."number 1".when: column 9: there is no chain 2.voltage in the plan; there is synapse 1.current,
          every = 50                     | every = 0                   | plan: reference: a reference needs a number of points, at least 1
          at = { "input 1.frequency" = 250e6 } | at = { "input 9.frequency" = 250e6 } | plan: input 9.frequency is not swept, and so has no reference
          setting = "input 2.power"      | setting = "input 1.frequency" | plan: input 1.frequency is swept twice; leave one out
          "input 1.power" = 2e-6         | "input 1.power" = [1, 2]    | plan: set."input 1.power": one value is expected, not the list [1,2]
          read = ["chain 1.voltage", "rf_1.power"] | read = []         | plan: read: a list of readings is expected, such as ["chain 1.voltage"], not []
          """)
  void aMistakeIsNamedByItsKey(String right, String wrong, String message) {
    assertTrue(EVERYTHING.contains(right), right);
    String text = EVERYTHING.replace(right, wrong);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Plan.parse(text, "plan"));
    String found = e.getMessage().replaceFirst("plan, line \\d+", "plan").replaceAll("\\s+", " ");
    assertTrue(found.startsWith(message), e.getMessage());
  }

  @Test
  void invalidTomlIsNamedByItsLine() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Plan.parse("name = \"p\"\nread = [", "plan"));
    assertEquals("plan, line 2: this is not TOML: a list ends with ]\n  read = [", e.getMessage());
  }

  @Test
  void aMissingPlanIsNamed() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Plan.read(Path.of("no", "plan.toml")));
    assertEquals(
        "cannot read no/plan.toml as a plan: there is no folder no",
        e.getMessage().replace('\\', '/'));
  }

  @Test
  void samplesAndErrorsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Measurand.times("a.b", 0));
    assertThrows(IllegalArgumentException.class, () -> Measurand.untilKnownTo("a.b", 0, 9));
    assertThrows(IllegalArgumentException.class, () -> Measurand.untilKnownTo("a.b", 1, 1));
  }
}
