package org.spinbench.drivers.keithley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.Script;

final class K2600Test {
  private final Script script = new Script(Dialect.TSP, identity("2602B"));
  private final Channels<SourceMeter> both = on(script);
  private final SourceMeter source = both.channel(2);

  private static String identity(String model) {
    return "Keithley Instruments Inc., Model " + model + ", 1398687, 3.0.0";
  }

  private static Channels<SourceMeter> on(Script script) {
    return on(script, 0.8);
  }

  private static Channels<SourceMeter> on(Script script, double compliance) {
    return K2600.on(script.session(), SourceFunction.CURRENT, new Ramp(1e-3, 1), compliance);
  }

  private Script asked(String expression, String answer) {
    return script.query("print(" + expression + ")", answer);
  }

  @Test
  void inspectAsksAndChangesNothing() {
    asked("smub.source.output", "1.00000e+00");
    asked("smub.source.func", "0.00000e+00");
    asked("smub.source.rangei", "1.00000e-02");
    asked("smub.source.leveli", "5.00000e-03");
    both.inspect();
    script.done();
    assertEquals(5e-3, source.level().current());
    assertEquals(10.1e-3, source.level().maximum(), 1e-15, "101 % of its range");
    assertEquals("it:2", source.name());
  }

  @Test
  void prepareAsksForEveryDigitBeforeAnythingElse() {
    asked("smub.source.func", "0.00000e+00");
    asked("format.asciiprecision", "6.00000e+00");
    asked("smub.source.output", "0.00000e+00");
    asked("smub.source.func", "0.00000e+00");
    script.command("smub.source.leveli = 0");
    asked("format.asciiprecision", "6.00000e+00");
    script.command("format.asciiprecision = 16");
    asked("format.asciiprecision", "1.600000000000000e+01");
    asked("smub.source.autorangei", "1.000000000000000e+00");
    script.command("smub.source.autorangei = 0");
    asked("smub.source.autorangei", "0.000000000000000e+00");
    asked("smub.source.rangei", "1.000000000000000e-07");
    asked("smub.source.output", "0.000000000000000e+00");
    script.command("smub.source.rangei = 0.01");
    asked("smub.source.rangei", "1.000000000000000e-02");
    asked("smub.source.limitv", "2.000000000000000e+01");
    script.command("smub.source.limitv = 0.8");
    asked("smub.source.limitv", "8.000000000000000e-01");
    asked("smub.source.offfunc", "0.000000000000000e+00");
    script.command("smub.source.offfunc = 1");
    asked("smub.source.offfunc", "1.000000000000000e+00");
    asked("smub.sense", "0.000000000000000e+00");
    asked("smub.measure.autorangev", "1.000000000000000e+00");
    asked("smub.measure.nplc", "1.000000000000000e+00");
    asked("smub.measure.autozero", "2.000000000000000e+00");
    asked("smub.measure.filter.enable", "0.000000000000000e+00");
    asked("smub.measure.count", "1.000000000000000e+00");
    source.prepare(9e-3);
    script.done();
  }

  @Test
  void aReadingIsBothQuantitiesAtOnce() {
    asked("smub.source.output", "1.00000e+00");
    asked("localnode.linefreq", "5.00000e+01");
    asked("smub.measure.iv()", "5.000000000000000e-03\t2.500000000000000e-01");
    asked("smub.measure.rangev, smub.measure.rangei", "1.00000e+00\t1.00000e-02");
    asked("smub.source.compliance", "false");
    asked("smub.measure.nplc", "4.00000e+00");
    Reading volts = source.voltage();
    assertEquals(0.25, volts.value());
    assertEquals(1, volts.range());
    assertEquals(0.08, volts.integration(), 1e-15);
    assertEquals(0.5e-6, volts.uncertainty(), 1e-15);
    assertFalse(volts.compliance());
    asked("smub.source.output", "1.00000e+00");
    asked("smub.measure.iv()", "1.600000000000000e-02\t8.000000000000000e-01");
    asked("smub.measure.rangev, smub.measure.rangei", "1.00000e+00\t1.00000e-01");
    asked("smub.source.compliance", "true");
    Reading amperes = source.current();
    assertEquals(16e-3, amperes.value());
    assertTrue(amperes.compliance());
    script.done();
  }

  @Test
  void someFirmwareWritesTruthAsANumber() {
    asked("smub.source.output", "1.00000e+00");
    asked("localnode.linefreq", "5.00000e+01");
    asked("smub.measure.iv()", "5.00000e-03\t9.91000e+37");
    asked("smub.measure.rangev, smub.measure.rangei", "1.00000e+00\t1.00000e-02");
    asked("smub.source.compliance", "1.00000e+00");
    asked("smub.measure.nplc", "1.00000e+00");
    Reading volts = source.voltage();
    assertTrue(volts.compliance());
    assertTrue(volts.overload());
  }

  @Test
  void aPassIsATriggerModelOfItsChannel() {
    script.command("smub.source.leveli = 0");
    source.level().set(0);
    asked("smub.source.output", "1.00000e+00");
    asked("smub.measure.nplc", "1.00000e+00");
    asked("localnode.linefreq", "5.00000e+01");
    script.command("smub.nvbuffer1.clear() smub.nvbuffer2.clear()");
    script.command("smub.trigger.measure.iv(smub.nvbuffer1, smub.nvbuffer2)");
    script.command("smub.trigger.source.listi({0,0.001,0})");
    script.command("smub.source.delay = 0.01");
    for (String stimulus : List.of("source", "measure", "arm", "endpulse")) {
      script.command("smub.trigger." + stimulus + ".stimulus = 0");
    }
    script.command("smub.trigger.source.action = 1");
    script.command("smub.trigger.measure.action = 1");
    script.command("smub.trigger.endpulse.action = 1");
    script.command("smub.trigger.endsweep.action = 0");
    script.command("smub.trigger.arm.count = 1");
    script.command("smub.trigger.count = 3");
    script.send("smub.trigger.initiate()");
    script.query(
        "waitcomplete() printbuffer(1, 3, smub.nvbuffer1, smub.nvbuffer2,"
            + " smub.nvbuffer1.statuses)",
        "0.0e+00, 1.0e-06, 4.0e+00, 9.0e-04, 8.0e-01, 6.8e+01, 0.0e+00, 9.91000e+37, 0.0e+00");
    asked("smub.measure.rangev, smub.measure.rangei", "1.00000e+00\t1.00000e-02");
    script.command("smub.abort()");
    script.command("smub.source.leveli = smub.source.leveli");
    script.command("smub.trigger.source.action = 0");
    script.command("smub.source.delay = 0");
    asked("smub.measure.autorangev", "1.00000e+00");
    assertEquals(2500, source.longestPass());
    List<SourceMeter.Measured> measured =
        source.pass(0.01, source.session().clock()::sleep, 0, 1e-3, 0);
    script.done();
    assertFalse(measured.get(0).voltage().compliance(), "bit 2 is the meter's auto-range");
    assertEquals(1e-6, measured.get(0).voltage().value());
    assertTrue(measured.get(1).voltage().compliance(), "bit 6");
    assertEquals(9e-4, measured.get(1).current().value());
    assertEquals(10e-3, measured.get(1).current().range());
    assertTrue(measured.get(2).voltage().overload());
  }

  @Test
  void safeRampsSwitchesOffAndAsksForBoth() {
    asked("smub.source.func", "0.00000e+00");
    asked("smub.source.leveli", "2.00000e-03");
    script.command("smub.source.leveli = 0.001").command("smub.source.leveli = 0");
    script.command("smub.source.output = 0");
    asked("smub.source.output", "0.00000e+00");
    asked("smub.source.leveli", "0.00000e+00");
    both.safe();
    script.done();
  }

  @Test
  void whatTheInstrumentRefusesHasItsNumber() {
    script.refusal(
        "smub.source.limitv = 0.5", "-2.22000e+02\tData out of range\t2.00000e+01\t1.00000e+00");
    asked("errorqueue.next()", "0.00000e+00\tQueue Is Empty\t0.00000e+00\t1.00000e+00");
    InstrumentErrorException e =
        assertThrows(InstrumentErrorException.class, () -> source.compliance().set(0.5));
    assertEquals(-222, e.errors().get(0).number());
    script.done();
  }

  @Test
  void whatALiveOutputForbidsIsNotSent() {
    asked("smub.source.output", "1.00000e+00");
    asked("smub.source.output", "1.00000e+00");
    assertThrows(SettingException.class, () -> source.range().set(0.1));
    assertThrows(SettingException.class, () -> source.fourWire().set(true));
    script.done();
  }

  @Test
  void theIdentitySaysHowManyChannelsAndWhichRanges() {
    Channels<SourceMeter> single = on(new Script(Dialect.TSP, identity("2611B")));
    assertEquals(1.5 * 1.01, single.channel(1).level().maximum(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> single.channel(2));
    Channels<SourceMeter> fine = on(new Script(Dialect.TSP, identity("2636B")), 1e3);
    assertEquals(1e-9, fine.channel(2).range().values()[0]);
    assertEquals(202, fine.channel(2).compliance().maximum(), 1e-12);
    assertEquals(3.03, source.level().maximum(), 1e-12);
    Channels<SourceMeter> free = on(new Script(Dialect.TSP, identity("2602B")), 1e3);
    assertEquals(40.4, free.channel(2).compliance().maximum(), 1e-12);
    assertEquals(0.8, source.compliance().maximum(), "what the device stands");
  }

  @Test
  void aSourceOfVoltageIsLimitedInCurrent() {
    SourceMeter voltage =
        K2600.on(script.session(), SourceFunction.VOLTAGE, new Ramp(0.1, 1), 9e-3).channel(1);
    script.command("smua.source.limiti = 0.009").command("smua.source.levelv = 1.5");
    voltage.compliance().set(9e-3);
    voltage.level().set(1.5);
    script.done();
  }
}
