package org.spinbench.drivers.transport.hislip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Numbers as IVI-6.1 demands them of a client. */
class HiSlipMessageIdsTest {
  private static final int FIRST = 0xFFFFFF00;
  private static final int NONE_SENT = 0xFFFFFEFE;
  private static final int UNKNOWN = 0xFFFFFFFF;

  private final HiSlipMessageIds ids = new HiSlipMessageIds(false);

  @Test
  void idsRiseByTwoAndWrap() {
    assertEquals(NONE_SENT, ids.last());
    for (int sent = 0; sent < 200; sent++) {
      assertEquals(FIRST + 2 * sent, ids.next());
      ids.sent();
      assertEquals(FIRST + 2 * sent, ids.last());
    }
    assertEquals(144, ids.next());
  }

  @Test
  void deviceClearBeginsAgain() {
    ids.sent();
    ids.delivered(FIRST);
    ids.interrupted();
    ids.restart(false);
    assertEquals(FIRST, ids.next());
    assertEquals(NONE_SENT, ids.last());
    assertEquals(0, ids.deliveredFlag());
    assertEquals(0, ids.interruptions());
  }

  @Test
  void theFirstMessageAfterAnAnswerSaysThatItWasDelivered() {
    ids.sent();
    assertEquals(0, ids.deliveredFlag());
    ids.delivered(FIRST);
    assertEquals(1, ids.deliveredFlag());
    ids.sent();
    assertEquals(0, ids.deliveredFlag());
    ids.delivered(FIRST + 2);
    ids.forgetDelivered();
    assertEquals(0, ids.deliveredFlag());
  }

  @Test
  void anAnswerWithAnotherIdIsStale() {
    ids.sent();
    ids.sent();
    assertFalse(ids.isStale(FIRST + 2, true, 0));
    assertTrue(ids.isStale(FIRST, true, 0));
    assertFalse(ids.isStale(UNKNOWN, false, 0));
    assertTrue(ids.isStale(UNKNOWN, true, 0));
  }

  @Test
  void whatWasAnnouncedAsInterruptedIsStaleUntilBothChannelsHaveSaidSo() {
    ids.sent();
    assertTrue(ids.isStale(FIRST, true, 1));
    ids.interrupted();
    assertFalse(ids.isStale(FIRST, true, 1));
  }

  @Test
  void inOverlapModeTheServerNumbersItsAnswers() {
    HiSlipMessageIds overlapped = new HiSlipMessageIds(true);
    overlapped.sent();
    overlapped.sent();
    assertEquals(NONE_SENT, overlapped.ofStatus());
    assertFalse(overlapped.isStale(FIRST, true, 1));
    overlapped.delivered(FIRST);
    assertEquals(FIRST, overlapped.ofStatus());
    overlapped.restart(false);
    assertFalse(overlapped.overlap());
    overlapped.sent();
    assertEquals(FIRST, overlapped.ofStatus());
  }
}
