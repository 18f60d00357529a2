package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.standin.StandIn;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.resource.ResourceName;

final class RampTest {
  private final TestClock clock = new TestClock();
  private final StandIn instrument = new StandIn("Maker,Model,1,1");
  private final ScpiSession session =
      new ScpiSession(
          "it",
          new ResourceName.InProcess("it"),
          name -> new InProcess(name, instrument),
          clock,
          new Dialect(Duration.ofSeconds(2), ":SYST:ERR?", true));
  private final NumberSetting level =
      new Settings(session).number("level", ":LEV", Unit.VOLT, -10, 10);

  @AfterEach
  void leaveNoThreadInterrupted() {
    Thread.interrupted();
  }

  private void standsAt(double value) {
    instrument.values.put(":LEV", Double.toString(value));
  }

  private List<Double> steps() {
    return instrument.commands().stream().map(c -> Double.valueOf(c.substring(5))).toList();
  }

  @Test
  void upInEqualStepsWithPausesBetween() {
    standsAt(0);
    new Ramp(0.5, 100).drive(level, 2, clock);
    assertEquals(List.of(0.5, 1.0, 1.5, 2.0), steps());
    assertEquals(
        List.of(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(5)), clock.sleeps);
  }

  @Test
  void downThroughZero() {
    standsAt(1);
    new Ramp(1, 1).drive(level, -2, clock);
    assertEquals(List.of(0.0, -1.0, -2.0), steps());
  }

  @Test
  void aFractionalRatioMakesStepsSmaller() {
    standsAt(0);
    new Ramp(0.4, 1).drive(level, 1, clock);
    List<Double> steps = steps();
    assertEquals(3, steps.size());
    assertEquals(1.0, steps.get(2));
  }

  @Test
  void lessThanAStepIsOneStep() {
    standsAt(0.7);
    new Ramp(1, 1).drive(level, 0.1, clock);
    assertEquals(List.of(0.1), steps());
    assertEquals(List.of(), clock.sleeps);
  }

  @Test
  void nowhereToGoIsOneStepThatSaysSo() {
    standsAt(0.3);
    new Ramp(1, 1).drive(level, 0.3, clock);
    assertEquals(List.of(0.3), steps());
  }

  @Test
  void startsFromWhatTheInstrumentSaysAndNotFromWhatWasSet() {
    level.set(0);
    standsAt(4);
    instrument.messages.clear();
    new Ramp(2, 1).drive(level, 0, clock);
    assertEquals(List.of(2.0, 0.0), steps());
  }

  /** Each answer takes its time; the first step says how long. */
  @ParameterizedTest
  @CsvSource({"1, 40", "15, 21", "30, 11", "100, 4", "500, 3"})
  void theWayToRestOfASlowInstrumentHasFewerSteps(long millis, int expected) {
    standsAt(4);
    instrument.onMessage = () -> clock.sleep(Duration.ofMillis(millis));
    new Ramp(0.1, 1e3).hurried().drive(level, 0, clock);
    assertEquals(expected, steps().size());
    assertEquals(0, steps().get(expected - 1));
    instrument.messages.clear();
    standsAt(4);
    new Ramp(0.1, 1e3).drive(level, 0, clock);
    assertEquals(40, steps().size(), "as in earlier recordings");
  }

  @Test
  void whoHurriesTakesNoMoreStepsThanNeededAndGoesUpAsAnybody() {
    instrument.onMessage = () -> clock.sleep(Duration.ofMillis(500));
    standsAt(0.1);
    new Ramp(1, 1e3).hurried().drive(level, 0, clock);
    assertEquals(List.of(0.0), steps());
    instrument.messages.clear();
    new Ramp(1, 1e3).hurried().way(level, 4).forEachRemaining(clock::sleep);
    assertEquals(List.of(1.0, 2.0, 3.0, 4.0), steps());
  }

  @Test
  void noStepIsLargerThanAllowedAndTheLastIsTheTarget() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    for (int k = 0; k < 300; k++) {
      double from = random.nextDouble(-10, 10);
      double to = random.nextDouble(-10, 10);
      double step = random.nextDouble(0.05, 5);
      double slew = random.nextDouble(0.1, 1000);
      standsAt(from);
      instrument.messages.clear();
      clock.sleeps.clear();
      new Ramp(step, slew).drive(level, to, clock);
      double at = from;
      for (double next : steps()) {
        assertTrue(Math.abs(next - at) <= step * (1 + 1e-9), at + " to " + next);
        assertTrue((next - at) * (to - from) >= 0, "goes back");
        at = next;
      }
      assertEquals(to, at);
      double seconds = clock.sleeps.stream().mapToLong(Duration::toNanos).sum() * 1e-9;
      int pauses = steps().size() - 1;
      double covered = Math.abs(to - from) * pauses / (pauses + 1);
      assertTrue(covered <= slew * seconds * (1 + 1e-9) + 1e-12, covered + " in " + seconds);
    }
  }

  @Test
  void aTargetOutsideALimitIsRefusedBeforeTheFirstStep() {
    standsAt(0);
    assertThrows(LimitException.class, () -> new Ramp(1, 1).drive(level, 11, clock));
    assertEquals(List.of(), steps());
  }

  @Test
  void anInterruptLeavesTheLevelWhereItIsAndSaysWhere() {
    standsAt(0);
    clock.onSleep =
        () -> {
          if (clock.sleeps.size() == 2) {
            Thread.currentThread().interrupt();
          }
        };
    RampInterruptedException e =
        assertThrows(RampInterruptedException.class, () -> new Ramp(1, 1).drive(level, 5, clock));
    assertEquals(2, e.reached());
    assertEquals(List.of(1.0, 2.0), steps());
    assertTrue(e.getMessage().contains("interrupted at 2.0 V on the way to 5.0 V"));
    assertTrue(Thread.currentThread().isInterrupted());
  }

  @Test
  void aWayToWhereItIsSendsNothing() {
    level.set(1);
    instrument.messages.clear();
    Iterator<Duration> way = new Ramp(1, 1).way(level, 1);
    assertEquals(Duration.ZERO, way.next());
    assertEquals(List.of(), instrument.messages);
    assertFalse(way.hasNext());
    assertThrows(NoSuchElementException.class, way::next);
  }

  @Test
  void aWayOfExactlyOneStepIsMadeAtOnce() {
    level.set(1);
    instrument.messages.clear();
    new Ramp(1, 1).way(level, 2).next();
    assertEquals(List.of(":LEV 2;:SYST:ERR?"), instrument.messages);
  }

  /** Seven digits are answered: a millionth is rounding, ten of them are another level. */
  @Test
  void aPassBeginsAtTheLevelThatIsAnswered() {
    standsAt(4.000003);
    level.get();
    Ramp ramp = new Ramp(1, 1);
    ramp.requireRoundTrip("it", level, 4, 5, 4);
    standsAt(4.00001);
    level.get();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ramp.requireRoundTrip("it", level, 4, 5, 4));
    assertEquals(
        "it: a pass begins and ends at the present level, 4.00001 V, not at 4.0 and 4.0",
        e.getMessage());
    standsAt(0);
    level.get();
    ramp.requireRoundTrip("it", level, 0, 1, 0);
    assertThrows(
        IllegalArgumentException.class, () -> ramp.requireRoundTrip("it", level, 0, 1, 1e-9));
  }

  @Test
  void aWayMakesOneStepAtATimeAndSaysHowLongToWait() {
    level.set(0);
    Iterator<Duration> way = new Ramp(1, 4).way(level, 2);
    assertEquals(Duration.ofMillis(250), way.next());
    assertEquals(List.of(0.0, 1.0), steps());
    assertEquals(Duration.ofMillis(250), way.next());
    assertEquals(List.of(0.0, 1.0, 2.0), steps());
    assertFalse(way.hasNext());
    assertEquals(List.of(), clock.sleeps);
  }

  @Test
  void aRampHasAStepAndASlew() {
    assertThrows(IllegalArgumentException.class, () -> new Ramp(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Ramp(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Ramp(1, -1));
    assertThrows(IllegalArgumentException.class, () -> new Ramp(Double.NaN, 1));
  }
}
