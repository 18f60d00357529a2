package org.spinbench.drivers.bench.table;

import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Role;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.bench.model.Drivers.Driver;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ErrorCheck;

/** The driver of each entry of a bench file: built in, a table, or a class of the user. */
public final class BenchDrivers {
  private static final Map<Role, Class<? extends Instrument>> ROLES =
      Map.of(
          Role.RF_SOURCE, RfSource.class,
          Role.CURRENT_SOURCE, BiasSource.class,
          Role.VOLTAGE_SOURCE, BiasSource.class,
          Role.VOLTMETER, Voltmeter.class,
          Role.POWER_METER, PowerMeter.class,
          Role.GAUGE, Gauge.class);

  private BenchDrivers() {}

  /**
   * The driver of an entry, whose model is known.
   *
   * @throws IllegalArgumentException if its jar cannot be used
   */
  public static Driver of(InstrumentEntry entry) {
    return entry.table().map(BenchDrivers::of).orElseGet(() -> Drivers.of(entry.model()));
  }

  /** The driver of a table. */
  public static Driver of(DriverTable table) {
    List<String> identities = table.identities();
    boolean rf = table.role() == Role.RF_SOURCE;
    return new Driver(identities, dialect(table), rf, table.role().functions(), maker(table));
  }

  private static Drivers.Maker maker(DriverTable table) {
    if (table.jar().isEmpty()) {
      return (session, function, ramp, compliance) ->
          new TableSettings(table, session).instrument(ramp, compliance);
    }
    return (session, function, ramp, compliance) -> {
      Drivers.Maker own = JarDrivers.load(table.jar().get(), table.model());
      Instrument made = own.make(session, function, ramp, compliance);
      if (!ROLES.get(table.role()).isInstance(made)) {
        throw new SettingException(
            session.name()
                + ": the driver class of "
                + table.model()
                + " in "
                + table.jar().get()
                + " makes no "
                + ROLES.get(table.role()).getSimpleName()
                + ", which a "
                + table.role().word()
                + " must be");
      }
      return made;
    };
  }

  private static Dialect dialect(DriverTable table) {
    ErrorCheck errors = errors(table);
    if (table.mnemonics()) {
      return Dialect.mnemonics(errors);
    }
    return new Dialect(
        Dialect.SCPI.timeout(),
        Dialect.SCPI.language(),
        Dialect.SCPI.identification(),
        errors,
        Dialect.SCPI.clearOnOpen());
  }

  private static ErrorCheck errors(DriverTable table) {
    return switch (table.errors()) {
      case "" -> ErrorCheck.NONE;
      case "*ESR?" -> ErrorCheck.EVENT_STATUS;
      default -> ErrorCheck.queue(table.errors(), !table.mnemonics());
    };
  }
}
