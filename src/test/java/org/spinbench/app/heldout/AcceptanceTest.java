package org.spinbench.app.heldout;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class AcceptanceTest {
  @Test
  void boundsAreAcceptedThemselves() {
    assertDoesNotThrow(
        () -> new Acceptance("t").between("low", 1, 1, 2).between("high", 2, 1, 2).conclude());
  }

  @Test
  void everyFigureOutsideIsNamed() {
    Acceptance table =
        new Acceptance("t").between("a", 0.5, 1, 2).between("b", 1.5, 1, 2).between("c", 3, 1, 2);
    String message = assertThrows(AssertionFailedError.class, table::conclude).getMessage();
    assertTrue(message.startsWith("a ") && message.contains("\nc "), message);
    assertTrue(!message.contains("b "), message);
  }

  @Test
  void noNumberIsNotAccepted() {
    assertThrows(
        AssertionFailedError.class,
        () -> new Acceptance("t").between("a", Double.NaN, 0, 1).conclude());
  }
}
