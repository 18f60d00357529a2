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
import org.spinbench.simulator.instrument.TerminalLoad;

@Tag("any-jdk")
class Simulated2450Test {
  private final Laboratory laboratory = new Laboratory();
  private final Simulated2450 meter =
      new Simulated2450(laboratory.surroundings(true), Laboratory.load(1000));

  @TestFactory
  Stream<DynamicTest> manual() {
    return Stream.of(Limits2450.values()).flatMap(model -> table(model).stream());
  }

  private static List<DynamicTest> table(Limits2450 model) {
    return MessageTable.tests(
        MessageTable.class,
        model.name().substring(1) + ".csv",
        () ->
            new Simulated2450(model, new Laboratory().surroundings(false), Laboratory.load(1000))
                .endpoint());
  }

  private Terminals terminals() {
    return new Resistor(1000).under(meter.dcOutputs().get(0).level(laboratory.nanos()));
  }

  @Test
  void aSourceOfVoltageStopsAtItsLimit() {
    laboratory.send(meter, ":SOUR:VOLT 2;:SOUR:VOLT:ILIM 1E-3;:OUTP 1");
    laboratory.elapse(0.1);
    assertEquals(1e-3, terminals().current());
    assertEquals(1, terminals().voltage());
    assertTrue(terminals().limited());
    laboratory.send(meter, ":SOUR:VOLT:ILIM 5E-3");
    assertEquals(2, terminals().voltage(), 1e-12);
    assertFalse(terminals().limited());
  }

  @Test
  void everyFunctionHasItsOwnIntegrationTimeAndAutozero() {
    laboratory.send(meter, ":SENS:CURR:NPLC 0.1;AZER 0;:SENS:VOLT:NPLC 2");
    assertEquals(2_000_000, duration(":READ?"));
    laboratory.send(meter, ":SENS:FUNC 'VOLT'");
    assertEquals(120_000_000, duration(":READ?"), "signal, zero and reference");
    laboratory.send(meter, ":SENS:VOLT:AZER 0;AVER:COUN 4;:SENS:VOLT:AVER 1");
    assertEquals(160_000_000, duration(":READ?"), "four readings averaged");
  }

  private long duration(String query) {
    long before = laboratory.nanos();
    laboratory.ask(meter, query);
    return laboratory.nanos() - before;
  }

  @Test
  void aReadingBeyondItsRangeIsAnOverflow() {
    Simulated2450 open = new Simulated2450(laboratory.surroundings(false), TerminalLoad.OPEN);
    laboratory.send(open, ":SOUR:FUNC CURR;:SOUR:CURR 1E-3;:SOUR:CURR:VLIM 5;:SENS:FUNC 'VOLT'");
    laboratory.send(open, ":OUTP 1;*WAI");
    assertEquals("5.000000E+00,8", laboratory.ask(open, ":READ? 'defbuffer1',READ,STAT"));
    laboratory.send(open, ":SENS:FUNC 'RES'");
    assertEquals("9.900000E+37", laboratory.ask(open, ":READ?"));
  }

  @Test
  void noiseIsOneCountOfTheRange() {
    laboratory.send(
        meter, ":SOUR:VOLT 1;:SOUR:VOLT:ILIM 0.01;:SENS:CURR:NPLC 1;:SENS:COUN 200;:OUTP 1;*WAI");
    laboratory.ask(meter, ":READ?");
    double deviation = laboratory.number(meter, ":TRAC:STAT:STDD?");
    assertEquals(1e-9, deviation, 0.2e-9);
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
