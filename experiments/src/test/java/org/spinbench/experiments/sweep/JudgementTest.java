package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Stop;
import org.spinbench.simulator.bench.SimulatedBench;

/** Plans judged as a whole on a copy of the bench that is to measure them. */
@Tag("any-jdk")
class JudgementTest {
  /** The station leaves the RF sources all of their range. */
  private static final BenchFile FILE =
      BenchFile.parse(
          DefaultBench.text().replace("{ min = 50e6, max = 1e9 }", "{ min = 1e6, max = 20e9 }"),
          "bench");

  private static final String UP_TO_6_GHZ = "SGS-B106";
  private static final String UP_TO_12_GHZ = "SGS-B112";

  private final SimulatedBench real = new SimulatedBench(FILE, 1);
  private final SimulatedBench model = new SimulatedBench(FILE, 2);
  private final List<Long> done = new ArrayList<>();
  private Transports toReal = real;
  private Transports toModel = model;

  private Rehearsal.Judgement judge(Plan plan) {
    try (Bench bench = Bench.open(FILE, toReal, real.clock());
        Bench copy = Bench.open(FILE, toModel, model.clock())) {
      new Sweep(bench, plan);
      long sent = bench.messagesSent();
      Rehearsal.Judgement judgement =
          Rehearsal.judge(copy, bench, plan, (many, total) -> done.add(many));
      assertEquals(sent, bench.messagesSent(), "messages to the bench itself");
      return judgement;
    }
  }

  /** Every SGS100A behind these links says that it has the other frequency option. */
  private static Transports withOption(String option, Transports inside) {
    return name -> new Altered(inside.open(name), UP_TO_12_GHZ, option);
  }

  private record Altered(Transport inside, String from, String to) implements Transport {
    @Override
    public Duration write(byte[] message, Duration timeout) {
      return inside.write(message, timeout);
    }

    @Override
    public byte[] read(Duration timeout) {
      String answer = new String(inside.read(timeout), StandardCharsets.ISO_8859_1);
      return answer.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean clear() {
      return inside.clear();
    }

    @Override
    public boolean tellsAnswersApart() {
      return inside.tellsAnswersApart();
    }

    @Override
    public void close() {
      inside.close();
    }
  }

  private static Plan tone(double from, double to, int points) {
    return Plan.named("p")
        .sweep(Axis.linear("rf_1.frequency", from, to, points))
        .read("chain 1.voltage");
  }

  @Test
  void whatLiesWithinTheLimitsIsNotRefused() {
    Rehearsal.Judgement judgement = judge(tone(1e6, 12.75e9, 11));
    assertEquals(new Rehearsal.Judgement(11, 0, List.of(), Optional.empty()), judgement);
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), done);
  }

  @Test
  void theLastPointOfASweepIsJudgedBeforeTheFirstIsSet() {
    Plan plan =
        Plan.named("night")
            .set("input 1.power", 1e-6)
            .sweep(Axis.list("synapse 1.current", 0, 4e-3))
            .sweep(Axis.linear("neuron 1.bias", 0, 10e-3, 11))
            .read("chain 1.voltage");
    Rehearsal.Judgement judgement = judge(plan);
    assertEquals(22, judgement.points());
    assertEquals(2, judgement.refused());
    assertEquals(
        List.of(
            "point 11: bias_1 current: 0.01 A is outside 0.0 to 0.009 A, the station's limit;"
                + " choose a value inside, or change limits.current of bias_1 in the bench file"
                + " (synapse 1.current = 0.0 A, neuron 1.bias = 0.01 A)"),
        judgement.refusals());
  }

  @Test
  void whatIsSetOnceAndReturnsToTheReferenceAreJudgedToo() {
    Plan plan = tone(1e9, 2e9, 5).set("rf_2.power", 6).reference(2, Map.of("rf_1.frequency", 15e9));
    Rehearsal.Judgement judgement = judge(plan);
    assertEquals(1 + 3, judgement.refused());
    assertTrue(judgement.refusals().get(0).startsWith("set: rf_2 power: 6.0 dBm is above "));
    assertTrue(
        judgement.refusals().get(0).endsWith("in the bench file"), "no axis stands anywhere");
    assertTrue(judgement.refusals().get(1).startsWith("return 1 to the reference: rf_1 frequency"));
  }

  @Test
  void whatStopsAPlanSavesNoSetpointBehindIt() {
    Plan plan = tone(10e9, 15e9, 6).stop("chain 1.voltage > -1", Stop.Ends.PLAN);
    assertEquals(3, judge(plan).refused());
  }

  /** One frequency option a side; the copy alone would say the opposite of the bench. */
  @Test
  void optionsOfTheBenchCountNotThoseOfTheCopy() {
    Plan plan = tone(1e9, 8e9, 8);
    toReal = withOption(UP_TO_6_GHZ, real);
    Rehearsal.Judgement narrow = judge(plan);
    assertEquals(2, narrow.refused());
    assertTrue(
        narrow
            .refusals()
            .get(0)
            .startsWith("point 7: rf_1 frequency: 7.0E9 Hz is outside 1000000.0 to 6.0E9 Hz"),
        narrow.refusals().get(0));
    toReal = real;
    toModel = withOption(UP_TO_6_GHZ, model);
    Rehearsal.Judgement wide = judge(plan);
    assertEquals(new Rehearsal.Judgement(8, 0, List.of(), Optional.empty()), wide);
  }

  /** A level that was set by hand counts as soon as the plan switches its output on. */
  @Test
  void whatTheBenchWasFoundAtCountsNotWhatTheCopyBeginsWith() {
    byHand(real, "rf_1", ":SOUR:POW 20");
    Plan plan = Plan.named("p").set("rf_1.output", "true").read("chain 1.voltage");
    Rehearsal.Judgement judgement = judge(plan);
    assertEquals(1, judgement.refused());
    String refusal = judgement.refusals().get(0);
    assertTrue(refusal.startsWith("set: rf_1 output: 1.0 would bring the RF power"), refusal);
    byHand(model, "rf_1", ":SOUR:POW 20");
    byHand(real, "rf_1", ":SOUR:POW -30");
    assertEquals(0, judge(plan).refused());
  }

  private static void byHand(SimulatedBench bench, String name, String message) {
    String resource = FILE.instruments().get(name).resource();
    try (Transport link = bench.open(ResourceName.parse(resource))) {
      link.write(message.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(10));
    }
  }

  /** A range is not changed while the output is on; whether it is, is the instrument's to say. */
  @Test
  void whereTheCopyCannotFollowTheJudgementEndsAndRefusesNothing() {
    Plan plan =
        Plan.named("p")
            .set("neuron 1.bias", 1e-3)
            .sweep(Axis.list("rf_1.frequency", 1e9, 2e9, 15e9))
            .sweep(Axis.list("bias_1.range", 10e-3, 100e-3))
            .read("chain 1.voltage");
    Rehearsal.Judgement judgement = judge(plan);
    assertEquals(0, judgement.refused());
    assertEquals(2, judgement.points());
    assertEquals(
        "point 2: bias_1 range cannot be changed to 0.1 now: its output is on; switch it off first"
            + " (rf_1.frequency = 1.0E9 Hz, bias_1.range = 0.1 A)",
        judgement.unjudged().orElseThrow());
  }

  @Test
  void wordsAreShownAsWordsAndThoseThatDoNotExistAreRefused() {
    Plan plan =
        Plan.named("p")
            .sweep(Axis.list("field:1.filter", 0, 1, 3))
            .sweep(Axis.list("rf_1.power", -30, 30))
            .read("chain 1.voltage");
    Rehearsal.Judgement judgement = judge(plan);
    assertEquals(4, judgement.refused());
    assertTrue(
        judgement.refusals().get(0).endsWith("(field:1.filter = DC, rf_1.power = 30.0 dBm)"),
        judgement.refusals().get(0));
    assertEquals(
        "point 5: field:1.filter: 3.0 stands for none of its words; give 0 to 2"
            + " (field:1.filter = 3.0, rf_1.power = -30.0 dBm)",
        judgement.refusals().get(1));
  }

  @Test
  void aThousandRefusalsAreCountedAndTheFirstOfThemShown() {
    Rehearsal.Judgement judgement = judge(tone(13e9, 14e9, 1000));
    assertEquals(1000, judgement.refused());
    assertEquals(5, judgement.refusals().size());
  }

  @Test
  void aListenerCanEndTheCheck() {
    Plan plan = tone(1e9, 2e9, 1000);
    try (Bench bench = Bench.open(FILE, real, real.clock());
        Bench copy = Bench.open(FILE, model, model.clock())) {
      assertThrows(
          IllegalStateException.class,
          () -> Rehearsal.judge(copy, bench, plan, (many, total) -> stopAt(many, total)));
    }
    assertEquals(11, done.size());
  }

  private void stopAt(long many, long total) {
    assertEquals(1000, total);
    done.add(many);
    if (many == 10) {
      throw new IllegalStateException("enough");
    }
  }
}
