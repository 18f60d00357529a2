package org.spinbench.experiments.run.review;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EnoughMemoryTest {
  @Test
  void whatDoesNotFitIsRefusedWithWhatToDo() {
    assertEquals(
        "exporting 8001848 readings takes about 4.8 GB of memory, and Java may use 0.3 GB; give it"
            + " more: SPINBENCH_JAVA_OPTS=-Xmx6g",
        assertThrows(
                IllegalArgumentException.class,
                () -> EnoughMemory.require("exporting 8001848 readings", 4.8e9, 0.27e9))
            .getMessage());
  }

  @Test
  void whatFitsIsNot() {
    assertDoesNotThrow(() -> EnoughMemory.require("it", 1e9, 1e9));
    assertDoesNotThrow(() -> EnoughMemory.require("it", 1));
    String said =
        assertThrows(IllegalArgumentException.class, () -> EnoughMemory.require("it", 1e18))
            .getMessage();
    assertEquals("it takes about 1000000000.0 GB", said.substring(0, 30));
  }
}
