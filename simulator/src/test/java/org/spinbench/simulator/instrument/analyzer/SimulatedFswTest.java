package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.SpectralLine;

/** What the FSW has beyond the FSV. */
class SimulatedFswTest {
  private final Laboratory laboratory = new Laboratory();

  private static SimulatedFsAnalyzer twin(Laboratory laboratory) {
    SpectralLine line = new SpectralLine(1.5e9, 1e-6, 0);
    return SimulatedFsAnalyzer.fsw(laboratory.surroundings(false), (from, to) -> List.of(line));
  }

  /** The rows of the FSV, but for those that are of that model alone. */
  @TestFactory
  Stream<DynamicTest> manualOfBoth() {
    return MessageTable.tests(
            MessageTable.class, "fsv.csv", () -> twin(new Laboratory()).endpoint())
        .stream()
        .filter(section -> !section.getDisplayName().startsWith("FSV30 alone"));
  }

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class, "fsw.csv", () -> twin(new Laboratory()).endpoint());
  }

  @Test
  void givesFrequenciesAndPartsOfATrace() {
    SimulatedFsAnalyzer twin = twin(laboratory);
    laboratory.send(twin, "INIT:CONT OFF;:FREQ:STAR 1GHz;STOP 2GHz;:SWE:POIN 101;:INIT;*WAI");
    double[] frequencies = numbers(twin, "TRAC:X? TRACE1");
    assertEquals(101, frequencies.length);
    assertEquals(1.25e9, frequencies[25], 1);
    double[] levels = numbers(twin, "TRAC? TRACE1");
    double[] part = numbers(twin, "TRAC:MEM? TRACE1,45,10");
    assertArrayEquals(Arrays.copyOfRange(levels, 45, 55), part);
    assertEquals(-30, part[5], 0.01);
  }

  private double[] numbers(SimulatedFsAnalyzer twin, String query) {
    String[] numbers = laboratory.ask(twin, query).split(",");
    return Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void aTraceThatCrossesALimitLineFails() {
    SimulatedFsAnalyzer twin = twin(laboratory);
    laboratory.send(twin, "INIT:CONT OFF;:FREQ:STAR 1GHz;STOP 2GHz;:SWE:POIN 101;:INIT;*WAI");
    laboratory.send(twin, "CALC:LIM2:CONT 1GHZ,2GHZ;:CALC:LIM2:UPP -20,-20;:CALC:LIM2:UPP:STAT ON");
    assertEquals("0", laboratory.ask(twin, "CALC:LIM2:FAIL?"), "no trace is checked");
    laboratory.send(twin, "CALC:LIM2:TRAC1:CHEC ON");
    assertEquals("0", laboratory.ask(twin, "CALC:LIM2:FAIL?"), "-30 dBm is below -20 dBm");
    laboratory.send(twin, "CALC:LIM2:UPP:MARG 12");
    assertEquals("2", laboratory.ask(twin, "CALC:LIM2:FAIL?"), "10 dB are within the margin");
    laboratory.send(twin, "CALC:LIM2:UPP:MARG 0;SHIF -15");
    assertEquals("-35,-35", laboratory.ask(twin, "CALC:LIM2:UPP?"));
    assertEquals("1", laboratory.ask(twin, "CALC:LIM2:FAIL?"), "-30 dBm is above -35 dBm");
    laboratory.send(twin, "CALC:LIM2:UPP:OFFS 10");
    assertEquals("0", laboratory.ask(twin, "CALC:LIM2:FAIL?"));
    laboratory.send(twin, "CALC:LIM2:UPP:STAT OFF;:CALC:LIM2:LOW -29,-29;:CALC:LIM2:LOW:STAT ON");
    assertEquals("1", laboratory.ask(twin, "CALC:LIM2:FAIL?"), "the noise is below -29 dBm");
  }

  @Test
  void aLimitLineMayBeRelativeToCentreAndReference() {
    SimulatedFsAnalyzer twin = twin(laboratory);
    laboratory.send(twin, "INIT:CONT OFF;:FREQ:CENT 1.5GHz;SPAN 1GHz;:SWE:POIN 101;:INIT;*WAI");
    laboratory.send(
        twin, "CALC:LIM:CONT:MODE REL;:CALC:LIM:CONT -10MHZ,10MHZ;:CALC:LIM:UPP:MODE REL");
    laboratory.send(twin, "CALC:LIM:UPP -25,-25;:CALC:LIM:UPP:STAT ON;:CALC:LIM:TRAC1:CHEC ON");
    assertEquals("0", laboratory.ask(twin, "CALC:LIM:FAIL?"), "5 dB below the line");
    laboratory.send(twin, "CALC:LIM:UPP -35,-35");
    assertEquals("1", laboratory.ask(twin, "CALC:LIM:FAIL?"));
    laboratory.send(twin, "CALC:LIM:CONT 100MHZ,200MHZ");
    assertEquals("0", laboratory.ask(twin, "CALC:LIM:FAIL?"), "nothing at 1.6 to 1.7 GHz");
    assertEquals(List.of(), twin.queuedErrors());
  }
}
