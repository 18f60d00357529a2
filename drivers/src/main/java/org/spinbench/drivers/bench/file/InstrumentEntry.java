package org.spinbench.drivers.bench.file;

import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.transport.resource.SerialSettings;

/**
 * One instrument.
 *
 * @param model model as in {@code Bench}'s table of drivers, such as {@code SGS100A}
 * @param resource VISA resource name
 * @param timeout deadline of one exchange, s
 * @param limits the station's limits by setting name, in the setting's own unit
 * @param serial how its serial line is set, if it is on one and the usual settings will not do
 * @param source what it is to be a source of, where the model leaves a choice; if it is not given,
 *     what is usual for the model
 * @param pulsed whether an RF source gives its tone only while its pulse input is high
 * @param triggeredBy the instrument whose trigger output a cable leads to its trigger input
 */
public record InstrumentEntry(
    String model,
    String resource,
    double timeout,
    Map<String, LimitRange> limits,
    Optional<SerialSettings> serial,
    Optional<SourceFunction> source,
    boolean pulsed,
    Optional<String> triggeredBy) {
  /** An instrument without settings of a serial line, as a source of what is usual. */
  public InstrumentEntry(
      String model, String resource, double timeout, Map<String, LimitRange> limits) {
    this(
        model,
        resource,
        timeout,
        limits,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }
}
