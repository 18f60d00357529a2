package org.spinbench.drivers.bench;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A source as the bench file names it: an instrument, or {@code instrument:channel}.
 *
 * @param channel from 1; 0 when none is named, -1 when what stands there is no channel
 */
record SourceName(String instrument, int channel) {
  static SourceName parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new SourceName(text, 0);
    }
    String digits = text.substring(colon + 1);
    boolean number = digits.matches("[1-9][0-9]{0,3}");
    return new SourceName(text.substring(0, colon), number ? Integer.parseInt(digits) : -1);
  }

  /** The channels of an instrument that a bench file wires to the chip, each once. */
  static IntStream wiredChannels(BenchFile file, String instrument) {
    return Stream.of(
            file.inputs().stream().map(BenchFile.Input::source),
            file.neurons().stream().map(BenchFile.Neuron::bias),
            file.synapses().stream().map(BenchFile.Synapse::fieldLine),
            file.stripLines().stream().map(BenchFile.StripLine::source))
        .flatMap(sources -> sources)
        .filter(source -> !source.isEmpty())
        .map(SourceName::parse)
        .filter(source -> source.instrument().equals(instrument) && source.channel() > 0)
        .mapToInt(SourceName::channel)
        .distinct();
  }
}
