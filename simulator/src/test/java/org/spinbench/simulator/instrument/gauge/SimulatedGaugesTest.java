package org.spinbench.simulator.instrument.gauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;

/** The twins of the 336 and the 425: their manuals, and the physics behind them. */
class SimulatedGaugesTest {
  private final Laboratory laboratory = new Laboratory();
  private final Simulated336 controller = new Simulated336(laboratory.surroundings(false));

  @TestFactory
  List<DynamicTest> theControllerAnswersAsItsManualSays() {
    return MessageTable.tests(
        MessageTable.class,
        "336.csv",
        () -> new Simulated336(new Laboratory().surroundings(false)).endpoint());
  }

  @TestFactory
  List<DynamicTest> theGaussmeterAnswersAsItsManualSays() {
    return MessageTable.tests(
        MessageTable.class,
        "425.csv",
        () -> new Simulated425(new Laboratory().surroundings(false), nanos -> 12.3e-3).endpoint());
  }

  private double kelvin(String input) {
    return laboratory.number(controller, "KRDG? " + input);
  }

  private void send(String... messages) {
    for (String message : messages) {
      laboratory.send(controller, message);
    }
  }

  /**
   * Half of the current is a quarter of 100 W, so the stage goes to 345 K with 60 s, and the sample
   * after it with 10 s: S = T∞ − ΔT (60 e^(−t/60) − 10 e^(−t/10)) / 50.
   */
  @Test
  void aConstantPowerWarmsExponentially() {
    send("OUTMODE 1,3,0,0", "MOUT 1,50", "RANGE 1,3");
    for (double t = 20; t <= 120; t += 20) {
      laboratory.elapse(20);
      double slow = StrictMath.exp(-t / 60);
      double fast = StrictMath.exp(-t / 10);
      assertEquals(345 - 50 * slow, kelvin("A"), 1e-3, "at " + t + " s");
      assertEquals(345 - 50 * (60 * slow - 10 * fast) / 50, kelvin("B"), 1e-3, "at " + t + " s");
    }
    assertEquals(295, kelvin("C"), "the surroundings");
    assertEquals("+050.0", laboratory.ask(controller, "HTR? 1").strip());
    send("RANGE 1,2");
    laboratory.elapse(3600);
    assertEquals(300, kelvin("A"), 1e-3, "medium is a tenth of the power");
  }

  /** At 320 K the stage loses 12.5 W of 100 W: √0.125 of the current. */
  @Test
  void controlReachesTheSetpoint() {
    send("SETP 1,320", "RANGE 1,3");
    laboratory.elapse(1200);
    assertEquals(320, kelvin("A"), 2e-3);
    assertEquals(320, kelvin("B"), 2e-3);
    assertEquals(100 * Math.sqrt(0.125), laboratory.number(controller, "HTR? 1"), 0.06);
  }

  @Test
  void aSetpointRampsInKelvinPerMinute() {
    send("RAMP 1,1,10", "SETP 1,305");
    laboratory.elapse(30);
    assertEquals(300, laboratory.number(controller, "SETP? 1"), 1e-3);
    assertEquals("1", laboratory.ask(controller, "RAMPST? 1").strip());
    laboratory.elapse(31);
    assertEquals(305, laboratory.number(controller, "SETP? 1"));
    assertEquals("0", laboratory.ask(controller, "RAMPST? 1").strip());
  }

  @Test
  void aLimitSwitchesTheHeatersOff() {
    send("TLIMIT B,310", "SETP 1,340", "RANGE 1,3");
    for (int k = 0; k < 120; k++) {
      laboratory.elapse(5);
      assertTrue(kelvin("B") < 335, "what the stage has stored goes on, and no more");
    }
  }

  /** Ranges of 35 G to 35 kG with 35 000 steps each; the field is 12.3 mT, 123 G. */
  @Test
  void theGaussmeterRoundsToTheStepOfItsRange() {
    Simulated425 meter = new Simulated425(laboratory.surroundings(false), nanos -> 12.34567e-3);
    assertEquals(123.46, laboratory.number(meter, "RDGFIELD?"), 1e-9, "350 G: 0.01 G");
    assertEquals("2", laboratory.ask(meter, "RANGE?").strip(), "the smallest that holds it");
    laboratory.send(meter, "RANGE 4");
    assertEquals(123, laboratory.number(meter, "RDGFIELD?"), 1e-9, "35 kG: 1 G");
    laboratory.send(meter, "RANGE 1");
    assertEquals(35, laboratory.number(meter, "RDGFIELD?"), 1e-9, "full scale");
    laboratory.send(meter, "UNIT 2");
    assertEquals(3.5e-3, laboratory.number(meter, "RDGFIELD?"), 1e-12);
  }
}
