package org.spinbench.drivers.transport.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;

class SystemTransportsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final int port = freePort();
  private final ResourceName socket = new ResourceName.TcpipSocket(0, "127.0.0.1", port);
  private final ImpatientClock clock = new ImpatientClock();
  private final SystemTransports transports =
      new SystemTransports(
          new LinkSettings(
              Map.of(),
              Map.of(0, new GpibController(socket, GpibController.Firmware.PROLOGIX)),
              Optional.empty()),
          clock);
  private ServerSocket instrument;

  /** Sleeps at once, and lets the instrument take clients in after so many sleeps. */
  private final class ImpatientClock implements Clock {
    private final List<Long> sleeps = new ArrayList<>();
    private int ready = Integer.MAX_VALUE;

    @Override
    public long nanos() {
      return new SystemClock().nanos();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void sleep(Duration duration) {
      sleeps.add(duration.toMillis());
      if (sleeps.size() == ready) {
        switchOn();
      }
    }
  }

  private static int freePort() {
    try (ServerSocket any = new ServerSocket(0, 1, LOOPBACK)) {
      return any.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void switchOn() {
    try {
      instrument = new ServerSocket(port, 1, LOOPBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void switchOff() throws IOException {
    if (instrument != null) {
      instrument.close();
    }
  }

  @Test
  void anInstrumentThatLetsNobodyInForAMomentIsAskedAgain() {
    clock.ready = 2;
    transports.open(socket).close();
    assertEquals(List.of(100L, 200L), clock.sleeps);
  }

  @Test
  void anInstrumentThatIsThereIsNotWaitedFor() {
    switchOn();
    transports.open(socket).close();
    assertEquals(List.of(), clock.sleeps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TCPIP::127.0.0.1::%d::SOCKET",
        "TCPIP::127.0.0.1::hislip0,%d::INSTR",
        "TCPIP::127.0.0.1,%d::inst0::INSTR",
        "GPIB0::9::INSTR"
      })
  void overEveryLinkARefusalStaysOneAfterSomeTime(String name) {
    ResourceName resource = ResourceName.parse(name.replace("%d", Integer.toString(port)));
    String message =
        assertThrows(TransportException.class, () -> transports.open(resource)).getMessage();
    assertTrue(message.contains("refused the connection to port " + port), message);
    assertEquals(List.of(100L, 200L, 400L), clock.sleeps);
  }

  @Test
  void aLinkThatWasOpenBeforeIsNotWaitedFor() throws IOException {
    switchOn();
    transports.open(socket).close();
    switchOff();
    assertThrows(TransportException.class, () -> transports.open(socket));
    assertEquals(List.of(), clock.sleeps);
  }

  @Test
  void aMissingInstrumentIsWaitedForOnce() {
    assertThrows(TransportException.class, () -> transports.open(socket));
    assertThrows(TransportException.class, () -> transports.open(socket));
    assertEquals(List.of(100L, 200L, 400L), clock.sleeps);
  }

  @Test
  void whatWaitingDoesNotMendFailsAtOnce() {
    ResourceName unknown = new ResourceName.TcpipSocket(0, "no-such-host.invalid", port);
    ResourceName nowhere = ResourceName.parse("GPIB7::9::INSTR");
    ResourceName inside = ResourceName.parse("INPROC::rf_1::INSTR");
    for (ResourceName name : List.of(unknown, nowhere, inside)) {
      assertThrows(TransportException.class, () -> transports.open(name), name.toString());
    }
    assertEquals(List.of(), clock.sleeps);
  }
}
