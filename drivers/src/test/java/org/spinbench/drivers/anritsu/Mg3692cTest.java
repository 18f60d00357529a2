package org.spinbench.drivers.anritsu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.standin.Script;

final class Mg3692cTest {
  private final Script script = new Script();
  private final Mg3692c source = Mg3692c.on(script.session());

  @Test
  void makingADriverSendsNothing() {
    script.done();
    assertEquals("it", source.name());
  }

  @Test
  void settingsAreSentToTheResolutionOfTheInstrument() {
    script.command(":FREQ 2500000000.01").command(":POW -7.96").command(":OUTP 1");
    source.frequency().set(2.5e9 + 0.0111);
    source.power().set(-7.958800173440752);
    source.output().set(true);
    script.done();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2e9, -20",
    "'2A,4', 10e6, -130",
    "'2', 2e9, -130",
    "'5,15', 10e6, -20",
    "'22,24', 2e9, -20"
  })
  void optionsNarrowTheRanges(String options, double lowest, double weakest) {
    script
        .query("*OPT?", options)
        .query(":FREQ?", "2520000000.00")
        .query(":POW?", "-14.00")
        .query(":OUTP?", "1");
    source.inspect();
    source.prepare();
    script.done();
    assertEquals(lowest, source.frequency().minimum());
    assertEquals(weakest, source.power().minimum());
    assertThrows(LimitException.class, () -> source.frequency().set(lowest - 1));
    assertThrows(LimitException.class, () -> source.frequency().set(20e9 + 1));
    assertThrows(LimitException.class, () -> source.power().set(30.01));
    script.done();
  }

  @Test
  void safeLowersTheLevelSwitchesOffAndAsksForBoth() {
    script.command(":POW -130").command(":OUTP 0").query(":OUTP?", "0").query(":POW?", "-130.00");
    source.safe();
    script.command(":POW -130").command(":OUTP 0").query(":OUTP?", "1").query(":POW?", "-130.00");
    assertThrows(NotAtRestException.class, source::safe);
    script.done();
  }

  @Test
  void snapshotAsksEverySetting() {
    script.query(":FREQ?", "2E9").query(":POW?", "0").query(":OUTP?", "0");
    assertEquals(
        Map.of("frequency", "2E9", "power", "0", "output", "0"), source.settings().snapshot());
    script.done();
  }
}
