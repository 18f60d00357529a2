package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanSense;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Plans with random damage: each is either a plan that the limits judge, or refused with a sentence
 * that names it. Neither sends anything to the bench. 1000 of them with {@code
 * -Dspinbench.hostilePlans=1000}.
 */
@Tag("any-jdk")
class HostilePlansTest {
  private static final BenchFile FILE =
      BenchFile.parse(
          DefaultBench.text().replace("fidelity = \"full\"", "fidelity = \"static\""), "bench");

  private static final List<String> PLAN =
      """
      name = "p"
      repeats = 2
      [set]
      "input 1.power" = 2e-6
      rf_2.output = false
      [[sweep]]
      setting = "synapse 1.current"
      list = [-4e-3, 0, 4e-3]
      [[sweep]]
      setting = "input 1.frequency"
      from = 200e6
      to = 300e6
      points = 3
      order = "snake"
      [[sweep]]
      variable = "n"
      centre = 2
      span = 2
      step = 1
      [[read]]
      reading = "chain 1.voltage"
      samples = 2
      [settle]
      wait = 0.01
      [reference]
      every = 5
      at = { "input 1.power" = 0 }
      [[follow]]
      setting = "analyzer.centre"
      value = "2 * input 1.frequency + n * 1 Hz"
      [[skip]]
      when = "synapse 1.current > 0 && n == 2"
      [[derive]]
      name = "r"
      value = "(chain 1.voltage - reference chain 1.voltage) / input 1.power"
      unit = "V/W"
      [[stop]]
      when = "abs(r) > 5e3"
      ends = "line"
      [[guard]]
      never = "chain 1.voltage > 1 V || known(r) && r > 1e9"
      """
          .lines()
          .toList();

  private static final List<String> VALUES =
      List.of(
          "nan",
          "-inf",
          "1e400",
          "-1e308",
          "0",
          "-1",
          "9223372036854775807",
          "99999999999999999999",
          "2147483647",
          "true",
          "1979-05-27",
          "[]",
          "{}",
          "[1, 2, [3]]",
          "\"\"",
          "\"\\u0000\"",
          "\"'\"",
          "\"((((\"",
          "\"n + \"",
          "\"1 / 0\"",
          "\"chain 1.voltage > 1 A\"",
          "\"exp(chain 1.voltage) > 1\"",
          "\"r.getClass() > 1\"",
          "\"fact(100000)\"",
          "\"10^1000000\"",
          "\"n == n == n\"",
          "\"input 1.frequency\"",
          "\"no such.thing\"",
          "\"rf_1.power\"",
          "\"../../etc/passwd\"",
          "\"" + "(".repeat(900) + "\"",
          "\"" + "-".repeat(990) + "1\"",
          "\"" + "x".repeat(5000) + "\"",
          "\"µ😀\"");

  private static final List<String> LINES =
      List.of(
          "]",
          "= 3",
          "[[guard]]",
          "[sweep]",
          "wait = -1",
          "mode = \"list\"",
          "order = 3",
          "\0",
          "along = [\"rf_2.power\"]",
          "file = \"/dev/zero\"",
          "adaptive = \"resonance\"\nbudget = 2147483647",
          "adaptive = \"threshold\"\nbudget = 3\nof = \"r\"",
          "[[derive]]\nname = \"r\"\nvalue = \"r\"",
          "[[follow]]\nsetting = \"rf_2.power\"\nvalue = \"1e9\"");

  private static <T> T one(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String damaged(RandomGenerator random) {
    List<String> lines = new ArrayList<>(PLAN);
    for (int k = random.nextInt(1, 5); k > 0; k--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      int equals = line.indexOf('=');
      switch (random.nextInt(6)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, one(random, lines));
        case 2 -> lines.add(at, one(random, LINES));
        case 3 -> {
          int cut = random.nextInt(line.length() + 1);
          lines.set(at, line.substring(0, cut) + line.substring(Math.min(line.length(), cut + 3)));
        }
        default ->
            lines.set(
                at, equals < 0 ? line : line.substring(0, equals) + "= " + one(random, VALUES));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  @Test
  void aDamagedPlanIsRefusedInASentenceAndSendsNothing() {
    int count = Integer.getInteger("spinbench.hostilePlans", 80);
    RandomGenerator random = Seeds.generator(20);
    SimulatedBench simulated = new SimulatedBench(FILE, 1);
    int judged = 0;
    int refused = 0;
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      for (int trial = 0; trial < count; trial++) {
        String text = damaged(random);
        long before = bench.messagesSent();
        try {
          Plan plan = Plan.parse(text, "plan.toml");
          PlanSense.require(plan);
          new Sweep(bench, plan);
          if (plan.points() <= 1000) {
            SimulatedBench other = new SimulatedBench(FILE, 1);
            try (Bench copy = Bench.open(FILE, other, other.clock())) {
              Rehearsal.judge(copy, bench, plan, (done, total) -> {});
            }
            judged++;
          }
        } catch (IllegalArgumentException e) {
          refused++;
          assertClear(e, text);
        }
        assertEquals(before, bench.messagesSent(), text);
      }
    }
    assertTrue(judged > 0 && refused > count / 2, judged + ", " + refused);
  }

  private static void assertClear(IllegalArgumentException e, String text) {
    String message = e.getMessage();
    assertFalse(message == null || message.isBlank(), text);
    assertFalse(
        message.matches("(?s).*(Exception|java\\.|com\\.|NullPointer|null pointer).*"),
        () -> message + "\n" + text);
    assertTrue(message.length() > 20 && message.contains(" "), () -> message + "\n" + text);
  }
}
