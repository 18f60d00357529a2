package org.spinbench.simulator.instrument.lockin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;

/** The data buffer of an SR830 whose first display shows the time, in s, and the second half. */
class Sr830BufferTest {
  private final PartPanel part = new PartPanel();
  private final Sr830Buffer buffer =
      new Sr830Buffer(part.clock(), moment -> new double[] {moment * 1e-9, moment * 0.5e-9});

  @BeforeEach
  void preset() {
    buffer.declare(part.tree());
    buffer.preset();
  }

  private void elapse(double seconds) {
    part.clock().sleep(Duration.ofNanos(Math.round(seconds * 1e9)));
    buffer.advance(part.clock().nanos());
  }

  @Test
  void itSamplesBothDisplaysAtItsRate() {
    part.ask("STRT");
    elapse(3.5);
    assertEquals("4", part.ask("SPTS?"), "at 0, 1, 2 and 3 s");
    assertEquals("1,2,3,", part.ask("TRCA? 1,1,3"));
    assertEquals("0.5,1,1.5,", part.ask("TRCA? 2,1,3"));
    part.ask("PAUS");
    elapse(3);
    assertEquals("4", part.ask("SPTS?"));
    assertEquals(-222, part.error("TRCA? 1,2,3"), "a fifth point is not there");
    part.ask("REST");
    assertEquals("0", part.ask("SPTS?"));
  }

  /** STRD starts half a second later; index 7 is 8 Hz. */
  @Test
  void itStartsLaterOnRequest() {
    part.ask("SRAT 7;STRD");
    elapse(0.4);
    assertEquals("0", part.ask("SPTS?"));
    elapse(0.4);
    assertEquals("3", part.ask("SPTS?"), "at 0.5, 0.625 and 0.75 s");
  }

  @Test
  void aTriggerTakesAPointOrStarts() {
    part.ask("SRAT 14;TRIG;*TRG");
    assertEquals("2", part.ask("SPTS?"));
    part.ask("SRAT 4;TSTR 1;REST;STRT");
    elapse(2.5);
    assertEquals("0", part.ask("SPTS?"), "it waits");
    part.ask("TRIG");
    elapse(1.5);
    assertEquals("2", part.ask("SPTS?"));
  }

  /** Mantissa and exponent: 3 = 24576 × 2^(111 − 124). */
  @Test
  void transfersInBinaryHaveBothForms() {
    part.ask("STRT");
    elapse(3.5);
    byte[] floats = part.ask("TRCB? 1,3,1").getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(3f, ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN).getFloat());
    byte[] own = part.ask("TRCL? 1,3,1").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.wrap(own).order(ByteOrder.LITTLE_ENDIAN);
    double mantissa = bytes.getShort();
    assertEquals(3, mantissa * StrictMath.pow(2, bytes.getShort() - 124));
  }
}
