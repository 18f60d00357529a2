package org.spinbench.drivers.lakeshore;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ErrorCheck;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Lake Shore 336, a temperature controller with four sensors, A to D, and two heaters. Its commands
 * are those of Lake Shore's own Python driver and of the manual of the 335;
 * docs/manuals/lakeshore.md lists them and what is unconfirmed.
 *
 * <p>A setpoint can be set only if the bench file limits it, because the range of the instrument
 * reaches far beyond what a chip survives. The driver leaves control as it is at the end of a run:
 * a chip that cools or warms abruptly is in more danger than one at a constant temperature.
 */
public final class Model336 implements Gauge {
  /** Its dialect. */
  public static final Dialect DIALECT = Dialect.mnemonics(ErrorCheck.EVENT_STATUS);

  /** The inputs by the names of their readings. */
  private static final Map<String, String> INPUTS = new LinkedHashMap<>();

  private static final Map<String, Unit> QUANTITIES = new LinkedHashMap<>();

  static {
    for (String input : new String[] {"a", "b", "c", "d"}) {
      INPUTS.put("temperature_" + input, input.toUpperCase(Locale.ROOT));
      QUANTITIES.put("temperature_" + input, Unit.KELVIN);
    }
  }

  /** The highest temperature of a calibration curve, K. */
  private static final double HIGHEST = 1505;

  /** Ten readings of each sensor in a second, unconfirmed. */
  private static final double PERIOD = 0.1;

  private static final int HEATERS = 2;

  /** Bits of the status of a reading (RDGST?, manual of the 335). */
  private static final Map<Integer, String> FAULTS =
      Map.of(
          1, "no sensor, or an invalid reading",
          16, "below the temperatures of its curve",
          32, "above the temperatures of its curve",
          64, "the sensor reads zero",
          128, "the sensor is beyond its range");

  private final Settings settings;

  /** A driver on this session; sends nothing. */
  public Model336(ScpiSession session) {
    settings = new Settings(session);
    for (int heater = 1; heater <= HEATERS; heater++) {
      Settings of = settings.spelled(new Syntax("%h " + heater + ",%v", "%h? " + heater));
      String name = "setpoint_" + heater;
      NumberSetting setpoint = of.number(name, "SETP", Unit.KELVIN, 0, HIGHEST).resolution(1e-3);
      setpoint.only(
          setpoint::isLimitedByStation,
          "the bench file has no limits." + name + ", which keeps the chip from overheating");
      of.choice("heater_" + heater, "RANGE", "OFF", "LOW", "MEDIUM", "HIGH").numbered();
    }
  }

  @Override
  public Map<String, Unit> quantities() {
    return QUANTITIES;
  }

  @Override
  public double response() {
    return PERIOD;
  }

  @Override
  public Reading read(String quantity) {
    settle();
    String input = INPUTS.get(quantity);
    String answer = session().query("KRDG? " + input);
    int status = (int) session().queryNumber("RDGST? " + input);
    if (status != 0) {
      throw new SettingException(name() + "." + quantity + " has no value: " + faults(status));
    }
    return reading(quantity, answer, 1, 0);
  }

  private static String faults(int status) {
    return FAULTS.entrySet().stream()
        .filter(fault -> (status & fault.getKey()) != 0)
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .reduce((one, other) -> one + ", " + other)
        .orElse("status " + status)
        .concat("; check the sensor and its curve at the instrument");
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
