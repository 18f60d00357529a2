package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void identityHasFourFields() {
    assertEquals(
        new Identity("KEITHLEY INSTRUMENTS INC.", "MODEL 2182A", "1234567", "C06  /A02,x"),
        Identity.parse("KEITHLEY INSTRUMENTS INC.,MODEL 2182A , 1234567,C06  /A02,x"));
    assertThrows(IllegalArgumentException.class, () -> Identity.parse("a,b,c"));
    assertThrows(IllegalArgumentException.class, () -> Identity.parse(",b,c,d"));
    assertThrows(IllegalArgumentException.class, () -> Identity.parse("1"));
  }
}
