package org.spinbench.app.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.sweep.Rehearsal;
import org.spinbench.experiments.sweep.Summary;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.Stop;
import org.spinbench.simulator.bench.SimulatedBench;

/** Passes that a source and a voltmeter make by themselves, joined by a cable for triggers. */
@Tag("any-jdk")
class ListSweepTest {
  private static final String TEXT =
      DefaultBench.text("characterisation").replace("fidelity = \"full\"", "fidelity = \"ideal\"");

  private static final Axis RESONANCE = Axis.linear("input 2.frequency", 310e6, 350e6, 41);

  /** What a plan has measured, with how many messages, and how many a look after sources takes. */
  private record Outcome(List<Point> points, Summary summary, long messages, long look) {
    List<Double> voltages() {
      return points.stream().map(point -> point.readings().get(0).value()).toList();
    }
  }

  private static Plan plan(Axis... axes) {
    Plan plan = Plan.named("list").set("input 2.power", 50e-6);
    for (Axis axis : axes) {
      plan = plan.sweep(axis);
    }
    return plan.read("chain 1.voltage");
  }

  private static Outcome measured(String text, Plan plan) {
    return measured(text, text, plan);
  }

  private static Outcome measured(String text, String really, Plan plan) {
    BenchFile file = BenchFile.parse(text, "file");
    SimulatedBench simulated = new SimulatedBench(BenchFile.parse(really, "really"), 1);
    List<Point> points = new ArrayList<>();
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      long before = bench.messagesSent();
      Summary summary = new Sweep(bench, plan).run(points::add);
      long passes = bench.messagesSent() - before;
      bench.requireAsLeft();
      return new Outcome(points, summary, passes, bench.messagesSent() - before - passes);
    } finally {
      assertTrue(simulated.atRest());
      assertEquals(List.of(), simulated.queuedErrors());
    }
  }

  private static void assertSame(Outcome byPoint, Outcome byList) {
    assertEquals(byPoint.points().size(), byList.points().size());
    for (int k = 0; k < byPoint.points().size(); k++) {
      Point one = byPoint.points().get(k);
      Point other = byList.points().get(k);
      assertEquals(one.number(), other.number());
      assertEquals(one.place(), other.place());
      assertEquals(one.settings(), other.settings());
      assertEquals(
          one.readings().get(0).value(), other.readings().get(0).value(), 2e-9, "point " + k);
      assertEquals(1, other.readings().get(0).samples());
      assertEquals(one.readings().get(0).uncertainty(), other.readings().get(0).uncertainty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"N5183B", "SMB100A", "E8257D"})
  void aPassByListMeasuresTheSameAsPointByPoint(String model) {
    String text = TEXT.replace("N5183B", model).replace("min = 50e6", "min = 250e6");
    Outcome byPoint = measured(text, plan(RESONANCE));
    Outcome byList = measured(text, plan(RESONANCE.listed()));
    assertSame(byPoint, byList);
    double largest = byList.voltages().stream().mapToDouble(Math::abs).max().orElseThrow();
    assertTrue(largest > 0.5e-3, "a resonance to be seen");
    assertEquals(Optional.empty(), byList.summary().unlisted());
    assertEquals(41, byList.summary().samples());
    assertTrue(byList.messages() < byPoint.messages(), byList + " " + byPoint);
  }

  /**
   * Its Trigger Link wants a falling edge with each point, which an inverter in the cable makes.
   */
  @Test
  void aNanovoltmeterIsTriggeredToo() {
    String text =
        TEXT.replace("model = \"34465A\"", "model = \"2182A\"")
            .replace(
                "resource = \"INPROC::voltmeter_2::INSTR\"\n",
                "resource = \"INPROC::voltmeter_2::INSTR\"\ntriggered_by = \"rf_2\"\n");
    Plan both =
        Plan.named("list").set("input 2.power", 50e-6).read("chain 1.voltage", "chain 2.voltage");
    Outcome byPoint = measured(text, both.sweep(RESONANCE));
    Outcome byList = measured(text, both.sweep(RESONANCE.listed()));
    assertSame(byPoint, byList);
    assertEquals(Optional.empty(), byList.summary().unlisted());
    double largest = byList.voltages().stream().mapToDouble(Math::abs).max().orElseThrow();
    assertTrue(largest > 0.5e-3, "a resonance to be seen");
    Axis tooMany = Axis.linear("input 2.frequency", 310e6, 350e6, 1025).listed();
    assertEquals(
        Optional.of("voltmeter_1 keeps 1024 readings, and a pass has 1025"),
        measured(text, plan(tooMany)).summary().unlisted());
  }

  @Test
  void athousandAndOnePointsAreOneCommand() {
    Axis fine = Axis.linear("input 2.frequency", 310e6, 350e6, 1001);
    Outcome many = measured(TEXT, plan(fine.listed()));
    Outcome few = measured(TEXT, plan(RESONANCE.listed()));
    assertEquals(1001, many.points().size());
    // In the pass the source is asked every ten seconds whether it is on and still steps.
    double besides = many.messages() - few.messages();
    double looks = Math.ceil(dwell(many) * 1001 / 10);
    assertTrue(besides <= 2 * looks, "messages do not count the points");
    // An aperture of 20 ms twice, 2 ms of the meter, 5 ms of settling, and 1 ms of margin
    assertEquals(47e-3, dwell(many), 3e-3);
  }

  private static double dwell(Outcome outcome) {
    int intervals = outcome.points().size() - 1;
    Instant first = outcome.points().get(0).readings().get(0).time();
    Instant last = outcome.points().get(intervals).readings().get(0).time();
    return (last.toEpochMilli() - first.toEpochMilli()) * 1e-3 / intervals;
  }

  @Test
  void aReadingEndsOnItsPointAlsoIfTheEdgeComesWhenTheToneHasSettled() {
    Axis tone = RESONANCE.listed();
    double usual = dwell(measured(TEXT, plan(tone)));
    double slow = dwell(measured(TEXT.replace("tone = 1e-3", "tone = 20e-3"), plan(tone)));
    // Once before the reading, once for the edge; dwells are whole milliseconds
    assertEquals(2 * 19e-3, slow - usual, 1.1e-3);
  }

  /** It keeps the list, and is triggered by the computer: no cable, and any voltmeter. */
  @Test
  void aSourceThatKeepsAListIsStepped() {
    String text =
        TEXT.replaceFirst("model = \"SGS100A\"", "model = \"SG386\"")
            .replace("tone = 1e-3", "tone = 20e-3");
    Axis field = Axis.list("synapse 1.current", -2e-3, 2e-3);
    Axis tone = Axis.linear("input 1.frequency", 240e6, 260e6, 21);
    Plan plan =
        Plan.named("stepped")
            .set("input 1.power", 50e-6)
            .read("chain 1.voltage", "chain 2.voltage")
            .sweep(field);
    Outcome byPoint = measured(text, plan.sweep(tone));
    Outcome byList = measured(text, plan.sweep(tone.listed()));
    assertSame(byPoint, byList);
    assertEquals(Optional.empty(), byList.summary().unlisted());
    double largest = byList.voltages().stream().mapToDouble(Math::abs).max().orElseThrow();
    assertTrue(largest > 0.5e-3, "a resonance to be seen");
    Axis beyond = Axis.linear("input 1.frequency", 240e6, 1.1e9, 5).listed();
    LimitException e = assertThrows(LimitException.class, () -> measured(text, plan.sweep(beyond)));
    assertTrue(e.getMessage().contains("rf_1 frequency: 1.1E9 Hz"), e.getMessage());
  }

  @Test
  void passesThereAndBackAndInListsAreListsOfTheSource() {
    Axis there = RESONANCE.thereAndBack();
    assertSame(measured(TEXT, plan(there)), measured(TEXT, plan(there.listed())));
    Axis some = Axis.list("rf_2.frequency", 330e6, 312e6, 349e6);
    assertSame(measured(TEXT, plan(some)), measured(TEXT, plan(some.listed())));
  }

  @Test
  void outerAxesAreSetBetweenPasses() {
    Axis field = Axis.list("synapse 2.current", -2e-3, 0, 2e-3);
    Axis snake = Axis.linear("input 2.frequency", 320e6, 340e6, 11).snake();
    Plan byList = plan(field, snake.listed()).repeats(2);
    assertSame(measured(TEXT, plan(field, snake).repeats(2)), measured(TEXT, byList));
  }

  @ParameterizedTest
  @CsvSource({"1, 2450", "2, 2400", "3, B2901A", "3, 2602B"})
  void aSourceMeterGoesThroughItsLevelsByItself(int neuron, String model) {
    boolean channels = model.equals("2602B");
    String text =
        channels
            ? TEXT.replace("model = \"B2901A\"", "model = \"2602B\"")
                .replace("bias = \"bias_3\"", "bias = \"bias_3:2\"")
            : TEXT;
    String meter = "bias_" + neuron + (channels ? ":2" : "");
    Axis bias = Axis.linear("neuron " + neuron + ".bias", 0, 5e-3, 41).thereAndBack();
    Plan plan = Plan.named("iv").read(meter + ".voltage", meter + ".current");
    Outcome byPoint = measured(text, plan.sweep(bias));
    Outcome byList = measured(text, plan.sweep(bias.listed()));
    assertEquals(Optional.empty(), byList.summary().unlisted());
    assertEquals(82, byList.points().size());
    assertTrue(byList.messages() < byPoint.messages() / 4, byList.messages() + " messages");
    for (int k = 0; k < 82; k++) {
      Point point = byList.points().get(k);
      double level = point.settings().get(0);
      assertEquals(byPoint.points().get(k).settings().get(0), level);
      assertEquals(45 * level, point.readings().get(0).value(), 1e-5, "point " + k);
      assertEquals(level, point.readings().get(1).value(), 2e-7);
    }
    Instant first = byList.points().get(0).readings().get(0).time();
    assertTrue(byList.points().get(81).readings().get(0).time().isAfter(first));
  }

  /** The characterisation bench with the field line of synapse 2, and the meter, at a source. */
  private static String withLineAt(String source) {
    return TEXT.replace("triggered_by = \"rf_2\"", "triggered_by = \"" + source + "\"")
        .replace("field_line = \"field:2\"", "field_line = \"" + source + ":2\"")
        .replace("coil:2", "coil")
        .replace(
            "[instruments.voltmeter_1]",
            "[instruments.coil]\nmodel = \"6221\"\nresource = \"INPROC::coil::INSTR\"\n"
                + "[instruments.voltmeter_1]");
  }

  private static final Axis FIELD = Axis.linear("synapse 2.current", 0, -3e-3, 41).thereAndBack();

  private static Plan tuned(Axis field) {
    return Plan.named("tuned")
        .set("input 2.power", 50e-6)
        .set("input 2.frequency", 330e6)
        .sweep(field)
        .read("chain 1.voltage");
  }

  @ParameterizedTest
  @CsvSource({"field, 34465A", "field, 2182A", "coil, 34465A", "coil, 2182A"})
  void aSourceOfBiasGoesThroughItsLevelsAndTriggersAVoltmeter(String source, String meter) {
    String text = withLineAt(source).replace("model = \"34465A\"", "model = \"" + meter + "\"");
    Outcome byPoint = measured(text, tuned(FIELD));
    Outcome byList = measured(text, tuned(FIELD.listed()));
    assertEquals(Optional.empty(), byList.summary().unlisted());
    assertSame(byPoint, byList);
    double largest = byList.voltages().stream().mapToDouble(Math::abs).max().orElseThrow();
    double least = byList.voltages().stream().mapToDouble(Math::abs).min().orElseThrow();
    assertTrue(largest > 0.5e-3 && least < 0.2e-3, "a resonance to be seen: " + byList.voltages());
    assertTrue(byList.messages() < byPoint.messages() / 2, byList.messages() + " messages");
  }

  @ParameterizedTest
  @CsvSource({"field", "coil"})
  void athousandLevelsOfABiasAreOneCommandAndAreSentOnce(String source) {
    Axis fine = Axis.linear("synapse 2.current", 0, -3e-3, 501).thereAndBack().listed();
    String text = withLineAt(source);
    Outcome once = measured(text, tuned(fine));
    assertEquals(1002, once.points().size());
    Outcome thrice = measured(text, tuned(fine).repeats(3));
    assertEquals(3006, thrice.points().size());
    long more = thrice.messages() - once.messages() - 2 * once.look();
    assertTrue(more < 2 * 40, "two passes more take " + more + " messages");
    assertTrue(once.messages() < 150, once.messages() + " messages");
  }

  @Test
  void aPassOfABiasKeepsToTheRampTheLimitsAndTheTrigger() {
    Axis coarse = Axis.linear("synapse 2.current", 0, 3e-3, 3).thereAndBack().listed();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> measured(withLineAt("coil"), tuned(coarse)));
    assertTrue(e.getMessage().contains("is more than one step of its ramp"), e.getMessage());
    Axis beyond = Axis.linear("synapse 2.current", 0, 10.2e-3, 61).thereAndBack().listed();
    for (String source : List.of("field", "coil")) {
      LimitException refused =
          assertThrows(
              LimitException.class, () -> measured(withLineAt(source), tuned(beyond)), source);
      String told = refused.getMessage();
      assertTrue(told.contains("10.03") || told.contains("0.01003"), told);
      assertTrue(told.contains(source), told);
    }
    Axis fromElsewhere = Axis.linear("synapse 2.current", 1e-3, 3e-3, 41).thereAndBack().listed();
    IllegalArgumentException away =
        assertThrows(
            IllegalArgumentException.class,
            () -> measured(withLineAt("coil"), tuned(fromElsewhere)));
    assertTrue(away.getMessage().contains("begin at zero, or take mode"), away.getMessage());
    assertEquals(82, measured(withLineAt("field"), tuned(fromElsewhere)).points().size());
    String loose = withLineAt("coil").replace("triggered_by = \"coil\"\n", "");
    SettingException untriggered =
        assertThrows(
            SettingException.class,
            () -> measured(withLineAt("coil"), loose, tuned(FIELD.listed())));
    assertTrue(
        untriggered.getMessage().startsWith("voltmeter_1 was triggered to take 0 of 82 readings"),
        untriggered.getMessage());
  }

  @Test
  void aDryRunMakesAPassOfABiasToo() {
    for (String source : List.of("field", "coil")) {
      BenchFile file = BenchFile.parse(withLineAt(source), "file");
      SimulatedBench copy = new SimulatedBench(file, 1);
      try (Bench bench = Bench.open(file, copy, copy.clock())) {
        Rehearsal.Estimate estimate = Rehearsal.of(bench, tuned(FIELD.listed()));
        assertEquals(0, estimate.refused(), estimate.refusals().toString());
        assertEquals(Optional.empty(), estimate.unlisted());
        double needed = measured(withLineAt(source), tuned(FIELD.listed())).summary().seconds();
        assertEquals(needed, estimate.seconds(), 0.05 * needed);
      }
    }
  }

  @Test
  void whatADriverCannotHaveGoThroughLevelsGoesPointByPoint() {
    String text = TEXT.replaceFirst("model = \"2450\"", "model = \"GS200\"");
    Axis bias = Axis.linear("neuron 1.bias", 0, 1e-3, 5).thereAndBack().listed();
    assertEquals(
        Optional.of("the driver of bias_1 has no passes through levels"),
        measured(text, Plan.named("p").sweep(bias).read("chain 1.voltage")).summary().unlisted());
    assertEquals(
        Optional.of(
            "field:2 goes back to the level that it began with, so it has to go there and back"),
        measured(withLineAt("field"), tuned(Axis.linear("synapse 2.current", 0, 1e-3, 5).listed()))
            .summary()
            .unlisted());
    assertEquals(
        Optional.of("the bench file does not say that voltmeter_1 is triggered_by field"),
        measured(TEXT, tuned(FIELD.listed())).summary().unlisted());
  }

  @Test
  void aSensorOfASourceIsRead() {
    Plan plan =
        Plan.named("sensed")
            .sweep(Axis.list("synapse 3.current", -2e-3, 0, 4e-3))
            .read("field:3.current");
    Outcome outcome = measured(TEXT, plan);
    for (Point point : outcome.points()) {
      assertEquals(point.settings().get(0), point.readings().get(0).value(), 1e-8);
    }
  }

  @Test
  void athousandLevelsAreOneCommand() {
    Plan plan = Plan.named("iv").read("bias_3.voltage", "bias_3.current");
    Axis many = Axis.linear("neuron 3.bias", 0, 5e-3, 501).thereAndBack().listed();
    Axis few = Axis.linear("neuron 3.bias", 0, 5e-3, 41).thereAndBack().listed();
    Outcome outcome = measured(TEXT, plan.sweep(many));
    assertEquals(1002, outcome.points().size());
    // Every ten seconds the meter is asked whether it is on.
    double looks = Math.ceil(outcome.summary().seconds() / 10);
    long besides = outcome.messages() - measured(TEXT, plan.sweep(few)).messages();
    assertTrue(besides <= looks, besides + " messages in " + looks + " looks");
  }

  /** A hand at its front panel; the meter in the pass can tell nothing of it. */
  @ParameterizedTest
  @CsvSource({"2, 2400", "3, B2901A"})
  void aSourceThatIsSwitchedOffDuringThePassOfAnotherEndsIt(int neuron, String model) {
    assertTrue(TEXT.contains("[instruments.bias_" + neuron + "]\nmodel = \"" + model + "\""));
    BenchFile file = BenchFile.parse(TEXT, "file");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Transport hand = simulated.open(ResourceName.parse("INPROC::bias_1::INSTR"));
    Axis bias = Axis.linear("neuron " + neuron + ".bias", 0, 5e-3, 50).thereAndBack().listed();
    Plan plan =
        Plan.named("iv")
            .set("neuron 1.bias", 2e-3)
            .set("bias_" + neuron + ".integration", 10)
            .sweep(bias)
            .read("bias_" + neuron + ".voltage");
    List<Instant> off = new ArrayList<>();
    Clock clock =
        new Clock() {
          private final Clock virtual = simulated.clock();

          @Override
          public long nanos() {
            return virtual.nanos();
          }

          @Override
          public Instant now() {
            return virtual.now();
          }

          @Override
          public void sleep(Duration duration) {
            virtual.sleep(duration);
            if (duration.toMillis() > 500 && off.isEmpty()) {
              hand.write(":OUTP OFF".getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(1));
              off.add(now());
            }
          }
        };
    try (Bench bench = Bench.open(file, simulated, clock)) {
      StrayedException strayed =
          assertThrows(StrayedException.class, () -> new Sweep(bench, plan).run(point -> {}));
      assertTrue(strayed.getMessage().contains("bias_1 output is off"), strayed.getMessage());
      Duration after = Duration.between(off.get(0), clock.now());
      assertTrue(after.toSeconds() <= 11, after + " later");
    }
  }

  @Test
  void aSourceMeterTakesNoStepLargerThanOneOfItsRamp() {
    Axis coarse = Axis.linear("neuron 2.bias", 0, 5e-3, 3).thereAndBack();
    Plan plan = Plan.named("iv").read("bias_2.voltage").sweep(coarse.listed());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> measured(TEXT, plan));
    assertTrue(e.getMessage().contains("is more than one step of its ramp"), e.getMessage());
    Axis beyond = Axis.linear("neuron 2.bias", 0, 9.2e-3, 41).thereAndBack();
    LimitException refused =
        assertThrows(
            LimitException.class,
            () -> measured(TEXT, Plan.named("iv").read("bias_2.voltage").sweep(beyond.listed())));
    assertTrue(refused.getMessage().contains("bias_2 current"), refused.getMessage());
  }

  /** The instruments of the copy are those of the bench, so it needs what the bench will need. */
  @Test
  void aDryRunMakesOnePassAndEstimatesAll() {
    Axis field = Axis.list("synapse 2.current", -2e-3, 0, 2e-3);
    Plan plan = plan(field, RESONANCE.listed());
    BenchFile file = BenchFile.parse(TEXT, "file");
    SimulatedBench copy = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, copy, copy.clock())) {
      Rehearsal.Estimate estimate = Rehearsal.of(bench, plan);
      assertEquals(123, estimate.points());
      assertEquals(0, estimate.refused());
      assertEquals(Optional.empty(), estimate.unlisted());
      double needed = measured(TEXT, plan).summary().seconds();
      assertEquals(needed, estimate.seconds(), 0.02 * needed);
    }
    SimulatedBench other = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, other, other.clock())) {
      Axis beyond = Axis.list("input 2.frequency", 310e6, 1.1e9, 320e6).listed();
      Rehearsal.Estimate estimate = Rehearsal.of(bench, plan(beyond));
      assertEquals(3, estimate.points());
      assertTrue(estimate.refusals().get(0).startsWith("point 2: rf_2 frequency: 1.1E9 Hz"));
    }
  }

  @Test
  void aMeterThatIsNotTriggeredEndsThePlanWithTheReason() {
    String loose = TEXT.replace("triggered_by = \"rf_2\"\n", "");
    SettingException e =
        assertThrows(SettingException.class, () -> measured(TEXT, loose, plan(RESONANCE.listed())));
    assertTrue(
        e.getMessage().startsWith("voltmeter_1 was triggered to take 0 of 41 readings"),
        e.getMessage());
  }

  @Test
  void everyFrequencyPassesTheLimits() {
    Axis beyond = Axis.linear("input 2.frequency", 310e6, 1.1e9, 11);
    LimitException e =
        assertThrows(LimitException.class, () -> measured(TEXT, plan(beyond.listed())));
    assertTrue(e.getMessage().contains("rf_2 frequency: 1.1E9 Hz"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          input 1.frequency | chain 1.voltage | the driver of rf_1 has no passes through frequencies
          input 2.power     | chain 1.voltage | input 2.power is neither the frequency of an RF source nor the level of a source of bias
          neuron 1.bias     | chain 1.voltage | bias_1 goes back to the level that it began with, so it has to go there and back
          rf_2.power        | chain 1.voltage | rf_2.power is neither the frequency of an RF source nor the level of a source of bias
          neuron 2.bias     | bias_2.voltage  | bias_2 goes back to the level that it began with, so it has to go there and back
          input 2.frequency | chain 2.voltage | the bench file does not say that voltmeter_2 is triggered_by rf_2
          input 2.frequency | lock_in.x       | lock_in.x is no reading of a voltmeter
          input 2.frequency | neuron 1.power  | neuron 1.power is no reading of a voltmeter
          input 2.frequency | rf_1.power      | rf_1.power is no reading of a voltmeter
          """)
  void whatCannotBeAListGoesPointByPointAndSaysWhy(String setting, String reading, String why) {
    double[] values = setting.endsWith("frequency") ? new double[] {3e8, 3.1e8} : new double[] {0};
    Plan plan =
        Plan.named("not a list")
            .set("input 1.power", 1e-6)
            .set("input 2.power", 1e-6)
            .sweep(Axis.list(setting, values).listed())
            .read(reading);
    Outcome outcome = measured(TEXT, plan);
    assertEquals(Optional.of(why), outcome.summary().unlisted());
    assertEquals(values.length, outcome.points().size());
  }

  @Test
  void aPlanThatLooksAtReadingsOnItsWayGoesPointByPoint() {
    Axis axis = Axis.linear("input 2.frequency", 320e6, 340e6, 3).listed();
    assertEquals(
        Optional.of("the plan has conditions that stop it"),
        measured(TEXT, plan(axis).stop("chain 1.voltage > 1", Stop.Ends.LINE))
            .summary()
            .unlisted());
    assertEquals(
        Optional.of("only the innermost axis can be a list"),
        measured(TEXT, plan(axis, Axis.list("synapse 1.current", 0))).summary().unlisted());
    String untold = TEXT.replace("triggered_by = \"rf_2\"\n", "");
    assertEquals(
        Optional.of("the bench file does not say that voltmeter_1 is triggered_by rf_2"),
        measured(untold, plan(axis)).summary().unlisted());
  }
}
