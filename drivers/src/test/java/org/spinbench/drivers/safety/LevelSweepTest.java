package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.Script;

/** Passes of a source of voltage that takes four levels; the model is a stand-in. */
final class LevelSweepTest {
  private final Script script = new Script();
  private final Settings table = new Settings(script.session());
  private final Ramp ramp = new Ramp(1, 1);
  private final SafeSource source =
      new SafeSource(
          "it",
          script.session(),
          table,
          ramp,
          table.onOff("output", "OUT"),
          table.number("voltage", "LEV", Unit.VOLT, -10, 10));
  private final List<String> asked = new ArrayList<>();
  private final LevelSweep sweep =
      new LevelSweep(
          source, ramp, table.number("dwell", "DWEL", Unit.SECOND, 1e-3, 10), new FourLevels());

  private final class FourLevels implements LevelSweep.Sweeper {
    @Override
    public int most() {
      return 4;
    }

    @Override
    public void load(double dwell, List<String> levels) {
      asked.add(dwell + " s " + levels);
    }

    @Override
    public void start() {
      asked.add("start");
    }

    @Override
    public boolean running() {
      asked.add("running");
      return false;
    }

    @Override
    public void end() {
      asked.add("end");
    }
  }

  @Test
  void twoLevelsAndAsManyAsTheModelTakesAreAPass() {
    script.query("LEV?", "0").query("OUT?", "1").query("OUT?", "1");
    assertEquals(4, sweep.most());
    sweep.prepare(0.5, 0, 0);
    sweep.prepare(0.5, 0, 1, 0.5, 0);
    assertEquals(List.of("0.5 s [0, 0]", "0.5 s [0, 1, 0.5, 0]"), asked);
    assertThrows(IllegalArgumentException.class, () -> sweep.prepare(0.5, 0));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> sweep.prepare(0.5, 0, 0, 0, 0, 0));
    assertEquals("it goes through 2 to 4 levels, not 5", e.getMessage());
    script.done();
  }

  /** At zero there is no rounding to allow for. */
  @Test
  void aPassFromZeroEndsAtZero() {
    script.query("LEV?", "0").query("OUT?", "1");
    sweep.prepare(0.5, 0, 1, 0);
    sweep.start();
    assertFalse(sweep.running());
    script.query("OUT?", "1").command("LEV 0").query("LEV?", "0");
    assertDoesNotThrow(sweep::end);
    assertEquals(List.of("0.5 s [0, 1, 0]", "start", "running", "end"), asked);
    script.done();
  }

  @Test
  void withoutAPassThereIsNothingToStartToAskForOrToEnd() {
    IllegalStateException e = assertThrows(IllegalStateException.class, sweep::start);
    assertEquals("it has no pass that could be started", e.getMessage());
    assertFalse(sweep.running());
    sweep.end();
    sweep.abandon();
    assertEquals(List.of(), asked);
    script.done();
  }
}
