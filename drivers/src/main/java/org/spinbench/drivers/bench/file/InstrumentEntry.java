package org.spinbench.drivers.bench.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.transport.resource.SerialSettings;

/**
 * One instrument.
 *
 * @param model model in the table of drivers, such as {@code SGS100A}
 * @param resource VISA resource name
 * @param timeout deadline of one exchange, s
 * @param limits the station's limits by setting name, in the setting's own unit
 * @param serial settings of its serial line, if it has one and the defaults do not fit
 * @param source current or voltage, if the model can source both; absent for the model's default
 * @param pulsed whether an RF source is on only while its pulse input is high
 * @param triggeredBy the instrument whose trigger output is connected to its trigger input
 * @param table the driver, if it is a table of the user
 */
public record InstrumentEntry(
    String model,
    String resource,
    double timeout,
    Map<String, LimitRange> limits,
    Optional<SerialSettings> serial,
    Optional<SourceFunction> source,
    boolean pulsed,
    Optional<String> triggeredBy,
    Optional<DriverTable> table) {
  /** Whether there is a driver. */
  boolean isKnown() {
    return table.isPresent() || Drivers.models().contains(model);
  }

  /** Whether the model is an RF source. */
  boolean isRf() {
    return table
        .map(driver -> driver.role() == DriverTable.Role.RF_SOURCE)
        .orElseGet(() -> Drivers.of(model).rf());
  }

  /** What the model can source, the default first; empty if it is no bias source. */
  List<SourceFunction> functions() {
    return table
        .map(driver -> driver.role().functions())
        .orElseGet(() -> Drivers.of(model).functions());
  }
}
