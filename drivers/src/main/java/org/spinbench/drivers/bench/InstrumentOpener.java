package org.spinbench.drivers.bench;

import java.time.Duration;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.bench.file.LimitRange;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.bench.table.BenchDrivers;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Guard;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Opens the instruments of a bench file, one at a time: link, identity, driver, limits. */
final class InstrumentOpener {
  private InstrumentOpener() {}

  /**
   * Opens an instrument and checks its identity; changes nothing.
   *
   * @param hurries whether it takes fewer steps to rest if it answers slowly
   * @throws org.spinbench.drivers.transport.TransportException if it cannot be reached
   * @throws WrongInstrumentException if it is not the model in the file
   */
  static Instrument open(
      BenchFile file, String name, Transports transports, Clock clock, boolean hurries) {
    InstrumentEntry entry = file.instruments().get(name);
    Drivers.Driver driver = BenchDrivers.of(entry);
    Duration timeout = Duration.ofNanos(Math.round(entry.timeout() * 1e9));
    Dialect dialect = driver.dialect().within(timeout);
    ResourceName resource = ResourceName.parse(entry.resource());
    ScpiSession session = new ScpiSession(name, resource, transports, clock.of(name), dialect);
    Identity identity = session.identity();
    if (!driver.identities().contains(identity.model())) {
      session.close();
      throw new WrongInstrumentException(name, entry, driver.identities(), identity);
    }
    SourceFunction function = entry.source().orElse(driver.usual());
    Station station = Station.of(file, name, function);
    Ramp ramp = hurries ? station.ramp().hurried() : station.ramp();
    return driver.maker().make(session, function, ramp, station.compliance());
  }

  /** Opens an instrument without changing it, with the channels that the file uses. */
  static Instrument openWithChannels(
      BenchFile file, String name, Transports transports, Clock clock) {
    Instrument instrument = open(file, name, transports, clock, true);
    SourceName.wiredChannels(file, name)
        .forEach(channel -> ((Channels<?>) instrument).channel(channel));
    return instrument;
  }

  /** Opens an instrument of a bench that cannot be opened as a whole. */
  static Instrument openAlone(
      BenchFile file, String name, Transports transports, Clock clock, Guard guard) {
    Instrument instrument = openWithChannels(file, name, transports, clock);
    file.instruments()
        .get(name)
        .limits()
        .forEach(
            (setting, range) ->
                instrument.settings().limit(setting, range.lowest(), range.highest()));
    instrument.settings().guardedBy(guard);
    try {
      instrument.inspect();
    } catch (SettingException state) {
      // It can be brought to rest from any state.
    }
    return instrument;
  }

  /**
   * Applies the limits of the bench file to an instrument.
   *
   * @throws IllegalArgumentException if the file limits a setting that it does not have
   */
  static void limit(BenchFile file, String name, Instrument instrument) {
    Map<String, LimitRange> limits = file.instruments().get(name).limits();
    limits.forEach((setting, range) -> limit(name, instrument, setting, range));
  }

  private static void limit(String name, Instrument instrument, String setting, LimitRange range) {
    try {
      instrument.settings().limit(setting, range.lowest(), range.highest());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "instruments." + name + ".limits." + setting + " in the bench file: " + e.getMessage(),
          e);
    }
  }
}
