package org.spinbench.drivers.bench.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.Unit;

/**
 * The limits of a rack, a bench without a chip: no device card says what its sources may give.
 * Therefore a level rises, and an output goes on, only where the bench file limits the level, and
 * the compliance of a source that has one. Reading, lowering and switching off need no limits.
 */
final class RackLimits {
  private static final String COMPLIANCE = "compliance";

  private final Map<String, Instrument> instruments;
  private final Map<Setting, Optional<Source>> sources =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /**
   * The output that a setting raises.
   *
   * @param instrument its name in the bench file
   * @param compliance its compliance, if it has one
   */
  private record Source(String instrument, Output output, Optional<NumberSetting> compliance) {}

  RackLimits(Map<String, Instrument> instruments) {
    this.instruments = instruments;
  }

  /** Whether a change raises a level or switches an output on. */
  boolean concerns(Setting setting, double value) {
    boolean lowers = setting instanceof NumberSetting number ? number.lowers(value) : value == 0;
    return !lowers && source(setting).isPresent();
  }

  /**
   * Refuses a change that raises an output without limits, or beyond them.
   *
   * @throws LimitException naming every limit that the bench file lacks
   */
  void check(Setting setting, double value) {
    if (!concerns(setting, value)) {
      return;
    }
    Source source = source(setting).orElseThrow();
    NumberSetting level = source.output.level();
    List<String> missing = new ArrayList<>();
    require(missing, level);
    source.compliance.ifPresent(one -> require(missing, one));
    if (!missing.isEmpty()) {
      throw new LimitException(
          LimitException.Level.STATION,
          setting.label()
              + (setting == level ? " was not raised" : " was not switched on")
              + ": the bench has no [chip], and its file does not say what the device"
              + " at "
              + source.output.name()
              + " survives; add your own numbers to [instruments."
              + source.instrument
              + "]: "
              + String.join(", ", missing));
    }
    if (setting != level) {
      level.check(level.current());
      source.compliance.ifPresent(one -> one.check(one.current()));
    }
  }

  private static void require(List<String> missing, NumberSetting number) {
    if (!number.isLimitedByStation()) {
      boolean below = number.unit() != Unit.DBM && number.minimum() < 0;
      missing.add(
          "limits."
              + number.baseName()
              + (below ? " = { min = ..., max = ... }" : " = { max = ... }")
              + " in "
              + number.unit().symbol());
    }
  }

  private Optional<Source> source(Setting setting) {
    return sources.computeIfAbsent(setting, this::find);
  }

  private Optional<Source> find(Setting setting) {
    for (Map.Entry<String, Instrument> entry : instruments.entrySet()) {
      Instrument whole = entry.getValue();
      for (Setting one : whole.settings()) {
        if (one == setting) {
          Instrument part = Channels.of(whole, setting.channel());
          return Stream.of(part, whole)
              .flatMap(owner -> owner.outputs().stream())
              .filter(output -> raises(output, setting))
              .findFirst()
              .map(output -> new Source(entry.getKey(), output, compliance(whole, setting)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean raises(Output output, Setting setting) {
    return output.level() == setting || output.on().filter(on -> on == setting).isPresent();
  }

  private static Optional<NumberSetting> compliance(Instrument instrument, Setting setting) {
    for (Setting one : instrument.settings()) {
      if (one instanceof NumberSetting number
          && number.channel() == setting.channel()
          && number.baseName().equals(COMPLIANCE)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }
}
