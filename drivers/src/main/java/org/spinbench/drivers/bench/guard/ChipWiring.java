package org.spinbench.drivers.bench.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Input;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.file.BenchFile.StripLine;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.LockInVoltmeter;
import org.spinbench.drivers.instrument.role.PulsedRfSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SourceMeterVoltmeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.VoltageMeter;

/**
 * The instruments in their roles in the bench file.
 *
 * @param inputs source of each input
 * @param voltmeters voltmeter of each chain
 * @param fields source of each synapse's field line, in volts or amperes
 * @param biases source of each neuron's bias, in amperes
 * @param stripLines source of each strip line
 * @param analyzer for emission; empty if no neuron is read
 */
public record ChipWiring(
    List<RfSource> inputs,
    List<VoltageMeter> voltmeters,
    List<BiasSource> fields,
    List<BiasSource> biases,
    List<RfSource> stripLines,
    Optional<SpectrumAnalyzer> analyzer) {

  /**
   * Finds the instruments of a bench.
   *
   * @throws IllegalArgumentException naming the instrument that cannot play its role
   */
  public static ChipWiring of(BenchFile file, Map<String, Instrument> instruments) {
    List<RfSource> inputs = new ArrayList<>();
    for (Input input : file.inputs()) {
      inputs.add(
          pulsed(file, input)
              ? role(
                  instruments,
                  input.source(),
                  PulsedRfSource.class,
                  "source of a pulsed " + input.name())
              : role(instruments, input.source(), RfSource.class, "RF source of " + input.name()));
    }
    List<VoltageMeter> voltmeters = new ArrayList<>();
    List<BiasSource> fields = new ArrayList<>();
    for (Chain chain : file.chains()) {
      voltmeters.add(voltmeter(file, instruments, chain));
      for (Synapse synapse : chain.synapses()) {
        String line = "source for the field line of " + synapse.name();
        if (!synapse.fieldLine().isEmpty()) {
          fields.add(role(instruments, synapse.fieldLine(), BiasSource.class, line));
        }
      }
    }
    List<BiasSource> biases = new ArrayList<>();
    for (Neuron neuron : file.neurons()) {
      biases.add(currentSource(instruments, neuron));
    }
    List<RfSource> lines = new ArrayList<>();
    for (StripLine line : file.stripLines()) {
      lines.add(role(instruments, line.source(), RfSource.class, "RF source of " + line.name()));
    }
    String name = file.readout().analyzer();
    String reader = "spectrum analyzer of the readout";
    return new ChipWiring(
        List.copyOf(inputs),
        List.copyOf(voltmeters),
        List.copyOf(fields),
        List.copyOf(biases),
        List.copyOf(lines),
        name.isEmpty()
            ? Optional.empty()
            : Optional.of(role(instruments, name, SpectrumAnalyzer.class, reader)));
  }

  private static VoltageMeter voltmeter(
      BenchFile file, Map<String, Instrument> instruments, Chain chain) {
    String reader = "voltmeter of " + chain.name();
    Meter meter = role(instruments, chain.voltmeter(), Meter.class, reader);
    if (meter instanceof LockIn lockIn) {
      requirePulses(file, chain);
      return new LockInVoltmeter(lockIn);
    }
    return meter instanceof SourceMeter source
        ? new SourceMeterVoltmeter(source)
        : role(instruments, chain.voltmeter(), VoltageMeter.class, reader);
  }

  /** A lock-in amplifier reads what its own output switches. */
  private static void requirePulses(BenchFile file, Chain chain) {
    for (String tone : chain.tones()) {
      int input = file.indexOfInput(tone);
      if (input < 0 || !pulsed(file, file.inputs().get(input))) {
        throw new IllegalArgumentException(
            "the lock-in amplifier "
                + chain.voltmeter()
                + " cannot be the voltmeter of "
                + chain.name()
                + ": it reads only tones that its output switches; "
                + (input < 0
                    ? tone + " is emitted by a neuron, so take a voltmeter"
                    : "wire that output to the pulse input of the source of "
                        + tone
                        + ", and add 'pulsed = true' to the source's entry in the bench file"));
      }
    }
  }

  /** Whether the source of an input is on only while its pulse input is high. */
  public static boolean pulsed(BenchFile file, Input input) {
    return file.instruments().get(SourceName.parse(input.source()).instrument()).pulsed();
  }

  private static BiasSource currentSource(Map<String, Instrument> instruments, Neuron neuron) {
    String what = "current source for the bias of " + neuron.name();
    BiasSource source = role(instruments, neuron.bias(), BiasSource.class, what);
    if (source.level().unit() != Unit.AMPERE) {
      throw mismatch(neuron.bias(), what);
    }
    return source;
  }

  /** Level of a field line's source per ampere in the line: 1, or the line's resistance. */
  public double levelOfFieldAmpere(BenchFile file, int synapse) {
    boolean current = fields.get(synapse).level().unit() == Unit.AMPERE;
    return current ? 1 : file.chip().fieldLineResistance();
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
