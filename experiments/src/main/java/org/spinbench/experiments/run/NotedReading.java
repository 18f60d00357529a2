package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.spinbench.drivers.instrument.role.Reading;

/**
 * A reading as a run file holds it. What older versions did not write down, or an imported file did
 * not say, is empty or NaN.
 *
 * @param time when the reading was complete, on the bench's clock
 * @param purpose what it was for
 * @param evaluation number of the evaluation or setpoint that it belongs to; empty for none
 * @param name what the run calls it, such as {@code chain 1.voltage}; the source and the quantity
 *     where the run gave it no name
 * @param source name of the instrument
 * @param quantity what was measured, such as {@code voltage}
 * @param value in {@code unit}
 * @param unit symbol of the unit; empty for a plain number
 * @param uncertainty one standard deviation of the reading, in {@code unit}
 * @param range full scale of the range it was measured in, in {@code unit}; NaN for none
 * @param integration for how long the instrument integrated, s; NaN where it is not known
 * @param settled whether what had been set had settled: false where a reading that was to stand
 *     still did not in time, and where a meter could not be waited for
 * @param overload whether the instrument reported more than its range holds
 * @param compliance whether the instrument's source was limited by its compliance
 */
public record NotedReading(
    Instant time,
    Purpose purpose,
    OptionalLong evaluation,
    String name,
    String source,
    String quantity,
    double value,
    String unit,
    double uncertainty,
    double range,
    double integration,
    Optional<Boolean> settled,
    boolean overload,
    Optional<Boolean> compliance) {

  /** A reading of an instrument under no name of its own. */
  public static NotedReading of(Reading reading, Purpose purpose, OptionalLong evaluation) {
    String name = nameOf(reading.source(), reading.quantity());
    return of(reading, purpose, evaluation, name, reading.settled());
  }

  /** A reading of an instrument, under the name that a plan gives it. */
  public static NotedReading of(
      Reading reading, Purpose purpose, OptionalLong evaluation, String name, boolean settled) {
    return new NotedReading(
        reading.time(),
        purpose,
        evaluation,
        name,
        reading.source(),
        reading.quantity(),
        reading.value(),
        reading.unit().symbol(),
        reading.uncertainty(),
        reading.range(),
        reading.integration(),
        Optional.of(settled),
        reading.overload(),
        Optional.of(reading.compliance()));
  }

  /** Whether nothing says that it is not what it seems; unknown is nothing. */
  public boolean isSound() {
    return !overload && settled.orElse(true) && !compliance.orElse(false);
  }

  static String nameOf(String source, String quantity) {
    return source + "." + quantity;
  }
}
