package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportExceptionTest {
  @Test
  void anotherMessageKeepsTheKindAndNamesTheCause() {
    for (TransportException failure :
        List.of(
            new TransportException("broken"),
            new TransportTimeoutException("late"),
            new EndOfStreamException("gone"))) {
      TransportException named = failure.withMessage("meter: " + failure.getMessage());
      assertSame(failure.getClass(), named.getClass());
      assertEquals("meter: " + failure.getMessage(), named.getMessage());
      assertSame(failure, named.getCause());
    }
  }

  @Test
  void aRefusalWithAnotherMessageIsAnOrdinaryFailure() {
    TransportException named = new LinkRefusedException("busy").withMessage("meter: busy");
    assertSame(TransportException.class, named.getClass());
  }

  @Test
  void aBrokenConnectionIsNamedWithItsReason() {
    IOException reset = new IOException("reset by peer");
    TransportException lost = TransportException.lost("TCPIP0::meter::5025::SOCKET", reset);
    assertEquals(
        "the connection to TCPIP0::meter::5025::SOCKET is lost: reset by peer", lost.getMessage());
    assertSame(reset, lost.getCause());
  }
}
