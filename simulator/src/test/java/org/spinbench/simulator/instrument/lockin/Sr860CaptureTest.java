package org.spinbench.simulator.instrument.lockin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.VoltageInput;

/** The capture buffer of an SR860 at a constant input of 1 V, in phase, without noise. */
class Sr860CaptureTest {
  private static final class OneVolt implements VoltageInput {
    @Override
    public double mean(long from, long to) {
      return 0;
    }

    @Override
    public double harmonic(long from, long to) {
      return 1;
    }
  }

  private final PartPanel part = new PartPanel();
  private final Demodulator demodulator =
      new Demodulator(new Surroundings(part.clock(), null, false, () -> {}), new OneVolt(), 1e-9);
  private final Sr860Capture capture =
      new Sr860Capture(part.clock(), demodulator, new LockInOutputs(demodulator, () -> 1));

  @BeforeEach
  void ofATenthOfASecond() {
    demodulator.internal = true;
    demodulator.harmonic = 1;
    demodulator.stages = 1;
    demodulator.timeConstant = 0.1;
    capture.declare(part.tree());
    capture.preset();
  }

  private void elapse(double seconds) {
    part.clock().sleep(Duration.ofNanos(Math.round(seconds * 1e9)));
    capture.advance(part.clock().nanos());
  }

  /** 1.25 MHz / 2^11 = 610 Hz is the first not above 100 samples in 0.1 s. */
  @Test
  void theHighestRateFollowsTheTimeConstant() {
    assertEquals("610.351562", part.ask("CAPTURERATEMAX?"));
    demodulator.timeConstant = 1e-6;
    assertEquals("1250000", part.ask("CAPTURERATEMAX?"));
  }

  @Test
  void itFillsItsLengthOnceAndStops() {
    part.ask("CAPTURELEN 1;CAPTURECFG XYRT;CAPTURERATE 0");
    assertEquals("2", part.ask("CAPTURELEN?"), "an even number of kilobytes");
    part.ask("CAPTURESTART ONE,IMM");
    elapse(0.1);
    assertEquals("3", part.ask("CAPTURESTAT?"), "capturing, triggered");
    elapse(1);
    assertEquals("6", part.ask("CAPTURESTAT?"), "triggered, full");
    assertEquals("2048", part.ask("CAPTUREBYTES?"), "128 samples of four singles");
    assertEquals("2", part.ask("CAPTUREPROG?"));
    assertEquals("#42048", part.ask("CAPTUREGET? 0,2").substring(0, 6));
    assertEquals(-222, part.error("CAPTUREGET? 1,2"), "beyond its length");
    assertEquals(-222, part.error("CAPTUREVAL? 128"));
  }

  @Test
  void aTriggerStartsWhatWaits() {
    part.ask("CAPTURECFG X;CAPTURESTART CONT,TRIG");
    elapse(1);
    assertEquals("0", part.ask("CAPTURESTAT?"), "it waits");
    part.ask("*TRG");
    elapse(1);
    assertEquals(-222, part.error("CAPTUREGET? 0,1"), "not while it goes on");
    part.ask("CAPTURESTOP");
    double settling = (1 + 60 / 610.3515625) / 0.1;
    double sample = Double.parseDouble(part.ask("CAPTUREVAL? 60"));
    assertEquals(1 - StrictMath.exp(-settling), sample, 1e-9, "one stage, since the beginning");
    assertEquals(-224, part.error("CAPTURESTART TWICE,IMM"));
  }
}
