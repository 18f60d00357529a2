package org.spinbench.drivers.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.BenchFile.Chain;
import org.spinbench.drivers.bench.BenchFile.Input;
import org.spinbench.drivers.bench.BenchFile.Neuron;
import org.spinbench.drivers.bench.BenchFile.Synapse;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.RfSource;
import org.spinbench.drivers.instrument.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Voltmeter;

/**
 * The instruments in the roles that the bench file gives them.
 *
 * @param inputs source of each input
 * @param voltmeters voltmeter of each chain
 * @param fields source of each synapse's field line, in volts
 * @param biases source of each neuron's bias, in amperes
 * @param analyzer reads emission
 */
record Wiring(
    List<RfSource> inputs,
    List<Voltmeter> voltmeters,
    List<BiasSource> fields,
    List<BiasSource> biases,
    SpectrumAnalyzer analyzer) {

  /**
   * @throws IllegalArgumentException naming the instrument that cannot play its role
   */
  static Wiring of(BenchFile file, Map<String, Instrument> instruments) {
    List<RfSource> inputs = new ArrayList<>();
    for (Input input : file.inputs()) {
      inputs.add(role(instruments, input.source(), RfSource.class, "RF source of " + input.name()));
    }
    List<Voltmeter> voltmeters = new ArrayList<>();
    List<BiasSource> fields = new ArrayList<>();
    for (Chain chain : file.chains()) {
      String reader = "voltmeter of " + chain.name();
      voltmeters.add(role(instruments, chain.voltmeter(), Voltmeter.class, reader));
      for (Synapse synapse : chain.synapses()) {
        String line = "voltage source for the field line of " + synapse.name();
        fields.add(source(instruments, synapse.fieldLine(), Unit.VOLT, line));
      }
    }
    List<BiasSource> biases = new ArrayList<>();
    for (Neuron neuron : file.neurons()) {
      String supply = "current source for the bias of " + neuron.name();
      biases.add(source(instruments, neuron.bias(), Unit.AMPERE, supply));
    }
    String name = file.readout().analyzer();
    return new Wiring(
        List.copyOf(inputs),
        List.copyOf(voltmeters),
        List.copyOf(fields),
        List.copyOf(biases),
        role(instruments, name, SpectrumAnalyzer.class, "spectrum analyzer of the readout"));
  }

  private static BiasSource source(
      Map<String, Instrument> instruments, String text, Unit unit, String what) {
    BiasSource source = role(instruments, text, BiasSource.class, what);
    if (source.level().unit() != unit) {
      throw mismatch(text, what);
    }
    return source;
  }

  /** An instrument, or one of its channels, in a role. */
  private static <R> R role(
      Map<String, Instrument> instruments, String text, Class<R> role, String what) {
    SourceName name = SourceName.parse(text);
    Object player = instruments.get(name.instrument());
    if (name.channel() != 0) {
      player =
          player instanceof Channels<?> all && name.channel() > 0
              ? all.channel(name.channel())
              : null;
    }
    if (!role.isInstance(player)) {
      throw mismatch(text, what);
    }
    return role.cast(player);
  }

  private static IllegalArgumentException mismatch(String name, String what) {
    return new IllegalArgumentException(
        name + " cannot be the " + what + "; name another instrument or channel in the bench file");
  }
}
