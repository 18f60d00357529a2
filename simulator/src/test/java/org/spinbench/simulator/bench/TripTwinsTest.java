package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.drivers.instrument.LimitException;

/** Trips by what simulated source meters and other meters read at the simulated chip. */
@Tag("any-jdk")
class TripTwinsTest {
  private static final Path FILE = Path.of("..", "experiments", "benches", "characterisation.toml");

  private final List<String> told = new ArrayList<>();
  private SimulatedBench simulated;

  /**
   * The rack with ideal junctions, which break at a voltage.
   *
   * @param broken resistance of a broken junction, Ω
   */
  private Bench open(double voltage, String broken, String rules) throws IOException {
    String text =
        Files.readString(FILE)
            .replace("fidelity = \"full\"", "fidelity = \"ideal\"")
            .replace("voltage = 0.9  ", "voltage = " + voltage + "  ")
            .replace("resistance = 5.0  ", "resistance = " + broken + "  ")
            .replace("life = 10e-3", "life = 1e12");
    BenchFile file = BenchFile.parse(text + rules, "rack");
    simulated = new SimulatedBench(file, 1);
    Bench bench = Bench.open(file, simulated, simulated.clock());
    bench.onTrip((kind, what) -> told.add(kind + ": " + what));
    return bench;
  }

  private static String trip(String when) {
    return "\n[[safety.trip]]\nname = \"it\"\nwhen = \"" + when + "\"\nevery = 0.5\n";
  }

  private static String message(Bench bench) {
    return assertThrows(TripException.class, () -> bench.ports().chainVoltages(0)).getMessage();
  }

  /** "Stop when R of neuron 2 leaves 40 to 60 ohm": it breaks between 0.18 and 0.27 V. */
  @Test
  void aResistanceThatJumpsTrips() throws IOException {
    try (Bench bench = open(0.25, "5.0", trip("neuron 2.resistance outside 40 to 60"))) {
      assertDoesNotThrow(() -> bench.ports().chainVoltages(0), "nothing flows");
      bench.ports().biases(new int[] {0, 1, 2}, 4e-3, 4e-3, 4e-3);
      bench.ports().tone(0, 250e6, 20e-6);
      simulated.clock().sleep(Duration.ofSeconds(1));
      assertDoesNotThrow(() -> bench.ports().chainVoltages(0));
      bench.ports().bias(1, 6e-3);
      simulated.clock().sleep(Duration.ofSeconds(1));
      String said = message(bench);
      assertTrue(said.contains("neuron 2.resistance is ") && said.contains(" ohm"), said);
      double ohms = Double.parseDouble(said.replaceAll(".*resistance is (\\S+) ohm.*", "$1"));
      assertEquals(5, ohms, 0.5);
      assertTrue(simulated.atRest(), () -> simulated.energised().toString());
      assertEquals(1, told.size());
    }
  }

  /** An open junction takes the source to its compliance. */
  @Test
  void complianceTrips() throws IOException {
    String rules =
        trip("bias_3.limited is on")
            + "\n[[safety.interlock]]\nname = \"RF only with bias\"\nsources = [\"input 1\"]\n"
            + "only_while = \"bias_1.output is on and bias_1.limited is off\"\n";
    try (Bench bench = open(0.25, "inf", rules)) {
      assertThrows(LimitException.class, () -> bench.ports().tone(0, 250e6, 20e-6));
      bench.ports().biases(new int[] {0, 1, 2}, 4e-3, 4e-3, 4e-3);
      bench.ports().tone(0, 250e6, 20e-6);
      bench.ports().chainVoltages(0);
      bench.ports().bias(2, 6e-3);
      simulated.clock().sleep(Duration.ofSeconds(1));
      String said = message(bench);
      assertTrue(said.contains("bias_3.limited is on"), said);
      assertTrue(simulated.atRest(), () -> simulated.energised().toString());
    }
  }

  /** What cannot clear while the bench is at rest is tried again, as often as the file says. */
  @Test
  void aJunctionThatStaysBrokenEndsTheRunAfterItsPauses() throws IOException {
    String rules = trip("neuron 2.resistance outside 40 to 60") + "then = \"pause\"\npauses = 2\n";
    try (Bench bench = open(0.25, "5.0", rules)) {
      bench.ports().biases(new int[] {0, 1, 2}, 4e-3, 6e-3, 4e-3);
      String said = message(bench);
      assertTrue(said.contains("after 2 pauses"), said);
      assertEquals(
          List.of("suspended", "resumed", "suspended", "resumed", "trip"),
          told.stream().map(line -> line.split(":")[0]).toList());
      assertTrue(simulated.atRest(), () -> simulated.energised().toString());
    }
  }

  /** Every kind of meter can be asked; the power at the source of input 1 is 10 dB above. */
  @Test
  void everyMeterCanTrip() throws IOException {
    String rules =
        trip(
            "power_meter.power > 1e-3 or lock_in.r > 1 or lock_in.theta > 400 or bias_1.current >"
                + " 1 or bias_1.voltage > 1 or field:1.current > 1 or voltmeter_1.voltage > 1 or"
                + " rf_1.frequency > 1e9 or input 1.power > 1 or synapse 1.current > 1 or"
                + " neuron 1.bias > 1 or neuron 3.power > 1 or chain 2.voltage > 1");
    try (Bench bench = open(0.9, "5.0", rules)) {
      bench.ports().biases(new int[] {0, 1, 2}, 4e-3, 4e-3, 4e-3);
      bench.ports().tone(0, 250e6, 90e-6);
      bench.ports().nodes(new int[] {0, 1, 2}, new int[] {2});
      simulated.clock().sleep(Duration.ofSeconds(1));
      bench.ports().tonePower(0, 110e-6);
      String said = message(bench);
      assertTrue(said.contains("power_meter.power is "), said);
      double watts = Double.parseDouble(said.replaceAll(".*power_meter.power is (\\S+) W.*", "$1"));
      assertEquals(1.1e-3, watts, 0.02e-3);
    }
  }
}
