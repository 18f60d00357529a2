package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.TerminalLoad;

@Tag("any-jdk")
class SimulatedB2900Test {
  private static final IntFunction<TerminalLoad> LOADS =
      channel -> Laboratory.load(channel == 1 ? 1000 : 100);

  private final Laboratory laboratory = new Laboratory();
  private final SimulatedB2900 meter = SimulatedB2900.b2912a(laboratory.surroundings(true), LOADS);

  @TestFactory
  List<DynamicTest> manualOfTheSmallModel() {
    return MessageTable.tests(
        MessageTable.class,
        "b2901a.csv",
        () ->
            SimulatedB2900.b2901a(new Laboratory().surroundings(false), Laboratory.load(1000))
                .endpoint());
  }

  @TestFactory
  List<DynamicTest> manualOfTheLargeModel() {
    return MessageTable.tests(
        MessageTable.class,
        "b2912a.csv",
        () -> SimulatedB2900.b2912a(new Laboratory().surroundings(false), LOADS).endpoint());
  }

  private Terminals terminals(int channel) {
    DcLevel level = meter.dcOutputs().get(channel - 1).level(laboratory.nanos());
    return LOADS.apply(channel).at(laboratory.nanos()).under(level);
  }

  @Test
  void channelsDriveTheirOwnLoads() {
    laboratory.send(
        meter, ":SENS1:CURR:PROT 0.1;:SENS2:CURR:PROT 5E-3;:SOUR1:VOLT 1;:SOUR2:VOLT 2");
    laboratory.send(meter, ":OUTP1 1;:OUTP2 1;*WAI");
    laboratory.elapse(0.1);
    assertEquals(1e-3, terminals(1).current(), 1e-9);
    assertEquals(5e-3, terminals(2).current());
    assertTrue(terminals(2).limited());
    laboratory.send(meter, ":OUTP1 0");
    laboratory.elapse(0.1);
    assertEquals(0, terminals(1).voltage());
    assertEquals(0.5, terminals(2).voltage());
  }

  @Test
  void aTriggerEnergisesUnlessItIsDisarmed() {
    laboratory.send(meter, ":SOUR1:VOLT 0.5;:SOUR2:VOLT 0.5;:OUTP2:ON:AUTO 0");
    assertFalse(meter.energised());
    laboratory.ask(meter, ":MEAS:CURR? (@2)");
    assertFalse(meter.energised());
    laboratory.ask(meter, ":MEAS:CURR? (@1)");
    assertTrue(meter.energised());
  }

  @Test
  void aReadingTakesItsIntegrationTimeAndWaitsForTheLevel() {
    laboratory.send(meter, ":SENS:CURR:NPLC 1;:OUTP 1;*WAI");
    assertEquals(20_000_000, duration());
    laboratory.send(meter, ":SOUR:VOLT 0.1");
    assertEquals(20_200_000, duration(), "the level settles first");
    laboratory.send(meter, ":SENS:WAIT:AUTO 0;:SOUR:VOLT 0");
    assertEquals(20_000_000, duration());
  }

  private long duration() {
    long before = laboratory.nanos();
    laboratory.ask(meter, ":MEAS:CURR?");
    return laboratory.nanos() - before;
  }

  @Test
  void theLargeModelIsTenTimesAsFine() {
    SimulatedB2900 small =
        SimulatedB2900.b2901a(laboratory.surroundings(true), Laboratory.load(1000));
    assertEquals(0.1, spread(meter) / spread(small), 0.03);
  }

  private double spread(SimulatedB2900 instrument) {
    laboratory.send(instrument, ":SENS:CURR:PROT 0.01;:SENS:CURR:NPLC 1;:SOUR:VOLT 1;:OUTP 1;*WAI");
    laboratory.send(instrument, ":FORM:ELEM:SENS CURR;:TRIG:COUN 200;:FORM REAL,64;:INIT");
    laboratory.send(instrument, ":FORM ASC");
    String[] readings = laboratory.ask(instrument, ":FETC:ARR?").split(",");
    double sum = 0;
    for (String reading : readings) {
      double deviation = Double.parseDouble(reading) - 1e-3;
      sum += deviation * deviation;
    }
    return Math.sqrt(sum / readings.length);
  }
}
