package org.spinbench.drivers.lakeshore;

import java.util.Map;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ErrorCheck;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Lake Shore 425, a gaussmeter with one Hall probe (Model 425 user's manual, section 6.3.1).
 *
 * <p>Its display keeps its unit: the driver asks for the unit at every reading and converts.
 */
public final class Model425 implements Gauge {
  /** Its dialect. */
  public static final Dialect DIALECT = Dialect.mnemonics(ErrorCheck.EVENT_STATUS);

  private static final String FIELD = "field";

  /** T in G, T, Oe (in vacuum) and A/m, the units 1 to 4 of the instrument; μ₀ of CODATA 2018. */
  private static final double[] TESLA = {1e-4, 1, 1e-4, 1.25663706212e-6};

  /** Ten readings in a second, unconfirmed. */
  private static final double PERIOD = 0.1;

  private static final int RANGES = 4;

  private final Settings settings;
  private final NumberSetting unit;

  /** A driver on this session; sends nothing. */
  public Model425(ScpiSession session) {
    settings = new Settings(session);
    unit = settings.number("unit", "UNIT", Unit.ONE, 1, TESLA.length).resolution(1);
    settings.number("range", "RANGE", Unit.ONE, 1, RANGES).resolution(1);
    settings.onOff("auto_range", "AUTO");
  }

  @Override
  public Map<String, Unit> quantities() {
    return Map.of(FIELD, Unit.TESLA);
  }

  @Override
  public double response() {
    return PERIOD;
  }

  @Override
  public Reading read(String quantity) {
    settle();
    double tesla = TESLA[(int) unit.get() - 1];
    return reading(quantity, session().query("RDGFIELD?"), tesla, 0);
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
