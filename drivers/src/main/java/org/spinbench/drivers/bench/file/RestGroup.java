package org.spinbench.drivers.bench.file;

import java.util.stream.Stream;
import org.spinbench.drivers.bench.model.Drivers;
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
    Drivers.Driver driver = Drivers.of(entry.model());
    boolean wiredAsRf =
        Stream.concat(
                file.inputs().stream().map(BenchFile.Input::source),
                file.stripLines().stream().map(BenchFile.StripLine::source))
            .anyMatch(source -> SourceName.parse(source).instrument().equals(name));
    if (wiredAsRf || driver.rf()) {
      return RF;
    }
    SourceFunction function = entry.source().orElse(driver.usual());
    boolean current = !driver.functions().isEmpty() && function == SourceFunction.CURRENT;
    return current || SourceName.biasesNeuron(file, name) ? BIAS : FIELD;
  }
}
