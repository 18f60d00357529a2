package org.spinbench.drivers.stanford;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Changes;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.role.LockIn.Phasor;
import org.spinbench.drivers.standin.Script;
import org.spinbench.drivers.standin.TestClock;

/** When the readings of a lock-in are taken, and what they say is left of a step. */
final class OutputFilterTest {
  private static final String IDENTITY = "Stanford_Research_Systems,SR860,002765,v1.51";

  private final TestClock clock = new TestClock();
  private final Script script = new Script(clock, Sr860.DIALECT, IDENTITY);
  private final Sr860 lockIn = new Sr860(script.session());

  /** Of an input that changes when the test says so. */
  private final class InputChanges implements Changes {
    private long changed;
    private final Map<Meter, Long> seen = new HashMap<>();

    @Override
    public void begin(String owner) {}

    @Override
    public void end(String owner) {
      changed = clock.nanos();
      seen.clear();
    }

    @Override
    public double since(String owner) {
      return (clock.nanos() - changed) * 1e-9;
    }

    @Override
    public boolean settle(Meter meter) {
      if (Long.valueOf(changed).equals(seen.get(meter))) {
        return false;
      }
      long left = changed + Math.round(1e9 * meter.response()) - clock.nanos();
      if (left > 0) {
        clock.sleep(Duration.ofNanos(left));
      }
      seen.put(meter, changed);
      return true;
    }

    @Override
    public double since(Meter meter) {
      return (clock.nanos() - changed) * 1e-9;
    }
  }

  private final InputChanges changes = new InputChanges();

  /** What it asks first: two stages of 0.1 s, and whether the synchronous filter is on. */
  private void begin(String synchronous) {
    lockIn.settings().reportTo(changes);
    script.query("OFSL?", "1").query("OFLT?", "10").query("SYNC?", synchronous);
  }

  private void answer(String values, String status) {
    script.query("SNAP? 0,1", values).query("LIAS?", status);
  }

  private double seconds() {
    return clock.nanos() * 1e-9;
  }

  /** For two stages 6.63835 time constants to 10⁻², 11.75637 to 10⁻⁴. */
  @Test
  void aReadingWaitsForTheFilterAndLooksOnceOnTheWay() {
    begin("0");
    answer("9.900e-04,0", "0");
    script.query("SCAL?", "9");
    answer("1.000e-03,0", "0");
    Phasor read = lockIn.read();
    script.done();
    assertEquals(1e-3, read.x().value());
    assertEquals(0.663835, clock.sleeps.get(0).toNanos() * 1e-9, 1e-6);
    assertEquals(1.175637, seconds(), 1e-6);
    assertEquals(2, clock.sleeps.size());
    // 10 µV came while 0.99 % of the step did, so the step was 1.0101 mV; a quarter more is said.
    double left = 1.25 * 1e-4 * (1e-5 / 0.0099);
    double noise = 2.5e-9 * Math.sqrt(1 / 0.8);
    assertEquals(Math.hypot(noise, left), read.x().uncertainty(), 1e-4 * left);
    assertEquals(noise, read.y().uncertainty(), 1e-12, "nothing has moved in Y");
    assertEquals(Math.hypot(noise, left), read.r().uncertainty(), 1e-4 * left);
    assertEquals(Math.toDegrees(Math.hypot(noise, left) / 1e-3), read.theta().uncertainty(), 1e-7);
    assertTrue(read.x().settled());
  }

  @Test
  void theNextReadingIsIndependentAndKnowsThatLessIsLeft() {
    begin("0");
    answer("9.900e-04,0", "0");
    script.query("SCAL?", "9");
    answer("1.000e-03,0", "0");
    lockIn.read();
    answer("1.000e-03,0", "0");
    Phasor read = lockIn.read();
    script.done();
    assertEquals(1.175637 + 0.663835, seconds(), 1e-6);
    assertEquals(2.5e-9 * Math.sqrt(1 / 0.8), read.x().uncertainty(), 1e-10);
  }

  /** Time that has passed is not waited for again, and then there is nothing to look at. */
  @Test
  void whatHasPassedIsNotWaitedFor() {
    begin("0");
    answer("9.900e-04,0", "0");
    script.query("SCAL?", "9");
    answer("1.000e-03,0", "0");
    lockIn.read();
    changes.end("the input");
    clock.sleep(Duration.ofMillis(1200));
    clock.sleeps.clear();
    answer("3.000e-03,0", "0");
    Phasor read = lockIn.read();
    script.done();
    assertTrue(clock.sleeps.isEmpty(), clock.sleeps.toString());
    // Of the 2 mV since the reading before 7.99E-5 are left after 12 time constants.
    double left = 1.25 * 13 * Math.exp(-12) * 2e-3;
    assertEquals(left, read.x().uncertainty(), 1e-3 * left);
  }

  @Test
  void anOverloadThatIsOverIsNoneOfTheReading() {
    begin("0");
    answer("9.900e-04,0", "1");
    script.query("SCAL?", "9");
    answer("1.000e-03,0", "0");
    assertFalse(lockIn.read().x().overload());
    answer("1.000e-03,0", "1");
    assertTrue(lockIn.read().x().overload());
  }

  @Test
  void theSynchronousFilterTakesAPeriodMore() {
    begin("1");
    script.query("FREQ?", "2");
    answer("9.900e-04,0", "0");
    script.query("SCAL?", "9");
    answer("1.000e-03,0", "0");
    lockIn.read();
    script.done();
    assertEquals(1.175637 + 0.5, seconds(), 1e-6);
  }

  /** On no bench nobody knows what feeds it: it is read as it is. */
  @Test
  void onItsOwnItIsReadAtOnce() {
    script.query("OFLT?", "10").query("OFSL?", "1");
    answer("1.000e-03,0", "0");
    script.query("SCAL?", "9");
    lockIn.read();
    script.done();
    assertTrue(clock.sleeps.isEmpty());
  }
}
