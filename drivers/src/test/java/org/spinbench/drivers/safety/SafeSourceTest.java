package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.Script;

final class SafeSourceTest {
  private static final Scale SCALE = new Scale(Unit.AMPERE, 1.5, 12e-3, 1e-3, 1e-3, 1e-2);

  private final Script script = new Script();
  private final Settings table = new Settings(script.session());
  private final SafeSource source =
      new SafeSource(
              "it",
              script.session(),
              table,
              new Ramp(1e-3, 1),
              table.onOff("output", "OUT"),
              SCALE.level(table, "LEV"))
          .sourcing(table.choice("function", "FUNC", "CURR", "VOLT"), 0)
          .ranging(SCALE.range(table, "RANG"), SCALE)
          .with(table.number("limit", "LIM", Unit.VOLT, 0, 10), 2)
          .with("MET?", "A,B", "MET 'A','B'");

  @Test
  void aRangeLimitsTheLevelAndItsSteps() {
    script.query("OUT?", "0").query("FUNC?", "CURR").query("RANG?", "0.001").query("LEV?", "0");
    source.inspect();
    assertEquals(1.5e-3, source.level().maximum());
    assertEquals(1e-6, source.level().resolution());
    script.command("LEV 0.000123");
    source.level().set(1.2345e-4 - 4e-7);
    script.done();
    assertEquals(12e-3, SCALE.most(1e-2), "the largest of all");
  }

  @Test
  void aLiveSourceOfSomethingElseIsNotTaken() {
    script.query("OUT?", "1").query("FUNC?", "VOLT");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().contains("switch it off at its front panel"), e.getMessage());
    script.done();
  }

  @Test
  void aSourceOfSomethingElseThatIsOffIsAtRest() {
    script.query("OUT?", "0").query("FUNC?", "VOLT").query("FUNC?", "VOLT").query("OUT?", "0");
    source.inspect();
    source.safe();
    script.done();
  }

  @Test
  void whatIsRightIsLeftAlone() {
    script
        .query("FUNC?", "CURR")
        .query("RANG?", "0.01")
        .query("LIM?", "2.0000001")
        .query("MET?", "A,B");
    source.prepare(5e-3);
    script.done();
  }

  @Test
  void aLiveOutputIsBroughtToRestBeforeAnythingChanges() {
    script
        .query("FUNC?", "CURR")
        .query("RANG?", "0.001")
        .query("OUT?", "1")
        .query("FUNC?", "CURR")
        .query("LEV?", "0.0005")
        .command("LEV 0")
        .command("OUT 0")
        .query("OUT?", "0")
        .query("LEV?", "0")
        .query("FUNC?", "CURR")
        .command("LEV 0")
        .query("RANG?", "0.001")
        .query("OUT?", "0")
        .command("RANG 0.01")
        .query("RANG?", "0.01")
        .query("LIM?", "2")
        .query("MET?", "A")
        .command("MET 'A','B'")
        .query("MET?", "A,B");
    source.prepare(5e-3);
    script.done();
  }

  @Test
  void whatTheInstrumentDoesNotConfirmIsNotTakenForSet() {
    script
        .query("FUNC?", "CURR")
        .query("RANG?", "0.01")
        .query("LIM?", "10")
        .query("OUT?", "0")
        .query("FUNC?", "CURR")
        .command("LEV 0")
        .query("RANG?", "0.01")
        .query("LIM?", "10")
        .command("LIM 2")
        .query("LIM?", "10");
    SettingException e = assertThrows(SettingException.class, () -> source.prepare(5e-3));
    assertTrue(e.getMessage().startsWith("it limit was set"), e.getMessage());
    script.done();
  }

  /** Replies of seven digits: 2.0000015 is two, 2.00001 is not. */
  @Test
  void anAnswerThatDiffersByMoreThanRoundingIsSetAgain() {
    script.query("FUNC?", "CURR").query("RANG?", "0.01").query("LIM?", "2.0000015");
    script.query("MET?", "A,B");
    source.prepare(5e-3);
    script
        .query("FUNC?", "CURR")
        .query("RANG?", "0.01")
        .query("LIM?", "2.00001")
        .query("OUT?", "0")
        .query("FUNC?", "CURR")
        .command("LEV 0")
        .query("RANG?", "0.01")
        .query("LIM?", "2.00001")
        .command("LIM 2")
        .query("LIM?", "2")
        .query("MET?", "A,B");
    source.prepare(5e-3);
    script.done();
  }

  @Test
  void aLimitOfZeroIsZero() {
    SafeSource other =
        new SafeSource(
                "it", script.session(), table, new Ramp(1e-3, 1), source.output(), source.level())
            .ranging(table.number("other_range", "RAN2", Unit.AMPERE, 0, 1), SCALE)
            .with(table.number("offset", "OFFS", Unit.VOLT, 0, 10), 0);
    script.query("RAN2?", "0.001").query("OFFS?", "0");
    other.prepare(1.5e-3);
    script.done();
  }

  @Test
  void moreThanAnyRangeIsRefused() {
    LimitException e = assertThrows(LimitException.class, () -> source.prepare(-0.02));
    assertTrue(e.getMessage().contains("-0.02 A"), e.getMessage());
    assertTrue(e.getMessage().contains("0.012 A"), e.getMessage());
    script.done();
  }

  @Test
  void functionAndRangeStayWhileTheOutputIsOn() {
    script.query("OUT?", "1");
    assertThrows(SettingException.class, () -> source.range().set(1e-3));
    script.done();
  }

  @Test
  void everyStepToRestIsTriedAndVerified() {
    script
        .query("FUNC?", "CURR")
        .query("LEV?", "0.0005")
        .refusal("LEV 0", "-221,\"Settings conflict\"")
        .query(":SYST:ERR?", "0")
        .query("OUT?", "1")
        .command("OUT 0")
        .query("OUT?", "0")
        .query("LEV?", "0.0005");
    NotAtRestException e = assertThrows(NotAtRestException.class, source::safe);
    assertEquals(2, e.getSuppressed().length);
    script.done();
  }
}
