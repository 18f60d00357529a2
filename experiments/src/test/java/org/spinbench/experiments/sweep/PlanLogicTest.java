package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanSense;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.Points;
import org.spinbench.simulator.bench.SimulatedBench;

/** Plans that compute, on a simulated bench without noise. */
class PlanLogicTest {
  private static final BenchFile FILE =
      BenchFile.parse(
          DefaultBench.text().replace("fidelity = \"full\"", "fidelity = \"static\""), "bench");

  private static final String SWEEP =
      """
      name = "p"
      read = ["chain 1.voltage", "rf_1.power"]

      [set]
      "input 1.power" = 2e-6

      [[sweep]]
      setting = "synapse 1.current"
      list = [-4e-3, 0, 4e-3]

      [[sweep]]
      setting = "input 1.frequency"
      from = 200e6
      to = 300e6
      points = 5
      order = "snake"
      """;

  private final SimulatedBench simulated = new SimulatedBench(FILE, 1);
  private final List<Point> points = new ArrayList<>();
  private List<Columns.Column> columns = List.of();

  private Summary run(String logic) {
    Plan plan = Plan.parse(SWEEP + logic, "plan.toml");
    assertEquals(plan, Plan.parse(plan.toToml(), "written"), plan.toToml());
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Sweep sweep = new Sweep(bench, plan);
      columns = sweep.columns().readings();
      return sweep.run(points::add);
    }
  }

  private String refusal(String logic) {
    long before = simulated.clock().nanos();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> run(logic), logic);
    assertEquals(List.of(), points, "nothing is measured");
    assertTrue(simulated.clock().nanos() - before < 1_000_000_000L, "nothing is set");
    return e.getMessage();
  }

  private List<Double> read(int reading) {
    return points.stream().map(point -> point.readings().get(reading).value()).toList();
  }

  @Test
  void derivedReadingsFollowTheReadings() {
    run(
        """
        [[derive]]
        name = "responsivity"
        value = "chain 1.voltage / input 1.power"

        [[derive]]
        name = "twice"
        value = "2 * responsivity * (synapse 1.current / synapse 1.current)"
        """);
    assertEquals(
        List.of("chain 1.voltage", "rf_1.power", "responsivity", "twice"),
        columns.stream().map(Columns.Column::name).toList());
    assertEquals("V/W", columns.get(2).unit());
    for (Point point : points) {
      Mean voltage = point.readings().get(0);
      Mean derived = point.readings().get(2);
      assertEquals(voltage.value() / 2e-6, derived.value());
      assertEquals(voltage.uncertainty() / 2e-6, derived.uncertainty(), 1e-6);
      assertEquals(voltage.time(), derived.time());
    }
    // 0 / 0 at no current: no value, and no sample.
    assertTrue(Double.isNaN(read(3).get(5)) && points.get(5).readings().get(3).samples() == 0);
    assertEquals(2 * read(2).get(0), read(3).get(0));
  }

  /** Two independent readings: variances add. */
  @Test
  void uncertaintiesAreThoseOfIndependentReadings() {
    run(
        """
        [[derive]]
        name = "once"
        value = "chain 1.voltage"
        [[derive]]
        name = "nothing"
        value = "once - chain 1.voltage"
        [[derive]]
        name = "square"
        value = "once * chain 1.voltage"
        """);
    Point point = points.get(1);
    double v = point.readings().get(0).value();
    double s = point.readings().get(0).uncertainty();
    assertEquals(s, point.readings().get(2).uncertainty(), 1e-6 * s);
    assertEquals(0, point.readings().get(3).uncertainty(), 1e-12 * s, "fully correlated");
    assertEquals(2 * Math.abs(v) * s, point.readings().get(4).uncertainty(), 1e-9 * Math.abs(v));
  }

  @Test
  void setpointsAreLeftOut() {
    Summary summary =
        run(
            """
            [[skip]]
            when = "synapse 1.current == 0 && input 1.frequency > 240e6"
            """);
    assertEquals(12, summary.points());
    assertEquals(
        List.of(200e6, 225e6, 250e6, 275e6, 300e6, 225e6, 200e6, 200e6, 225e6, 250e6, 275e6, 300e6),
        points.stream().map(point -> point.settings().get(1)).toList());
    assertEquals(12, points.get(11).number(), "numbered without holes");
    assertEquals(List.of(2, 4), points.get(11).place().indices());
  }

  @Test
  void aSettingFollowsOthers() {
    run(
        """
        [[follow]]
        setting = "rf_2.power"
        value = "-40 + synapse 1.current / 1e-3"
        [[follow]]
        setting = "analyzer.centre"
        value = "2 * input 1.frequency"
        """
            .replace("+ synapse 1.current / 1e-3", "+ 0"));
    assertEquals(15, points.size());
    points.clear();
    String text =
        SWEEP.replace("\"rf_1.power\"]", "\"analyzer.centre\"]")
            + """
            [[follow]]
            setting = "analyzer.centre"
            value = "2 * input 1.frequency"
            """;
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, Plan.parse(text, "plan")).run(points::add);
    }
    points.forEach(
        point -> assertEquals(2 * point.settings().get(1), point.readings().get(1).value()));
  }

  @Test
  void aConditionOnDerivedReadingsEndsALine() {
    Summary summary =
        run(
            """
            [[derive]]
            name = "size"
            value = "abs(chain 1.voltage)"
            [[stop]]
            when = "size > 1e-9 && input 1.frequency == 250e6"
            ends = "line"
            """);
    assertEquals(List.of("size > 1e-9 && input 1.frequency == 250e6"), summary.stops());
    assertEquals(9, summary.points());
  }

  @Test
  void aGuardEndsTheRunAtItsFirstPoint() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                run(
                    """
                    [[guard]]
                    never = "abs(chain 1.voltage) > 1e-9 && input 1.frequency > 240e6"
                    """));
    assertEquals(3, points.size(), "the point is kept");
    assertTrue(
        e.getMessage().contains("ends the run at point 3: chain 1.voltage = "), e.getMessage());
    assertTrue(simulated.atRest());
  }

  @Test
  void aGuardOnSettingsRefusesThemBeforeTheyAreSet() {
    Plan plan =
        Plan.parse(
            SWEEP
                + """
                [[guard]]
                never = "synapse 1.current > 0 && input 1.frequency >= 300e6"
                """,
            "plan");
    try (Bench copy = Bench.open(FILE, simulated, simulated.clock())) {
      Rehearsal.Estimate estimate = Rehearsal.of(copy, plan);
      assertEquals(1, estimate.refused());
      assertTrue(
          estimate.refusals().get(0).startsWith("point 15: the guard \"synapse 1.current > 0"),
          estimate.refusals().toString());
    }
  }

  @Test
  void unitsAreCheckedBeforeAnythingIsSet() {
    assertEquals(
        "the plan \"p\", line 19, column 26: + cannot be applied to V and dBm",
        refusal("[[derive]]\nname = \"x\"\nvalue = \"chain 1.voltage + rf_1.power\"\n"));
    assertTrue(
        refusal("[[derive]]\nname = \"x\"\nunit = \"Ohm\"\nvalue = \"chain 1.voltage / 2\"\n")
            .endsWith("it is V, not Ohm"));
    assertTrue(
        refusal("[[follow]]\nsetting = \"analyzer.centre\"\nvalue = \"synapse 1.current\"\n")
            .endsWith("it is A, not Hz"));
    assertTrue(
        refusal("[[skip]]\nwhen = \"synapse 1.current > input 1.frequency\"\n")
            .contains("> cannot be applied to A and Hz"));
    assertTrue(
        refusal("[[stop]]\nends = \"plan\"\nwhen = \"chain 1.voltage > rf_1.power\"\n")
            .contains("> cannot be applied to V and dBm"));
    assertTrue(
        refusal("[[guard]]\nnever = \"chain 1.voltage > rf_1.power\"\n")
            .contains("> cannot be applied to V and dBm"));
  }

  @Test
  void logicThatMakesNoSenseIsNamedByItsPlace() {
    assertEquals(
        "plan.toml, line 18: skip.\"number 1\".when: column 9: there is no chain 1.voltage"
            + " in the plan; there is synapse 1.current, input 1.frequency, input 1.power",
        refusal("[[skip]]\nwhen = \"chain 1.voltage > 1\"\n").replaceAll("; did you mean.*", ""));
    assertTrue(
        refusal("[[follow]]\nsetting = \"input 1.frequency\"\nvalue = \"3\"\n")
            .contains("input 1.frequency is swept or follows twice"));
    assertTrue(
        refusal("[[derive]]\nname = \"rf_1.power\"\nvalue = \"3\"\n")
            .contains("rf_1.power is read or derived twice"));
    assertTrue(
        refusal("[[derive]]\nname = \"two words\"\nvalue = \"3\"\n")
            .contains("\"two words\" is no name for a derived reading"));
    assertTrue(refusal("[[follow]]\nsetting = \"no.thing\"\nvalue = \"3\"\n").contains("no.thing"));
    assertTrue(refusal("[[derive]]\nname = \"x\"\n").contains("value"));
  }

  @Test
  void aSettingWithoutAFiniteValueIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                run(
                    "[[follow]]\nsetting = \"rf_2.frequency\"\nvalue = \"input 1.frequency / 0\"\n"));
    assertTrue(e.getMessage().contains("only a finite number can be set"), e.getMessage());
  }

  /** The example of the documentation, as it is printed there. */
  @Test
  void theDocumentedPlanRuns() throws IOException {
    Plan plan = Plan.parse(documented("responsivity of synapse 1"), "measure.md");
    PlanSense.require(plan);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Sweep sweep = new Sweep(bench, plan);
      assertEquals("V/W", sweep.columns().readings().get(2).unit());
      assertEquals(63 - 4, sweep.run(points::add).points());
    }
  }

  /** A path of two settings that both follow a variable of the plan. */
  @Test
  void twoSettingsGoAlongASpiral() throws IOException {
    String text = documented("a spiral");
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, Plan.parse(text, "measure.md")).run(points::add);
    }
    assertEquals(40, points.size());
    double before = -1;
    for (Point point : points) {
      double n = point.settings().get(0);
      // The columns of the two settings, and the reading of the source itself.
      double current = point.readings().get(2).value();
      double frequency = point.readings().get(3).value();
      double radius = Math.hypot(current / 0.5e-3, (frequency - 250e6) / 5e6);
      assertEquals(Math.sqrt(n), radius, 1e-9);
      assertTrue(radius > before);
      before = radius;
      assertEquals(frequency, point.readings().get(1).value(), 1, "rf_1 is there");
    }
  }

  private static String documented(String name) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "measure.md"));
    String example = page.substring(page.indexOf("name = \"" + name));
    return example.substring(0, example.indexOf("```"));
  }

  /** At the reference the tone is off, so what remains there is the offset of the chain. */
  @Test
  void theBackgroundIsSubtracted() throws IOException {
    Plan plan = Plan.parse(documented("a resonance without its background"), "measure.md");
    assertEquals(plan, Plan.parse(plan.toToml(), "written"));
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, plan).run(points::add);
    }
    List<Point> there = points.stream().filter(Point::reference).toList();
    assertEquals(21, points.size() - there.size());
    assertEquals(21, there.size(), "one before each point");
    double offset = there.get(0).readings().get(0).value();
    for (Point point : there) {
      assertEquals(offset, point.readings().get(0).value(), 1e-7, "without the tone");
    }
    boolean rectifies = false;
    for (int k = 1; k < points.size(); k += 2) {
      Mean voltage = points.get(k).readings().get(0);
      Mean background = points.get(k - 1).readings().get(0);
      Mean difference = points.get(k).readings().get(1);
      assertEquals(voltage.value() - background.value(), difference.value(), 1e-18);
      assertEquals(
          Math.hypot(voltage.uncertainty(), background.uncertainty()),
          difference.uncertainty(),
          1e-3 * difference.uncertainty());
      rectifies |= Math.abs(difference.value()) > 10e-6;
    }
    assertTrue(rectifies, "with the tone");
  }

  @Test
  void valuesComeFromAFileOrSurroundACentre(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("levels.csv"), "current (A),note\n-1e-3,a\n0,b\n2e-3,c\n");
    String sweep = "name = \"p\"\nread = [\"a.b\"]\n[[sweep]]\nsetting = \"a.c\"\n";
    String origin = folder.resolve("plan.toml").toString();
    String file = sweep + "file = \"levels.csv\"\n";
    Plan plan = Plan.parse(file + "column = \"current (A)\"\n", origin);
    assertEquals(new Points.Listed(List.of(-1e-3, 0.0, 2e-3)), plan.axes().get(0).points());
    assertEquals(plan, Plan.parse(plan.toToml(), "elsewhere"), "a run file needs no other file");
    Plan centred = Plan.parse(sweep + "centre = 250e6\nspan = 20e6\npoints = 5\n", origin);
    assertEquals(new Points.Linear(240e6, 260e6, 5), centred.axes().get(0).points());
    assertUnread(file, origin, "column: missing; the file has the columns current (A), note");
    assertUnread(file + "column = \"x\"\n", origin, "column: \"x\" is no column; ");
    assertUnread(file + "column = \"note\"\n", origin, "levels.csv");
    assertUnread(sweep + "file = \"gone.csv\"\n", origin, "there is no file ");
    assertUnread(file + "from = 1\n", origin, "from: cannot be combined with file");
    assertUnread(sweep + "centre = 1\nspan = 0\npoints = 5\n", origin, "span: a number above zero");
    assertUnread(
        sweep + "centre = 1\nto = 3\nspan = 1\n", origin, "to: cannot be combined with centre");
    assertUnread(
        sweep.replace("a.c", "ac") + "list = [1]\n", origin, "\"ac\" is not the name of a setting");
    assertUnread(
        sweep.replace("setting = \"a.c\"", "variable = \"a.c\"") + "list = [1]\n",
        origin,
        "variable: \"a.c\" is no name");
    String idle = sweep.replace("setting = \"a.c\"", "variable = \"n\"") + "list = [1]\n";
    assertUnread(idle, origin, "no expression uses the variable \"n\"; use it in a [[follow]]");
    String follow = "[[follow]]\nsetting = \"a.c\"\nvalue = \"2 * \"\n";
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Plan.parse(idle + follow, origin));
    assertFalse(e.getMessage().contains("no expression uses"), e.getMessage());
  }

  private static void assertUnread(String text, String origin, String why) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Plan.parse(text, origin), text);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
