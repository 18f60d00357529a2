package org.spinbench.simulator.instrument.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.part.Settling;

@Tag("any-jdk")
class Simulated2182aTest {
  private static final double LN_1000 = Math.log(1000);

  private final Laboratory laboratory = new Laboratory();
  private double volts = 1e-3;
  private final Simulated2182a quiet =
      new Simulated2182a(laboratory.surroundings(false), (from, to) -> volts);
  private final Simulated2182a noisy =
      new Simulated2182a(laboratory.surroundings(true), (from, to) -> volts);

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "2182a.csv",
        () ->
            new Simulated2182a(new Laboratory().surroundings(false), (from, to) -> 1e-3)
                .endpoint());
  }

  @Test
  void identityNamesTheModel() {
    String identity = laboratory.ask(quiet, "*IDN?");
    assertTrue(identity.startsWith("KEITHLEY INSTRUMENTS INC.,MODEL 2182A,"), identity);
  }

  @Test
  void conversionTakesOneApertureAndTwoMoreForAutozero() {
    laboratory.send(quiet, "VOLT:DFIL OFF;NPLC 1");
    laboratory.ask(quiet, "READ?");
    assertEquals(60_000_000, laboratory.nanos(), "three apertures of 20 ms");
    laboratory.ask(quiet, "SYST:AZER OFF;FAZ OFF;:READ?");
    assertEquals(80_000_000, laboratory.nanos(), "20 ms at 50 Hz");
    laboratory.ask(quiet, "VOLT:NPLC 5;LPAS ON;:READ?");
    assertEquals(80_000_000 + 100_000_000 + 125_000_000, laboratory.nanos(), "manual page 3-8");
  }

  @Test
  void theTimerSpacesReadingsUnlessTheyTakeLonger() {
    laboratory.send(quiet, "VOLT:DFIL OFF;NPLC 1;:SYST:AZER OFF;FAZ OFF;:TRIG:SOUR TIM;COUN 3");
    laboratory.ask(quiet, "TRIG:TIM 0.5;:READ?");
    assertEquals(1_020_000_000, laboratory.nanos(), "two intervals and an aperture of 20 ms");
    laboratory.ask(quiet, "TRIG:TIM 0.01;:READ?");
    assertEquals(1_080_000_000, laboratory.nanos());
    assertEquals("1", laboratory.ask(quiet, "TRIG:TIM 0.5;:INIT;*OPC?"));
    assertEquals(2_100_000_000, laboratory.nanos(), "the measurement is over then");
  }

  @Test
  void voltmetersIntegrateSideBySide() {
    for (Simulated2182a meter : List.of(quiet, noisy)) {
      laboratory.send(meter, "VOLT:DFIL OFF;NPLC 1;:SYST:AZER OFF;FAZ OFF;:INIT");
    }
    laboratory.ask(quiet, "FETC?");
    laboratory.ask(noisy, "FETC?");
    assertEquals(20_000_000, laboratory.nanos());
  }

  @Test
  void readingIsTheMeanOverTheIntegration() {
    // A source that settles from 1 mV to 3 mV: mean over T is 3 − 2 τ/T (1 − exp(−T/τ)) mV.
    Settling source = new Settling(1e-3, 0);
    source.approach(3e-3, 0, 5e-3);
    Simulated2182a meter =
        new Simulated2182a(laboratory.surroundings(false), (from, to) -> mean(source, from, to));
    laboratory.send(meter, "VOLT:DFIL OFF;RANG 0.01;NPLC 1;:SYST:AZER OFF;FAZ OFF;:INIT");
    laboratory.elapse(0.2);
    double tau = 5e-3 / LN_1000;
    double expected = 3e-3 - 2e-3 * tau / 0.02 * (1 - Math.exp(-0.02 / tau));
    assertEquals(expected, laboratory.number(meter, "FETC?"), 1e-9);
  }

  /** Simpson's rule over 2000 intervals. */
  private static double mean(Settling source, long from, long to) {
    int n = 2000;
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      double weight = i == 0 || i == n ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * source.at(from + (to - from) * i / n);
    }
    return sum / (3 * n);
  }

  @Test
  void overRangeIsTwentyPercent() {
    laboratory.send(quiet, "VOLT:DFIL OFF;NPLC 0.1;RANG 0.01");
    volts = 11.99e-3;
    assertEquals(11.99e-3, laboratory.number(quiet, "READ?"), 1e-12);
    volts = -12.01e-3;
    assertEquals(9.9e37, laboratory.number(quiet, "READ?"));
    laboratory.send(quiet, "VOLT:RANG:AUTO ON");
    assertEquals(-12.01e-3, laboratory.number(quiet, "READ?"), 1e-12);
    assertEquals("0.1", laboratory.ask(quiet, "VOLT:RANG?"));
    laboratory.send(quiet, "VOLT:DFIL ON;RANG 0.01");
    assertEquals(9.9e37, laboratory.number(quiet, "READ?"), "with the filter, too");
  }

  @Test
  void movingFilterAveragesAndRestartsOutsideItsWindow() {
    laboratory.send(quiet, "VOLT:RANG 0.01;NPLC 1;:SYST:AZER OFF;FAZ OFF;:VOLT:DFIL:COUN 4");
    laboratory.ask(quiet, "READ?");
    assertEquals(80_000_000, laboratory.nanos(), "four conversions fill the stack");
    volts = 1e-3 + 0.4e-6;
    assertEquals(1e-3 + 0.1e-6, laboratory.number(quiet, "READ?"), 1e-12, "one of four is new");
    assertEquals(100_000_000, laboratory.nanos());
    volts = 2e-3;
    assertEquals(2e-3, laboratory.number(quiet, "READ?"), 1e-12, "1 mV is outside 0.01 %");
    assertEquals(180_000_000, laboratory.nanos());
  }

  /** Section 3: the analog filter adds 125 ms of settling between conversions. */
  @Test
  void aConversionWaitsForTheAnalogFilter() {
    Settling source = new Settling(1e-3, 0);
    source.approach(3e-3, 100_000_000, 0);
    Simulated2182a meter =
        new Simulated2182a(laboratory.surroundings(false), (from, to) -> mean(source, from, to));
    laboratory.send(meter, "VOLT:DFIL OFF;LPAS ON;RANG 0.01;NPLC 1;:SYST:AZER OFF;FAZ OFF");
    assertEquals(3e-3, laboratory.number(meter, "READ?"), 1e-12, "a step after 100 ms is over");
    assertEquals(145_000_000, laboratory.nanos());
  }

  @Test
  void repeatingFilterFillsItsStackForEachReading() {
    laboratory.send(quiet, "VOLT:NPLC 1;DFIL:TCON REP;COUN 3;:SYST:AZER OFF;FAZ OFF");
    laboratory.ask(quiet, "READ?;:READ?");
    assertEquals(120_000_000, laboratory.nanos());
  }

  @Test
  void inputThatNeverRestsStillGivesAReading() {
    Simulated2182a meter =
        new Simulated2182a(laboratory.surroundings(false), (from, to) -> from * 1e-9);
    assertTrue(laboratory.number(meter, "VOLT:RANG 100;:READ?") > 0);
  }

  private double spread(String setup, int count) {
    laboratory.send(noisy, "*RST;:VOLT:DFIL OFF;" + setup);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double deviation = laboratory.number(noisy, "READ?") - volts;
      sum += deviation;
      squares += deviation * deviation;
    }
    return Math.sqrt(squares / count - sum / count * (sum / count));
  }

  @Test
  void noiseIsWhatTheModelStates() {
    // 70 nV, 300 nV and 6.6 µV peak to peak at 1 PLC, six rms values from peak to peak; 1000
    // readings give the rms within 2.2 % (one sigma), the 1/f part adds at most 1 %.
    assertEquals(70e-9 / 6, spread("RANG 0.01;NPLC 1", 1000), 0.1 * 70e-9 / 6);
    assertEquals(300e-9 / 6, spread("RANG 0.1;NPLC 1", 1000), 0.1 * 300e-9 / 6);
    volts = 5;
    assertEquals(6.6e-6 / 6, spread("RANG 10;NPLC 1", 1000), 0.1 * 6.6e-6 / 6);
  }

  @Test
  void longerApertureIsQuieter() {
    double expected = 70e-9 / 6 / Math.sqrt(10);
    assertEquals(expected, spread("RANG 0.01;NPLC 10", 1000), 0.15 * expected);
  }

  @Test
  void withoutNoiseReadingsAreExact() {
    laboratory.send(quiet, "VOLT:RANG 0.01;DFIL OFF");
    volts = 1.23456789e-3;
    assertEquals("+1.23456789E-03", laboratory.ask(quiet, "READ?"));
  }
}
