package org.spinbench.drivers.bench.file;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The name of a source in the bench file: an instrument, or {@code instrument:channel}.
 *
 * @param channel from 1; 0 without a channel, -1 for an invalid one
 */
public record SourceName(String instrument, int channel) {
  /** Splits a name; never fails. */
  public static SourceName parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new SourceName(text, 0);
    }
    String digits = text.substring(colon + 1);
    boolean number = digits.matches("[1-9][0-9]{0,3}");
    return new SourceName(text.substring(0, colon), number ? Integer.parseInt(digits) : -1);
  }

  /** The name of the bench file's instrument to which an output belongs. */
  public static Optional<String> owner(BenchFile file, String output) {
    return file.instruments().keySet().stream()
        .filter(
            name ->
                output.equals(name)
                    || output.startsWith(name + ":")
                    || output.startsWith(name + "."))
        .findFirst();
  }

  /** Whether a bench file wires an instrument, or this channel of it, to the chip. */
  static boolean wires(BenchFile file, String name) {
    return sources(file)
        .anyMatch(source -> source.equals(name) || parse(source).instrument().equals(name));
  }

  private static Stream<String> sources(BenchFile file) {
    return Stream.of(
            file.inputs().stream().map(BenchFile.Input::source),
            file.neurons().stream().map(BenchFile.Neuron::bias),
            file.synapses().stream().map(BenchFile.Synapse::fieldLine),
            file.chains().stream().map(BenchFile.Chain::voltmeter),
            file.stripLines().stream().map(BenchFile.StripLine::source))
        .flatMap(sources -> sources)
        .filter(source -> !source.isEmpty());
  }

  /** Whether an instrument, or a channel of it, supplies the bias of a neuron. */
  public static boolean biasesNeuron(BenchFile file, String name) {
    return file.neurons().stream()
        .anyMatch(neuron -> parse(neuron.bias()).instrument().equals(name));
  }

  /** Whether an instrument, or a channel of it, is the voltmeter of a chain. */
  public static boolean readsChain(BenchFile file, String name) {
    return file.chains().stream()
        .anyMatch(chain -> parse(chain.voltmeter()).instrument().equals(name));
  }

  /** The channels of an instrument that a bench file wires to the chip, without repetition. */
  public static IntStream wiredChannels(BenchFile file, String instrument) {
    return sources(file)
        .map(SourceName::parse)
        .filter(source -> source.instrument().equals(instrument) && source.channel() > 0)
        .mapToInt(SourceName::channel)
        .distinct();
  }
}
