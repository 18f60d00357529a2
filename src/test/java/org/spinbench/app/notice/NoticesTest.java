package org.spinbench.app.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.app.live.EventHub;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.RunLabels.Moment;
import org.spinbench.drivers.bench.file.RunLabels.Notice;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedEvent;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;

/** Notices to commands, and to webhooks of a server on loopback. */
@Timeout(120)
class NoticesTest {
  private static final Set<Moment> ALL = Set.of(Moment.values());

  @TempDir Path folder;

  private final List<JsonNode> posted = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final EventHub hub = new EventHub();
  private HttpServer server;
  private String address;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    address = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          posted.add(Json.tree(new String(body, StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().set("Location", address + "/hook");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
    hub.close();
  }

  private static Notice webhook(Set<Moment> on, String address, double timeout) {
    return new Notice(on, List.of(), address, timeout);
  }

  private static Notice shell(String script, double timeout) {
    return new Notice(ALL, List.of("/bin/sh", "-c", script, "{text}"), "", timeout);
  }

  private Notices to(Notice... notices) {
    return new Notices(hub, List.of(notices), name -> null, warnings::add);
  }

  private void happens(String kind, String detail) {
    hub.recorded(() -> new NotedEvent(Instant.EPOCH, kind, detail));
  }

  private Path measure(double to) {
    Plan plan =
        Plan.named("bias").sweep(Axis.linear("neuron 1.bias", 0, to, 3)).read("chain 1.voltage");
    ExperimentRunner runner =
        new ExperimentRunner(folder, Version.program(), Display.NONE).followedBy(hub);
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    try (Backend backend = Backends.simulated(file, 1)) {
      return PlanRunner.measure(runner, backend, plan).runFile();
    }
  }

  private List<String> texts() {
    return posted.stream().map(one -> one.path("text").asText()).toList();
  }

  /** Everything has happened; returns when the notices are sent. */
  private void finish(Notices notices) {
    hub.close();
    notices.close();
  }

  @Test
  void theEndOfARunIsTold() {
    Path run;
    try (Notices notices =
        to(
            webhook(Set.of(Moment.ENDED), address + "/hook", 10),
            webhook(Set.of(Moment.PERSON), address + "/hook", 10))) {
      run = measure(5e-4);
      finish(notices);
    }
    String name = run.getFileName().toString().replace(".sqlite", "");
    assertEquals(List.of("spinbench: " + name + ": ended, success"), texts());
    JsonNode told = posted.get(0);
    assertEquals(1, told.path("v").asInt());
    assertEquals(name, told.path("run").asText());
    assertEquals("ended", told.path("moment").asText());
    assertEquals("success", told.path("status").asText());
    assertEquals(List.of(), warnings);
  }

  /** Beyond the card of the device: the run is refused, and the notice says why. */
  @Test
  void aFailureNeedsAPerson() {
    try (Notices notices = to(webhook(Set.of(Moment.PERSON), address + "/hook", 10))) {
      String refusal = assertThrows(RuntimeException.class, () -> measure(1)).getMessage();
      finish(notices);
      assertFalse(refusal.isEmpty());
    }
    assertEquals(1, posted.size(), texts()::toString);
    assertEquals("person", posted.get(0).path("moment").asText());
    assertTrue(texts().get(0).contains("ended, failed: "), texts()::toString);
    assertTrue(texts().get(0).contains("bias_1 current: 0.5 A is outside"), texts()::toString);
  }

  @Test
  void tripsAndDriftAreToldApart() {
    try (Notices notices =
        to(
            webhook(Set.of(Moment.TRIPPED), address + "/hook", 10),
            webhook(Set.of(Moment.DRIFTED), address + "/hook", 10),
            webhook(Set.of(Moment.PERSON), address + "/hook", 10))) {
      happens("suspended", "neuron 2 has jumped");
      happens("resumed", "it is back");
      happens("reference", "first anchors");
      happens("alarm", "chain 1 has changed");
      happens("damage", "synapse 3 is dead");
      finish(notices);
    }
    assertEquals(
        List.of(
            "spinbench: a run: tripped: neuron 2 has jumped",
            "spinbench: a run: alarm: chain 1 has changed",
            "spinbench: a run: damage: synapse 3 is dead",
            "spinbench: a run: damage: synapse 3 is dead"),
        texts());
    assertEquals(
        List.of("tripped", "drifted", "drifted", "person"),
        posted.stream().map(one -> one.path("moment").asText()).toList());
  }

  /** A redirect could lead anywhere, also into the network behind this computer. */
  @Test
  void aRedirectIsNotFollowed() {
    try (Notices notices = to(webhook(ALL, address + "/elsewhere", 10))) {
      happens("trip", "too warm");
      finish(notices);
    }
    assertEquals(List.of(), posted);
    assertEquals(
        List.of("a notice did not arrive: the webhook answered with status 307"), warnings);
  }

  /** Nobody answers: the run measures on, and the program gives up. */
  @Test
  void aSilentServerHoldsNothingUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Path run;
      try (Notices notices = to(webhook(ALL, "http://127.0.0.1:" + silent.getLocalPort(), 0.2))) {
        run = measure(5e-4);
        finish(notices);
      }
      assertTrue(Files.exists(run));
      assertEquals(List.of("a notice did not arrive: no answer within 0.20 s"), warnings);
    }
  }

  @Test
  void anAddressThatDoesNotAnswerIsNotPrinted() throws IOException {
    int free;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = gone.getLocalPort();
    }
    try (Notices notices = to(webhook(ALL, "http://127.0.0.1:" + free + "/secret", 10))) {
      happens("trip", "too warm");
      finish(notices);
    }
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("the webhook cannot be reached"), warnings::toString);
    assertFalse(warnings.get(0).contains("secret"), warnings::toString);
  }

  /** No shell sees the sentence, and the control characters are gone. */
  @Test
  void aCommandGetsTheSentenceAndTheJson() throws IOException {
    Path file = folder.resolve("told");
    Path trap = folder.resolve("trap");
    String detail = "$(touch " + trap + ")`touch " + trap + "`; touch " + trap + "\n\u001b[2J\"'";
    try (Notices notices =
        to(shell("cat > '" + file + "'; printf '\\n%s' \"$0\" >> '" + file + "'", 10))) {
      happens("trip", detail);
      finish(notices);
    }
    assertEquals(List.of(), warnings);
    List<String> lines = Files.readAllLines(file);
    String sentence = "spinbench: a run: tripped: " + detail.replaceAll("\\p{Cntrl}+", " ");
    assertEquals(sentence, lines.get(1));
    assertEquals(sentence, Json.tree(lines.get(0)).path("text").asText());
    assertFalse(Files.exists(trap));
  }

  @Test
  void aCommandThatDoesNotEndIsEnded() throws Exception {
    Path file = folder.resolve("pids");
    try (Notices notices =
        to(shell("sleep 1000 & echo $$ $! > '" + file + "'; wait", 3), shell("exit 3", 10))) {
      happens("trip", "too warm");
      finish(notices);
    }
    assertEquals(
        List.of(
            "a notice did not arrive: no answer within 3.0 s",
            "a notice did not arrive: /bin/sh ended with exit code 3"),
        warnings);
    for (String pid : Files.readString(file).strip().split(" ")) {
      Eventually.holds(
          "the end of " + pid,
          () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  void aCommandThatIsMissingIsReported() {
    try (Notices notices = to(new Notice(ALL, List.of("/no/such/program"), "", 10))) {
      happens("trip", "too warm");
      finish(notices);
    }
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("/no/such/program does not start"), warnings::toString);
  }

  /** A flood of alarms becomes a bounded number of notices, and the end is told nevertheless. */
  @Test
  void aFloodIsBounded() {
    try (Notices notices = to(webhook(ALL, address + "/hook", 10))) {
      for (int k = 0; k < 3 * Notices.MOST; k++) {
        happens("alarm", "number " + k);
      }
      hub.ended();
      finish(notices);
    }
    assertEquals(Notices.MOST + 1, posted.size());
    assertTrue(texts().get(Notices.MOST).contains("ended"), texts()::toString);
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void anAddressComesFromAVariable() {
    Notice notice = webhook(ALL, "env:LAB_HOOK", 10);
    Map<String, String> variables = Map.of("LAB_HOOK", address + "/hook");
    try (Notices notices = new Notices(hub, List.of(notice), variables::get, warnings::add)) {
      happens("trip", "too warm");
      finish(notices);
    }
    assertEquals(List.of("spinbench: a run: tripped: too warm"), texts());
    String missing = refusal(notice, null);
    assertTrue(missing.contains("LAB_HOOK: it is not set"), missing);
    String hostile = refusal(notice, "http://chat.example.org/secret");
    assertTrue(hostile.contains("write https"), hostile);
    assertFalse(hostile.contains("secret"), hostile);
  }

  private String refusal(Notice notice, String value) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> new Notices(hub, List.of(notice), name -> value, warnings::add))
        .getMessage();
  }

  /**
   * The bench file that the user names is obeyed; the copy of it in a run file, which may come from
   * anybody, is not.
   */
  @Test
  void onlyTheFileThatTheUserNamesIsObeyed() throws IOException {
    Path told = folder.resolve("told");
    Path bench =
        Files.writeString(
            folder.resolve("bench.toml"),
            DefaultBench.text()
                + "\n[[run.notify]]\non = [\"ended\"]\ncommand = [\"/bin/sh\", \"-c\", \"echo x >> '"
                + told
                + "'\"]\n");
    String runs = folder.resolve("runs").toString();
    String[] few = {"--test-samples", "20", "--runs", runs, "--quiet"};
    Outcome trained = Outcome.of(words("train", bench.toString(), few));
    assertEquals(0, trained.code(), trained.err());
    assertEquals(List.of("x"), Files.readAllLines(told));
    assertFalse(
        Pattern.compile("(?m)^[a-z ]+( \\d+0 %|$)").matcher(trained.err()).find(), trained.err());
    String run = new Runs(Path.of(runs)).list().get(0).name();
    Outcome watched = Outcome.of("watch", run, "--evaluations", "40", "--runs", runs, "--quiet");
    assertTrue(watched.err().isEmpty() || watched.code() <= 1, watched.err());
    assertEquals(2, new Runs(Path.of(runs)).list().size());
    assertEquals(List.of("x"), Files.readAllLines(told));
  }

  private static String[] words(String first, String second, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = first;
    all[1] = second;
    System.arraycopy(more, 0, all, 2, more.length);
    return all;
  }
}
