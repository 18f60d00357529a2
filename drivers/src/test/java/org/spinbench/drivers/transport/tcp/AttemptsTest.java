package org.spinbench.drivers.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final Attempts attempts = new Attempts();

  /** At which of so many times it was tried, counted from 1. */
  private List<Integer> triedAt(int times, boolean paid) {
    List<Integer> tried = new ArrayList<>();
    for (int time = 1; time <= times; time++) {
      if (attempts.due()) {
        tried.add(time);
        attempts.tried(paid);
      }
    }
    return tried;
  }

  @Test
  void whatPaysIsTriedEachTime() {
    assertEquals(List.of(1, 2, 3, 4, 5), triedAt(5, true));
  }

  @Test
  void whatDoesNotPayIsTriedLessAndLessOften() {
    assertEquals(List.of(1, 3, 7, 15, 31, 63, 127, 255), triedAt(300, false));
  }

  @Test
  void whatNeverPaysIsStillTriedNowAndThen() {
    List<Integer> tried = triedAt(10 * Attempts.RAREST, false);
    int last = tried.size() - 1;
    assertEquals(Attempts.RAREST, tried.get(last) - tried.get(last - 1));
    assertEquals(Attempts.RAREST, tried.get(last - 1) - tried.get(last - 2));
  }

  @Test
  void onceItPaysAgainItIsTriedEachTimeAgain() {
    triedAt(10 * Attempts.RAREST, false);
    int waited = triedAt(2 * Attempts.RAREST, true).get(0);
    assertTrue(waited <= Attempts.RAREST, "tried again only after " + waited);
    assertEquals(List.of(1, 2, 3), triedAt(3, true));
  }

  @Test
  void oneFailureCostsOneTime() {
    assertTrue(attempts.due());
    attempts.tried(false);
    assertFalse(attempts.due());
    assertTrue(attempts.due());
    attempts.tried(true);
    assertTrue(attempts.due());
  }

  @Test
  void aTimeThatIsDueStaysDueUntilItWasTried() {
    assertTrue(attempts.due());
    assertTrue(attempts.due());
    attempts.tried(false);
    assertFalse(attempts.due());
    assertTrue(attempts.due());
    assertTrue(attempts.due());
  }
}
