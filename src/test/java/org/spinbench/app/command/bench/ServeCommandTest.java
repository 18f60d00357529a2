package org.spinbench.app.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.ServingProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/** The commands {@code serve} and {@code keys}, and what their users are told. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class ServeCommandTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void everyNameThatItPrintsLeadsToItsInstrument() throws Exception {
    try (ServingProcess server = new ServingProcess("serve", "--simulated")) {
      List<String> keys = new ArrayList<>();
      server.ready().fieldNames().forEachRemaining(keys::add);
      assertEquals(List.of("instruments"), keys);
      assertEquals(10, server.ready().get("instruments").size());
      for (JsonNode instrument : server.ready().get("instruments")) {
        String model = instrument.get("model").textValue().replace("GS200", "GS210");
        String name = instrument.get("resources").get(0).textValue();
        assertTrue(name.startsWith("ZMQ0::127.0.0.1::"), name);
        assertTrue(ask(name, LinkSettings.NONE, "*IDN?").contains(model), name);
      }
      Outcome ended = server.end("TERM");
      assertEquals(0, ended.code());
      assertEquals("", ended.out());
    }
  }

  private static String ask(String name, LinkSettings links, String question) {
    try (Transport link = new SystemTransports(links).open(ResourceName.parse(name))) {
      link.write(question.getBytes(StandardCharsets.US_ASCII), LONG);
      return new String(link.read(LONG), StandardCharsets.US_ASCII);
    }
  }

  @Tag("slow")
  @Test
  void controlCBringsTheBenchToRest() throws Exception {
    try (ServingProcess simulated = new ServingProcess("simulate");
        ServingProcess server =
            new ServingProcess(
                "serve", simulated.benchFile(folder.resolve("lab.toml")).toString())) {
      String remote = server.resources("rf_1").get(0);
      String local = simulated.resources("rf_1").get(0);
      assertEquals("-20", ask(remote, LinkSettings.NONE, ":SOUR:POW -20;:SOUR:POW?"));
      assertEquals("1", ask(remote, LinkSettings.NONE, ":OUTP:STAT ON;:OUTP:STAT?"));
      assertEquals("1", ask(local, LinkSettings.NONE, ":OUTP?"));
      assertEquals(0, server.end("INT").code());
      assertEquals("0", ask(local, LinkSettings.NONE, ":OUTP?"));
      assertThrows(TransportException.class, () -> ask(remote, LinkSettings.NONE, "*IDN?"));
    }
  }

  @Tag("slow")
  @Test
  void whatCannotBeBroughtToRestIsAFailure() throws Exception {
    try (ServingProcess simulated = new ServingProcess("simulate");
        ServingProcess server =
            new ServingProcess(
                "serve", simulated.benchFile(folder.resolve("lab.toml")).toString())) {
      ask(server.resources("rf_1").get(0), LinkSettings.NONE, ":OUTP:STAT ON;:OUTP:STAT?");
      assertEquals(0, simulated.end("TERM").code());
      assertEquals(1, server.end("INT").code());
    }
  }

  @Test
  void onlyThoseWhoseKeyItKnowsAreLetIn() throws Exception {
    Path lab = folder.resolve("lab");
    Outcome made = Outcome.of("keys", lab.toString());
    assertEquals(0, made.code(), made.err());
    assertTrue(made.out().contains("server.key  "), made.out());
    assertTrue(made.out().contains("--keys " + lab), made.out());
    assertEquals(1, Outcome.of("keys", lab.toString()).code(), "keys are never overwritten");
    try (ServingProcess server =
        new ServingProcess("serve", "--simulated", "--bind", "0.0.0.0", "--keys", lab.toString())) {
      Path bench = server.benchFile(folder.resolve("remote.toml"));
      int port = ((ResourceName.ZeroMq) name(server)).port();
      Files.writeString(
          bench, Files.readString(bench).replaceAll("ZMQ0::.*?::", "ZMQ0::127.0.0.1::"));
      assertRefused(bench, "the server wants keys");
      Path client = client(lab, lab);
      String rf = "ZMQ0::127.0.0.1::" + port + "::rf_1::INSTR";
      assertTrue(ask(rf, withKeys(client), "*IDN?").contains("SGS100A"));
      Path other = folder.resolve("other");
      assertEquals(0, Outcome.of("keys", other.toString()).code());
      assertRefused(bench, "does not know this client", "--keys", client(lab, other).toString());
      assertRefused(bench, "server.pub", "--keys", client(other, lab).toString());
      Files.writeString(
          bench, Files.readString(bench) + "\n[zmq]\nkeys = \"" + folder + "/none\"\n");
      assertRefused(bench, "none/client.key cannot be read");
      Files.copy(
          other.resolve("clients").resolve("client.pub"),
          lab.resolve("clients").resolve("other.pub"));
      assertTrue(ask(rf, withKeys(client(lab, other)), "*IDN?").contains("SGS100A"));
    }
  }

  private static ResourceName name(ServingProcess server) {
    return ResourceName.parse(server.resources("rf_1").get(0));
  }

  private static LinkSettings withKeys(Path folder) {
    return new LinkSettings(Map.of(), Map.of(), Optional.of(folder));
  }

  /** What a client has: the public key of one server, and the secret of a client. */
  private Path client(Path server, Path secret) throws IOException {
    Path client = Files.createTempDirectory(folder, "client");
    Files.copy(
        secret.resolve("client.key"),
        client.resolve("client.key"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(server.resolve("server.pub"), client.resolve("server.pub"));
    return client;
  }

  private static void assertRefused(Path bench, String reason, String... options) {
    List<String> line = new ArrayList<>(List.of("train", bench.toString(), "--json"));
    line.addAll(List.of(options));
    Outcome refused = Outcome.of(line.toArray(String[]::new));
    assertEquals(1, refused.code());
    assertEquals("", refused.out());
    assertTrue(refused.err().contains(reason), refused.err());
  }

  @Test
  void nobodyIsLetInOverTheNetworkWithoutKeys() {
    Outcome outcome = Outcome.of("serve", "--bind", "0.0.0.0");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("--bind is 0.0.0.0"), outcome.err());
    assertTrue(outcome.err().contains("--keys FOLDER"), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void missingKeysAreNamed() {
    Path nowhere = folder.resolve("nowhere");
    Outcome outcome = Outcome.of("serve", "--keys", nowhere.toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains(nowhere.toString()), outcome.err());
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome = Outcome.of("serve", "--port", Integer.toString(taken.getLocalPort()));
      assertEquals(1, outcome.code());
      assertEquals(
          "spinbench: cannot listen on port "
              + taken.getLocalPort()
              + " of 127.0.0.1: "
              + systemsWords(taken.getLocalPort(), taken.getInetAddress())
              + ". Stop what listens there, perhaps another"
              + " 'spinbench serve', or choose another port (--port; without it any free one is"
              + " taken) or address (--bind)\n",
          outcome.err());
    }
  }

  /** Why a port cannot be listened on, in the language of the computer. */
  private static String systemsWords(int port, InetAddress address) {
    return assertThrows(IOException.class, () -> new ServerSocket(port, 1, address).close())
        .getMessage();
  }

  @Test
  void anAddressThatIsNotThisComputersIsNamed() throws Exception {
    Path keys = folder.resolve("keys");
    assertEquals(0, Outcome.of("keys", keys.toString()).code());
    // 192.0.2.0/24 is for documentation (RFC 5737), and nobody's own.
    Outcome outcome =
        Outcome.of("serve", "--bind", "192.0.2.1", "--port", "5560", "--keys", keys.toString());
    assertEquals(1, outcome.code());
    String reason =
        "cannot listen on port 5560 of 192.0.2.1: "
            + systemsWords(5560, InetAddress.getByName("192.0.2.1"));
    assertTrue(outcome.err().contains(reason), outcome.err());
    assertFalse(outcome.err().contains("Errno"), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 0, must be 1 to",
    "--port, 65536, must be 1 to",
    "--bind, [zz], not an address of this computer",
  })
  void wrongUsageIsNamed(String option, String value, String reason) {
    Outcome outcome = Outcome.of("serve", option, value);
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(option + " is " + value), outcome.err());
    assertTrue(outcome.err().contains(reason), outcome.err());
  }
}
