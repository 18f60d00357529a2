package org.spinbench.app.card;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * What somebody has left in the memories of the sources of a bench: lists and staircases of levels
 * that kill junctions, all of them off.
 */
final class FrontPanels {
  private static final Map<String, List<String>> LEFT =
      Map.of(
          "2400",
              List.of(
                  ":SOUR:LIST:CURR 0.02,0.03",
                  ":SOUR:LIST:VOLT 19,20",
                  ":SOUR:CURR:STAR 0.02",
                  ":SOUR:CURR:STOP 0.03",
                  ":SOUR:VOLT:STAR 19",
                  ":SOUR:VOLT:STOP 20"),
          "B2901A",
              List.of(
                  ":SOUR:LIST:CURR 0.02,0.03",
                  ":SOUR:LIST:VOLT 19,20",
                  ":SOUR:CURR:STAR 0.02",
                  ":SOUR:CURR:STOP 0.03"),
          "B2912A",
              List.of(
                  ":SOUR:LIST:CURR 0.02,0.03",
                  ":SOUR:LIST:VOLT 19,20",
                  ":SOUR:CURR:STAR 0.02",
                  ":SOUR:CURR:STOP 0.03"),
          "QDAC-II", List.of("sour1:list:volt 9,10,(@1)", "sour2:list:volt 9,10,(@2)"),
          "6221", List.of(":SOUR:LIST:CURR 0.02,0.03"),
          "N5183B", List.of(":SOUR:LIST:POW 19,19"),
          "SMB100A", List.of(":SOUR:LIST:SEL '/var/user/spinbench'", ":SOUR:LIST:POW 20,20"),
          "SG384", List.of("LSTC? 2", "LSTP 0,1E9,N,16.5,N,N,N,N,N,N,N,N,N,N,N,N"),
          "SynthHD", List.of("C0", "[20", "]20", "C1", "[20", "]20"));

  private FrontPanels() {}

  /** Types all that at every source. */
  static void leave(BenchFile file, SimulatedBench twins) {
    for (String name : RandomRack.sources(file)) {
      InstrumentEntry entry = file.instruments().get(name);
      Transport panel = twins.open(ResourceName.parse(entry.resource()));
      for (String line : LEFT.getOrDefault(entry.model(), List.of())) {
        panel.write(line.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(1));
        if (line.contains("?")) {
          panel.read(Duration.ofSeconds(1));
        }
      }
      panel.close();
    }
  }
}
