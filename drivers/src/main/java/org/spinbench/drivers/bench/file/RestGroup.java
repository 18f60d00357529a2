package org.spinbench.drivers.bench.file;

import java.util.stream.Stream;
import org.spinbench.drivers.instrument.role.SourceFunction;

/** Sources that come to rest in the same stage. */
public enum RestGroup {
  /** Sources of tones and pulses. */
  RF,
  /** Sources of current, and other biases of neurons. */
  BIAS,
  /** All others: field lines, and meters. */
  FIELD;

  /** The group of an instrument, by its wiring in the bench file. */
  public static RestGroup of(BenchFile file, String name) {
    InstrumentEntry entry = file.instruments().get(name);
    boolean wiredAsRf =
        Stream.concat(
                file.inputs().stream().map(BenchFile.Input::source),
                file.stripLines().stream().map(BenchFile.StripLine::source))
            .anyMatch(source -> SourceName.parse(source).instrument().equals(name));
    if (wiredAsRf || entry.isRf()) {
      return RF;
    }
    boolean current =
        entry.source().or(() -> entry.functions().stream().findFirst()).stream()
            .anyMatch(function -> function == SourceFunction.CURRENT);
    return current || SourceName.biasesNeuron(file, name) ? BIAS : FIELD;
  }
}
