package org.spinbench.app.command.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.app.Spinbench;
import org.spinbench.app.notice.Webhook;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;

/** The command, in a thread of its own, with requests as a program sends them. */
@Timeout(120)
class DashboardCommandTest {
  private static final String PLAN =
      """
      name = "bias"

      [[sweep]]
      setting = "neuron 1.bias"
      from = 0
      to = 5e-4
      points = POINTS

      [[read]]
      reading = "chain 1.voltage"
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final HttpClient client = HttpClient.newHttpClient();
  private String url;
  private String token = "";

  private int spinbench(String... arguments) {
    return Spinbench.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private JsonNode send(String method, String path, String body, int status) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "api/v1/" + path))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(status, answer.statusCode(), answer::body);
    return Json.tree(answer.body());
  }

  private JsonNode get(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + "api/v1/" + path)).build();
    return Json.tree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Runs the command while something is done with it, and gives its exit code. */
  private int during(Work work, String... more) throws Exception {
    AtomicInteger code = new AtomicInteger(-1);
    List<String> line = new ArrayList<>(List.of("dashboard", "--json"));
    line.addAll(List.of("--runs", folder.toString()));
    line.addAll(List.of(more));
    Thread command = new Thread(() -> code.set(spinbench(line.toArray(String[]::new))));
    command.start();
    try {
      Eventually.holds("address", () -> out.toString().contains("\n"));
      url = Json.tree(out.toString()).path("url").asText();
      token = get("session").path("token").asText();
      work.run();
    } finally {
      command.interrupt();
      command.join();
    }
    return code.get();
  }

  private interface Work {
    void run() throws Exception;
  }

  @Test
  void aPlanIsMeasuredAndSettingsKeepTheirLimits() throws Exception {
    int code =
        during(
            () -> {
              JsonNode kept =
                  send("PUT", "settings/neuron%201.bias", "{\"value\": 1.00004e-4}", 200);
              assertEquals(1e-4, kept.path("value").asDouble(), 1e-7);
              assertEquals("A", kept.path("unit").asText());
              JsonNode back = send("POST", "readings/bias_1.current", "", 200);
              assertEquals(kept.path("value").asDouble(), back.path("value").asDouble());
              String refused =
                  send("PUT", "settings/neuron%201.bias", "{\"value\": 0.1}", 400)
                      .path("error")
                      .asText();
              assertTrue(refused.contains("0.1 A"), refused);
              send("PUT", "settings/input%202.power", "{\"value\": 1e-6}", 200);
              // The limit of each is that of a source behind it; the refusal names what was set.
              for (String setting :
                  List.of(
                      "synapse 1.current 1.0",
                      "neuron 2.bias 0.1",
                      "input 1.power 10.0",
                      "input 2.frequency 1.0E12",
                      "rf_1.power 99.0")) {
                String name = setting.substring(0, setting.lastIndexOf(' '));
                String value = setting.substring(setting.lastIndexOf(' ') + 1);
                String says =
                    send(
                            "PUT",
                            "settings/" + name.replace(" ", "%20"),
                            "{\"value\": " + value + "}",
                            400)
                        .path("error")
                        .asText();
                assertTrue(
                    says.startsWith(name + " = " + value + " ") || says.startsWith("rf_1 power"),
                    says);
              }
              send("PUT", "settings/neuron%201.bias", "{}", 400);
              send("PUT", "settings/no%20such.thing", "{\"value\": 1}", 400);
              send("PUT", "settings/bias", "{\"value\": 1}", 400);
              send("POST", "runs", "name = ", 400);
              send("POST", "runs", PLAN.replace("POINTS", "5"), 200);
              Eventually.holds("end", () -> get("state").path("status").asText().equals("ended"));
              assertEquals("success", get("runs").get(0).path("status").asText());
              String rest = send("POST", "bench/safe", "", 200).path("state").asText();
              assertTrue(rest.contains("every source is at zero"), rest);
            });
    assertEquals(0, code, err::toString);
  }

  /** One run at a time; the end of the program stops it, and its file says so. */
  @Test
  void theEndOfTheProgramStopsItsRun() throws Exception {
    int code =
        during(
            () -> {
              send("POST", "runs", PLAN.replace("POINTS", "60000"), 200);
              Eventually.holds("run", () -> get("state").path("counts").has("setpoint"));
              String busy =
                  send("POST", "runs", PLAN.replace("POINTS", "5"), 409).path("error").asText();
              assertTrue(busy.contains("a run is in progress"), busy);
              send("PUT", "settings/neuron%201.bias", "{\"value\": 0}", 409);
            });
    assertEquals(0, code, err::toString);
    assertEquals(
        StopDocument.STOPPED, new Runs(folder).list().get(0).stop().orElseThrow().status());
  }

  /** Whether a run of a plan can begin. */
  private boolean begins(String plan) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "api/v1/runs"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(plan))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  /**
   * Notices about every run that the page starts: one that succeeds, one that the end of the
   * program stops.
   */
  @Test
  void theRunsOfThePageAreTold() throws Exception {
    try (Webhook hook = new Webhook()) {
      Path bench =
          hook.askedBy(Files.writeString(folder.resolve("bench.toml"), DefaultBench.text() + "\n"));
      int code =
          during(
              () -> {
                send("POST", "runs", PLAN.replace("POINTS", "5"), 200);
                Eventually.holds("first notice", () -> hook.told().size() == 1);
                Eventually.holds("its end", () -> begins(PLAN.replace("POINTS", "60000")));
                Eventually.holds(
                    "second run", () -> get("state").path("status").asText().equals("running"));
              },
              bench.toString());
      assertEquals(0, code, err::toString);
      assertEquals(List.of("ended, success", "ended, stopped: by the user"), hook.told());
    }
  }

  @Test
  void wrongOptionsAreRefused() {
    assertEquals(2, spinbench("dashboard", "--bind", "0.0.0.0"));
    assertTrue(err.toString().contains("Add a file of tokens with --tokens"), err::toString);
    assertEquals(2, spinbench("dashboard", "--port", "70000"));
    assertEquals(2, spinbench("dashboard", "--tls", "none.p12"));
    assertTrue(err.toString().contains("SPINBENCH_TLS_PASSWORD"), err::toString);
    assertEquals(
        2,
        spinbench(
            "measure",
            "iv",
            "--dashboard=99999",
            "--current",
            "x",
            "--to",
            "1",
            "--voltage",
            "a.voltage"));
    assertTrue(err.toString().contains("--dashboard is 99999"), err::toString);
  }

  /** Whoever asks for no dashboard waits for none of its classes. */
  @Test
  void nothingOfItIsLoadedWithoutTheOption() throws Exception {
    String plain = loaded();
    assertTrue(
        plain.contains("org.spinbench.app.command.measure.PlanRunner"), "classes are listed");
    assertFalse(plain.contains("org.spinbench.app.dashboard."), "a class of the server");
    assertFalse(plain.contains("org.spinbench.app.live."), "a class of the events");
    assertFalse(plain.contains("com.sun.net.httpserver."), "a class of the JDK's server");
    String shown = loaded("--dashboard");
    assertTrue(shown.contains("org.spinbench.app.dashboard.DashboardServer"), "with the option");
  }

  /** The classes that a measurement loads. */
  private String loaded(String... more) throws Exception {
    List<String> line = new ArrayList<>(List.of("measure", "noise", "--samples", "2"));
    line.addAll(List.of(more));
    line.addAll(List.of("--runs", folder.resolve("measured").toString()));
    Path output = folder.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                ChildProgram.command(List.of("-Xlog:class+load:file=" + output), Main.class, line))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile())
            .start();
    assertEquals(0, process.waitFor());
    return Files.readString(output);
  }

  /** A run with the option has its address, and ends as without it. */
  @Test
  void aRunShowsItself() {
    assertEquals(
        0,
        spinbench(
            "measure", "noise", "--dashboard", "--samples", "20", "--runs", folder.toString()),
        err::toString);
    assertTrue(err.toString().contains("dashboard: http://localhost:"), err::toString);
    assertFalse(out.toString().contains("http"), out::toString);
  }
}
