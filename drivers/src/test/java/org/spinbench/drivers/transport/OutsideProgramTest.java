package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class OutsideProgramTest {
  private static final String NEEDS = "needs lxi (package lxi-tools)";

  @Test
  void aMissingProgramSkipsTheTest() {
    var skipped =
        assertThrows(TestAbortedException.class, () -> OutsideProgram.require(false, NEEDS, false));
    assertEquals("Assumption failed: " + NEEDS, skipped.getMessage());
  }

  @Test
  void whereNoTestMayBeSkippedItFails() {
    var failed =
        assertThrows(AssertionFailedError.class, () -> OutsideProgram.require(false, NEEDS, true));
    assertEquals(
        NEEDS + "; with CI=true this test may not be skipped ==> expected: <true> but was: <false>",
        failed.getMessage());
  }

  @Test
  void withTheProgramTheTestGoesAhead() {
    assertDoesNotThrow(() -> OutsideProgram.require(true, NEEDS, false));
    assertDoesNotThrow(() -> OutsideProgram.require(true, NEEDS, true));
  }
}
