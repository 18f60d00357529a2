package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.run.Purpose;

class LedgerTest {

  @Test
  void countsByPurpose() {
    Ledger ledger = new Ledger(100);
    ledger.count(Purpose.TRAIN, 3);
    ledger.count(Purpose.TEST, 10);
    ledger.count(Purpose.TRAIN, 4);
    assertEquals(7, ledger.count(Purpose.TRAIN));
    assertEquals(0, ledger.count(Purpose.ACCEPT));
    assertEquals(17, ledger.total());
    assertEquals(Map.of(Purpose.TRAIN, 7L, Purpose.TEST, 10L), ledger.counts());
  }

  @Test
  void keepsEvaluationsForLater() {
    Ledger ledger = new Ledger(10);
    ledger.count(Purpose.CALIBRATE, 3);
    assertEquals(4, ledger.withhold(4));
    assertEquals(3, ledger.left());
    ledger.count(Purpose.TRAIN, 3);
    assertThrows(IllegalStateException.class, () -> ledger.count(Purpose.TRAIN, 1));
    assertEquals(0, ledger.withhold(1));
    ledger.allow(4);
    assertEquals(4, ledger.left());
  }

  @Test
  void refusesWhatGoesBeyondTheBudgetAndCountsNothingThen() {
    Ledger ledger = new Ledger(10);
    ledger.count(Purpose.CALIBRATE, 8);
    ledger.count(Purpose.TRAIN, 2);
    String message =
        assertThrows(IllegalStateException.class, () -> ledger.count(Purpose.TEST, 1)).getMessage();
    assertTrue(message.startsWith("the budget of 10 chip evaluations is used up"), message);
    assertEquals(10, ledger.total());
    assertEquals(0, ledger.left());
    ledger.allow(1);
    ledger.count(Purpose.TEST, 1);
    assertEquals(11, ledger.total());
  }
}
