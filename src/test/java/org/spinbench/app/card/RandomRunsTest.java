package org.spinbench.app.card;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.app.card.RandomRuns.Way;

/**
 * Whole runs by bench files and run files that were edited without sense: no output of a twin is
 * ever outside the device card, and every ending leaves all at rest.
 *
 * <p>{@code -Dspinbench.random.runs=1000} runs more of each way, {@code -Dspinbench.seed} begins at
 * another seed, and {@code -Dspinbench.way=RESUME} leaves out the other ways.
 */
@Tag("any-jdk")
class RandomRunsTest {
  private static final int RUNS = Integer.getInteger("spinbench.random.runs", 8);
  private static final long FIRST = Long.getLong("spinbench.seed", 1);

  /** Most resumptions end at a card that was tightened, or at a record that was edited. */
  private static final long FIRST_RESUMED = Long.getLong("spinbench.seed", 22);

  private static final String ONLY = System.getProperty("spinbench.way", "");

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    RandomRuns.train(folder);
  }

  @ParameterizedTest
  @EnumSource
  void nothingTakesAnOutputOutsideTheCard(Way way) {
    assumeTrue(ONLY.isEmpty() || ONLY.equals(way.name()));
    int ended = 0;
    long first = way == Way.RESUME ? FIRST_RESUMED : FIRST;
    for (long seed = first; seed < first + RUNS; seed++) {
      ended += new RandomRuns(seed, way, folder).run() ? 1 : 0;
    }
    assertTrue(ended > RUNS / 20, ended + " of " + RUNS + " runs came to their end");
  }

  /** A resumption that leaves the card of its run file, once nothing keeps it in. */
  @Test
  void theCardOfTheRunFileHolds() {
    new RandomRuns(21, Way.RESUME, folder).run();
  }

  /** Nor does a replay open a link with an instrument that its bench file names. */
  @Test
  void noReplayReachesAnInstrument() throws IOException, SQLException {
    assumeTrue(ONLY.isEmpty() || ONLY.equals("REPLAY"));
    int same = 0;
    try (RandomReplays replays = new RandomReplays(folder)) {
      for (long seed = FIRST; seed < FIRST + RUNS; seed++) {
        same += replays.replay(seed) ? 1 : 0;
      }
    }
    assertTrue(same > RUNS / 20, same + " of " + RUNS + " replays were as recorded");
  }
}
