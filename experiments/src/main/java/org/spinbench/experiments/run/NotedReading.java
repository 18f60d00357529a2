package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.spinbench.drivers.instrument.role.Reading;

/**
 * A reading in a run file. Values that older versions or imports lack are empty or NaN.
 *
 * @param time of completion, on the bench's clock
 * @param purpose of the reading
 * @param evaluation number of its evaluation or setpoint; empty for none
 * @param name in the run, such as {@code chain 1.voltage}; source and quantity if the run gave it
 *     none
 * @param source name of the instrument
 * @param quantity such as {@code voltage}
 * @param value in {@code unit}
 * @param unit symbol of the unit; empty for a plain number
 * @param uncertainty one standard deviation of the reading, in {@code unit}
 * @param range full scale, in {@code unit}; NaN for none
 * @param integration integration time, s; NaN if unknown
 * @param settled whether all changes had settled: false for a reading that did not become stable in
 *     time, and for a meter whose settling cannot be awaited
 * @param overload whether the instrument reported an overrange
 * @param compliance whether the instrument's source was in compliance
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

  /** A reading of an instrument without a name in the run. */
  public static NotedReading of(Reading reading, Purpose purpose, OptionalLong evaluation) {
    String name = nameOf(reading.source(), reading.quantity());
    return of(reading, purpose, evaluation, name, reading.settled());
  }

  /** A reading of an instrument with its name in a plan. */
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

  /** Whether no mark makes it doubtful; an unknown mark counts as none. */
  public boolean isSound() {
    return !overload && settled.orElse(true) && !compliance.orElse(false);
  }

  static String nameOf(String source, String quantity) {
    return source + "." + quantity;
  }
}
