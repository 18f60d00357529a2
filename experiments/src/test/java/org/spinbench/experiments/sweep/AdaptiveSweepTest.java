package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.ResonanceFit;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.sweep.adaptive.AdaptiveModel;
import org.spinbench.experiments.sweep.adaptive.PointChoice;
import org.spinbench.experiments.sweep.output.RunNotes;
import org.spinbench.experiments.sweep.plan.Adaptive;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanExtension;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.bench.SimulatedBench;

/** Sweeps that choose their points, on simulated benches. */
@Tag("any-jdk")
class AdaptiveSweepTest {
  private static final int CHIPS = Boolean.getBoolean("spinbench.held-out") ? 20 : 4;

  /** Sound chips with spread and noise, without drift, so that there is one true resonance. */
  private static final BenchFile FILE =
      BenchFile.parse(
          DefaultBench.text().replace("fidelity = \"full\"", "fidelity = \"static\""), "bench");

  private static final double LOW = 180e6;
  private static final double HIGH = 300e6;

  @TempDir Path folder;

  private static Plan plan(Axis... axes) {
    Plan plan = Plan.named("a resonance").set("input 1.power", 4e-6);
    for (Axis axis : axes) {
      plan = plan.sweep(axis);
    }
    return plan.read("chain 1.voltage");
  }

  private static Axis adaptive(int budget) {
    return Axis.linear("input 1.frequency", LOW, HIGH, 481)
        .adaptive(AdaptiveModel.RESONANCE, budget);
  }

  private static List<Point> measured(Plan plan, long chip) {
    List<Point> points = new ArrayList<>();
    SimulatedBench simulated = new SimulatedBench(FILE, chip);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, plan).run(points::add);
    }
    return points;
  }

  private static ResonanceFit fit(List<Point> points) {
    double[] frequencies = points.stream().mapToDouble(one -> one.settings().get(0)).toArray();
    List<Mean> means = points.stream().map(one -> one.readings().get(0)).toList();
    return ResonanceFit.of(
        frequencies,
        means.stream().mapToDouble(Mean::value).toArray(),
        means.stream().mapToDouble(Mean::uncertainty).toArray());
  }

  /** The resonance that all readings of a pass tell, in whatever order. */
  private static Value told(List<Point> points, Axis candidates) {
    double[] values = new double[candidates.points().count()];
    Arrays.setAll(values, candidates.points()::at);
    PointChoice choice = new PointChoice(AdaptiveModel.RESONANCE, values);
    for (Point point : points) {
      Mean mean = point.readings().get(0);
      choice.tell(point.place().indices().get(0), mean.value(), mean.uncertainty());
    }
    return choice.place().orElseThrow();
  }

  /**
   * A quarter of the points of a grid tell as much about a resonance: over 20 chips with the
   * profile held-out, over a few of them here. Both are compared with the fit to 1921 points, which
   * has other code and another background.
   */
  @Test
  @Tag("slow")
  @Tag("held-out")
  void aQuarterOfThePointsTellsAsMuchAboutAResonance() {
    Axis grid = Axis.linear("input 1.frequency", LOW, HIGH, 120);
    Axis fine = Axis.linear("input 1.frequency", LOW, HIGH, 1921);
    double ofGrid = 0;
    double ofChosen = 0;
    double stated = 0;
    for (long chip = 1; chip <= CHIPS; chip++) {
      Value truth = fit(measured(plan(fine), chip)).resonance();
      Value all = told(measured(plan(grid), chip), grid);
      Value chosen = told(measured(plan(adaptive(30)), chip), adaptive(30));
      assertEquals(
          truth.value(), chosen.value(), 5 * chosen.and(truth.deviation()).deviation(), "" + chip);
      ofGrid += Math.pow(all.value() - truth.value(), 2) / CHIPS;
      ofChosen += Math.pow(chosen.value() - truth.value(), 2) / CHIPS;
      stated += Math.pow(chosen.deviation() / all.deviation(), 2) / CHIPS;
    }
    double errors = Math.sqrt(ofChosen / ofGrid);
    assertTrue(errors <= 1.2 && stated <= 1, errors + ", " + Math.sqrt(stated));
  }

  @Test
  void aPlanSaysHowItChooses() {
    Plan plan = plan(Axis.list("synapse 1.current", 0, 1e-3), adaptive(25));
    assertEquals(plan, Plan.parse(plan.toToml(), "printed"));
    assertTrue(plan.toToml().contains("adaptive = \"resonance\"\nbudget = 25\n"), plan.toToml());
    assertEquals(50, plan.points());
    String named = plan.toToml().replace("budget = 25", "budget = 7\nof = \"chain 1.voltage\"");
    assertEquals(14, Plan.parse(named, "named").points());
    String text = plan.toToml().replace("budget = 25", "budget = 25\ntracking = true");
    Plan tracking = Plan.parse(text, "tracking");
    assertTrue(tracking.axes().get(1).adaptive().orElseThrow().tracking());
    assertEquals(tracking, Plan.parse(tracking.toToml(), "printed"));
  }

  /** The run file has the points in the order of the choice, each at its place. */
  @Test
  void aRunFileTellsTheSamePoints() {
    Axis tracking = adaptive(20).adaptive(new Adaptive(AdaptiveModel.RESONANCE, 20, true, ""));
    Plan plan = plan(Axis.list("synapse 1.current", 0, 2e-3), tracking);
    List<Point> points = new ArrayList<>();
    SimulatedBench simulated = new SimulatedBench(FILE, 3);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      StartDocument start =
          StartDocument.on(
              bench,
              "measure",
              DefaultBench.text(),
              3L,
              0,
              "a-resonance",
              Map.of("plan", plan.toToml()),
              StartDocument.Program.running("test", "none"));
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        Sweep sweep = new Sweep(bench, plan);
        sweep.run(new RunNotes(run, sweep), points::add);
        List<Point> recorded = new RecordedSweep(run).points();
        assertEquals(40, recorded.size());
        long near = points.stream().skip(20).filter(one -> isNear(one, points.get(19))).count();
        assertTrue(near >= 16, near + " of 20 points of the second pass are about the first place");
        for (int k = 0; k < 40; k++) {
          assertEquals(points.get(k).place(), recorded.get(k).place(), "point " + (k + 1));
          assertEquals(points.get(k).readings(), recorded.get(k).readings());
        }
      }
    }
  }

  /** Within a quarter of the range, which a first look at all of it would leave. */
  private static boolean isNear(Point one, Point other) {
    return Math.abs(one.settings().get(1) - other.settings().get(1)) < (HIGH - LOW) / 4;
  }

  /** On a bench in the same state, the points after a resume are those without one. */
  @Test
  void aResumedSweepChoosesAsTheUninterruptedOne() {
    Plan plan = plan(adaptive(30));
    List<Point> whole = measured(plan, 4);
    List<Point> resumed = new ArrayList<>();
    SimulatedBench simulated = new SimulatedBench(FILE, 4);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Sweep sweep = new Sweep(bench, plan);
      sweep.resume(whole.subList(0, 17));
      sweep.run(resumed::add);
    }
    assertEquals(30, resumed.size());
    assertEquals(whole.get(17).place(), resumed.get(17).place(), "chosen by the first 17");
    assertEquals(whole.subList(0, 17), resumed.subList(0, 17));
  }

  /** All values that may be chosen are judged, before any is set. */
  @Test
  void everyCandidateIsJudged() {
    Plan without =
        Plan.named("p")
            .sweep(Axis.linear("input 1.power", 1e-6, 1, 50).adaptive(AdaptiveModel.THRESHOLD, 12))
            .read("chain 1.voltage");
    SimulatedBench one = new SimulatedBench(FILE, 1);
    SimulatedBench other = new SimulatedBench(FILE, 1);
    try (Bench bench = Bench.open(FILE, one, one.clock());
        Bench copy = Bench.open(FILE, other, other.clock())) {
      Rehearsal.Judgement judgement = Rehearsal.judge(copy, bench, without, (done, total) -> {});
      assertTrue(judgement.refused() > 40, "most powers are beyond the card: " + judgement);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          adaptive = "resonance"                            | budget
          adaptive = "peak"\\nbudget = 3                     | resonance
          adaptive = "resonance"\\nbudget = 0                | at least one point, not 0
          adaptive = "resonance"\\nbudget = 3\\norder = "snake" | chooses its order by itself
          adaptive = "resonance"\\nbudget = 3\\nmode = "list" | chooses its order by itself
          adaptive = "resonance"\\nbudget = 3\\nof = "rf_1.power" | rf_1.power is not read
          """)
  void aWrongChoiceIsRefused(String keys, String message) {
    String text =
        """
        name = "p"
        read = ["chain 1.voltage"]
        [[sweep]]
        setting = "input 1.frequency"
        from = 200e6
        to = 300e6
        points = 101
        """
            + keys.replace("\\n", "\n")
            + "\n";
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Plan.parse(text, "plan"));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void onlyTheInnermostSweepOfAPlanWithoutSkipsIsAdaptive() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> plan(adaptive(5), Axis.list("synapse 1.current", 0, 1e-3)));
    assertTrue(e.getMessage().contains("only the innermost sweep can"), e.getMessage());
    Plan fine = plan(adaptive(5));
    String skipping = fine.toToml() + "\n[[skip]]\nwhen = \"input 1.frequency > 250e6\"\n";
    e = assertThrows(IllegalArgumentException.class, () -> Plan.parse(skipping, "plan"));
    assertTrue(e.getMessage().contains("[[skip]]"), e.getMessage());
  }

  /** A longer budget extends a single pass, whose choices do not depend on it; not several. */
  @Test
  void aLongerBudgetExtendsASinglePass() {
    PlanExtension.require(plan(adaptive(20)), plan(adaptive(30)));
    Axis outer = Axis.list("synapse 1.current", 0, 1e-3);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PlanExtension.require(plan(outer, adaptive(20)), plan(outer, adaptive(30))));
    assertTrue(e.getMessage().contains("would choose other points"), e.getMessage());
  }
}
