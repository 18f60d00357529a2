package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;

/**
 * Binary data of an SR830, which the END of the bus alone ends (manual, page 5-17): a client that
 * reads whole messages finds four bytes a point and no line feed.
 */
@Timeout(120)
class BareResponseTest {
  private static final int END = 4;
  private static final int ADDRESS = 8;
  private static final int POINT = 4;

  private final SimulatedInstrument amplifier =
      SimulatedModel.of("SR830")
          .orElseThrow()
          .make(new Laboratory().surroundings(false), Connections.NONE);

  private String ask(String message) {
    amplifier.panel().write(message.getBytes(StandardCharsets.US_ASCII));
    byte[] response = amplifier.panel().read();
    return response == null ? "" : new String(response, StandardCharsets.ISO_8859_1);
  }

  private void fillTheBuffer() {
    ask("REST;SRAT 14;TRIG;TRIG");
    assertEquals("2", ask("SPTS?"));
  }

  @Test
  void overVxi11() throws Exception {
    fillTheBuffer();
    try (Vxi11Server server =
            new Vxi11Server(
                Map.of("inst0", amplifier.endpoint()), InetAddress.getLoopbackAddress(), 0);
        RawVxi11 client = RawVxi11.core(server)) {
      int link = client.link();
      for (String query : new String[] {"TRCL? 1,0,2", "TRCB? 2,0,2"}) {
        client.write(link, query);
        RawVxi11.Read read = client.read(link, 100);
        assertEquals(END, read.reason());
        assertEquals(2 * POINT, read.data().length(), query);
      }
      client.write(link, "SPTS?");
      assertEquals("2\n", client.read(link, 100).data());
      client.write(link, "TRCA? 1,0,2");
      assertEquals("0,0,\n", client.read(link, 100).data());
    }
  }

  /** The block of captured data of an SR860: its own length says where it ends. */
  @Test
  void aCaptureOverVxi11() throws Exception {
    SimulatedInstrument newer =
        SimulatedModel.of("SR860")
            .orElseThrow()
            .make(new Laboratory().surroundings(false), Connections.NONE);
    try (Vxi11Server server =
            new Vxi11Server(
                Map.of("inst0", newer.endpoint()), InetAddress.getLoopbackAddress(), 0);
        RawVxi11 client = RawVxi11.core(server)) {
      int link = client.link();
      client.write(link, "CAPTURELEN 2;CAPTURECFG X;CAPTURESTART ONE,IMM;CAPTURESTOP");
      client.write(link, "CAPTUREGET? 0,1");
      assertEquals("#41024".length() + 1024, client.read(link, 5000).data().length());
      client.write(link, "CAPTURELEN?");
      assertEquals("2\n", client.read(link, 100).data());
    }
    assertEquals(List.of(), newer.queuedErrors());
  }

  @Test
  void overGpib() throws Exception {
    fillTheBuffer();
    try (PrologixServer server =
            new PrologixServer(
                Map.of(ADDRESS, amplifier.endpoint()), InetAddress.getLoopbackAddress(), 0);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String lines = "++addr 8\nTRCL? 1,0,2\n++read eoi\nSPTS?\n++read eoi\n";
      socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
      byte[] said = socket.getInputStream().readNBytes(2 * POINT + 2);
      assertEquals("2\n", new String(said, 2 * POINT, 2, StandardCharsets.US_ASCII));
    }
  }
}
