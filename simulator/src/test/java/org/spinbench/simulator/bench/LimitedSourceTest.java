package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.simulator.chip.NineJunctions;

/**
 * A source that gives less than was set, because its compliance limits it, while other meters read
 * the chip: what depends on it says so, and nothing else does.
 */
@Tag("any-jdk")
class LimitedSourceTest {
  private static final int[] CHAINS = {0, 1, 2};
  private static final int[] NEURONS = {0, 1, 2};

  private static BenchFile file(String model) {
    String bias = model.equals("2602B") || model.equals("B2912A") ? "bias_1:1" : "bias_1";
    String text;
    try {
      text = Files.readString(NineJunctions.PATH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    text =
        text.replaceFirst("(\\[instruments\\.bias_1]\nmodel = )\"[^\"]*\"", "$1\"" + model + "\"")
            .replace("bias = \"bias_1\"", "bias = \"" + bias + "\"")
            .replace("fidelity = \"full\"", "fidelity = \"static\"");
    return BenchFile.parse(text, model);
  }

  /** So low that less than 2 mA flow through the neuron. */
  private static void limit(Bench bench) {
    for (Setting setting : bench.instruments().get("bias_1").settings()) {
      if (setting.name().endsWith("compliance") && !setting.name().startsWith("channel 2")) {
        ((NumberSetting) setting).set(0.1);
      }
    }
  }

  private static List<Boolean> marks(Reading[] readings) {
    return Arrays.stream(readings).map(Reading::compliance).toList();
  }

  private static void assertMarked(boolean limited, ChipPorts ports, String when) {
    ChipPorts.NodeReadings read = ports.nodes(CHAINS, NEURONS);
    assertEquals(List.of(false, false, limited), marks(read.voltages()), "chains, " + when);
    assertEquals(List.of(limited, false, limited), marks(read.powers()), "neurons, " + when);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6221", "2400", "2450", "2602B", "B2901A", "B2912A"})
  void whatStandsBehindALimitedBiasIsMarked(String model) {
    BenchFile file = file(model);
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      ChipPorts ports = bench.ports();
      ports.biases(new int[] {0, 1, 2}, 5e-3, 5e-3, 5e-3);
      assertMarked(false, ports, "as set");
      limit(bench);
      bench.clock().sleep(Duration.ofSeconds(11));
      assertMarked(true, ports, "though nothing was set since");
      ports.bias(0, 1e-3);
      assertMarked(false, ports, "after a change that needs less voltage");
      ports.bias(0, 6e-3);
      assertMarked(true, ports, "after a change that needs more");
      ports.bias(0, 0);
      assertMarked(false, ports, "switched off");
    }
  }

  /** Recordings of earlier versions do not hold the question. */
  @Test
  void inTheMannerOfEarlierVersionsNothingIsAsked() {
    BenchFile file = file("6221");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock(), Manner.READINGS_WAIT)) {
      ChipPorts ports = bench.ports();
      ports.bias(0, 1e-3);
      limit(bench);
      ports.bias(0, 6e-3);
      assertMarked(false, ports, "not asked");
      assertFalse(ports.limitsEmission(0));
    }
  }

  /** A voltage source without a compliance, and without a question for its largest current. */
  @Test
  void aSourceThatCannotBeAskedIsNamedWhenTheBenchIsOpened() {
    BenchFile file = file("GS200");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      List<String> named =
          bench.notices().stream().filter(one -> one.contains("cannot report whether")).toList();
      assertEquals(1, named.size(), named.toString());
      assertTrue(named.get(0).startsWith("field (QDAC-II) "), named.get(0));
    }
  }
}
