package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.simulator.chip.NineJunctions;

/** Any analyzer in the bench file reads the same neuron. */
@Tag("any-jdk")
class AnalyzersOnTheBenchTest {
  private static final int NEURON = 2;
  private static final double CURRENT = 6e-3;

  private record Emission(Reading power, SpectrumTrace trace) {}

  private static Emission emission(String model) {
    BenchFile file = withAnalyzer(model);
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      ChipPorts ports = bench.ports();
      ports.bias(NEURON, CURRENT);
      Emission emission = new Emission(ports.emittedPower(NEURON), ports.emission(NEURON));
      assertTrue(bench.errorsInQueues().isEmpty());
      return emission;
    }
  }

  private static BenchFile withAnalyzer(String model) {
    try {
      String text = Files.readString(NineJunctions.PATH);
      return BenchFile.parse(text.replace("\"N9030B\"", '"' + model + '"'), model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"N9020B", "FSV", "FSW", "DSA815", "SSA3021X"})
  void readsThePowerAndTheLine(String model) {
    Emission expected = emission("N9030B");
    Emission found = emission(model);
    double power = expected.power().value();
    assertEquals(power, found.power().value(), 0.05 * power);
    assertEquals(peak(expected.trace()), peak(found.trace()), 2e6);
  }

  private static double peak(SpectrumTrace trace) {
    int peak = 0;
    for (int k = 1; k < trace.points(); k++) {
      peak = trace.levelsDbm()[k] > trace.levelsDbm()[peak] ? k : peak;
    }
    return trace.frequency(peak);
  }
}
