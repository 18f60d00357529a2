package org.spinbench.simulator.instrument.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;

/** The NRP and the U2040X. */
@Tag("any-jdk")
class SimulatedPowerMetersTest {
  private final Laboratory laboratory = new Laboratory();
  private double watts = 1e-6;
  private final SimulatedNrp nrp =
      new SimulatedNrp(laboratory.surroundings(false), (from, to) -> watts);
  private final SimulatedU2040x x =
      new SimulatedU2040x(laboratory.surroundings(false), (from, to) -> watts);
  private final SimulatedNrp noisy =
      new SimulatedNrp(laboratory.surroundings(true), (from, to) -> watts);

  @TestFactory
  List<DynamicTest> manualOfTheNrp() {
    return MessageTable.tests(
        MessageTable.class,
        "nrp.csv",
        () ->
            new SimulatedNrp(new Laboratory().surroundings(false), (from, to) -> 1e-6).endpoint());
  }

  @TestFactory
  List<DynamicTest> manualOfTheU2040x() {
    return MessageTable.tests(
        MessageTable.class,
        "u2040x.csv",
        () ->
            new SimulatedU2040x(new Laboratory().surroundings(false), (from, to) -> 1e-6)
                .endpoint());
  }

  @Test
  void aReadingTakesTwoAperturesForEachAverage() {
    laboratory.send(nrp, "SENS:AVER:COUN 8;:SENS:POW:AVG:APER 0.01;:INIT");
    laboratory.ask(nrp, "FETC?");
    assertEquals(
        8 * 2 * 10_145_000 + 1_600_000, laboratory.nanos(), "measuring time, docs/manuals/nrp.md");
  }

  @Test
  void theRateOfTheOtherIsThatOfItsMode() {
    laboratory.send(x, "SENS:AVER:COUN 4");
    laboratory.ask(x, "READ?");
    assertEquals(200_000_000, laboratory.nanos());
    laboratory.send(x, "SENS:MRAT DOUB");
    laboratory.ask(x, "READ?");
    assertEquals(300_000_000, laboratory.nanos());
    laboratory.send(x, "SENS:MRAT FAST;:SENS:SWE:APER 0.001;:TRIG:COUN 200");
    laboratory.ask(x, "READ?");
    assertEquals(500_000_000, laboratory.nanos(), "no averaging");
  }

  /** NRPxxS user manual, chapter 9.5.4: with a moving filter each measurement gives a result. */
  @Test
  void aMovingFilterAveragesWithTheMeasurementsBefore() {
    laboratory.send(nrp, "SENS:AVER:COUN 4;TCON MOV;:SENS:POW:AVG:APER 0.01");
    laboratory.ask(nrp, "READ?");
    assertEquals(2 * 10_145_000 + 1_600_000, laboratory.nanos(), "one measurement");
    assertEquals(1e-6, laboratory.number(nrp, "READ?"));
    laboratory.ask(nrp, "READ?;:READ?");
    watts = 5e-6;
    assertEquals(2e-6, laboratory.number(nrp, "READ?"), 1e-18, "one of four is new");
    laboratory.send(nrp, "SENS:AVER:RES");
    assertEquals(5e-6, laboratory.number(nrp, "READ?"), "chapter 9.9: earlier ones are deleted");
    watts = 9e-6;
    laboratory.send(nrp, "SENS:AVER:TCON REP");
    assertEquals(9e-6, laboratory.number(nrp, "READ?"), "filled anew");
  }

  /** N1911A programming guide, TRIGger:DELay:AUTO: the filter is updated with new values. */
  @Test
  void aTriggeredMeasurementWaitsForTheFilterUnlessItIsToldNotTo() {
    laboratory.send(x, "UNIT:POW W;:SENS:AVER:COUN 4");
    laboratory.ask(x, "READ?");
    assertEquals(200_000_000, laboratory.nanos());
    watts = 5e-6;
    laboratory.send(x, "TRIG:DEL:AUTO OFF");
    assertEquals(2e-6, laboratory.number(x, "READ?"), 1e-18, "one of four is new");
    assertEquals(250_000_000, laboratory.nanos());
    laboratory.send(x, "TRIG:DEL:AUTO ON");
    assertEquals(5e-6, laboratory.number(x, "READ?"), 1e-18);
  }

  @Test
  void theAutomaticFilterAveragesLongerAtLowPower() {
    watts = 1e-3;
    laboratory.ask(nrp, "READ?");
    assertEquals("1", laboratory.ask(nrp, "SENS:AVER:COUN?"));
    watts = 3e-9;
    laboratory.ask(nrp, "READ?");
    assertEquals("100", laboratory.ask(nrp, "SENS:AVER:COUN?"), "30 pW to 0.1 % of 3 nW");
    laboratory.send(nrp, "SENS:AVER:COUN:AUTO ONCE");
    watts = 1e-3;
    laboratory.ask(nrp, "READ?");
    assertEquals("100;0", laboratory.ask(nrp, "SENS:AVER:COUN?;COUN:AUTO?"));
  }

  @Test
  void tooMuchPowerIsQuestionable() {
    watts = 0.21;
    laboratory.ask(nrp, "READ?");
    assertEquals("8", laboratory.ask(nrp, "STAT:QUES:COND?"), "bit 3: power");
    watts = 0.1;
    assertEquals("+1.000000E-01;0", laboratory.ask(nrp, "READ?;:STAT:QUES:COND?"));
  }

  @Test
  void zeroingTakesTheOffsetOffWhenThereIsNoPower() {
    watts = 0;
    double largest = 0;
    for (int i = 0; i < 5; i++) {
      SimulatedNrp meter = new SimulatedNrp(laboratory.surroundings(true), (from, to) -> watts);
      laboratory.send(meter, "SENS:AVER:COUN 1024");
      largest = Math.max(largest, Math.abs(laboratory.number(meter, "READ?")));
      long start = laboratory.nanos();
      laboratory.send(meter, "CAL:ZERO:AUTO ONCE");
      assertEquals(10_000_000_000L, laboratory.nanos() - start);
      double left = laboratory.number(meter, "READ?");
      assertTrue(Math.abs(left) < 1e-11, "what is left of it: " + left + " W");
    }
    assertTrue(largest > 1e-10, "an offset of " + largest + " W");
  }

  @Test
  void calibrationOfTheOtherSucceedsWithoutPower() {
    watts = 0;
    assertEquals("+0", laboratory.ask(x, "CAL?"));
    laboratory.send(x, "UNIT:POW DBM");
    assertEquals("9.91E37", laboratory.ask(x, "READ?"), "no number of decibels");
  }

  @Test
  void noiseFallsWithTheAverages() {
    watts = 0;
    assertEquals(30e-12 / 2, spread("SENS:AVER:COUN 4"), 2e-12);
    assertEquals(30e-12 / 8, spread("SENS:AVER:COUN 64"), 0.5e-12);
  }

  private double spread(String setup) {
    laboratory.send(noisy, setup);
    int count = 1000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = laboratory.number(noisy, "READ?");
      sum += value;
      squares += value * value;
    }
    return Math.sqrt(squares / count - sum / count * (sum / count));
  }

  @Test
  void metersPutNothingOut() {
    assertFalse(nrp.energised());
    assertFalse(x.energised());
    nrp.endpoint().clear();
    x.endpoint().clear();
    assertEquals(List.of(), nrp.queuedErrors());
    assertEquals(List.of(), x.queuedErrors());
  }

  @Test
  void aTraceIsThePowerOfEachOfItsPoints() {
    SimulatedNrp pulsed =
        new SimulatedNrp(
            laboratory.surroundings(false),
            (from, to) -> {
              double overlap = Math.min(to, 4_000_000) - Math.max(from, 2_000_000);
              return 1e-6 * Math.max(0, overlap) / (to - from);
            });
    laboratory.send(pulsed, "SENS:FUNC \"XTIM:POW\";:SENS:TRAC:POIN 8;TIME 0.008;OFFS:TIME 0");
    laboratory.send(pulsed, "FORM REAL,64;:FORM:BORD SWAP;:INIT");
    byte[] block = laboratory.ask(pulsed, "FETC?").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer numbers = ByteBuffer.wrap(block, 4, 64);
    double[] expected = {0, 0, 1e-6, 1e-6, 0, 0, 0, 0};
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], numbers.getDouble(), 1e-12, "point " + k);
    }
    assertEquals(8_000_000, laboratory.nanos(), "the time of the trace");
    laboratory.send(pulsed, "FORM ASC;:SENS:FUNC \"POW:AVG\"");
    assertEquals(1, laboratory.ask(pulsed, "READ?").split(",").length);
  }

  @Test
  void answersInMicrovoltsAcrossFiftyOhms() {
    laboratory.send(nrp, "UNIT:POW DBUV");
    assertEquals(-30 + 106.99, laboratory.number(nrp, "READ?"), 0.01);
    laboratory.send(nrp, "UNIT:POW DBM");
    assertEquals(-30, laboratory.number(nrp, "READ?"), 1e-6);
  }

  @Test
  void aTriggerAtOnceDoesNotWaitForItsSource() {
    laboratory.send(nrp, "TRIG:SOUR HOLD;:INIT;:TRIG:IMM");
    assertEquals(1e-6, laboratory.number(nrp, "FETC?"), 1e-12);
    laboratory.send(nrp, "TRIG:IMM");
    assertTrue(nrp.queuedErrors().get(0).startsWith("-211"), "nothing waits");
  }
}
