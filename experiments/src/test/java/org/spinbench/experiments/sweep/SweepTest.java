package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.sweep.output.Csv;
import org.spinbench.experiments.sweep.output.RunNotes;
import org.spinbench.experiments.sweep.output.SpectraCsv;
import org.spinbench.experiments.sweep.pass.Times;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.Settle;
import org.spinbench.experiments.sweep.plan.Stop;
import org.spinbench.simulator.bench.SimulatedBench;

/** Plans on a simulated bench without noise. */
@Tag("any-jdk")
class SweepTest {
  private static final BenchFile FILE =
      BenchFile.parse(
          DefaultBench.text().replace("fidelity = \"full\"", "fidelity = \"static\""), "bench");

  @TempDir Path folder;
  private final SimulatedBench simulated = new SimulatedBench(FILE, 1);
  private final List<Point> points = new ArrayList<>();

  private Summary run(Plan plan) {
    return run(plan, bench -> {});
  }

  private Summary run(Plan plan, Consumer<Bench> after) {
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Summary summary = new Sweep(bench, plan).run(points::add);
      after.accept(bench);
      return summary;
    }
  }

  private List<Double> values(int reading) {
    return points.stream().map(point -> point.readings().get(reading).value()).toList();
  }

  private static Plan resonance() {
    return Plan.named("resonance")
        .set("input 1.power", 2e-6)
        .sweep(Axis.linear("input 1.frequency", 200e6, 300e6, 21))
        .read("chain 1.voltage");
  }

  @Test
  void aResonanceIsSwept() {
    Summary summary = run(resonance());
    assertEquals(21, summary.points());
    assertEquals(21, summary.samples());
    assertEquals(21, points.size());
    assertEquals(200e6, points.get(0).settings().get(0));
    assertEquals(300e6, points.get(20).settings().get(0));
    double lowest = values(0).stream().mapToDouble(v -> v).min().orElseThrow();
    double highest = values(0).stream().mapToDouble(v -> v).max().orElseThrow();
    assertTrue(lowest < -30e-6 && highest > 30e-6, values(0).toString());
    assertTrue(points.get(1).time().isAfter(points.get(0).time()));
    assertTrue(simulated.atRest(), "the bench was closed");
  }

  @Test
  void timeIsThatOfTheInstruments() {
    Summary summary = run(resonance());
    // Three apertures of 20 ms a reading; the bench file's settling of tone and amplifiers a point.
    assertEquals(21 * 0.06, summary.reading(), 1e-6);
    assertEquals(21 * (1e-3 + 2 * 1e-3), summary.settling(), 1e-6);
    assertEquals(summary.seconds(), summary.setting() + summary.settling() + summary.reading());
  }

  @Test
  void nestedSettingsAreAllSetAtEveryPoint() {
    Plan plan =
        Plan.named("p")
            .set("input 1.power", 2e-6)
            .sweep(Axis.list("synapse 1.current", -4e-3, 4e-3))
            .sweep(Axis.list("input 1.frequency", 240e6, 260e6).snake())
            .read("rf_1.frequency", "field:1.voltage", "rf_1.power");
    run(plan);
    assertEquals(List.of(240e6, 260e6, 260e6, 240e6), values(0));
    assertEquals(List.of(-4.0, -4.0, 4.0, 4.0), values(1));
    // 2 µW behind 10 dB, in steps of 0.01 dB.
    assertEquals(List.of(-16.99, -16.99, -16.99, -16.99), values(2));
  }

  @Test
  void instrumentsCanBeNamedThemselves() {
    Plan plan =
        Plan.named("p")
            .set("rf_2.power", -30)
            .set("rf_2.output", "true")
            .set("field:7.range", "LOW")
            .sweep(Axis.linear("rf_2.frequency", 300e6, 301e6, 3))
            .read("rf_2.frequency", "voltmeter_1.voltage", "voltmeter_2.voltage");
    run(plan);
    assertEquals(List.of(300e6, 300.5e6, 301e6), values(0));
    assertEquals(3, points.size());
  }

  @Test
  void voltmetersIntegrateAtTheSameTime() {
    Summary both = run(resonance().read("chain 2.voltage", "chain 3.voltage"));
    assertEquals(21 * 0.06, both.reading(), 1e-6, "as long as one alone");
    assertEquals(63, both.samples());
  }

  @Test
  void settingsGoAlong() {
    Plan plan =
        Plan.named("p")
            .sweep(
                Axis.list("rf_1.frequency", 250e6, 251e6)
                    .along("rf_2.frequency", "analyzer.centre"))
            .read("rf_2.frequency", "analyzer.centre");
    run(plan);
    assertEquals(List.of(250e6, 251e6), values(0));
    assertEquals(List.of(250e6, 251e6), values(1));
  }

  @Test
  void theLevelOfABiasSourceIsRamped() {
    Plan plan =
        Plan.named("p")
            .set("neuron 1.bias", 1e-3)
            .sweep(Axis.list("bias_1.current", 1e-3, 5e-3))
            .read("bias_1.current");
    Summary summary = run(plan);
    assertEquals(List.of(1e-3, 5e-3), values(0));
    // 4 mA at 10 kV/s over 45 ohm are 18 µs, in nine steps.
    assertTrue(summary.setting() > 15e-6, "ramped within " + summary.setting() + " s");
  }

  @Test
  void aReferenceIsReturnedToBeforeAndEverySoManyPoints() {
    Plan plan = resonance().reference(10, Map.of("input 1.frequency", 250e6));
    Summary summary = run(plan);
    assertEquals(21, summary.points());
    assertEquals(3, summary.references());
    List<Integer> at = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).reference()) {
        at.add(i);
        assertEquals(250e6, points.get(i).settings().get(0));
      }
      assertEquals(i + 1, points.get(i).number());
    }
    assertEquals(List.of(0, 11, 22), at);
    double first = points.get(0).readings().get(0).value();
    assertEquals(first, points.get(11).readings().get(0).value(), 1e-9, "without drift");
  }

  @Test
  void aStopEndsALine() {
    Plan plan =
        Plan.named("p")
            .sweep(Axis.list("input 2.power", 0, 0))
            .sweep(Axis.linear("neuron 1.bias", 3e-3, 8e-3, 11))
            .read("neuron 1.power")
            .stop("neuron 1.power > 1e-7", Stop.Ends.LINE);
    List<Long> done = new ArrayList<>();
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      SweepListener progress =
          new SweepListener() {
            @Override
            public void point(Point point) {
              points.add(point);
            }

            @Override
            public void progress(long now, long total) {
              done.add(now);
              assertEquals(22, total);
            }
          };
      Summary summary = new Sweep(bench, plan).run(progress);
      assertEquals(List.of("neuron 1.power > 1e-7"), summary.stops());
    }
    int line = points.size() / 2;
    assertTrue(line > 2 && line < 9, points.size() + " points");
    assertTrue(points.get(line - 1).readings().get(0).value() > 1e-7);
    assertFalse(points.get(line - 2).readings().get(0).value() > 1e-7);
    assertEquals(3e-3, points.get(line).settings().get(1), "the next line begins anew");
    assertEquals(22, done.get(done.size() - 1));
  }

  @Test
  void aStopEndsThePlan() {
    Plan plan =
        Plan.named("p")
            .sweep(Axis.linear("neuron 1.bias", 3e-3, 8e-3, 11))
            .read("neuron 1.power")
            .stop("neuron 1.power > 1e-7", Stop.Ends.PLAN)
            .repeats(3);
    run(plan);
    assertTrue(points.size() < 11, points.size() + " points");
  }

  @Test
  void waitsAreAdded() {
    Plan plan =
        Plan.named("p")
            .set("input 1.power", 2e-6)
            .sweep(Axis.list("synapse 1.current", 0, 1e-3).waiting(10))
            .sweep(Axis.list("input 1.frequency", 250e6, 251e6, 252e6).waiting(0.5))
            .read("chain 1.voltage")
            .settle(new Settle(0.01, Optional.empty()));
    Summary summary = run(plan);
    // Two changes of the current, with the longer wait of the two, and four of the frequency alone.
    assertEquals(2 * 10 + 4 * 0.5 + 6 * 0.01, summary.settling(), 0.05);
  }

  @Test
  void aReadingThatStandsStillEndsTheWait() {
    Settle.Still still = new Settle.Still("chain 1.voltage", 1e-7, 5);
    Summary summary = run(resonance().settle(new Settle(0, Optional.of(still))));
    assertEquals(0, summary.unsettled());
    assertEquals(
        21 * 3 * 0.06, summary.settling() - 21 * 3e-3, 1e-6, "three samples agree at once");
    assertTrue(points.stream().allMatch(Point::settled));
  }

  @Test
  void aReadingThatNeverStandsStillIsMarked() {
    SimulatedBench noisy =
        new SimulatedBench(BenchFile.parse(DefaultBench.text(), "the bench with noise"), 1);
    Settle.Still still = new Settle.Still("chain 1.voltage", 1e-15, 0.5);
    Plan plan = resonance().settle(new Settle(0, Optional.of(still)));
    try (Bench bench = Bench.open(FILE, noisy, noisy.clock())) {
      Summary summary = new Sweep(bench, plan).run(points::add);
      assertEquals(21, summary.unsettled());
      assertEquals(21, points.size());
      assertFalse(points.get(0).settled());
      assertTrue(summary.settling() < 21 * 0.7, "given up in time");
    }
  }

  @Test
  void samplesAreAveraged() {
    Plan plan =
        Plan.named("p").set("input 1.power", 2e-6).read(Measurand.times("chain 1.voltage", 16));
    Summary summary = run(plan);
    assertEquals(16, summary.samples());
    assertEquals(16, points.get(0).readings().get(0).samples());
    // A third of 70 nV peak to peak, over the root of 16.
    assertEquals(23e-9 / 4, points.get(0).readings().get(0).uncertainty(), 1e-12);
  }

  @Test
  void aMissingLineHasNoNumber() {
    run(Plan.named("p").read("neuron 1.line_frequency"));
    Mean mean = points.get(0).readings().get(0);
    assertEquals(0, mean.samples());
    assertTrue(Double.isNaN(mean.value()));
  }

  /** The line of an overloaded analyzer is not that of the neuron. */
  @Test
  void aSpectrumBeyondTheReferenceLevelIsMarkedWhereverItGoes() throws IOException {
    Path file = folder.resolve("spectra.csv");
    Plan plan =
        Plan.named("p")
            .sweep(Axis.list("analyzer.reference_level", -100, 0))
            .set("neuron 1.bias", 6e-3)
            .read("neuron 1.line_frequency", "neuron 1.line_power");
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock());
        SpectraCsv csv = new SpectraCsv(file)) {
      new Sweep(bench, plan).run(csv, points::add);
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals("point,spectrum,frequency (Hz),level (dBm),overload", lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.endsWith(line.startsWith("1,") ? ",1" : ",0"), line);
    }
    for (int reading = 0; reading < 2; reading++) {
      assertTrue(points.get(0).readings().get(reading).overload());
      assertFalse(points.get(1).readings().get(reading).overload());
    }
  }

  @Test
  void spectraAreHandedOn() {
    List<String> spectra = new ArrayList<>();
    SweepListener listener =
        new SweepListener() {
          @Override
          public void point(Point point) {
            points.add(point);
          }

          @Override
          public void spectrum(long number, String of, SpectrumTrace trace) {
            spectra.add(number + " " + of + " " + trace.points());
          }
        };
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Plan plan =
          Plan.named("p")
              .sweep(Axis.list("neuron 1.bias", 6e-3, 7e-3))
              .read("neuron 1.line_frequency", "neuron 1.line_width");
      new Sweep(bench, plan).run(listener);
    }
    assertEquals(List.of("1 neuron 1 501", "2 neuron 1 501"), spectra);
    assertEquals(2e9 * 1e-3, values(0).get(1) - values(0).get(0), 0.3e6, "pulled by the current");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rf_9.power         | nothing on this bench is called "rf_9"; there are the instruments rf_1,
          rf_1.level         | there is no rf_1.level; the settings of rf_1 are: frequency,
          rf_1               | "rf_1" is not the name of a setting or reading
          input 1.level      | the settings of input 1 are: power, frequency
          synapse 1.power    | the settings of synapse 1 are: current
          neuron 1.power     | the settings of neuron 1 are: bias
          chain 1.voltage    | the settings of chain 1 are: none
          field:99.voltage   | has channels 1 to 24, not 99
          rf_1:1.power       | rf_1:1 is no channel
          """)
  void aMissingSettingIsNamedWithTheExistingOnes(String name, String message) {
    refused(Plan.named("p").sweep(Axis.list(name, 1)).read("chain 1.voltage"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chain 1.current     | the readings of chain 1 are: voltage
          neuron 1.bias       | the readings of neuron 1 are: power, line_frequency
          input 1.power       | the readings of input 1 are: none
          voltmeter_1.current | the readings of voltmeter_1 are: voltage,
          analyzer.power      | the readings of analyzer are: band_power,
          """)
  void aMissingReadingIsNamedWithTheExistingOnes(String name, String message) {
    refused(Plan.named("p").read(name), message);
  }

  @Test
  void aWordThatASettingDoesNotTakeIsRefusedBeforeAnythingIsSet() {
    refused(
        Plan.named("p").set("rf_1.output", "perhaps").read("chain 1.voltage"),
        "rf_1.output: one of false, true is expected, not perhaps");
    refused(
        Plan.named("p").set("rf_1.power", "high").read("chain 1.voltage"),
        "rf_1.power: a number in dBm is expected, not high");
    refused(
        Plan.named("p").set("field:1.filter", "FAST").read("chain 1.voltage"),
        "field:1.filter: one of DC, MED, HIGH is expected, not FAST");
  }

  @Test
  void whatHasAnotherUnitCannotGoAlong() {
    refused(
        Plan.named("p")
            .sweep(Axis.list("rf_1.power", -30).along("rf_1.frequency"))
            .read("rf_1.power"),
        "rf_1.frequency cannot go along with rf_1.power: one is in Hz, the other in dBm");
  }

  @Test
  void aToneWithoutAPowerIsRefused() {
    refused(
        Plan.named("p").sweep(Axis.list("input 1.frequency", 250e6)).read("chain 1.voltage"),
        "set or sweep \"input 1.power\" too");
  }

  private void refused(Plan plan, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run(plan));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(List.of(), points);
    assertTrue(simulated.atRest());
  }

  @Test
  void aLimitEndsTheSweepAndTheBenchIsAtRest() {
    Plan plan =
        Plan.named("p")
            .set("input 1.power", 1e-6)
            .sweep(Axis.linear("neuron 1.bias", 7e-3, 11e-3, 5))
            .read("chain 1.voltage");
    LimitException e = assertThrows(LimitException.class, () -> run(plan));
    assertTrue(e.getMessage().contains("bias_1 current"), e.getMessage());
    assertEquals(3, points.size(), "those within the limit were measured");
    assertTrue(simulated.atRest());
  }

  /** Requires that the lines of all earlier points are in a file when a point is read. */
  private record WrittenBefore(Path file) implements SweepListener {
    @Override
    public void point(Point point) {
      // Its own line may come with the next.
    }

    @Override
    public void sample(
        long number, boolean reference, boolean settled, String of, Reading reading) {
      try {
        assertEquals(number, Files.readAllLines(file).size(), "headings and the points before");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void pointsAreWrittenAsCsv() throws IOException {
    Path file = folder.resolve("data.csv");
    Plan plan =
        resonance()
            .read("neuron 1.line_frequency")
            .reference(20, Map.of("input 1.frequency", 250e6));
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Sweep sweep = new Sweep(bench, plan);
      try (Csv csv = new Csv(file, sweep)) {
        sweep.run(csv, new WrittenBefore(file), points::add);
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(
        "point,time,repeat,line,direction,reference,settled,input 1.frequency (Hz),"
            + "chain 1.voltage (V),chain 1.voltage uncertainty (V),chain 1.voltage samples,"
            + "chain 1.voltage overload,chain 1.voltage time,chain 1.voltage compliance,"
            + "neuron 1.line_frequency (Hz),"
            + "neuron 1.line_frequency uncertainty (Hz),neuron 1.line_frequency samples,"
            + "neuron 1.line_frequency overload,neuron 1.line_frequency time,"
            + "neuron 1.line_frequency compliance",
        lines.get(0));
    assertEquals(24, lines.size());
    String[] reference = lines.get(1).split(",", -1);
    assertEquals("1", reference[5]);
    assertEquals("2.5E8", reference[7]);
    String[] first = lines.get(2).split(",", -1);
    assertEquals("0", first[5]);
    assertEquals(points.get(1).readings().get(0).value(), Double.parseDouble(first[8]));
    assertEquals(points.get(1).readings().get(0).time(), Instant.parse(first[12]));
    assertEquals("", first[14], "no line, no number");
    assertThrows(UncheckedIOException.class, () -> overwrite(file, plan));
  }

  private void overwrite(Path file, Plan plan) {
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Csv(file, new Sweep(bench, plan)).close();
    }
  }

  @Test
  void everySampleIsNotedInTheRunFile() {
    Plan plan =
        Plan.named("p")
            .set("input 1.power", 2e-6)
            .sweep(Axis.list("input 1.frequency", 250e6, 260e6))
            .read(Measurand.times("chain 1.voltage", 3))
            .reference(2, Map.of("input 1.frequency", 240e6));
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      StartDocument start =
          StartDocument.on(
              bench,
              "measure",
              DefaultBench.text(),
              1L,
              0,
              "p",
              Map.of("plan", plan.toToml()),
              StartDocument.Program.running("test", ""));
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        Sweep sweep = new Sweep(bench, plan);
        List<Optional<Instant>> times = new ArrayList<>();
        sweep.run(new RunNotes(run, sweep), point -> times.add(Optional.of(point.time())));
        assertEquals(Map.of(Purpose.MEASURE, 6L, Purpose.REFERENCE, 3L), run.readings());
        assertEquals(Map.of(Purpose.MEASURE, 2L, Purpose.REFERENCE, 1L), run.evaluations());
        assertEquals(plan, Plan.parse(run.start().options().get("plan"), "run"));
        assertEquals("-30", run.start().settings().get("rf_1.power"));
        Columns columns =
            new Columns(
                List.of(new Columns.Column("input 1.frequency", "Hz")),
                List.of(new Columns.Column("chain 1.voltage", "V")));
        assertEquals(Optional.of(columns), run.columns());
        List<NotedReading> readings = new ArrayList<>();
        run.eachReading(readings::add);
        assertEquals(9, readings.size());
        for (NotedReading reading : readings) {
          assertEquals("chain 1.voltage", reading.name());
          assertEquals("voltmeter_1", reading.source());
          assertEquals(0.01, reading.range());
          assertEquals(0.02, reading.integration());
          assertEquals(Optional.of(true), reading.settled());
          assertEquals(Optional.of(false), reading.compliance());
        }
        List<NotedEvaluation> points = new ArrayList<>();
        run.eachEvaluation(points::add);
        assertEquals(
            List.of(
                new NotedEvaluation(
                    1, Purpose.REFERENCE, List.of(240e6), OptionalInt.empty(), times.get(0)),
                new NotedEvaluation(
                    2, Purpose.MEASURE, List.of(250e6), OptionalInt.empty(), times.get(1)),
                new NotedEvaluation(
                    3, Purpose.MEASURE, List.of(260e6), OptionalInt.empty(), times.get(2))),
            points);
      }
    }
  }

  @Test
  void aDryRunFindsWhatTheRunWillTake() {
    Plan plan =
        resonance()
            .repeats(2)
            .settle(new Settle(0.1, Optional.empty()))
            .reference(5, Map.of("input 1.frequency", 250e6));
    Summary summary = run(plan);
    SimulatedBench copy = new SimulatedBench(FILE, 2);
    try (Bench bench = Bench.open(FILE, copy, copy.clock())) {
      Rehearsal.Estimate estimate = Rehearsal.of(bench, plan);
      assertEquals(summary.points(), estimate.points());
      assertEquals(summary.references(), estimate.references());
      assertEquals(0, estimate.refused());
      assertEquals(summary.seconds(), estimate.seconds(), 1e-3 * summary.seconds());
    }
  }

  @Test
  void aDryRunVisitsEverySetpointAgainstEveryLimit() {
    Plan plan =
        Plan.named("p")
            .sweep(Axis.list("rf_1.frequency", 100e6, 2e9, 20e9))
            .sweep(Axis.list("input 1.power", 1e-6, 200e-6))
            .sweep(Axis.list("input 2.power", 1e-6, 250e-6))
            .read("chain 1.voltage");
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Rehearsal.Estimate estimate = Rehearsal.of(bench, plan);
      assertEquals(12, estimate.points());
      // Two of three frequencies, and both powers together at the third.
      assertEquals(2 * 4 + 1, estimate.refused());
      String refusals = String.join("\n", estimate.refusals());
      assertTrue(refusals.contains("the station's limit"), refusals);
      assertTrue(refusals.contains("what the instrument can do"), refusals);
      assertTrue(refusals.contains("the chip's limit is 4.0E-4 W"), refusals);
      assertTrue(refusals.contains("point 4: rf_2 power"), refusals);
      assertEquals(3, estimate.refusals().size(), "each kind once");
    }
  }

  /** Between (1, 250) and (200, 1) µW lies (200, 250), which the chip would not survive. */
  @Test
  void changesAreMadeInAnOrderThatTheChipSurvives() {
    Plan plan =
        Plan.named("p")
            .sweep(Axis.list("input 1.power", 1e-6, 200e-6))
            .sweep(Axis.list("input 2.power", 1e-6, 250e-6).snake())
            .read("chain 1.voltage");
    LimitException e = assertThrows(LimitException.class, () -> run(plan));
    assertEquals(2, points.size(), "the third is too much");
    assertTrue(e.getMessage().contains("the chip's limit"), e.getMessage());
    points.clear();
    Plan crossing =
        Plan.named("p")
            .sweep(Axis.list("input 1.power", 1e-6, 200e-6, 1e-6))
            .read("chain 1.voltage")
            .sweep(Axis.list("input 2.power", 1e-6))
            .reference(1, Map.of("input 1.power", 1e-6, "input 2.power", 250e-6));
    run(crossing);
    assertEquals(6, points.size());
  }

  @Test
  void aListenerThatFailsEndsTheSweepAndTheBenchIsAtRest() {
    SweepListener fails =
        point -> {
          throw new IllegalStateException("the disk is full");
        };
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
            new Sweep(bench, resonance()).run(fails);
          }
        });
    assertTrue(simulated.atRest());
  }

  /** A sweep keeps nothing: what it holds after many points is what it holds after few. */
  @Test
  void memoryDoesNotGrowWithTheSweep() {
    Plan plan =
        Plan.named("p")
            .sweep(Axis.linear("synapse 1.current", -8e-3, 8e-3, 100))
            .sweep(Axis.linear("input 1.power", 0, 1e-6, 100).snake())
            .read("field:1.voltage");
    List<Long> held = new ArrayList<>();
    SweepListener weighing =
        point -> {
          if (point.number() % 4500 == 1000) {
            held.add(usedAfterCollection());
          }
        };
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Summary summary = new Sweep(bench, plan).run(weighing);
      assertEquals(10_000, summary.points());
    }
    assertEquals(3, held.size());
    // 9 000 points kept would be 3 MB at the least.
    assertTrue(held.get(2) - held.get(0) < 500_000, "bytes held: " + held);
  }

  private static long usedAfterCollection() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  @Test
  void durationsAreRoundedUp() {
    assertEquals(Duration.ofNanos(2), Times.seconds(1.1e-9));
  }

  @Test
  void samplesAreReportedBeforeTheirPoint() {
    List<String> told = new ArrayList<>();
    SweepListener listener =
        new SweepListener() {
          @Override
          public void point(Point point) {
            told.add("point " + point.number());
          }

          @Override
          public void sample(
              long number, boolean reference, boolean settled, String of, Reading reading) {
            told.add("sample of " + number + ", " + of + " in " + reading.unit().symbol());
          }
        };
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, Plan.named("p").read("chain 1.voltage").repeats(2)).run(listener);
    }
    String of = ", chain 1.voltage in V";
    assertEquals(List.of("sample of 1" + of, "point 1", "sample of 2" + of, "point 2"), told);
  }

  private static double asked(Bench bench, String instrument, String setting) {
    for (Setting one : bench.instruments().get(instrument).settings()) {
      if (one.name().equals(setting)) {
        return ((NumberSetting) one).get();
      }
    }
    throw new AssertionError(instrument + " has no " + setting);
  }

  /** A source has 0.01 dB, or a part of its range: points say what it has, not what was wished. */
  @Test
  void setpointsAreThoseThatTheInstrumentsKeep() {
    double watts = 1.234e-6;
    double amperes = 1.23456789e-3;
    Plan plan =
        Plan.named("p")
            .set("input 1.frequency", 250e6)
            .sweep(Axis.list("input 1.power", watts))
            .sweep(Axis.list("neuron 1.bias", amperes))
            .sweep(Axis.list("synapse 1.current", 2e-3))
            .read("chain 1.voltage");
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, plan).run(points::add);
      double loss = FILE.inputs().get(0).lossDb();
      double level = asked(bench, "rf_1", "power");
      assertEquals(Math.rint(100 * level), 100 * level, 1e-9, "in hundredths of a decibel");
      double power = 1e-3 * StrictMath.pow(10, (level - loss) / 10);
      double bias = asked(bench, "bias_1", "current");
      List<Double> settings = points.get(0).settings();
      assertEquals(power, settings.get(0), 1e-12 * power);
      assertTrue(Math.abs(power - watts) > 1e-5 * watts, "else there were nothing to see");
      assertEquals(bias, settings.get(1), 1e-12);
      assertTrue(Math.abs(bias - amperes) > 1e-10, "else there were nothing to see");
      assertEquals(2e-3, settings.get(2), "to the last bit what needs no rounding");
    }
    points.clear();
    SimulatedBench another = new SimulatedBench(FILE, 7);
    try (Bench bench = Bench.open(FILE, another, another.clock())) {
      new Sweep(bench, plan, Sweep.Setting.ASKED).run(points::add);
    }
    assertEquals(List.of(watts, amperes, 2e-3), points.get(0).settings(), "as in old recordings");
  }

  private static boolean digitalFilter(Bench bench) {
    for (Setting one : bench.instruments().get("voltmeter_1").settings()) {
      if (one.name().equals("digital_filter")) {
        return ((SwitchSetting) one).get();
      }
    }
    throw new AssertionError("the voltmeter has no filter");
  }

  /** The driver prepares the meter without its filter when it is first read. */
  @ParameterizedTest
  @ValueSource(strings = {"chain 1.voltage", "voltmeter_1.voltage"})
  void whatAPlanSetsIsNotUndoneByPreparing(String reading) {
    Plan plan = Plan.named("p").set("voltmeter_1.digital_filter", "true").read(reading);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, plan).run(points::add);
      assertTrue(digitalFilter(bench));
    }
    assertFalse(points.get(0).settled(), "one reading of a filter that holds more");
  }

  @ParameterizedTest
  @CsvSource({"function, TEMP, VOLT", "channel, 2, 1.0"})
  void aSettingThatChangesTheMeasuredQuantityIsRefused(String setting, String asked, String has) {
    Plan plan = Plan.named("p").set("voltmeter_1." + setting, asked).read("chain 1.voltage");
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run(plan));
    assertTrue(e.getMessage().startsWith("voltmeter_1." + setting + ": the plan"), e.getMessage());
    assertTrue(e.getMessage().endsWith("need " + has + "; remove that setting"), e.getMessage());
  }
}
