package org.spinbench.drivers.bench;

import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Rest;
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
   * @param left whether the bench file has it left as it is
   */
  public record Output(String name, double level, Unit unit, boolean on, boolean left) {}

  /** What an instrument says of all its outputs; asks for what is not known. */
  static List<Output> outputs(Instrument instrument, Rest rest) {
    return instrument.outputs().stream()
        .map(
            one ->
                new Output(
                    one.name(),
                    one.level().current(),
                    one.level().unit(),
                    one.on().map(SwitchSetting::current).orElse(true),
                    rest.leaves(instrument, one.name())))
        .toList();
  }
}
