package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.simulator.chip.NineJunctions;

/** The record of what was between terminals, by which a test judges whoever drove them. */
@Tag("any-jdk")
class TerminalTruthTest {
  private static final BenchFile FILE = NineJunctions.FILE;

  private final SystemClock computer = new SystemClock();
  private final Trial trial = Trial.of(Trial.text(0.9));

  private Instant now() {
    return trial.bench().clock().now();
  }

  @Test
  void everyOutputThatIsJoinedIsThereOnceAndNothingWasEverOn() {
    List<TerminalTruth> terminals = trial.bench().terminals();
    assertEquals(
        List.of(
            "rf_1", "rf_2", "field:1", "field:2", "field:3", "field:4", "field:5", "field:6",
            "bias_1", "bias_2", "bias_3"),
        terminals.stream().map(TerminalTruth::name).toList());
    for (TerminalTruth terminal : terminals) {
      TerminalTruth nothing =
          new TerminalTruth(terminal.name(), 0, 0, 0, Optional.empty(), Optional.empty());
      assertEquals(nothing, terminal);
    }
  }

  @Test
  void theLargestOfEachQuantityStays() {
    trial.console().bias(1, 6e-3);
    trial.console().settle();
    trial.console().bias(1, -8e-3);
    trial.console().settle();
    trial.console().bias(1, 1e-3);
    trial.console().field(2, -3e-3);
    trial.console().settle();
    trial.console().field(2, 1e-3);
    trial.console().tone("rf_2", 330e6, 1e-4);
    trial.console().settle();
    trial.console().tone("rf_2", 330e6, 1e-5);
    trial.console().settle();
    assertEquals(8e-3, trial.terminal("bias_1").current(), 1e-12);
    assertEquals(0.36, trial.terminal("bias_1").voltage(), 1e-12);
    assertEquals(3e-3, trial.terminal("field:2").current(), 1e-6);
    assertEquals(3, trial.terminal("field:2").voltage(), 1e-3);
    assertEquals(1e-3, trial.terminal("rf_2").power(), 1e-8, "before the loss of 10 dB");
    assertEquals(0, trial.terminal("rf_2").voltage());
    assertEquals(0, trial.terminal("rf_1").power());
  }

  /** The level of a GS200 is at zero five times its settling time of 5 ms after it was told. */
  @Test
  void anOutputThatIsOnIsLiveNowAndOneThatIsOffWasUntilItHadSettled() {
    trial.console().bias(1, 6e-3);
    trial.bench().clock().sleep(Duration.ofSeconds(3));
    assertEquals(Optional.of(now()), trial.terminal("bias_1").live());
    Instant off = now();
    Instant before = computer.now();
    trial.console().tell("bias_1", ":OUTP OFF");
    Instant after = computer.now();
    trial.bench().clock().sleep(Duration.ofSeconds(10));
    TerminalTruth terminal = trial.terminal("bias_1");
    assertEquals(Optional.of(off.plusMillis(25).minusNanos(1)), terminal.live());
    Instant seen = terminal.seen().orElseThrow();
    assertFalse(seen.isBefore(before.minusMillis(1)) || seen.isAfter(after.plusMillis(1)));
    assertEquals(terminal, trial.terminal("bias_1"), "looking changes nothing");
  }

  @Test
  void anOutputThatGoesToZeroByItselfIsLiveUntilThen() {
    trial.console().tell("field", "sour3:list:volt 1,0,(@3);:sour3:list:dwel 0.1;coun 1");
    trial.console().tell("field", "sour3:dc:trig:sour imm;:sour3:volt:mode list");
    Instant start = now();
    trial.console().tell("field", "sour3:dc:init");
    trial.bench().clock().sleep(Duration.ofSeconds(1));
    // 2 ms is the settling time of a channel behind its filter of 10 kHz.
    Instant end = start.plusMillis(110).minusNanos(1);
    assertEquals(Optional.of(end), trial.terminal("field:3").live());
    assertEquals(1, trial.terminal("field:3").voltage(), 1e-3);
  }

  @Test
  void aToneIsLiveWhileItIsOn() {
    trial.console().tone("rf_1", 250e6, 1e-4);
    trial.console().settle();
    assertEquals(Optional.of(now()), trial.terminal("rf_1").live());
    Instant off = now();
    trial.console().send("rf_1", ":OUTP OFF");
    trial.console().settle();
    Instant last = trial.terminal("rf_1").live().orElseThrow();
    assertTrue(last.isAfter(off) && last.isBefore(off.plusMillis(10)), last + " after " + off);
  }

  /** What drivers do with a bench, from opening it to its rest, keeps within the card. */
  @Test
  void aSessionOfTheDriversStaysWithinTheCardAndComesToRest() {
    SimulatedBench simulated = new SimulatedBench(FILE, 1);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      for (int neuron = 0; neuron < 3; neuron++) {
        bench.ports().bias(neuron, 8e-3);
      }
      bench.ports().fieldCurrent(0, 9e-3);
      bench.ports().tone(0, 250e6, 120e-6);
      bench.ports().settle();
      bench.ports().chainVoltages(0, 1);
    }
    Instant closed = simulated.clock().now();
    simulated.clock().sleep(Duration.ofSeconds(10));
    DeviceCard card = FILE.chip().limits();
    List<TerminalTruth> terminals = simulated.terminals();
    for (TerminalTruth terminal : terminals) {
      if (terminal.name().startsWith("bias")) {
        assertTrue(terminal.voltage() > 0.3 && terminal.voltage() <= card.neuronVoltage());
        assertTrue(terminal.current() <= card.neuronCurrent());
      } else if (terminal.name().startsWith("field")) {
        assertTrue(terminal.current() <= card.fieldLineCurrent());
      }
    }
    Instant rest =
        terminals.stream()
            .flatMap(terminal -> terminal.live().stream())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    assertTrue(rest.isBefore(closed.plusMillis(100)), rest + " after " + closed);
  }

  @Test
  void aBenchInRealTimeKeepsTheSameRecord() {
    SimulatedBench paced = SimulatedBench.inRealTime(FILE, 1, 1000);
    Console console = new Console(FILE, paced, paced.clock());
    console.bias(2, 5e-3);
    console.settle();
    Instant off = paced.clock().now();
    console.send("bias_2", ":OUTP OFF");
    console.settle();
    TerminalTruth terminal =
        paced.terminals().stream().filter(t -> t.name().equals("bias_2")).findFirst().orElseThrow();
    assertEquals(5e-3, terminal.current(), 1e-9);
    assertTrue(terminal.live().orElseThrow().isAfter(off));
    assertTrue(terminal.live().orElseThrow().isBefore(paced.clock().now()));
  }
}
