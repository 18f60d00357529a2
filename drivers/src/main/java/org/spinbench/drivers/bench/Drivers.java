package org.spinbench.drivers.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.keithley.K2182a;
import org.spinbench.drivers.keysight.N9030b;
import org.spinbench.drivers.qdevil.Qdac2;
import org.spinbench.drivers.rohdeschwarz.Sgs100a;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.yokogawa.Gs200;

/** The table of drivers: one line a model that a bench file can name. */
final class Drivers {
  private static final Map<String, Driver> TABLE = new LinkedHashMap<>();

  static {
    add("SGS100A", List.of("SGS100A"), (session, ramps) -> Sgs100a.on(session));
    add("N9030B", List.of("N9030B"), (session, ramps) -> new N9030b(session));
    add(
        "GS200",
        List.of("GS210", "GS211", "GS200"),
        (session, ramps) -> new Gs200(session, ramps.apply(Unit.AMPERE)));
    add(
        "QDAC-II",
        List.of("QDAC-II"),
        (session, ramps) -> new Qdac2(session, ramps.apply(Unit.VOLT)));
    add("2182A", List.of("MODEL 2182A"), (session, ramps) -> new K2182a(session));
  }

  private Drivers() {}

  private static void add(String model, List<String> identities, Maker maker) {
    TABLE.put(model, new Driver(identities, maker));
  }

  /**
   * One model.
   *
   * @param identities what instruments of the model answer as their model to {@code *IDN?}
   * @param maker makes the driver
   */
  record Driver(List<String> identities, Maker maker) {}

  /** Makes a driver on a session; a driver of a source asks for the ramp of a level in A or V. */
  interface Maker {
    Instrument make(ScpiSession session, Function<Unit, Ramp> ramps);
  }

  static Set<String> models() {
    return TABLE.keySet();
  }

  static Driver of(String model) {
    return TABLE.get(model);
  }
}
