package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth;
import org.spinbench.simulator.chip.NineJunctions;

/** A bench whose junctions may be broken, and somebody who types at its instruments. */
record Trial(SimulatedBench bench, Console console) {
  static Trial of(String text) {
    BenchFile file = BenchFile.parse(text, "trial");
    SimulatedBench bench = new SimulatedBench(file, 1);
    return new Trial(bench, new Console(file, bench, bench.clock()));
  }

  /** The nine-junction bench with ideal junctions that break at a voltage and do not age. */
  static String text(double limit) {
    return NineJunctions.text()
        .replace("fidelity = \"full\"", "fidelity = \"ideal\"")
        .replace("voltage = 0.9  ", "voltage = " + limit + "  ")
        .replace("life = 10e-3", "life = 1e12");
  }

  /** With another model, or a port of it, as {@code bias_3}. */
  static String withBias(String text, String model, String port) {
    return text.replaceFirst("(\\[instruments\\.bias_3]\nmodel = )\"GS200\"", "$1\"" + model + "\"")
        .replace("bias = \"bias_3\"", "bias = \"bias_3" + port + "\"");
  }

  /** With another model, or a port of it, as {@code rf_1}, and no loss from it to the chains. */
  static String withTone(String text, String model, String port) {
    return text.replaceFirst("(\\[instruments\\.rf_1]\nmodel = )\"SGS100A\"", "$1\"" + model + "\"")
        .replace("source = \"rf_1\"", "source = \"rf_1" + port + "\"")
        .replace("loss_db = 10.0", "loss_db = 0.0");
  }

  /** With a lock-in that reads chain 1 and whose sine is joined to a device through 50 Ω. */
  static String withLockIn(String text, String model, String device) {
    return text.replace(
                "[instruments.field]",
                "[instruments.lock_in]\nmodel = \""
                    + model
                    + "\"\nresource = \"INPROC::lock_in::INSTR\"\n\n[instruments.field]")
            .replace("voltmeter = \"voltmeter_1\"", "voltmeter = \"lock_in\"")
        + "\n[[simulation.sine_outputs]]\ninstrument = \"lock_in\"\ndevice = \""
        + device
        + "\"\nresistance = 50.0\n";
  }

  /** Sends a message, lets half a second pass, and insists that there is no error. */
  void tell(String instrument, String message, Object... values) {
    console.tell(instrument, String.format(Locale.ROOT, message, values));
    bench.clock().sleep(Duration.ofMillis(500));
    assertEquals(List.of(), bench.queuedErrors());
  }

  boolean broken(int neuron) {
    return bench.truth().neurons().get(neuron - 1).broken();
  }

  long brokenSynapses() {
    return bench.truth().synapses().stream().filter(ChipTruth.SynapseTruth::broken).count();
  }

  /** The record of an output. */
  TerminalTruth terminal(String name) {
    return bench.terminals().stream()
        .filter(terminal -> terminal.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
