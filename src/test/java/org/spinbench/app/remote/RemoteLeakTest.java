package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Resources;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.KeyFolder;

/** A thousand links with a bench server leave nothing open, and as many servers neither. */
@Timeout(300)
class RemoteLeakTest {
  private static final int OPENS = 1000;
  private static final int AT_A_TIME = 16;
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final ContractInstrument instrument = new ContractInstrument();

  private BenchServer serve(Optional<KeyFolder> keys, int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new BenchServer(
        new BenchServer.Settings(loopback, port, keys, LONG, LONG, false),
        Map.of("meter", ResourceName.parse("INPROC::meter::INSTR")),
        name -> new InProcess(name, instrument),
        () -> {},
        new SystemClock(),
        line -> {},
        (name, message) -> false);
  }

  private static SystemTransports with(Path keys) {
    return new SystemTransports(new LinkSettings(Map.of(), Map.of(), Optional.of(keys)));
  }

  private static void exchange(Transport link) {
    try (link) {
      Duration left = link.write("ECHO? x".getBytes(StandardCharsets.US_ASCII), LONG);
      assertEquals("x", new String(link.read(left), StandardCharsets.US_ASCII));
    }
  }

  private static void fail(SystemTransports transports, ResourceName name) {
    assertThrows(TransportException.class, () -> exchange(transports.open(name)));
  }

  @Test
  void opens() throws Exception {
    KeyFolder keys = new KeyFolder(folder.resolve("keys"));
    keys.make();
    Path illegible = Files.createDirectories(folder.resolve("illegible"));
    Files.writeString(illegible.resolve("client.key"), "none");
    Files.writeString(illegible.resolve("server.pub"), "none");
    SystemTransports open = new SystemTransports();
    SystemTransports secure = with(folder.resolve("keys"));
    SystemTransports wrong = with(illegible);
    try (BenchServer plain = serve(Optional.empty(), 0);
        BenchServer locked = serve(Optional.of(keys), 0)) {
      ResourceName plainName = plain.names().get("meter");
      ResourceName lockedName = locked.names().get("meter");
      ResourceName unknown = ResourceName.parse(plainName.toString().replace("meter", "nothing"));
      Resources.assertFlat(
          OPENS,
          AT_A_TIME,
          round -> {
            switch (round % 6) {
              case 0 -> exchange(open.open(plainName));
              case 1 -> exchange(secure.open(lockedName));
              case 2 -> fail(open, unknown);
              case 3 -> fail(open, lockedName);
              case 4 -> fail(secure, plainName);
              default -> fail(wrong, lockedName);
            }
          });
    }
  }

  @Test
  void startsOfServers() throws Exception {
    KeyFolder missing = new KeyFolder(folder.resolve("missing"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Resources.assertFlat(
          OPENS,
          AT_A_TIME,
          round -> {
            switch (round % 3) {
              case 0 -> serve(Optional.empty(), 0).close();
              case 1 ->
                  assertThrows(
                      IllegalArgumentException.class,
                      () -> serve(Optional.empty(), taken.getLocalPort()));
              default -> assertThrows(RuntimeException.class, () -> serve(Optional.of(missing), 0));
            }
          });
    } catch (IOException failure) {
      throw new IllegalStateException("no port can be taken", failure);
    }
  }
}
