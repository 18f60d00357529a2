package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.transport.Endpoint;

class ListenersTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Every server, and how its message calls it. */
  private enum Server {
    SOCKET("a raw socket", port -> new SocketServer(new Mute(), LOOPBACK, port)),
    VXI11("VXI-11", port -> new Vxi11Server(Map.of("inst0", new Mute()), LOOPBACK, port)),
    HISLIP("HiSLIP", port -> new HiSlipServer(Map.of("hislip0", new Mute()), LOOPBACK, port)),
    PROLOGIX("Prologix", port -> new PrologixServer(Map.of(1, new Mute()), LOOPBACK, port)),
    PORTMAPPER("port mapper", port -> new PortMapper(LOOPBACK, port));

    private final String name;
    private final IntFunction<AutoCloseable> start;

    Server(String name, IntFunction<AutoCloseable> start) {
      this.name = name;
      this.start = start;
    }
  }

  private static final class Mute implements Endpoint {
    @Override
    public void write(byte[] message) {}

    @Override
    public byte[] read() {
      return null;
    }

    @Override
    public void clear() {}
  }

  @ParameterizedTest
  @EnumSource
  void aPortThatIsTakenIsNamedWithWhatWasToBeServedThere(Server server) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
      int port = other.getLocalPort();
      String message =
          assertThrows(UncheckedIOException.class, () -> server.start.apply(port)).getMessage();
      assertTrue(message.startsWith("cannot listen on port " + port + " of 127.0.0.1 for "));
      assertTrue(message.contains(server.name), message);
      assertTrue(message.endsWith("another program listens there; choose a free port"), message);
    }
  }

  @Test
  void aPortMapperWhoseDatagramsAreTakenLetsGoOfItsOtherPort() throws Exception {
    int port;
    try (DatagramSocket other = datagramsOfAPortThatIsFreeOtherwise()) {
      port = other.getLocalPort();
      String message =
          assertThrows(UncheckedIOException.class, () -> new PortMapper(LOOPBACK, port))
              .getMessage();
      assertTrue(message.contains("port " + port) && message.contains("datagrams"), message);
    }
    try (PortMapper now = new PortMapper(LOOPBACK, port)) {
      assertEquals(port, now.port());
    }
  }

  private static DatagramSocket datagramsOfAPortThatIsFreeOtherwise() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    while (!isFree(socket.getLocalPort())) {
      socket.close();
      socket = new DatagramSocket(0, LOOPBACK);
    }
    return socket;
  }

  @Test
  void aPortThatIsTakenLeavesNoOtherPortTaken() throws IOException {
    int base = threeFreePorts();
    try (ServerSocket other = new ServerSocket(base + 2, 1, LOOPBACK)) {
      Servers.Ports ports = new Servers.Ports(LOOPBACK, base, OptionalInt.empty());
      List<Servers.Instrument> one =
          List.of(new Servers.Instrument("rf_1", "SGS100A", false, new Mute()));
      String message =
          assertThrows(UncheckedIOException.class, () -> new Servers(one, ports)).getMessage();
      assertTrue(message.contains("cannot listen on port " + other.getLocalPort()), message);
      assertTrue(isFree(base) && isFree(base + 1), message);
    }
  }

  /** The first of three, below those that the system gives to whoever wants any. */
  private static int threeFreePorts() {
    return IntStream.iterate(20_000, base -> base + 3)
        .filter(base -> isFree(base) && isFree(base + 1) && isFree(base + 2))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try {
      new ServerSocket(port, 1, LOOPBACK).close();
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  @Test
  void anAddressOfAnotherComputerIsNotTakenForAPortThatIsTaken() throws IOException {
    InetAddress elsewhere = InetAddress.getByName("192.0.2.7");
    String message =
        assertThrows(UncheckedIOException.class, () -> Listeners.open("HiSLIP", elsewhere, 0))
            .getMessage();
    assertTrue(message.startsWith("cannot listen on any port of 192.0.2.7 for HiSLIP ("), message);
    assertTrue(message.endsWith("give an address of this computer, such as 127.0.0.1"), message);
  }

  @Test
  void aPortForPrivilegedUsersIsCalledSo() {
    String message =
        Listeners.cannotListen("port mapper", LOOPBACK, 111, new BindException("Permission denied"))
            .getMessage();
    assertTrue(message.contains("port 111 of 127.0.0.1"), message);
    assertTrue(message.endsWith("those up to 1023 need a privileged user"), message);
  }

  @Test
  void whatIsOpenedListens() throws IOException {
    try (ServerSocket listener = Listeners.open("HiSLIP", LOOPBACK, 0);
        Socket client = new Socket(LOOPBACK, listener.getLocalPort());
        Socket accepted = listener.accept()) {
      assertEquals(client.getLocalPort(), accepted.getPort());
    }
  }
}
