package org.spinbench.drivers.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException.Level;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.standin.Script;

final class SettingsTest {
  private final Script script = new Script();
  private final Settings settings = new Settings(script.session());
  private final NumberSetting voltage = settings.number("voltage", ":VOLT", Unit.VOLT, -10, 10);

  private static void refused(Level level, String part, Runnable change) {
    LimitException e = assertThrows(LimitException.class, change::run);
    assertEquals(level, e.level());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void aRefusedValueIsNamedWithUnitRangeAndLimit() {
    refused(
        Level.INSTRUMENT,
        "it voltage: 10.5 V is outside -10.0 to 10.0 V, what the instrument can do",
        () -> voltage.set(10.5));
    settings.limit("voltage", -1, Double.POSITIVE_INFINITY);
    refused(
        Level.STATION,
        "it voltage: -2.0 V is below -1.0 V, the station's limit; choose a value"
            + " inside, or change limits.voltage of it in the bench file",
        () -> voltage.set(-2));
    script.done();
  }

  /** What is known is known without a query, and an unknown value stays unknown. */
  @Test
  void theLastKnownValueAsksNothing() {
    SwitchSetting output = settings.onOff("output", ":OUTP");
    ChoiceSetting shape = settings.choice("shape", ":SHAP", "SIN", "SQU");
    for (Setting one : settings) {
      assertTrue(one.lastKnownText().isEmpty(), one.label());
    }
    script.done();
    script.command(":VOLT 1.5").command(":OUTP 1").command(":SHAP SQU");
    voltage.set(1.5);
    output.set(true);
    shape.set("SQU");
    List<String> known = new ArrayList<>();
    for (Setting one : settings) {
      known.add(one.lastKnownText().orElseThrow());
    }
    assertEquals(List.of("1.5", "on", "SQU"), known);
    script.done();
  }

  @Test
  void onlyFiniteNumbersAreSent() {
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      refused(Level.INSTRUMENT, "is not a number to set", () -> voltage.set(value));
    }
    script.done();
  }

  @Test
  void someHaveNoLimitAtAll() {
    NumberSetting slew =
        settings.number("slew", ":SLEW", Unit.VOLT_PER_SECOND, 0.01, 100).orUnlimited("INF");
    script.query(":SLEW?", "inf").command(":SLEW 20").command(":SLEW INF").query(":SLEW?", "5");
    assertEquals(Double.POSITIVE_INFINITY, slew.get());
    slew.set(20);
    assertTrue(slew.ensure(Double.POSITIVE_INFINITY));
    assertFalse(slew.ensure(Double.POSITIVE_INFINITY));
    assertEquals(5, slew.get());
    refused(Level.INSTRUMENT, "101.0", () -> slew.set(101));
    refused(Level.INSTRUMENT, "is not a number", () -> slew.set(Double.NEGATIVE_INFINITY));
    settings.limit("slew", 0, 50);
    refused(Level.STATION, "Infinity", () -> slew.set(Double.POSITIVE_INFINITY));
    script.done();
  }

  /** A copy that has been told what the instrument is known to be asks nobody. */
  @Test
  void aCopyStartsFromWhatAnotherIsKnownToBe() {
    NumberSetting level = settings.number("level", ":LEV", Unit.DBM, -130, 30).resolution(0.01);
    ChoiceSetting mode = settings.choice("mode", ":MODE", "A", "B", "C");
    SwitchSetting output = settings.onOff("output", ":OUTP");
    script.command(":LEV -20").command(":MODE B").command(":OUTP 1");
    level.range(-50, 10);
    level.resolution(0.1);
    mode.only(word -> !word.equals("A"));
    level.set(-20);
    mode.set("B");
    output.set(true);
    script.done();
    Script unasked = new Script();
    Settings copy = new Settings(unasked.session());
    NumberSetting copyLevel = copy.number("level", ":LEV", Unit.DBM, -130, 30);
    ChoiceSetting copyMode = copy.choice("mode", ":MODE", "A", "B", "C");
    SwitchSetting copyOutput = copy.onOff("output", ":OUTP");
    copy.number("another", ":OTH", Unit.ONE, 0, 1);
    copy.startFrom(settings);
    assertEquals(-20, copyLevel.current());
    assertEquals(-50, copyLevel.minimum());
    assertEquals(0.1, copyLevel.resolution());
    assertFalse(copyLevel.ensure(-20.04));
    refused(Level.INSTRUMENT, "10.1 dBm is outside -50.0 to 10.0 dBm", () -> copyLevel.set(10.1));
    assertEquals("B", copyMode.current());
    assertEquals(List.of("B", "C"), copyMode.words());
    assertTrue(copyOutput.current());
    unasked.done();
  }

  @Test
  void aChoiceHasTheWordsThatOptionsLeave() {
    ChoiceSetting mode = settings.choice("mode", ":MODE", "A", "B", "C").numbered();
    mode.only(word -> !word.equals("B"));
    assertEquals(List.of("A", "C"), mode.words());
    refused(Level.INSTRUMENT, "B is not one of A, C", () -> mode.set("B"));
    script.command(":MODE 2").query(":MODE?", "1");
    mode.set("C");
    assertEquals("B", mode.get());
    script.done();
  }

  @Test
  void nothingIsSentUnlessEveryLimitAllowsItAndNothingIsChanged() {
    settings.limit("voltage", -3, 7);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    for (int k = 0; k < 500; k++) {
      double value = random.nextDouble(-15, 15);
      if (value >= -3 && value <= 7) {
        script.command(":VOLT " + ScpiNumber.format(value));
        voltage.set(value);
        assertEquals(value, voltage.current());
      } else {
        assertThrows(LimitException.class, () -> voltage.set(value));
      }
      script.done();
    }
  }

  @Test
  void atLeastIsTheSmallestValueThatTheInstrumentHas() {
    NumberSetting range =
        settings.number("range", ":RANG", Unit.VOLT, 0.01, 100).oneOf(10, 0.01, 1, 0.1, 100);
    assertEquals(0.01, range.atLeast(1e-6));
    assertEquals(0.01, range.atLeast(0.01));
    assertEquals(0.1, range.atLeast(0.0101));
    assertEquals(100, range.atLeast(99));
    refused(Level.INSTRUMENT, "101.0 V is not one of", () -> range.atLeast(101));
    assertEquals(-10, voltage.atLeast(-12));
    assertEquals(3.5, voltage.atLeast(3.5));
    refused(Level.INSTRUMENT, "10.5 V is outside -10.0 to 10.0 V", () -> voltage.atLeast(10.5));
    settings.limit("range", 0, 10);
    refused(Level.STATION, "100.0 V", () -> range.atLeast(50));
    script.done();
  }

  @Test
  void limitsJudgeTheNumberThatIsSent() {
    NumberSetting power = settings.number("power", ":POW", Unit.DBM, -120, 25).resolution(0.01);
    script.command(":POW 25").command(":POW 24.99");
    power.set(25.004);
    power.set(24.994);
    assertEquals(24.99, power.current());
    refused(Level.INSTRUMENT, "25.01 dBm", () -> power.set(25.006));
    script.done();
  }

  @Test
  void aLevelFoundOutsideTheStationsRangeMayOnlyComeBack() {
    settings.limit("voltage", -1, 1);
    script.query(":VOLT?", "4").command(":VOLT 3").command(":VOLT 0.5");
    voltage.get();
    refused(Level.STATION, "4.5 V", () -> voltage.set(4.5));
    voltage.set(3);
    refused(Level.STATION, "3.5 V", () -> voltage.set(3.5));
    refused(Level.STATION, "-3.0 V", () -> voltage.set(-3));
    voltage.set(0.5);
    refused(Level.STATION, "3.0 V", () -> voltage.set(3));
    script.done();
  }

  @Test
  void ensureSendsOnlyUnknownOrOtherValues() {
    script.command(":VOLT 1").command(":VOLT 2").query(":VOLT?", "3").command(":VOLT 2");
    assertTrue(voltage.ensure(1));
    assertFalse(voltage.ensure(1));
    assertTrue(voltage.ensure(2));
    assertEquals(3, voltage.get());
    assertTrue(voltage.ensure(2));
    script.done();
  }

  @Test
  void afterARefusalByTheInstrumentTheValueIsAskedAgain() {
    script
        .command(":VOLT 1")
        .query(":VOLT 2;:SYST:ERR?", "-221,\"Settings conflict\"")
        .query(":SYST:ERR?", "0,\"No error\"")
        .query(":VOLT?", "1.5");
    voltage.set(1);
    assertThrows(InstrumentErrorException.class, () -> voltage.set(2));
    assertEquals(1.5, voltage.current());
    assertEquals(1.5, voltage.current());
    script.done();
  }

  @Test
  void aRangeCanBeNarrowedAndFollowed() {
    List<Double> heard = new ArrayList<>();
    voltage.then(heard::add);
    voltage.range(-2, 2);
    script.command(":VOLT 2").query(":VOLT?", "1.5");
    voltage.set(2);
    voltage.get();
    refused(Level.INSTRUMENT, "outside -2.0 to 2.0", () -> voltage.set(3));
    assertEquals(List.of(2.0, 1.5), heard);
    assertThrows(IllegalArgumentException.class, () -> voltage.range(2, 1));
  }

  @Test
  void anAnswerWithoutANumberIsAnError() {
    for (String answer : new String[] {"1,5", "ON", "9.91E37", "9.9E37"}) {
      script.query(":VOLT?", answer);
      SettingException e = assertThrows(SettingException.class, voltage::get);
      assertTrue(e.getMessage().contains("\"" + answer + "\" to :VOLT?"), e.getMessage());
    }
  }

  @Test
  void aSwitchSendsOneOrZeroAndReadsBoth() {
    SwitchSetting output = settings.onOff("output", ":OUTP");
    script
        .command(":OUTP 1")
        .command(":OUTP 0")
        .query(":OUTP?", "1")
        .query(":OUTP?", "OFF")
        .query(":OUTP?", "2");
    assertTrue(output.ensure(true));
    assertFalse(output.ensure(true));
    assertTrue(output.ensure(false));
    assertTrue(output.get());
    assertFalse(output.get());
    assertThrows(SettingException.class, output::get);
    script.done();
  }

  @Test
  void aChoiceIsOneOfItsWords() {
    ChoiceSetting function = settings.choice("function", ":FUNC", "CURR", "VOLT");
    script.command(":FUNC CURR").query(":FUNC?", "voltage").query(":FUNC?", "RES");
    assertTrue(function.ensure("CURR"));
    assertFalse(function.ensure("CURR"));
    assertEquals("VOLT", function.get());
    refused(Level.INSTRUMENT, "curr is not one of CURR, VOLT", () -> function.set("curr"));
    SettingException e = assertThrows(SettingException.class, function::get);
    assertTrue(e.getMessage().contains("one of CURR, VOLT"), e.getMessage());
    script.done();
  }

  @Test
  void anOverlappedChoiceWaitsForItsCompletion() {
    ChoiceSetting mode = settings.choice("mode", ":INST:SEL", "SA", "PNOISE").overlapped();
    script.command(":INST:SEL SA").query("*OPC?", "1");
    mode.set("SA");
    script.done();
  }

  @Test
  void theTableKeepsTheOrderOfDeclaration() {
    settings.onOff("output", ":OUTP");
    settings.channel(2).number("voltage", ":SOUR2:VOLT", Unit.VOLT, 0, 1);
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Setting setting : settings) {
      names.add(setting.name() + " " + setting.header());
      labels.add(setting.label());
    }
    assertEquals(List.of("voltage :VOLT", "output :OUTP", "channel 2 voltage :SOUR2:VOLT"), names);
    assertEquals(List.of("it voltage", "it output", "it channel 2 voltage"), labels);
    assertThrows(
        IllegalStateException.class, () -> settings.number("voltage", ":VOLT", Unit.VOLT, 0, 1));
  }

  @Test
  void anUnknownStationLimitNamesTheSettingsThatExist() {
    settings.number("frequency", ":FREQ", Unit.HERTZ, 1, 2);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> settings.limit("level", 0, 1));
    assertEquals("it has no numeric setting level; it has frequency, voltage", e.getMessage());
  }

  @Test
  void aGuardSeesEveryChangeBeforeItIsSent() {
    List<String> seen = new ArrayList<>();
    ChoiceSetting function = settings.choice("function", ":FUNC", "CURR", "VOLT");
    SwitchSetting output = settings.onOff("output", ":OUTP");
    settings.guardedBy(
        new Guard() {
          @Override
          public void check(Setting setting, double value) {
            seen.add("check " + setting.name() + " " + value);
          }

          @Override
          public void change(Setting setting, double value, Runnable send) {
            seen.add(setting.name() + " " + value);
            if (value == 5) {
              throw new LimitException(Level.CHIP, "not five");
            }
            send.run();
          }
        });
    script.command(":VOLT 4").command(":FUNC VOLT").command(":OUTP 1");
    voltage.set(4);
    voltage.check(3);
    function.set("VOLT");
    output.set(true);
    refused(Level.CHIP, "not five", () -> voltage.set(5));
    assertEquals(
        List.of("voltage 4.0", "check voltage 3.0", "function 1.0", "output 1.0", "voltage 5.0"),
        seen);
    script.done();
  }
}
