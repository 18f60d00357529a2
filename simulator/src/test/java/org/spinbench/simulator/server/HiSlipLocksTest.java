package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.simulator.server.HiSlipLocks.Outcome;

/** Every step of the table of locks in IVI-6.1 section 2.6. */
class HiSlipLocksTest {
  private static final HiSlipLocks.Client A = new Someone("A");
  private static final HiSlipLocks.Client B = new Someone("B");
  private static final HiSlipLocks.Client C = new Someone("C");

  private record Someone(String name) implements HiSlipLocks.Client {
    @Override
    public boolean hasEnded() {
      return false;
    }
  }

  private final HiSlipLocks locks = new HiSlipLocks();

  private void expect(boolean exclusive, int holders, boolean a, boolean b, boolean c) {
    assertEquals(exclusive, locks.exclusive());
    assertEquals(holders, locks.holders());
    assertEquals(a, locks.admits(A));
    assertEquals(b, locks.admits(B));
    assertEquals(c, locks.admits(C));
  }

  @Test
  void withoutLocksAllAreAdmitted() {
    expect(false, 0, true, true, true);
    assertEquals(Outcome.ERROR, locks.release(A));
  }

  @Test
  void exclusiveIsForOne() {
    assertEquals(Outcome.SUCCESS, locks.acquire(A, ""));
    expect(true, 1, true, false, false);
    assertEquals(Outcome.ERROR, locks.acquire(A, ""));
    assertEquals(Outcome.FAILURE, locks.acquire(B, ""));
    assertEquals(Outcome.FAILURE, locks.acquire(B, "key"));
    assertEquals(Outcome.ERROR, locks.release(B));
    assertEquals(Outcome.SUCCESS, locks.release(A));
    expect(false, 0, true, true, true);
  }

  @Test
  void sharedIsForThoseWithTheKey() {
    assertEquals(Outcome.SUCCESS, locks.acquire(A, "key"));
    expect(false, 1, true, false, false);
    assertEquals(Outcome.FAILURE, locks.acquire(B, "kex"));
    assertEquals(Outcome.FAILURE, locks.acquire(B, ""));
    assertEquals(Outcome.SUCCESS, locks.acquire(B, "key"));
    assertEquals(Outcome.ERROR, locks.acquire(A, "key"));
    expect(false, 2, true, true, false);
    assertEquals(Outcome.SHARED_RELEASED, locks.release(A));
    expect(false, 1, false, true, false);
    assertEquals(Outcome.SHARED_RELEASED, locks.release(B));
    assertEquals(Outcome.SUCCESS, locks.acquire(C, "another"));
  }

  @Test
  void anExclusiveLockCoversASharedOneAndIsReleasedFirst() {
    locks.acquire(A, "key");
    locks.acquire(B, "key");
    assertEquals(Outcome.SUCCESS, locks.acquire(A, ""));
    expect(true, 2, true, false, false);
    assertEquals(Outcome.FAILURE, locks.acquire(B, ""));
    assertEquals(Outcome.FAILURE, locks.acquire(C, "key"));
    assertEquals(Outcome.SUCCESS, locks.release(A));
    expect(false, 2, true, true, false);
    assertEquals(Outcome.SHARED_RELEASED, locks.release(A));
  }

  @Test
  void sharedMayBeAddedToOnesOwnExclusive() {
    locks.acquire(A, "");
    assertEquals(Outcome.SUCCESS, locks.acquire(A, "key"));
    expect(true, 1, true, false, false);
    assertEquals(Outcome.SUCCESS, locks.release(A));
    expect(false, 1, true, false, false);
  }

  @Test
  void whoLeavesGivesBothBack() {
    locks.acquire(A, "key");
    locks.acquire(A, "");
    locks.releaseAll(A);
    expect(false, 0, true, true, true);
  }

  /** Its other channel may still be asking for one at that moment. */
  @Test
  void whoHasLeftGetsNone() {
    HiSlipLocks.Client gone = () -> true;
    assertEquals(Outcome.FAILURE, locks.acquire(gone, ""));
    assertEquals(Outcome.FAILURE, locks.acquire(gone, "key", 1_000_000, () -> false));
    expect(false, 0, true, true, true);
  }

  @Test
  void waitsEndWithTheTimeOrWhenTheyAreBrokenOff() {
    locks.acquire(A, "");
    assertEquals(Outcome.FAILURE, locks.acquire(B, "", 2_000_000, () -> false));
    assertEquals(Outcome.FAILURE, locks.acquire(B, "", Long.MAX_VALUE / 2, () -> true));
    assertFalse(locks.awaitAdmission(B, () -> true));
    assertTrue(locks.awaitAdmission(A, () -> false));
  }
}
