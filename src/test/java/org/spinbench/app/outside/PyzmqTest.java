package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.remote.BenchServer;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.simulator.server.Servers;

/** A client on pyzmq, which others wrote upon libzmq, with a bench server. */
class PyzmqTest {
  private static final List<String> MODULES = List.of("zmq");

  @TempDir Path folder;

  @Test
  void everyOperationWorks() throws Exception {
    speak(Optional.empty());
  }

  @Test
  void everyOperationWorksWithKeys() throws Exception {
    Path keys = folder.resolve("keys");
    new KeyFolder(keys).make();
    speak(Optional.of(keys));
  }

  private void speak(Optional<Path> keys) throws Exception {
    List<Servers.Instrument> instruments =
        List.of(new Servers.Instrument("outside", "SGS100A", false, new OutsideInstrument()));
    try (Servers lab = new Servers(instruments, Servers.Ports.loopback());
        BenchServer server = serve(lab, keys)) {
      String name = server.names().get("outside").toString();
      String[] arguments =
          keys.map(path -> new String[] {name, path.toString()}).orElse(new String[] {name});
      String said = Outside.python(folder, "zeromq_client.py", MODULES, arguments);
      assertTrue(said.endsWith("all done\n"), said);
    }
  }

  private static BenchServer serve(Servers lab, Optional<Path> keys) {
    ResourceName resource = lab.instruments().get(0).resources().get(Servers.Link.HISLIP);
    return new BenchServer(
        new BenchServer.Settings(
            InetAddress.getLoopbackAddress(),
            0,
            keys.map(KeyFolder::new),
            BenchServer.Settings.LEASE,
            BenchServer.Settings.GRACE,
            true),
        Map.of("outside", resource),
        new SystemTransports(),
        () -> {},
        new SystemClock(),
        line -> {},
        (name, message) -> false);
  }
}
