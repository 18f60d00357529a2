package org.spinbench.drivers.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.RfSource;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;

/**
 * How one instrument of a bench came to rest.
 *
 * @param instrument name on the bench
 * @param model as the bench file says
 * @param resource where it is
 * @param atRest whether the instrument confirmed that it is at rest
 * @param seconds from the beginning until it was at rest, failed or was given up, s
 * @param outputs what it says of its outputs; empty for a meter, and where it did not answer
 * @param problem why it is not at rest; empty if it is
 */
public record RestReport(
    String instrument,
    String model,
    String resource,
    boolean atRest,
    double seconds,
    List<Output> outputs,
    Optional<String> problem) {

  /**
   * One output, as the instrument says.
   *
   * @param name of the instrument, with the channel where there are several
   * @param level in {@code unit}
   * @param on whether it is switched on; true where there is no switch
   */
  public record Output(String name, double level, Unit unit, boolean on) {
    private static Output of(String name, NumberSetting level, SwitchSetting output) {
      return new Output(name, level.current(), level.unit(), output.current());
    }
  }

  /** The outputs of an instrument, of those channels that the bench file wires. */
  static List<Output> outputs(BenchFile file, Instrument instrument) {
    if (instrument instanceof RfSource rf) {
      return List.of(Output.of(rf.name(), rf.power(), rf.output()));
    }
    if (instrument instanceof BiasSource bias) {
      return List.of(Output.of(bias.name(), bias.level(), bias.output()));
    }
    if (instrument instanceof Channels<?> channels) {
      List<Output> outputs = new ArrayList<>();
      SourceName.wiredChannels(file, instrument.name())
          .forEach(
              channel -> outputs.addAll(outputs(file, (Instrument) channels.channel(channel))));
      return outputs;
    }
    return List.of();
  }
}
