package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;

@Tag("any-jdk")
class Simulated2400Test {
  private final Laboratory laboratory = new Laboratory();
  private final Simulated2400 meter =
      new Simulated2400(laboratory.surroundings(true), Laboratory.load(1000));

  @TestFactory
  Stream<DynamicTest> manual() {
    return Stream.of(Limits2400.values()).flatMap(model -> table(model).stream());
  }

  private static List<DynamicTest> table(Limits2400 model) {
    return MessageTable.tests(
        MessageTable.class,
        model.name().substring(1) + ".csv",
        () ->
            new Simulated2400(model, new Laboratory().surroundings(false), Laboratory.load(1000))
                .endpoint());
  }

  private Terminals terminals() {
    return new Resistor(1000).under(meter.dcOutputs().get(0).level(laboratory.nanos()));
  }

  @Test
  void aSourceOfCurrentStopsAtItsCompliance() {
    laboratory.send(meter, ":SOUR:FUNC CURR;CURR 2E-3;:SENS:VOLT:PROT 1.5;:OUTP 1");
    laboratory.elapse(0.1);
    assertEquals(1.5, terminals().voltage());
    assertEquals(1.5e-3, terminals().current());
    assertTrue(terminals().limited());
    assertEquals(1.5e-3, laboratory.number(meter, ":FORM:ELEM CURR;:READ?"), 1e-6);
    laboratory.send(meter, ":SENS:VOLT:PROT 3");
    assertEquals(2, terminals().voltage(), 1e-12);
    assertFalse(terminals().limited());
  }

  @Test
  void aChangeOfRangeOpensARelay() {
    laboratory.send(meter, ":SOUR:FUNC CURR;CURR 0.9E-3;:OUTP 1");
    laboratory.elapse(0.1);
    assertEquals(0.9, terminals().voltage(), 1e-9);
    laboratory.send(meter, ":SOUR:CURR 1.2E-3");
    assertEquals(0, terminals().voltage(), "the relay is open");
    laboratory.elapse(0.1);
    assertEquals(1.2, terminals().voltage(), 1e-9);
    laboratory.send(meter, ":SOUR:CURR:RANG:AUTO 0;:SOUR:CURR 0.9E-3");
    laboratory.elapse(1e-6);
    assertTrue(terminals().voltage() > 0.9, "in its range it settles from where it was");
  }

  @Test
  void integratesForALongTimeWithLittleNoise() {
    laboratory.send(meter, ":SOUR:VOLT 1;:SENS:CURR:PROT 0.01;:OUTP 1;:FORM:ELEM CURR");
    double fast = spread(0.1);
    double slow = spread(10);
    assertEquals(10, fast / slow, 3.5, "a hundred times as long");
    assertEquals(10e-9 * Math.sqrt(10), fast, 10e-9, "one count of the 1 mA range at 1 PLC");
  }

  private double spread(double cycles) {
    laboratory.send(meter, ":SENS:CURR:NPLC " + cycles + ";:TRIG:COUN 100");
    double[] readings = numbers(laboratory.ask(meter, ":READ?"));
    double sum = 0;
    for (double reading : readings) {
      sum += (reading - 1e-3) * (reading - 1e-3);
    }
    return Math.sqrt(sum / readings.length);
  }

  private static double[] numbers(String answer) {
    return List.of(answer.split(",")).stream().mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void autozeroTakesThreeIntegrations() {
    laboratory.send(meter, ":SOUR:VOLT 1;:SENS:CURR:PROT 0.01;:OUTP 1;:SOUR:DEL 0");
    laboratory.elapse(0.1);
    assertEquals(60_000_000, duration(":READ?"));
    laboratory.send(meter, ":SYST:AZER 0");
    assertEquals(20_000_000, duration(":READ?"));
    laboratory.send(meter, ":SENS:FUNC:ALL");
    assertEquals(40_000_000, duration(":READ?"), "voltage and current one after the other");
    laboratory.send(meter, ":SENS:AVER 1");
    assertEquals(400_000_000, duration(":READ?"), "ten readings averaged");
  }

  private long duration(String query) {
    long before = laboratory.nanos();
    laboratory.ask(meter, query);
    return laboratory.nanos() - before;
  }

  @Test
  void aReadingThatItsRangeDoesNotHoldIsNotANumber() {
    Simulated2400 loaded = new Simulated2400(laboratory.surroundings(false), Laboratory.load(10));
    laboratory.send(loaded, ":SOUR:FUNC CURR;CURR 1E-3;:SENS:VOLT:PROT 0.2;:SENS:VOLT:RANG 0.2");
    laboratory.send(loaded, ":SENS:FUNC 'VOLT';:FORM:ELEM VOLT,STAT;:OUTP 1");
    laboratory.elapse(0.1);
    assertEquals("+1.000000E-02,+3.891600E+04", laboratory.ask(loaded, ":READ?"));
    assertEquals(List.of(), loaded.queuedErrors());
  }

  @Test
  void isEnergisedWithOutputOnAndLevelNotZero() {
    laboratory.send(meter, ":SOUR:VOLT 0.5");
    assertFalse(meter.energised());
    laboratory.send(meter, ":OUTP 1");
    assertTrue(meter.energised());
    laboratory.send(meter, "*RST");
    assertFalse(meter.energised());
    assertEquals(0, terminals().voltage());
  }
}
