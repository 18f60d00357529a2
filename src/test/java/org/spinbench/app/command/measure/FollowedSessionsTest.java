package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Spinbench;
import org.spinbench.app.command.Gate;
import org.spinbench.app.command.HeardTwins;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.notice.Webhook;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.run.Json;

/** Who follows a measurement follows all of its sessions: notices and the page of the run. */
@Timeout(300)
class FollowedSessionsTest {
  private static final String PLAN =
      """
      name = "A line"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = 2e-6

      [[sweep]]
      setting = "input 1.frequency"
      from = 210e6
      to = 270e6
      points = 101
      """;

  private static final Pattern ADDRESS = Pattern.compile("dashboard: (http://\\S+)");

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private HeardTwins bench;
  private Webhook hook;
  private Path lab;

  @BeforeEach
  void open() throws IOException {
    System.setProperty("java.awt.headless", "true");
    bench = new HeardTwins();
    hook = new Webhook();
    lab = bench.benchFile(folder.resolve("lab.toml"));
  }

  @AfterEach
  void close() {
    hook.close();
    bench.close();
  }

  private CompletableFuture<Integer> measuring(String... more) throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.toml"), PLAN);
    List<String> line = new ArrayList<>(List.of("measure", plan.toString(), lab.toString()));
    line.addAll(List.of("--runs", folder.resolve("runs").toString()));
    line.addAll(List.of(more));
    PrintWriter out = new PrintWriter(new StringWriter(), true);
    return CompletableFuture.supplyAsync(
        () -> Spinbench.execute(out, new PrintWriter(err, true), line.toArray(String[]::new)));
  }

  private Optional<Path> made(String ending) throws IOException {
    Path runs = folder.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(runs)) {
      return files.filter(one -> one.toString().endsWith(ending)).findFirst();
    }
  }

  private void awaitPoints(CompletableFuture<Integer> measuring) throws Exception {
    Eventually.holds(
        "some points",
        () -> {
          assertFalse(measuring.isDone(), err::toString);
          Optional<Path> data = made(".csv");
          return data.isPresent() && Files.readAllLines(data.get()).size() > 5;
        });
  }

  private String run() throws IOException {
    return made(".sqlite").orElseThrow().toString();
  }

  private void awaitTold(int count) throws Exception {
    Eventually.holds("notices", () -> hook.told().size() >= count);
  }

  private void assertEnds(CompletableFuture<Integer> measuring, int code) throws Exception {
    assertEquals(code, measuring.get(240, TimeUnit.SECONDS), err::toString);
  }

  @Test
  void theSessionAfterAPauseIsTold() throws Exception {
    hook.askedBy(lab);
    CompletableFuture<Integer> measuring = measuring();
    awaitPoints(measuring);
    assertEquals(0, Outcome.of("pause", run()).code());
    awaitTold(1);
    assertTrue(
        hook.told().get(0).startsWith("ended, stopped: paused after"), hook.told()::toString);
    assertFalse(measuring.isDone(), err::toString);
    assertEquals(0, Outcome.of("pause", "--off", run()).code());
    assertEnds(measuring, 0);
    assertEquals("ended, success", hook.told().get(hook.told().size() - 1));
    assertEquals(2, hook.told().size(), hook.told()::toString);
  }

  /** A gate before the first voltmeter, whose ways are counted while it is shut. */
  private Gate gate(AtomicInteger used, double reconnectFor) throws IOException {
    String text = Files.readString(lab);
    Matcher entry =
        Pattern.compile("\\[instruments\\.voltmeter_1\\][^\\[]*?::(\\d+)::SOCKET").matcher(text);
    assertTrue(entry.find(), text);
    Gate gate = new Gate(Integer.parseInt(entry.group(1)), used::incrementAndGet);
    Files.writeString(
        lab,
        text.substring(0, entry.start(1))
            + gate.port()
            + text.substring(entry.end(1))
            + "reconnect_for = "
            + reconnectFor
            + "\n");
    hook.askedBy(lab);
    return gate;
  }

  /** An attempt to reach an instrument is no end of the run. */
  @Test
  void theSessionAfterALostInstrumentIsTold() throws Exception {
    AtomicInteger used = new AtomicInteger();
    try (Gate gate = gate(used, 200)) {
      CompletableFuture<Integer> measuring = measuring();
      awaitPoints(measuring);
      gate.cut(true);
      awaitTold(1);
      assertTrue(hook.told().get(0).startsWith("ended, failed: "), hook.told()::toString);
      used.set(0);
      Eventually.holds("an attempt", () -> used.get() > 0);
      Eventually.holds("its end", () -> err.toString().split("trying again", -1).length > 2);
      gate.open();
      assertEnds(measuring, 0);
    }
    assertEquals(2, hook.told().size(), hook.told()::toString);
    assertEquals("ended, success", hook.told().get(1));
  }

  @Test
  void theLastAttemptIsTold() throws Exception {
    AtomicInteger used = new AtomicInteger();
    try (Gate gate = gate(used, 2)) {
      CompletableFuture<Integer> measuring = measuring();
      awaitPoints(measuring);
      gate.cut(true);
      assertEnds(measuring, 1);
    }
    // On a computer so busy that the time is over before the loss is found, there is no attempt.
    int ends = err.toString().contains("trying again") ? 2 : 1;
    assertEquals(ends, hook.told().size(), hook.told()::toString);
    for (String one : hook.told()) {
      assertTrue(one.startsWith("ended, failed: ") && one.contains("voltmeter_1"), one);
    }
  }

  private JsonNode state(String url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "api/v1/state")).build();
      return Json.tree(
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long number(Matcher address) {
    return state(address.group(1)).path("seq").asLong();
  }

  /** The page of a run is there until the last session has ended. */
  @Test
  void theDashboardStaysOverAPause() throws Exception {
    CompletableFuture<Integer> measuring = measuring("--dashboard");
    awaitPoints(measuring);
    Matcher address = ADDRESS.matcher(err.toString());
    assertTrue(address.find(), err::toString);
    assertEquals("running", state(address.group(1)).path("status").asText());
    assertEquals(0, Outcome.of("pause", run()).code());
    Eventually.holds("pause", () -> err.toString().contains("Continue with"));
    JsonNode ended =
        Eventually.value(
            () -> state(address.group(1)),
            state -> state.path("status").asText().equals("ended"),
            () -> "end of the first session");
    assertEquals(0, Outcome.of("pause", "--off", run()).code());
    Eventually.holds(
        "events of the next session",
        () -> measuring.isDone() || number(address) > ended.path("seq").asLong());
    assertFalse(measuring.isDone(), err::toString);
    assertEnds(measuring, 0);
    UncheckedIOException gone =
        assertThrows(UncheckedIOException.class, () -> state(address.group(1)));
    assertTrue(gone.getCause() instanceof ConnectException, gone::toString);
    assertEquals(1, err.toString().split("dashboard: ", -1).length - 1, err::toString);
  }
}
