package org.spinbench.app.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.Spinbench;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.ServingProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

@Timeout(300)
class SimulateCommandTest {
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void everyNameThatItPrintsLeadsToItsInstrument() throws Exception {
    try (ServingProcess simulated = new ServingProcess("simulate")) {
      ResourceName controller = ResourceName.parse(simulated.ready().get("prologix").textValue());
      Transports transports =
          new SystemTransports(
              new LinkSettings(
                  Map.of(),
                  Map.of(0, new GpibController(controller, GpibController.Firmware.PROLOGIX)),
                  Optional.empty()));
      int links = 0;
      for (JsonNode instrument : simulated.ready().get("instruments")) {
        String model = instrument.get("model").textValue().replace("GS200", "GS210");
        List<String> names =
            new ArrayList<>(simulated.resources(instrument.get("name").textValue()));
        names.add(instrument.get("gpib").textValue());
        for (String name : names) {
          String identity = ask(transports, name, "*IDN?");
          assertTrue(identity.contains(model), name + " is " + identity);
          links++;
        }
      }
      assertEquals(10, simulated.ready().get("instruments").size());
      assertTrue(links >= 40, links + " links");
      for (String rf : simulated.resources("rf_1")) {
        // One instrument, whatever the link: what one client sets the next reads.
        assertEquals("-12.5;0,\"No error\"", ask(transports, rf, ":POW -12.5;:POW?;:SYST:ERR?"));
        assertEquals("-12.5", ask(transports, simulated.resources("rf_1").get(0), ":POW?"));
      }
      Outcome ended = simulated.end("TERM");
      assertEquals(0, ended.code());
      assertEquals("", ended.out());
      String gone = simulated.resources("rf_1").get(0);
      assertThrows(TransportException.class, () -> ask(transports, gone, "*IDN?"));
    }
  }

  private static String ask(Transports transports, String name, String question) {
    try (Transport link = transports.open(ResourceName.parse(name))) {
      link.write(question.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(10));
      return new String(link.read(Duration.ofSeconds(10)), StandardCharsets.US_ASCII);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void controlCEndsItAsItIsMeantToEnd() throws Exception {
    try (ServingProcess simulated = new ServingProcess("simulate", "--speed", "1000")) {
      assertEquals(0, simulated.end("INT").code());
    }
  }

  @Test
  void theTableCanBeCopied() throws Exception {
    Outcome outcome = interruptedOnceReady("simulate", "--virtual-time");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("", outcome.err());
    assertTrue(
        outcome.out().contains("\nrf_1         SGS100A  TCPIP0::127.0.0.1::"), outcome.out());
    assertTrue(outcome.out().contains("--clock TCPIP0::127.0.0.1::"), outcome.out());
    assertTrue(outcome.out().contains("Try:  python3 -c "), outcome.out());
  }

  @Test
  void whoOpensTheBenchToTheNetworkIsWarned() throws Exception {
    Outcome outcome = interruptedOnceReady("simulate", "--bind", "0.0.0.0");
    assertEquals(0, outcome.code());
    assertTrue(outcome.err().contains("warning: listening on 0.0.0.0"), outcome.err());
    assertTrue(outcome.out().contains("TCPIP0::127.0.0.1::"), outcome.out());
  }

  /** Runs a command that stays in the foreground, and interrupts it when it has printed. */
  private static Outcome interruptedOnceReady(String... arguments) throws InterruptedException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int[] code = {-1};
    Thread command =
        new Thread(
            () ->
                code[0] = Spinbench.execute(new PrintWriter(out), new PrintWriter(err), arguments));
    command.start();
    while (command.isAlive() && !out.toString().contains("Try:")) {
      command.join(10);
    }
    command.interrupt();
    command.join();
    return new Outcome(code[0], out.toString(), err.toString());
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = Math.min(taken.getLocalPort(), 65000);
      Outcome outcome = Outcome.of("simulate", "--portmapper", Integer.toString(port));
      assertEquals(1, outcome.code());
      assertTrue(outcome.err().contains("port " + port), outcome.err());
      assertEquals("", outcome.out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port-base, 0, must be 1 to",
    "--port-base, 65530, must be 1 to",
    "--portmapper, 70000, must be 1 to",
    "--bind, [zz], not an address of this computer",
  })
  void wrongUsageIsNamed(String option, String value, String reason) {
    Outcome outcome = Outcome.of("simulate", option, value);
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(option + " is " + value), outcome.err());
    assertTrue(outcome.err().contains(reason), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.001 to 100000",
    "-1, 0.001 to 100000",
    "1e9, 0.001 to 100000",
    "NaN, not a number"
  })
  void noSuchSpeed(String speed, String reason) {
    Outcome outcome = Outcome.of("simulate", "--speed", speed);
    assertTrue(outcome.code() != 0);
    assertTrue(outcome.err().contains(reason), outcome.err());
  }
}
