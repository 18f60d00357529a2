package org.spinbench.drivers.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Identification;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.standin.Script;

/** The same declarations in languages other than SCPI. */
final class SyntaxTest {
  private static final Dialect LETTERS =
      Dialect.letters(
          new Identification(
              List.of("+", "-"), told -> new Identity("Maker", told.get(0), told.get(1), "1")));

  private final Script tsp = new Script(Dialect.TSP, "Maker, Model, 1, 1.0");
  private final Settings statements = new Settings(tsp.session(), Syntax.TSP);
  private final Script synth = new Script(LETTERS, "Synth", "1");
  private final Settings letters = new Settings(synth.session(), Syntax.LETTERS);
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

  @Test
  void assignmentsArePrinted() {
    NumberSetting level =
        statements.number("level", "smua.source.leveli", Unit.AMPERE, -1, 1).resolution(1e-6);
    ChoiceSetting function =
        statements.choice("function", "smua.source.func", "CURR", "VOLT").numbered();
    SwitchSetting output = statements.onOff("output", "smua.source.output");
    tsp.command("smua.source.leveli = 0.001")
        .query("print(smua.source.leveli)", "1.00000e-03")
        .command("smua.source.func = 1")
        .query("print(smua.source.func)", "0.00000e+00")
        .command("smua.source.output = 1")
        .query("print(smua.source.output)", "1.00000e+00")
        .query("print(smua.source.output)", "0.00000e+00");
    level.set(0.0010000001);
    assertEquals(1e-3, level.get());
    function.set("VOLT");
    assertEquals("CURR", function.get());
    output.set(true);
    assertTrue(output.get());
    assertFalse(output.get());
    tsp.done();
  }

  @Test
  void anAnswerOutsideTheNumberedWordsIsRefused() {
    ChoiceSetting function = statements.choice("function", "f", "CURR", "VOLT").numbered();
    for (String answer : new String[] {"2.00000e+00", "-1", "0.5", "nil"}) {
      tsp.query("print(f)", answer);
      SettingException e = assertThrows(SettingException.class, function::get);
      assertTrue(e.getMessage().contains("to print(f), expected a number from 0 to 1"));
    }
    SwitchSetting output = statements.onOff("output", "o");
    tsp.query("print(o)", "2.00000e+00");
    assertThrows(SettingException.class, output::get);
    tsp.done();
  }

  @Test
  void valuesThatTheInstrumentNumbersAreSentAsNumbers() {
    Script script = new Script();
    NumberSetting sensitivity =
        new Settings(script.session())
            .number("sensitivity", "SENS", Unit.VOLT, 2e-9, 1)
            .numbered(2e-9, 5e-9, 1);
    script.command("SENS 0").command("SENS 2").query("SENS?", "1");
    sensitivity.set(2e-9);
    sensitivity.set(1);
    assertEquals(5e-9, sensitivity.get());
    assertThrows(LimitException.class, () -> sensitivity.set(3e-9));
    script.query("SENS?", "3");
    assertThrows(SettingException.class, sensitivity::get);
    script.done();
  }

  @Test
  void lettersWithoutErrorsAreAskedBackOnTheirChannel() {
    Settings channel = letters.channel(2).spelled(Syntax.LETTERS.after("C1"));
    NumberSetting frequency =
        channel.number("frequency", "f", Unit.HERTZ, 10e6, 15e9).resolution(0.1).inPowersOfTen(6);
    SwitchSetting output = channel.spelled(new Syntax("E%vr%v", "E?", "C1")).onOff("output", "E");
    synth.send("C1").send("f2450.0000001").send("C1").query("f?", "2450.0000001");
    frequency.set(2450000000.1);
    assertEquals(2450000000.1, frequency.current());
    synth.send("C1").send("E1r1").send("C1").query("E?", "1");
    output.set(true);
    synth.send("C1").send("f11").send("C1").query("f?", "2450.0000001");
    SettingException e = assertThrows(SettingException.class, () -> frequency.set(11e6));
    assertEquals(
        "it channel 2 frequency: set to 1.1E7 Hz, the instrument says it is 2.4500000001E9 Hz,"
            + " without an error; check whether its other settings allow the value",
        e.getMessage());
    synth.send("C1").send("E0r0").send("C1").query("E?", "1");
    assertThrows(SettingException.class, () -> output.set(false));
    synth.send("C1").query("E?", "1");
    assertTrue(output.current(), "not known, so asked");
    synth.done();
  }

  @Test
  void aChoiceIsAskedBackToo() {
    ChoiceSetting reference = letters.choice("reference", "x", "EXT", "27M", "10M").numbered();
    synth.send("x2").query("x?", "2").send("x0").query("x?", "2");
    reference.set("10M");
    assertThrows(SettingException.class, () -> reference.set("EXT"));
    synth.done();
  }

  @Test
  void powersOfTenAreShiftedWithoutRounding() {
    for (int k = 0; k < 10_000; k++) {
      double value = Math.rint(random.nextDouble(10e6, 24e9) * 10) / 10;
      String sent = ScpiNumber.formatShifted(value, -6);
      assertEquals(value, ScpiNumber.parseShifted(sent, 6), sent);
      assertTrue(sent.length() <= 13, sent);
    }
    assertEquals("2450", ScpiNumber.formatShifted(2.45e9, -6));
    assertEquals("0", ScpiNumber.formatShifted(-0.0, -6));
    assertEquals(Double.POSITIVE_INFINITY, ScpiNumber.parseShifted("9.9E37", 6));
  }

  @Test
  void aResolutionMayBeAboveOne() {
    Script script = new Script();
    NumberSetting coarse =
        new Settings(script.session()).number("span", "SPAN", Unit.HERTZ, 0, 1e9).resolution(100);
    script.command("SPAN 1200").command("SPAN 0");
    coarse.set(1249);
    coarse.set(49);
    assertEquals(100, coarse.resolution());
    script.done();
  }

  @Test
  void aSpellingSaysWhereTheValueGoes() {
    assertThrows(IllegalArgumentException.class, () -> new Syntax("%h", "%h?"));
  }
}
