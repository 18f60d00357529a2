package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.part.Settling;

class LevelPassTest {
  private static final long SECOND = 1_000_000_000L;

  /** An input that notes what comes. */
  private static final class Noted implements TriggerInput {
    private long[] moments = {};
    private long none = Long.MAX_VALUE;

    @Override
    public void pulses(long... expected) {
      moments = expected.clone();
    }

    @Override
    public void noneAfter(long moment) {
      none = moment;
    }
  }

  private final Settling output = new Settling(0, 0);
  private final LevelPass pass = new LevelPass();
  private final Noted noted = new Noted();

  private void startPass(LevelPass.Pulses pulses) {
    pass.triggers(noted);
    pass.startPass(
        output, 1e-3, 10 * SECOND, new double[] {1, 2, 3}, new double[] {1, 2, 0.5}, pulses);
  }

  @ParameterizedTest
  @EnumSource
  void pulsesComeAtTheBeginningsOrTheEndsOfLevels(LevelPass.Pulses pulses) {
    startPass(pulses);
    long[] expected =
        switch (pulses) {
          case NONE -> new long[0];
          case BEGINNINGS -> new long[] {10 * SECOND, 11 * SECOND, 13 * SECOND};
          case ENDS -> new long[] {11 * SECOND, 13 * SECOND, 13 * SECOND + SECOND / 2};
        };
    assertArrayEquals(expected, noted.moments);
  }

  @Test
  void itTellsWhereItIs() {
    assertFalse(pass.running(0));
    assertEquals(-1, pass.at(0));
    startPass(LevelPass.Pulses.BEGINNINGS);
    assertEquals(-1, pass.at(9 * SECOND), "before it sets out");
    assertEquals(0, pass.at(10 * SECOND));
    assertEquals(0, pass.at(11 * SECOND - 1));
    assertEquals(1, pass.at(11 * SECOND));
    assertEquals(2, pass.at(13 * SECOND + 1));
    assertEquals(-1, pass.at(14 * SECOND));
    assertTrue(pass.running(13 * SECOND));
    assertFalse(pass.running(pass.end()));
    assertEquals(13 * SECOND + SECOND / 2, pass.end());
    assertEquals(3, output.at(20 * SECOND), "it stays at the last");
  }

  @Test
  void abortedItGivesNoMorePulses() {
    startPass(LevelPass.Pulses.BEGINNINGS);
    pass.abort(12 * SECOND);
    assertEquals(12 * SECOND, noted.none);
    assertFalse(pass.running(12 * SECOND));
    assertEquals(1, pass.at(12 * SECOND - 1), "what was stays known");
    noted.none = -1;
    pass.abort(20 * SECOND);
    assertEquals(-1, noted.none, "there is nothing to abort");
  }
}
