package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;

/** The waveform of a 6221 against closed forms. */
@Tag("any-jdk")
class Waveform6221Test {
  private final PartPanel part = new PartPanel();
  private int changes;
  private final Waveform6221 wave =
      new Waveform6221(
          part.tree(),
          change -> {
            changes++;
            change.run();
          });

  @Test
  void aResetLeavesASineOfOneMilliampereAtOneKilohertz() {
    assertEquals("SIN;1000;0.001;0", part.ask("SOUR:WAVE:FUNC?;FREQ?;AMPL?;OFFS?"));
    assertEquals(0, wave.at(0), 1e-18);
    assertEquals(1e-3, wave.at(0.25e-3), 1e-15);
    assertEquals(-1e-3, wave.at(2.75e-3), 1e-14);
    assertEquals(Double.POSITIVE_INFINITY, wave.duration());
  }

  @Test
  void squareAndRampFollowTheDutyCycle() {
    part.ask("SOUR:WAVE:FUNC SQU;AMPL 2E-3;OFFS 1E-3;FREQ 10;DCYC 25");
    assertEquals(3e-3, wave.at(0.02), 1e-15);
    assertEquals(-1e-3, wave.at(0.03), 1e-15);
    part.ask("SOUR:WAVE:FUNC RAMP");
    assertEquals(-1e-3, wave.at(0), 1e-15, "it begins at the bottom");
    assertEquals(1e-3, wave.at(0.0125), 1e-15, "half way up");
    assertEquals(3e-3, wave.at(0.025), 1e-15, "the top, after a quarter");
    assertEquals(1e-3, wave.at(0.0625), 1e-15, "half way down");
  }

  @Test
  void anArbitraryShapeGoesThroughItsPoints() {
    part.ask("SOUR:WAVE:ARB:DATA 0,0.5;APP -1;COPY 2");
    part.ask("SOUR:WAVE:FUNC ARB2;FREQ 1;AMPL 1E-3;OFFS -1E-4");
    assertEquals("3", part.ask("SOUR:WAVE:ARB:POIN?"));
    assertEquals(-1e-4, wave.at(0.1), 1e-15);
    assertEquals(4e-4, wave.at(0.5), 1e-15);
    assertEquals(-1.1e-3, wave.at(0.9), 1e-15);
    assertEquals(-1.1e-3, wave.crest(), 1e-15, "on the side of the offset");
    part.ask("SOUR:WAVE:ARB:DATA 0.5");
    assertEquals(-1.1e-3, wave.crest(), 1e-15, "a copy stays as it was");
    part.ask("SOUR:WAVE:FUNC ARBITRARY0");
    assertEquals("ARB0", part.ask("SOUR:WAVE:FUNC?"));
    assertEquals(4e-4, wave.at(0.1), 1e-15);
  }

  /** The duration can be said in cycles; afterwards the offset stays. */
  @Test
  void itEndsAfterItsCycles() {
    part.ask("SOUR:WAVE:FREQ 100;DUR:CYCL 2.25;:SOUR:WAVE:OFFS 1E-3");
    assertEquals(0.0225, wave.duration(), 1e-15);
    assertEquals(2e-3, wave.peak(), 1e-15);
    assertEquals(1e-3, wave.at(0.0225), "over");
    assertEquals("2.25", part.ask("SOUR:WAVE:DUR:CYCL?"));
  }

  @Test
  void whatShapesItGoesThroughTheChangeAndTheMarkerDoesNot() {
    part.ask("SOUR:WAVE:FREQ 10;AMPL 1E-3;OFFS 0;DCYC 10;FUNC SQU;DUR:TIME 1");
    assertEquals(6, changes);
    part.ask("SOUR:WAVE:PMAR 90;PMAR:STAT ON;OLIN 2;:SOUR:WAVE:RANG FIX");
    assertEquals(6, changes);
    assertTrue(!wave.best());
    wave.preset();
    assertTrue(wave.best());
    assertEquals("SIN", part.ask("SOUR:WAVE:FUNC?"));
  }

  @Test
  void tooManyPointsAreRefused() {
    String hundred = "0,".repeat(99) + "0";
    for (int k = 0; k < 655; k++) {
      part.ask("SOUR:WAVE:ARB:APP " + hundred);
    }
    assertEquals(-223, part.error("SOUR:WAVE:ARB:APP " + hundred), "65 501 points are there");
  }
}
