package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.Laboratory;

/** What the generators, sweeps and triggers of a QDAC-II put out, against closed forms. */
class Qdac2WaveformsTest {
  private static final Resistor LOAD = new Resistor(1000);
  private static final double LSB = 20.0 / (1 << 25);

  private final Laboratory laboratory = new Laboratory();
  private final SimulatedQdac2 source =
      new SimulatedQdac2(laboratory.surroundings(false), channel -> nanos -> LOAD);
  private final DcOutput first = source.dcOutputs().get(0);

  private void send(String message) {
    laboratory.send(source, message);
    assertEquals(List.of(), source.queuedErrors(), message);
  }

  /** The level a time after now, s. */
  private double after(double seconds) {
    return first.level(laboratory.nanos() + Math.round(seconds * 1e9)).value();
  }

  @Test
  void aSineHasItsSpanOffsetPolarityAndDelay() {
    send("sour1:sine:freq 100;span 2;offs 0.3;coun 2;del 0.01;init");
    assertEquals(0, after(0.005), LSB, "before the delay");
    for (double part : new double[] {0, 0.1, 0.25, 0.6, 1.75}) {
      double expected = 0.3 + Math.sin(2 * Math.PI * part);
      assertEquals(expected, after(0.01 + part / 100), 1e-6, part + " periods");
    }
    assertEquals(0, after(0.0301), LSB, "after two periods");
    send("sour1:sine:pol inv;del 0;init");
    assertEquals(0.3 - 1, after(0.0025), 1e-6, "inverted");
  }

  @Test
  void aSquareHasItsDutyCycleAndType() {
    send("sour1:squ:per 1;span 4;dcyc 25;init");
    assertEquals(2, after(0.2), LSB);
    assertEquals(-2, after(0.3), LSB);
    send("sour1:squ:typ pos;init");
    assertEquals(4, after(0.2), LSB);
    assertEquals(0, after(0.3), LSB);
    send("sour1:squ:typ neg;init");
    assertEquals(0, after(0.2), LSB);
    assertEquals(-4, after(0.3), LSB);
  }

  @Test
  void aTriangleRisesForItsDutyCycle() {
    send("sour1:tri:per 1;span 2;dcyc 80;init");
    assertEquals(-1, after(0), LSB);
    assertEquals(0, after(0.4), 1e-6);
    assertEquals(1, after(0.8), 1e-6);
    assertEquals(0, after(0.9), 1e-6);
  }

  @Test
  void anArbitraryWaveformHasSamplesOfAMicrosecond() {
    send(
        "trac:def \"steps\",4;data \"steps\",1,0.5,-1;:sour1:awg:def \"steps\";scal 2;offs 1;coun 3");
    send("sour1:awg:init");
    double[] expected = {3, 2, -1, 1, 3};
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], after((k + 0.5) * 1e-6), LSB, "sample " + k);
    }
    assertEquals(0, after(12.5e-6), LSB, "after three periods");
  }

  @Test
  void generatorsAndTheDcVoltageAdd() {
    send("sour1:volt 3");
    laboratory.elapse(1);
    send("sour1:squ:per 1;span 1;init;:sour1:sine:per 4;span 2;init");
    assertEquals(3 + 0.5 + Math.sin(Math.PI / 8), after(0.25), 1e-5);
    DcLevel now = first.level(laboratory.nanos());
    assertEquals(3 + 0.5 + 1, first.crest(now, laboratory.nanos()).value(), 1e-5, "the crest");
    assertTrue(source.energised());
    send("sour1:volt 0;:sour1:all:abor");
    laboratory.elapse(1);
    assertEquals(0, after(0), LSB);
    assertFalse(source.energised());
  }

  @Test
  void theCrestOfANegativeSwingIsItsLowestVoltage() {
    send("sour1:tri:per 1;span 2;typ neg;offs -0.5;init");
    DcLevel now = first.level(laboratory.nanos());
    assertEquals(-2.5, first.crest(now, laboratory.nanos()).value(), 1e-6);
  }

  @Test
  void theBusStartsWhatWaitsForIt() {
    send("sour1:sine:trig:sour bus;:sour1:sine:per 1;span 2;coun 1;init;:sour2:volt:trig 5");
    send("sour2:dc:trig:sour bus;:sour2:dc:init");
    laboratory.elapse(0.5);
    assertEquals(0, after(0.25), LSB, "not yet");
    send("*TRG");
    assertEquals(1, after(0.25), 1e-6);
    laboratory.elapse(0.1);
    assertEquals("5", laboratory.ask(source, "sour2:volt?"));
    laboratory.elapse(2);
    send("*TRG");
    assertEquals(0, after(0.25), LSB, "once only");
    send("sour1:sine:init:cont on;:sour1:sine:init;*TRG");
    laboratory.elapse(2);
    send("*TRG");
    assertEquals(1, after(0.25), 1e-6, "armed again");
  }

  @Test
  void aTriggerAdvancesASteppedList() {
    send("sour1:filt high;list:volt 1,2,3;tmod step;:sour1:volt:mode list");
    send("sour1:dc:trig:sour bus;:sour1:dc:init");
    for (int k = 1; k <= 3; k++) {
      send("*TRG");
      laboratory.elapse(0.1);
      assertEquals(k, after(0), 1e-6);
    }
    send("*TRG");
    laboratory.elapse(0.1);
    assertEquals(3, after(0), 1e-6, "the list has ended");
  }

  @Test
  void aSweepStepsOrRamps() {
    send("sour1:filt high;swe:star -1;stop 1;poin 5;dwel 0.1;:sour1:volt:mode swe;:sour1:dc:init");
    for (int k = 0; k < 5; k++) {
      assertEquals(-1 + 0.5 * k, after(0.1 * k + 0.09), 1e-5, "step " + k);
    }
    laboratory.elapse(1);
    assertEquals(1, after(0), 1e-6, "it stays at the last level");
    send("sour1:swe:gen anal;dir down;:sour1:dc:init");
    assertEquals(0.75, after(0.15), 1e-5, "halfway from 1 V to 0.5 V");
    assertEquals(-0.75, after(0.45), 1e-5);
  }

  @Test
  void aSweepBeyondTheLowRangeIsRefused() {
    send("sour1:rang low;swe:star -3;stop 3;:sour1:volt:mode swe");
    laboratory.send(source, "sour1:dc:init");
    assertEquals(1, source.queuedErrors().size());
    assertEquals(0, after(1), LSB);
  }

  @Test
  void aSensorTakesItsReadingsOneAfterAnother() {
    send("sour1:volt 1");
    laboratory.elapse(1);
    long start = laboratory.nanos();
    String answer = laboratory.ask(source, "sens1:aper 0.05;del 0.01;coun 4;:read1?");
    assertEquals(4, answer.split(",").length);
    assertEquals(1e-3, Double.parseDouble(answer.split(",")[3]), 1e-8);
    assertEquals(0.24, (laboratory.nanos() - start) * 1e-9, 1e-9, "four times 0.01 s and 0.05 s");
    send("sens1:trig:sour bus;:sens1:coun 1;:sens1:init;*TRG;*wai");
    assertEquals("1", laboratory.ask(source, "sens1:data:poin?"));
  }
}
