package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.record.Manner;

/** What is waited for before a reading, and what is not waited for again. */
final class SettlementTest {
  private final StandInBench stand = new StandInBench();
  private final TestClock clock = new TestClock();
  private final Bench bench = open(clock, Manner.PRESENT);

  private Bench open(Clock by, Manner waits) {
    return Bench.open(BenchFile.parse(StandInBench.TOML, "small.toml"), stand, by, waits);
  }

  private Voltmeter voltmeter() {
    Voltmeter voltmeter = (Voltmeter) bench.ports().preparedVoltmeter(0);
    clock.sleeps.clear();
    return voltmeter;
  }

  private RfSource source() {
    return (RfSource) bench.instruments().get("rf_1");
  }

  private static Duration milliseconds(double ms) {
    return Duration.ofNanos(Math.round(ms * 1e6));
  }

  /** Two layers of amplifiers of 0.5 ms come after every change. */
  @Test
  void eachSourceHasTheTimeOfWhatItIsWiredTo() {
    Voltmeter voltmeter = voltmeter();
    source().frequency().set(251e6);
    voltmeter.initiate();
    bench.ports().fieldCurrent(0, 1e-3);
    voltmeter.initiate();
    bench.ports().bias(0, 0.2e-3);
    voltmeter.initiate();
    assertEquals(List.of(milliseconds(2), milliseconds(3), milliseconds(6)), clock.sleeps);
  }

  @Test
  void aReadingThatNothingWasChangedBeforeDoesNotWait() {
    Voltmeter voltmeter = voltmeter();
    source().frequency().set(251e6);
    voltmeter.initiate();
    clock.sleeps.clear();
    voltmeter.initiate();
    bench.ports().preparedVoltmeter(1).initiate();
    bench.ports().settle();
    voltmeter.range().set(1);
    voltmeter.initiate();
    assertEquals(List.of(), clock.sleeps, "its own range concerns no chip");
  }

  /** A slow change is waited for from when it was made, not from the last one of all. */
  @Test
  void timeThatHasPassedCounts() {
    Voltmeter voltmeter = voltmeter();
    bench.ports().bias(0, 0.2e-3);
    clock.sleep(milliseconds(4.5));
    source().frequency().set(251e6);
    clock.sleep(milliseconds(1));
    clock.sleeps.clear();
    voltmeter.initiate();
    assertEquals(List.of(milliseconds(1)), clock.sleeps, "the tone; of the bias 0.5 ms are left");
    source().frequency().set(252e6);
    clock.sleep(milliseconds(10));
    clock.sleeps.clear();
    voltmeter.initiate();
    assertEquals(List.of(), clock.sleeps);
  }

  /** The instruments confirm a batch at its end: what was sent before that waits for it. */
  @Test
  void aChangeCountsFromItsConfirmation() {
    Voltmeter voltmeter = voltmeter();
    bench.together(
        () -> {
          source().frequency().set(251e6);
          clock.sleep(milliseconds(50));
          clock.sleeps.clear();
          voltmeter.initiate();
        });
    assertEquals(List.of(milliseconds(2)), clock.sleeps);
  }

  @Test
  void aChangeThatFailedMayHaveBeenMade() {
    Voltmeter voltmeter = voltmeter();
    stand.of("rf_1").refused.add(":SOUR:FREQ");
    NumberSetting frequency = source().frequency();
    assertThrows(InstrumentErrorException.class, () -> frequency.set(251e6));
    clock.sleep(milliseconds(100));
    clock.sleeps.clear();
    voltmeter.initiate();
    assertEquals(List.of(milliseconds(2)), clock.sleeps);
  }

  /** As in old recordings: whoever sets through the ports waits, a reading never. */
  @Test
  void whereSettersWaitNoReadingDoes() {
    TestClock own = new TestClock();
    Bench old = open(own, Manner.SETTERS_WAIT);
    assertFalse(old.ports().readingsWait());
    Voltmeter voltmeter = (Voltmeter) old.ports().preparedVoltmeter(0);
    old.ports().tone(0, 251e6, 1e-6);
    own.sleeps.clear();
    voltmeter.initiate();
    assertEquals(List.of(), own.sleeps);
    own.sleep(milliseconds(100));
    own.sleeps.clear();
    old.ports().settle();
    assertEquals(List.of(milliseconds(2)), own.sleeps, "from when it waits, not from the change");
  }

  /** A bench comes to rest without a look at the clock, which could fail. */
  @Test
  void closingDoesNotNeedTheTime() {
    boolean[] broken = {false};
    Clock failing =
        new Clock() {
          @Override
          public long nanos() {
            if (broken[0]) {
              throw new IllegalStateException("no clock");
            }
            return clock.nanos();
          }

          @Override
          public Instant now() {
            return clock.now();
          }

          @Override
          public void sleep(Duration duration) {
            clock.sleep(duration);
          }
        };
    Bench own = open(failing, Manner.PRESENT);
    own.ports().tone(0, 251e6, 100e-6);
    own.ports().fieldCurrent(0, 1e-3);
    assertFalse(stand.atRest());
    broken[0] = true;
    own.close();
    assertTrue(stand.atRest());
  }

  @Test
  void whatComesToRestIsWaitedForOnce() {
    Voltmeter voltmeter = voltmeter();
    bench.ports().tone(0, 251e6, 100e-6);
    bench.ports().fieldCurrent(0, 1e-3);
    bench.ports().rest();
    clock.sleeps.clear();
    voltmeter.initiate();
    assertEquals(List.of(milliseconds(6)), clock.sleeps, "biases were set to zero, too");
  }
}
