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
}
