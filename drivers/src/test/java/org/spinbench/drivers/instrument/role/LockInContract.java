package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.InstrumentContract;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Unit;

/** What every lock-in amplifier keeps to. */
public abstract class LockInContract extends InstrumentContract<LockIn> {
  /** A sensitivity of the model, V rms. */
  protected abstract double testSensitivity();

  /** A time constant of the model, s. */
  protected abstract double testTimeConstant();

  @Override
  protected NumberSetting principal(LockIn lockIn) {
    return lockIn.amplitude();
  }

  @Override
  protected void makeSettable(LockIn lockIn) {
    lockIn.inspect();
    lockIn.prepare(testSensitivity(), testTimeConstant());
  }

  @Test
  final void unitsAreThoseOfTheRole() {
    LockIn lockIn = open();
    assertEquals(Unit.SECOND, lockIn.timeConstant().unit());
    assertEquals(Unit.VOLT, lockIn.sensitivity().unit());
    assertEquals(Unit.HERTZ, lockIn.frequency().unit());
    assertEquals(Unit.DEGREE, lockIn.phase().unit());
    assertEquals(Unit.VOLT, lockIn.amplitude().unit());
  }

  @Test
  final void prepareSetsItsArgumentsAndTheInternalReference() {
    LockIn lockIn = open();
    makeSettable(lockIn);
    assertEquals(testSensitivity(), lockIn.sensitivity().get());
    assertEquals(testTimeConstant(), lockIn.timeConstant().get());
    assertEquals("INT", lockIn.referenceSource().get());
    long sent = lockIn.session().messagesSent();
    lockIn.prepare(testSensitivity(), testTimeConstant());
    assertEquals(sent, lockIn.session().messagesSent());
  }

  @Test
  final void bothFormsOfAReadingAgree() {
    LockIn lockIn = open();
    makeSettable(lockIn);
    LockIn.Phasor phasor = lockIn.read();
    for (Reading part : new Reading[] {phasor.x(), phasor.y(), phasor.r()}) {
      assertComplete(part, lockIn, Unit.VOLT);
      assertEquals(testSensitivity(), part.range());
      assertEquals(testTimeConstant(), part.integration());
    }
    assertComplete(phasor.theta(), lockIn, Unit.DEGREE);
    double x = phasor.x().value();
    double y = phasor.y().value();
    assertEquals(StrictMath.hypot(x, y), phasor.r().value(), 1e-4 * testSensitivity());
    double theta = StrictMath.toRadians(phasor.theta().value());
    assertEquals(x, phasor.r().value() * StrictMath.cos(theta), 1e-4 * testSensitivity());
    assertEquals(y, phasor.r().value() * StrictMath.sin(theta), 1e-4 * testSensitivity());
  }

  @Test
  final void safeIsTheLowestAmplitude() {
    LockIn lockIn = open();
    makeSettable(lockIn);
    lockIn.amplitude().set(lockIn.amplitude().maximum() / 2);
    lockIn.safe();
    assertEquals(lockIn.amplitude().minimum(), lockIn.amplitude().get());
    assertFalse(energised(lockIn));
    assertTrue(lockIn.session().errors().isEmpty());
  }
}
