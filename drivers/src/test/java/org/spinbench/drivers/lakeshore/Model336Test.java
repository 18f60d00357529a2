package org.spinbench.drivers.lakeshore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.standin.Script;

final class Model336Test {
  private final Script script = new Script(Model336.DIALECT, "LSCI,MODEL336,LSA2001/#######,2.9");
  private final Model336 controller = new Model336(script.session());

  private Setting setting(String name) {
    for (Setting setting : controller.settings()) {
      if (setting.name().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void readsKelvinAndTheStatusOfTheReading() {
    script.query("KRDG? B", "+077.350").query("RDGST? B", "000");
    Reading reading = controller.read("temperature_b");
    script.done();
    assertEquals(77.35, reading.value());
    assertEquals(Unit.KELVIN, reading.unit());
    assertEquals(1e-3 / Math.sqrt(12), reading.uncertainty(), 1e-12, "rounded to 1 mK");
  }

  @Test
  void aReadingWithoutASensorHasNoValue() {
    script.query("KRDG? D", "+000.000").query("RDGST? D", "001");
    SettingException e =
        assertThrows(SettingException.class, () -> controller.read("temperature_d"));
    assertTrue(e.getMessage().contains("temperature_d has no value: no sensor"), e.getMessage());
    script.query("KRDG? A", "+000.000").query("RDGST? A", "160");
    e = assertThrows(SettingException.class, () -> controller.read("temperature_a"));
    assertTrue(
        e.getMessage().contains("above the temperatures of its curve, the sensor is beyond"),
        e.getMessage());
    script.query("KRDG? C", "+000.000").query("RDGST? C", "004");
    e = assertThrows(SettingException.class, () -> controller.read("temperature_c"));
    assertTrue(e.getMessage().contains("status 4"), e.getMessage());
    script.done();
  }

  @Test
  void anAnswerThatIsNoNumberIsRefused() {
    script.query("KRDG? A", "T OVER").query("RDGST? A", "000");
    SettingException e =
        assertThrows(SettingException.class, () -> controller.read("temperature_a"));
    assertTrue(e.getMessage().contains("\"T OVER\" instead of its temperature_a"), e.getMessage());
  }

  @Test
  void aSetpointNeedsALimitOfTheBenchFile() {
    NumberSetting setpoint = (NumberSetting) setting("setpoint_2");
    SettingException e = assertThrows(SettingException.class, () -> setpoint.set(300));
    assertTrue(e.getMessage().contains("no limits.setpoint_2"), e.getMessage());
    script.done();
    controller.settings().limit("setpoint_2", 250, 350);
    script.command("SETP 2,300.125").query("SETP? 2", "+300.125");
    setpoint.set(300.125);
    assertEquals(300.125, setpoint.get());
    script.done();
  }

  @Test
  void rangesOfHeatersAreNumbered() {
    script.command("RANGE 1,2").query("RANGE? 1", "2").query("RANGE? 2", "0");
    ((ChoiceSetting) setting("heater_1")).set("MEDIUM");
    assertEquals("MEDIUM", ((ChoiceSetting) setting("heater_1")).get());
    assertEquals("OFF", ((ChoiceSetting) setting("heater_2")).get());
    script.done();
  }

  /** Control goes on at rest: nothing is sent. */
  @Test
  void restLeavesTheTemperatureAsItIs() {
    controller.inspect();
    controller.safe();
    script.done();
  }
}
