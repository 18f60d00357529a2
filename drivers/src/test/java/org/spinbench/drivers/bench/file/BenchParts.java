package org.spinbench.drivers.bench.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;

/** Builds parts of bench files for tests. What a part does not name is absent. */
public final class BenchParts {
  private BenchParts() {}

  /** An instrument without a serial line, a choice of what it is a source of, or triggers. */
  public static InstrumentEntry instrument(
      String model, String resource, double timeout, Map<String, LimitRange> limits) {
    Optional<String> noTrigger = Optional.empty();
    return new InstrumentEntry(
        model,
        resource,
        timeout,
        limits,
        Optional.empty(),
        Optional.empty(),
        false,
        noTrigger,
        Optional.empty());
  }

  /** A chain that no strip line programs. */
  public static Chain chain(
      String name, List<String> tones, String voltmeter, List<Synapse> synapses) {
    return new Chain(name, tones, voltmeter, "", synapses);
  }

  /** A synapse whose current is still to be trained. */
  public static Synapse synapse(
      String name, int junction, String tone, String fieldLine, double frequency) {
    return new Synapse(name, junction, tone, fieldLine, frequency, null);
  }

  /** A neuron with thresholds of 4 and 8 mA and 0.75 A/V, whose bias is still to be trained. */
  public static Neuron neuron(
      String name, int junction, String chain, String bias, double frequency, double... gainsDb) {
    return new Neuron(
        name, junction, chain, bias, frequency, 4e-3, 8e-3, 0.75, gainsDb[0], gainsDb[1], null);
  }

  /** The same bench with other instruments and another section for its simulation. */
  public static BenchFile with(
      BenchFile file, Map<String, InstrumentEntry> instruments, Map<String, Object> simulation) {
    return with(file, instruments, file.chains(), file.neurons(), simulation);
  }

  /** The same bench with other instruments, another network and another section. */
  public static BenchFile with(
      BenchFile file,
      Map<String, InstrumentEntry> instruments,
      List<Chain> chains,
      List<Neuron> neurons,
      Map<String, Object> simulation) {
    return new BenchFile(
        file.name(),
        instruments,
        file.gpib(),
        file.keys(),
        file.chip(),
        file.inputs(),
        chains,
        neurons,
        List.of(),
        file.readout(),
        file.coupling(),
        file.settling(),
        Optional.empty(),
        CalibrationValidity.USUAL,
        BenchFile.Safety.USUAL,
        RunLabels.NONE,
        simulation);
  }
}
