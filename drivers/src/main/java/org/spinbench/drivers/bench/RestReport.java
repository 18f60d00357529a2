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
 * @param model in the bench file
 * @param resource its resource name
 * @param atRest whether the instrument confirmed that it is at rest
 * @param seconds from the beginning until it was at rest or failed, s
 * @param outputs its outputs as it reports them; empty for a meter, and if it did not answer
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
   * One output, as the instrument reports it.
   *
   * @param name of the instrument, with the channel if it has several
   * @param level in {@code unit}
   * @param on whether it is switched on; true if it has no switch
   * @param left whether the bench file excludes it from resting
   */
  public record Output(String name, double level, Unit unit, boolean on, boolean left) {}

  /** The outputs that an instrument reports; queries unknown values. */
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
