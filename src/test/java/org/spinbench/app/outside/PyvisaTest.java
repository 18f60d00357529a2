package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/** pyvisa-py, which others wrote, with a simulated instrument over every link that it knows. */
class PyvisaTest {
  private static Servers servers;

  @TempDir Path folder;

  @BeforeAll
  static void serve() {
    servers =
        new Servers(
            List.of(new Servers.Instrument("outside", "SGS100A", true, new OutsideInstrument())),
            Servers.Ports.loopback());
  }

  @AfterAll
  static void close() {
    servers.close();
  }

  @Test
  void rawSocket() throws Exception {
    everyFunctionThatTheClientHasWorks(Link.SOCKET);
  }

  @Test
  void vxi11() throws Exception {
    everyFunctionThatTheClientHasWorks(Link.VXI11);
  }

  @Test
  void hislip() throws Exception {
    everyFunctionThatTheClientHasWorks(Link.HISLIP);
  }

  @Test
  void serialPort() throws Exception {
    everyFunctionThatTheClientHasWorks(Link.SERIAL);
  }

  private void everyFunctionThatTheClientHasWorks(Link link) throws Exception {
    ResourceName resource = servers.instruments().get(0).resources().get(link);
    assumeTrue(resource != null, "needs pseudo-terminals as Linux has them");
    String said =
        Outside.python(
            folder, "pyvisa_client.py", List.of("pyvisa_py"), link.name(), resource.toString());
    assertTrue(said.endsWith("all done\n"), said);
  }
}
