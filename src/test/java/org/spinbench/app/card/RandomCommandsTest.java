package org.spinbench.app.card;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.app.card.RandomCommands.Way;

/**
 * Random commands to racks of random sources: no output of a twin is ever outside the device card,
 * no junction breaks, and every ending leaves all at rest, whatever was set, typed, swept or
 * listed. The twins' own record judges.
 *
 * <p>{@code -Dspinbench.commands=100000} runs the long form, {@code -Dspinbench.seed} begins at
 * another seed, and {@code -Dspinbench.way=SERVED} leaves out the other ways.
 */
@Tag("any-jdk")
class RandomCommandsTest {
  private static final int A_BENCH = 100;
  private static final int COMMANDS = Integer.getInteger("spinbench.commands", 2000);
  private static final String ONLY = System.getProperty("spinbench.way", "");

  /** Readings that are interrupted take longer than other commands. */
  private static final int SLOWER = 5;

  private static final long FIRST = Long.getLong("spinbench.seed", 1);

  @ParameterizedTest
  @EnumSource
  void nothingTakesAnOutputOutsideTheCard(Way way) {
    assumeTrue(ONLY.isEmpty() || ONLY.equals(way.name()));
    int commands = way == Way.CONDITIONS ? COMMANDS / SLOWER : COMMANDS;
    int accepted = 0;
    for (long seed = FIRST; seed < FIRST + commands / A_BENCH; seed++) {
      accepted += new RandomCommands(seed, way).run(A_BENCH);
    }
    assertTrue(accepted > commands / 4, accepted + " of " + commands + " commands were accepted");
  }

  /** Seeds that have found outputs live at the end, or a defect. */
  @ParameterizedTest
  @CsvSource({
    "48, DIRECT",
    "55, DIRECT",
    "74, DIRECT",
    "82, DIRECT",
    "106, DIRECT",
    "129, DIRECT",
    "3168, DIRECT",
    "1, HOSTILE",
    "1495, SERVED",
    "5188, SERVED",
    "700052, STRANGERS"
  })
  void whatWasFoundOnce(long seed, Way way) {
    new RandomCommands(seed, way).run(A_BENCH);
  }
}
