package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.keithley.K6221;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.yokogawa.Gs200;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;

/** Current sources that measure nothing, with more or less between their terminals. */
class LimiterTest {
  private static final Ramp RAMP = new Ramp(20e-3, 1);
  private static final double VOLTS = 2;

  private final Laboratory laboratory = new Laboratory();
  private double ohms = 150;

  private BiasSource source(String model) {
    Surroundings surroundings = laboratory.surroundings(true);
    TerminalLoad load = nanos -> Laboratory.load(ohms).at(nanos);
    return model.equals("GS200")
        ? Gs200.on(laboratory.session(new SimulatedGs200(surroundings, load)), RAMP, VOLTS)
        : K6221.on(laboratory.session(new Simulated6221(surroundings, load)), RAMP, VOLTS);
  }

  /** 10 mA need 1.5 V across 150 Ω, and 2.5 V across 250 Ω. */
  @ParameterizedTest
  @ValueSource(strings = {"GS200", "6221"})
  void aSourceSaysWhetherItsComplianceLimitsIt(String model) {
    BiasSource source = source(model);
    source.inspect();
    source.prepare(10e-3);
    for (double level : new double[] {10e-3, -10e-3}) {
      source.output().set(true);
      source.ramp(level);
      laboratory.elapse(0.1);
      ohms = 150;
      assertFalse(source.limited().orElseThrow().getAsBoolean(), level + " A, 150 Ω");
      ohms = 250;
      assertTrue(source.limited().orElseThrow().getAsBoolean(), level + " A, 250 Ω");
      source.safe();
      laboratory.elapse(0.1);
      assertFalse(source.limited().orElseThrow().getAsBoolean(), "at rest");
    }
  }
}
