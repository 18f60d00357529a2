package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.WarmChamber;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.sweep.output.Csv;
import org.spinbench.experiments.sweep.output.RunNotes;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.Settle;
import org.spinbench.simulator.bench.SimulatedBench;

/** Plans wait for the meters they read, whatever is changed, and a dry run knows how long. */
@Tag("any-jdk")
class SettledReadingsTest {
  /** Time constants that the filter of a lock-in with 12 dB an octave takes to 10⁻⁴. */
  private static final double RESPONSE = 11.756;

  @TempDir Path folder;
  private final List<Point> points = new ArrayList<>();

  /** The characterisation bench with tones that the lock-in switches. */
  private static BenchFile file(String fidelity) {
    String text = DefaultBench.text("characterisation");
    return BenchFile.parse(
        text.replace("[instruments.rf_1]", "[instruments.rf_1]\npulsed = true")
            .replace("fidelity = \"full\"", "fidelity = \"" + fidelity + "\""),
        "rack");
  }

  private Summary run(Plan plan, String fidelity) {
    SimulatedBench simulated = new SimulatedBench(file(fidelity), 1);
    try (Bench bench = Bench.open(file(fidelity), simulated, simulated.clock())) {
      return new Sweep(bench, plan).run(points::add);
    }
  }

  private static Plan lockIn(double wait) {
    return Plan.named("lock-in")
        .set("lock_in.time_constant", 1)
        .set("input 1.power", 100e-6)
        .sweep(Axis.list("input 1.frequency", 230e6, 240e6, 250e6).waiting(wait))
        .read("lock_in.r");
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() * 1e-9;
  }

  /** A wait of the plan's own makes no difference to what is read, and is not waited for twice. */
  @Test
  void aLockInIsReadWhenItsFilterHasSettled() {
    run(lockIn(0), "static");
    run(lockIn(8), "static");
    run(lockIn(60), "static");
    assertEquals(9, points.size());
    for (int k = 0; k < 3; k++) {
      Mean exact = points.get(6 + k).readings().get(0);
      for (Point point : List.of(points.get(k), points.get(3 + k))) {
        Mean mean = point.readings().get(0);
        assertTrue(point.settled());
        assertEquals(exact.value(), mean.value(), mean.uncertainty());
        assertTrue(mean.uncertainty() < 2e-3 * exact.value(), mean.toString());
      }
    }
    for (int k : new int[] {1, 2, 4, 5}) {
      double point = seconds(points.get(k - 1).time(), points.get(k).time());
      assertEquals(RESPONSE + 3e-3, point, 2e-3, "point " + k);
    }
    assertEquals(60 + 3e-3, seconds(points.get(6).time(), points.get(7).time()), 2e-3);
  }

  /** The same plan on a bench whose readings do not wait, as it was: wrong by all there is. */
  @Test
  void withoutTheWaitTheSameReadingsAreWrong() {
    BenchFile file = file("static");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock(), Manner.SETTERS_WAIT)) {
      new Sweep(bench, lockIn(0)).run(points::add);
    }
    run(lockIn(0), "static");
    for (int k = 0; k < 3; k++) {
      double early = points.get(k).readings().get(0).value();
      assertTrue(early < 1e-3 * points.get(3 + k).readings().get(0).value(), "point " + k);
    }
  }

  @Test
  void aPlanThatChangesTheFilterWaitsForTheFilterThatItHasThen() {
    Plan plan =
        Plan.named("filters")
            .set("input 1.power", 100e-6)
            .set("input 1.frequency", 246e6)
            .sweep(Axis.list("lock_in.slope", 6, 24))
            .sweep(Axis.list("lock_in.time_constant", 0.1, 1, 0.03))
            .sweep(Axis.list("synapse 1.current", 0, 3e-3))
            .read("lock_in.x");
    run(plan, "static");
    double[] constants = {9.210, 15.914};
    double[] taus = {0.1, 1, 0.03};
    for (int k = 1; k < 12; k += 2) {
      double point = seconds(points.get(k - 1).time(), points.get(k).time());
      double filter = constants[k / 6] * taus[k / 2 % 3];
      assertEquals(filter + 4e-3, point, 2e-3 + 1e-3 * filter, "point " + k);
    }
  }

  /** Four samples in a row are four measurements: their mean scatters as it says. */
  @Test
  void aMeanOfALockInsSamplesIsAsGoodAsItSays() {
    Plan plan =
        Plan.named("noise")
            .set("lock_in.time_constant", 0.3)
            .set("lock_in.slope", 24)
            .read(Measurand.times("lock_in.x", 4))
            .repeats(60);
    run(plan, "full");
    double stated = 0;
    double mean = 0;
    double square = 0;
    for (Point point : points) {
      Mean one = point.readings().get(0);
      stated += one.uncertainty() * one.uncertainty() / points.size();
      mean += one.value() / points.size();
      square += one.value() * one.value() / points.size();
    }
    double ratio = Math.sqrt((square - mean * mean) / stated);
    // 60 means: their scatter is known to 9 %.
    assertTrue(ratio > 0.7 && ratio < 1.35, "scatter over uncertainty: " + ratio);
  }

  /** A filter that cannot be waited for: points say so, in every record. */
  @Test
  void whatCannotBeWaitedForIsMarked() throws IOException {
    BenchFile file = file("static");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Plan plan =
        Plan.named("moving")
            .set("input 1.power", 100e-6)
            .sweep(Axis.list("input 1.frequency", 246e6, 247e6))
            .read(Measurand.times("voltmeter_2.voltage", 5));
    Path csv = folder.resolve("points.csv");
    List<NotedReading> noted = new ArrayList<>();
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      ScpiSession session = bench.instruments().get("voltmeter_2").session();
      session.command(":SENS:VOLT:CHAN1:DFIL:COUN 4;TCON MOV;WIND 0");
      Sweep sweep = new Sweep(bench, plan);
      StartDocument start =
          new StartDocument(
              Instant.EPOCH,
              "measure",
              "",
              1L,
              0,
              "",
              Map.of("plan", plan.toToml()),
              StartDocument.Program.running("test", ""),
              Map.of(),
              Map.of());
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH);
          Csv table = new Csv(csv, sweep)) {
        Summary summary =
            sweep.run(
                points::add,
                table,
                new RunNotes(run, sweep),
                point -> {
                  if (point.number() == 1) {
                    switchOn(bench);
                  }
                });
        assertEquals(1, summary.unsettled());
        run.eachReading(noted::add);
      }
    }
    assertTrue(points.get(0).settled(), "the filter was off");
    assertFalse(points.get(1).settled(), "three of five hold older conversions");
    List<String> lines = Files.readAllLines(csv);
    assertEquals("1", lines.get(1).split(",")[6]);
    assertEquals("0", lines.get(2).split(",")[6]);
    assertEquals(
        List.of(false, false, false, true, true),
        noted.subList(5, 10).stream().map(one -> one.settled().orElseThrow()).toList());
  }

  private static void switchOn(Bench bench) {
    for (Setting setting : bench.instruments().get("voltmeter_2").settings()) {
      if (setting.name().equals("digital_filter")) {
        ((SwitchSetting) setting).set(true);
      }
    }
  }

  private static Plan chain() {
    return Plan.named("chain").set("input 1.power", 50e-6);
  }

  private static Axis tone(int points) {
    return Axis.linear("input 1.frequency", 235e6, 260e6, points);
  }

  static Stream<Plan> plans() {
    return Stream.of(
        lockIn(0),
        lockIn(20),
        chain()
            .sweep(tone(40))
            .sweep(Axis.list("lock_in.time_constant", 0.01, 1))
            .read("lock_in.x", "lock_in.y"),
        chain()
            .sweep(tone(60))
            .sweep(Axis.list("voltmeter_2.integration", 0.1, 1, 10))
            .read("voltmeter_2.voltage", "chain 1.voltage"),
        chain()
            .sweep(Axis.list("power_meter.averages", 1, 64))
            .sweep(tone(30))
            .read("power_meter.power"),
        chain().sweep(tone(20)).read(Measurand.times("lock_in.r", 5)),
        chain()
            .sweep(Axis.list("lock_in.slope", 6, 24))
            .sweep(tone(25).snake())
            .read(Measurand.untilKnownTo("chain 1.voltage", 60e-9, 20))
            .read("lock_in.r"),
        Plan.named("bias")
            .sweep(Axis.linear("neuron 3.bias", 0, 8e-3, 9).thereAndBack())
            .read("neuron 3.power", "bias_3.voltage", "neuron 3.line_width"),
        Plan.named("field")
            .sweep(Axis.linear("synapse 1.current", -4e-3, 4e-3, 15))
            .read("field:1.current")
            .reference(4, Map.of("synapse 1.current", 0.0)),
        Plan.named("slow field")
            .sweep(Axis.list("field:1.filter", 0, 1))
            .sweep(Axis.list("field:1.voltage", 0, 1))
            .read("field:1.current", "analyzer.band_power")
            .settle(new Settle(0.02, Optional.of(new Settle.Still("field:1.current", 1e-6, 10)))));
  }

  /** The clock of a run and the time that a dry run on another chip finds agree. */
  @ParameterizedTest
  @MethodSource("plans")
  void aDryRunTakesTheTimeOfTheRun(Plan plan) {
    SimulatedBench simulated = new SimulatedBench(file("full"), 1);
    Clock clock = simulated.clock();
    double seconds;
    try (Bench bench = Bench.open(file("full"), simulated, clock)) {
      Instant begin = clock.now();
      Summary summary = new Sweep(bench, plan).run(points::add);
      seconds = seconds(begin, clock.now());
      assertEquals(seconds, summary.seconds(), 1e-3 * seconds + 1e-6);
    }
    SimulatedBench copy = new SimulatedBench(file("full"), 2);
    try (Bench bench = Bench.open(file("full"), copy, copy.clock())) {
      Rehearsal.Estimate estimate = Rehearsal.of(bench, plan);
      assertEquals(0, estimate.refused(), estimate.refusals().toString());
      assertEquals(seconds, estimate.seconds(), 0.03 * seconds, plan.name());
    }
  }

  /**
   * A pause longer than the longest wait is no part of it, and what was read before is no sample.
   */
  @Test
  void theWaitForAStableReadingBeginsAgainAfterAPause() {
    BenchFile file = BenchFile.parse(WarmChamber.text("nine-junction", "pause"), "chamber");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    WarmChamber chamber = new WarmChamber(simulated);
    List<String> told = new ArrayList<>();
    Plan plan =
        Plan.named("pause")
            .set("voltmeter_1.integration", 10)
            .set("input 1.frequency", 250e6)
            .set("input 1.power", 100e-6)
            .settle(new Settle(0, Optional.of(new Settle.Still("chain 1.voltage", 1e-3, 3))))
            .sweep(Axis.list("synapse 1.current", 1e-3))
            .read("chain 1.voltage");
    try (Bench bench = Bench.open(file, chamber, simulated.clock())) {
      bench.onTrip((kind, what) -> told.add(kind));
      bench
          .ports()
          .onReading(
              reading -> {
                if (told.isEmpty()) {
                  chamber.heat();
                }
              });
      new Sweep(bench, plan).run(points::add);
    }
    assertEquals(List.of("suspended", "resumed"), told);
    assertTrue(points.get(0).settled());
  }
}
