package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.Batch;
import org.spinbench.drivers.standin.Script;

/** Nine milliamperes in a neuron, from one source and an amplifier with a level of its own. */
final class LoadTest {
  private final Script script = new Script();
  private final Settings table = new Settings(script.session());
  private final NumberSetting level = table.number("current", "LEV", Unit.AMPERE, -1, 1);
  private final SwitchSetting output = table.onOff("output", "OUT");
  private final NumberSetting other = table.number("integration", "NPLC", Unit.ONE, 0.01, 10);
  private final Load load =
      new Load(
          "the current in neuron 1",
          Unit.AMPERE,
          9e-3,
          "lower its bias",
          state -> state.on(output) ? Math.abs(state.level(level)) : 0);

  private void found(double amperes, boolean on) {
    script.query("LEV?", Double.toString(amperes)).query("OUT?", on ? "1" : "0");
    level.get();
    output.get();
  }

  private void allowed(Setting setting, double value) {
    assertDoesNotThrow(() -> load.check(setting, value));
  }

  private void refused(Setting setting, double value) {
    assertThrows(LimitException.class, () -> load.check(setting, value));
  }

  @Test
  void theLimitItselfIsAllowedAndWhatIsMoreIsRefusedByNameValueAndLimit() {
    found(0, true);
    allowed(level, 9e-3);
    allowed(level, -9e-3);
    LimitException e = assertThrows(LimitException.class, () -> load.check(level, -9.1e-3));
    assertEquals(LimitException.Level.CHIP, e.level());
    assertEquals(
        "it current: -0.0091 would bring the current in neuron 1 to 0.0091 A, the chip's limit is"
            + " 0.009 A; lower its bias",
        e.getMessage());
  }

  /** Three tones of a third of the limit add up to a little more than it in binary. */
  @Test
  void roundingIsNoExcess() {
    found(0, true);
    Load sum = new Load("sum", Unit.WATT, 0.3, "", state -> state.level(level) + 0.1 + 0.1);
    assertTrue(0.1 + 0.1 + 0.1 > 0.3);
    sum.check(level, 0.1);
    assertThrows(LimitException.class, () -> sum.check(level, 0.1 + 1e-9));
  }

  @Test
  void aChangeThatLeavesAnExcessAsItIsIsAllowed() {
    found(11e-3, true);
    allowed(level, 11e-3);
    allowed(level, -11e-3);
    allowed(output, 1);
    allowed(other, 10);
  }

  @Test
  void anExcessMayFallAndMustNotRise() {
    found(11e-3, true);
    allowed(level, 10e-3);
    allowed(output, 0);
    refused(level, 11.001e-3);
    refused(level, -11.001e-3);
  }

  @Test
  void anOutputIsNotSwitchedOnAboveTheLimit() {
    found(11e-3, false);
    refused(output, 1);
    allowed(output, 0);
    allowed(level, 12e-3);
    found(9e-3, false);
    allowed(output, 1);
  }

  /**
   * An output that is being switched off in a batch counts as on until the instrument says so; who
   * wants to be certain waits.
   */
  @Test
  void anUnconfirmedChangeCountsWithItsLargestLoad() {
    found(5e-3, true);
    script.command("OUT 0");
    new Batch(List.of(script.session()))
        .run(
            () -> {
              output.set(false);
              assertTrue(State.atMost(other, 1).on(output));
              assertFalse(State.after(other, 1).on(output));
            });
    script.command("LEV 0.002");
    new Batch(List.of(script.session()))
        .run(
            () -> {
              level.set(2e-3);
              assertEquals(5e-3, State.atMost(other, 1).level(level));
              assertEquals(2e-3, State.after(other, 1).level(level));
            });
    script.done();
  }
}
