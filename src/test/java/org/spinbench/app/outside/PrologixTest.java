package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Instrument;

/** PyMeasure's Prologix adapter, which others wrote, with two instruments on a served GPIB bus. */
class PrologixTest {
  @TempDir Path folder;

  @Test
  void twoInstrumentsOnOneBus() throws Exception {
    List<Instrument> instruments =
        List.of(
            new Instrument("first", "SGS100A", false, new OutsideInstrument()),
            new Instrument("second", "SGS100A", false, new OutsideInstrument()));
    try (Servers servers = new Servers(instruments, Servers.Ports.loopback())) {
      String controller = servers.controller().toString();
      String said =
          Outside.python(
              folder,
              "prologix_client.py",
              List.of("pyvisa_py", "pymeasure"),
              controller,
              "1",
              "2");
      assertTrue(said.endsWith("all done\n"), said);
    }
  }
}
