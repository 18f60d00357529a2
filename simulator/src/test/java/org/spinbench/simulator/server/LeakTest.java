package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.Resources;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.serial.HastySerial;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/** A thousand opens leave nothing open, whether they succeed or fail, at either end. */
@Timeout(300)
class LeakTest {
  private static final int OPENS = 1000;
  private static final int AT_A_TIME = 16;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Endpoint instrument = new ContractInstrument();

  private static void exchange(Transport link) {
    try (link) {
      Duration left = link.write("ECHO? x".getBytes(StandardCharsets.US_ASCII), LONG);
      assertEquals("x", new String(link.read(left), StandardCharsets.US_ASCII));
    }
  }

  /** Links over TCP, and names under which they fail: how, and of what. */
  private enum Tcp {
    SOCKET {
      @Override
      ResourceName name(int port, boolean known) {
        return new ResourceName.TcpipSocket(0, "127.0.0.1", port);
      }

      @Override
      Runnable serve(Endpoint instrument, int port) {
        return new SocketServer(instrument, LOOPBACK, port)::close;
      }
    },
    VXI11 {
      @Override
      ResourceName name(int port, boolean known) {
        String device = known ? "inst0" : "inst9";
        return new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.of(port), device);
      }

      @Override
      Runnable serve(Endpoint instrument, int port) {
        return new Vxi11Server(Map.of("inst0", instrument), LOOPBACK, port)::close;
      }
    },
    HISLIP {
      @Override
      ResourceName name(int port, boolean known) {
        return new ResourceName.HiSlip(0, "127.0.0.1", known ? "hislip0" : "hislip9", port);
      }

      @Override
      Runnable serve(Endpoint instrument, int port) {
        return new HiSlipServer(Map.of("hislip0", instrument), LOOPBACK, port)::close;
      }
    },
    GPIB {
      @Override
      ResourceName name(int port, boolean known) {
        return new ResourceName.Gpib(port, 7, OptionalInt.empty());
      }

      @Override
      Runnable serve(Endpoint instrument, int port) {
        return new PrologixServer(Map.of(7, instrument), LOOPBACK, port)::close;
      }
    };

    abstract ResourceName name(int port, boolean known);

    /** Starts to serve; gives what ends that. */
    abstract Runnable serve(Endpoint instrument, int port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      return free.getLocalPort();
    }
  }

  /** Links with GPIB boards, each of which has the number of its controller's port. */
  private static SystemTransports transports(int... ports) {
    Map<Integer, GpibController> boards = new HashMap<>();
    for (int port : ports) {
      ResourceName link = new ResourceName.TcpipSocket(0, "127.0.0.1", port);
      boards.put(port, new GpibController(link, Firmware.PROLOGIX));
    }
    return new SystemTransports(new LinkSettings(Map.of(), boards, Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void opensOverTcp(Tcp kind) throws Exception {
    int port = freePort();
    Runnable stop = kind.serve(instrument, port);
    try (LoopbackServer hangsUp = new LoopbackServer(client -> {});
        Socket notListening = new Socket()) {
      notListening.bind(new InetSocketAddress(LOOPBACK, 0));
      int closed = notListening.getLocalPort();
      int rude = hangsUp.name().port();
      SystemTransports transports = transports(port, rude, closed);
      Resources.assertFlat(
          OPENS,
          round -> {
            switch (round % 5) {
              case 0, 1 -> exchange(transports.open(kind.name(port, true)));
              case 2 -> fail(() -> exchange(transports.open(kind.name(rude, true))));
              case 3 -> fail(() -> exchange(transports.open(kind.name(closed, true))));
              default -> mayFail(() -> exchange(transports.open(kind.name(port, false))));
            }
          });
    } finally {
      stop.run();
    }
  }

  private static void fail(Executable opening) {
    assertThrows(TransportException.class, opening);
  }

  /** Not every kind of link has names within a port. */
  private static void mayFail(Runnable opening) {
    try {
      opening.run();
    } catch (TransportException unknown) {
      assertTrue(unknown.getMessage().contains("9"), unknown.getMessage());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void opensOfSerialPorts() throws Exception {
    List<PseudoTerminal> terminals =
        Stream.generate(() -> new PseudoTerminal(instrument, SerialSettings.DEFAULT))
            .limit(AT_A_TIME)
            .toList();
    ResourceName missing = new ResourceName.Serial("/dev/ttyMissing");
    Queue<PseudoTerminal> free = new ConcurrentLinkedQueue<>(terminals);
    try {
      Resources.assertFlat(
          OPENS,
          AT_A_TIME,
          round -> {
            if (round % 4 == 0) {
              fail(() -> HastySerial.open(missing, SerialSettings.DEFAULT));
              return;
            }
            PseudoTerminal terminal = free.remove();
            ResourceName port = new ResourceName.Serial(terminal.path());
            if (round % 4 == 1) {
              fail(() -> HastySerial.open(port, unavailable()));
            } else {
              exchange(HastySerial.open(port, SerialSettings.DEFAULT));
            }
            free.add(terminal);
          });
    } finally {
      terminals.forEach(PseudoTerminal::close);
    }
  }

  /** Settings that Linux cannot give a port. */
  private static SerialSettings unavailable() {
    SerialSettings usual = SerialSettings.DEFAULT;
    return new SerialSettings(
        usual.baud(),
        usual.dataBits(),
        usual.parity(),
        usual.stopBits(),
        SerialSettings.FlowControl.DTR_DSR,
        usual.writeTerminator(),
        usual.readTerminator());
  }

  // Servers.

  @ParameterizedTest
  @EnumSource
  void startsOfServers(Tcp kind) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      Resources.assertFlat(
          OPENS,
          round -> {
            if (round % 2 == 0) {
              assertThrows(
                  UncheckedIOException.class, () -> kind.serve(instrument, taken.getLocalPort()));
            } else {
              kind.serve(instrument, 0).run();
            }
          });
    }
  }

  @Test
  void startsOfPortMappers() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      Resources.assertFlat(
          OPENS,
          round -> {
            if (round % 2 == 0) {
              assertThrows(
                  UncheckedIOException.class, () -> new PortMapper(LOOPBACK, taken.getLocalPort()));
            } else {
              new PortMapper(LOOPBACK, 0).close();
            }
          });
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void startsOfPseudoTerminals() throws Exception {
    SerialSettings endless =
        new SerialSettings(
            9600, 8, SerialSettings.Parity.NONE, 1, SerialSettings.FlowControl.NONE, "", "\n");
    Resources.assertFlat(
        OPENS,
        AT_A_TIME,
        round -> {
          switch (round % 3) {
            case 0 -> new PseudoTerminal(instrument, SerialSettings.DEFAULT).close();
            case 1 -> new PrologixTerminal(Map.of(7, instrument), Firmware.AR488).close();
            default ->
                assertThrows(
                    IllegalArgumentException.class, () -> new PseudoTerminal(instrument, endless));
          }
        });
  }
}
