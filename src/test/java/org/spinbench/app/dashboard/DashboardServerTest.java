package org.spinbench.app.dashboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.app.live.Event;
import org.spinbench.app.live.Subscription;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.review.LatencyBudget;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;

/** What the dashboard answers, beside the run file. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardServerTest {
  private static final String CHAIN = "reading=chain%201.voltage";

  private Path folder;
  private LiveBench bench;
  private String run;

  @BeforeAll
  void measure(@TempDir Path shared) {
    folder = shared;
    bench = new LiveBench(folder);
    run = bench.run(LiveBench.map(5, 31));
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private JsonNode json(String path) {
    HttpResponse<String> answer = bench.get(path);
    assertEquals(200, answer.statusCode(), answer::body);
    return Json.tree(answer.body());
  }

  private void assertRefused(int status, String says, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer::body);
    String error = Json.tree(answer.body()).path("error").asText();
    assertTrue(error.contains(says), error);
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = array.get(k).asDouble();
    }
    return numbers;
  }

  /** The currents of the last accepted step are those that the devices have in the end. */
  @Test
  void aTrainingShowsItsNetwork(@TempDir Path other) {
    try (LiveBench training = new LiveBench(other)) {
      training.train();
      String name = Json.tree(training.get("runs").body()).path(0).path("name").asText();
      JsonNode network = Json.tree(training.get("runs/" + name).body()).path("network");
      assertEquals("[\"input 1\",\"input 2\"]", network.path("inputs").toString());
      List<String> parameters = new ArrayList<>();
      network.path("parameters").forEach(one -> parameters.add(one.asText()));
      assertEquals(
          List.of(
              "synapse 1",
              "synapse 2",
              "synapse 3",
              "synapse 4",
              "synapse 5",
              "synapse 6",
              "neuron 1",
              "neuron 2",
              "neuron 3"),
          parameters);
      JsonNode last = network.path("chains").path(2);
      assertEquals(1, last.path("layer").asInt());
      assertEquals("neuron 3", last.path("neuron").asText());
      assertEquals("neuron 2", last.path("synapses").path(1).path("tone").asText());
      JsonNode steps = Json.tree(training.get("runs/" + name + "/steps").body());
      assertEquals(9, steps.path(steps.size() - 1).path("parameters").size());
    }
    assertTrue(json("runs/" + run).path("network").isNull());
    assertTrue(json("runs/" + run).path("belief").isNull());
  }

  /**
   * The map of decisions comes while a training runs; in the end it has the power that decides and
   * the tested samples, and as many of them are right by it as the report says.
   */
  @Test
  void aTrainingShowsWhatItDecides(@TempDir Path other) throws Exception {
    try (LiveBench training = new LiveBench(other)) {
      double accuracy = training.train();
      Eventually.holds(
          "rest",
          () -> Json.tree(training.get("state").body()).path("status").asText().equals("ended"));
      JsonNode map = Json.tree(training.get("state").body()).path("decision");
      assertEquals(31, map.path("powers").path(30).size(), map::toString);
      int samples = map.path("samples").size();
      assertTrue(
          samples >= 50 && samples <= 200, samples + " samples: the tested ones are the last");
      int right = 0;
      for (int k = samples - 50; k < samples; k++) {
        JsonNode sample = map.path("samples").path(k);
        boolean above = sample.path(3).asDouble() > map.path("threshold").asDouble();
        right += above == (sample.path(2).asInt() == 1) ? 1 : 0;
      }
      assertEquals(accuracy, right / 50.0, 1e-9);
    }
  }

  /**
   * Of a long run only the end is looked at: as its evaluations all take the same, the parts are
   * those of the whole run.
   */
  @Test
  void theTimeOfAnEvaluationIsThatOfTheLastOnes(@TempDir Path other) {
    try (LiveBench sweep = new LiveBench(other)) {
      String name = sweep.run(LiveBench.map(20, 300));
      JsonNode last = Json.tree(sweep.get("runs/" + name + "/latency").body());
      try (RunFile file = RunFile.read(other.resolve(name + ".sqlite"))) {
        LatencyBudget whole = LatencyBudget.of(file).orElseThrow();
        assertEquals(5999, whole.evaluations());
        long evaluations = last.path("evaluations").asLong();
        assertTrue(evaluations > 100 && evaluations < 5900, evaluations + " evaluations");
        assertTrue(whole.integrate() > 1e-3, whole::text);
        assertEquals(
            whole.integrate(), last.path("integrate").asDouble(), 0.05 * whole.integrate());
        assertEquals(whole.total(), total(last), 0.05 * whole.total());
      }
    }
  }

  private static double total(JsonNode budget) {
    double total = 0;
    for (JsonNode part : budget) {
      total += part.asDouble();
    }
    return total - budget.path("evaluations").asDouble();
  }

  /**
   * What the trainer believes comes while it learns, and its last word is that of the run file: the
   * numbers of the calibration. It is surer of each resonance than the design was.
   */
  @Test
  void aTrainingShowsWhatItBelieves(@TempDir Path other) throws Exception {
    try (LiveBench training = new LiveBench(other);
        Subscription events = training.hub.subscribe(Set.of("belief", "rest"))) {
      training.train();
      List<JsonNode> told = new ArrayList<>();
      for (Event one = events.next(30_000); !one.type().equals("rest"); one = events.next(30_000)) {
        told.add(Json.tree(one.json()));
      }
      assertTrue(told.size() >= 2, told::toString);
      String name = Json.tree(training.get("runs").body()).path(0).path("name").asText();
      JsonNode belief = Json.tree(training.get("runs/" + name).body()).path("belief");
      List<SynapseResponse> synapses = new ArrayList<>();
      try (RunFile file = new Runs(other).read(name)) {
        Calibration.fromJson(file.calibration().orElseThrow())
            .chains()
            .forEach(chain -> synapses.addAll(chain.synapses()));
      }
      BenchFile declared = LiveBench.FILE;
      List<SynapseResponse> designed = new ArrayList<>();
      DesignPrior.of(declared).chains().forEach(chain -> designed.addAll(chain.synapses()));
      for (int k = 0; k < declared.synapses().size(); k++) {
        JsonNode one = belief.path("synapses").path(k);
        String device = declared.synapses().get(k).name();
        assertEquals(device, one.path("name").asText());
        assertEquals(synapses.get(k).resonance().value(), one.path("resonance").asDouble());
        double last = one.path("resonanceDeviation").asDouble();
        assertEquals(synapses.get(k).resonance().deviation(), last);
        double before = designed.get(k).resonance().deviation();
        assertTrue(last > 0 && last < before, device + ": " + last + " Hz of " + before + " Hz");
        for (JsonNode earlier : told) {
          assertTrue(earlier.path("synapses").path(k).path("halfWidth").asDouble() > 0);
        }
      }
      assertEquals(declared.neurons().size(), belief.path("neurons").size());
      assertTrue(belief.path("neurons").path(0).path("threshold").asDouble() > 0);
      assertEquals(told.get(told.size() - 1).path("synapses").size(), 6);
      String state = training.get("state").body();
      assertEquals(6, Json.tree(state).path("belief").path("synapses").size());
      HttpResponse<String> picture = training.get("runs/" + name + "/picture.svg");
      assertEquals(200, picture.statusCode(), picture::body);
    }
  }

  /**
   * A run does not differ from itself, and from one with fewer points by the plan and the points.
   */
  @Test
  void twoRunsAreCompared() {
    JsonNode same = json("runs/" + run + "/differences?other=" + run);
    assertEquals("{\"configuration\":[],\"outcome\":[]}", same.toString());
    String second;
    try (LiveBench again = new LiveBench(folder)) {
      second = again.run(LiveBench.map(2, 31));
    }
    JsonNode differences = json("runs/" + second + "/differences?other=" + run);
    assertEquals(
        "[{\"name\":\"plan.sweep.1.points\",\"a\":5,\"b\":2}]",
        differences.path("configuration").toString());
    assertEquals(155, differences.path("outcome").path(0).path("a").asInt());
    assertEquals(62, differences.path("outcome").path(0).path("b").asInt());
    assertRefused(
        404, "there is no run 'none'", bench.get("runs/" + run + "/differences?other=none"));
    assertRefused(400, "the query has no other", bench.get("runs/" + run + "/differences"));
  }

  /** Interlocks and trips come with their state, which changes when they are judged. */
  @Test
  void conditionsComeWithTheirState(@TempDir Path other) throws Exception {
    String text =
        DefaultBench.text()
            + "\n[[safety.trip]]\nname = \"too much\"\nwhen = \"bias_1.current > 0.9\"\n";
    BenchFile file = BenchFile.parse(text, "with a trip");
    try (LiveBench tripping = new LiveBench(other);
        Subscription events = tripping.hub.subscribe(Set.of("condition", "rest"))) {
      ExperimentRunner runner =
          new ExperimentRunner(other, Version.program(), Display.NONE).followedBy(tripping.hub);
      try (Backend backend = Backends.simulated(file, 1)) {
        PlanRunner.measure(runner, backend, LiveBench.map(2, 31));
      }
      List<String> told = new ArrayList<>();
      for (Event one = events.next(30_000); !one.type().equals("rest"); one = events.next(30_000)) {
        JsonNode condition = Json.tree(one.json());
        assertEquals("safety.trip.\"too much\"", condition.path("name").asText());
        assertEquals("bias_1.current > 0.9", condition.path("condition").asText());
        told.add(condition.path("found").asText());
      }
      assertEquals("clear", told.get(told.size() - 1), told::toString);
      JsonNode conditions = Json.tree(tripping.get("state").body()).path("conditions");
      assertEquals("clear", conditions.path("judged").path(0).path("found").asText());
      assertTrue(conditions.path("owner").isMissingNode(), "simulated instruments are private");
      assertFalse(conditions.path("guarded").asBoolean(true));
    }
  }

  @Test
  void theCatalogueListsAndSearches() {
    JsonNode runs = json("runs");
    assertEquals(run, runs.get(0).path("name").asText());
    assertEquals("success", runs.get(0).path("status").asText());
    assertEquals(1, json("runs?search=MEASURE%20map").size());
    assertEquals(0, json("runs?search=train").size());
    JsonNode one = json("runs/" + run);
    assertEquals(
        "input 1.frequency", one.path("columns").path("settings").get(1).path("name").asText());
    assertEquals("V", one.path("readings").path("chain 1.voltage").asText());
  }

  /** The values of a curve are bit for bit those of the run file. */
  @Test
  void aCurveIsThatOfTheRunFile() {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    try (RunFile file = new Runs(folder).read(run)) {
      file.eachEvaluation(one -> xs.add(one.inputs().get(1)));
      file.eachReading(one -> ys.add(one.value()));
    }
    JsonNode curve = json("runs/" + run + "/data?" + CHAIN + "&x=input%201.frequency");
    assertArrayEquals(xs.stream().mapToDouble(x -> x).toArray(), numbers(curve.path("xs")));
    assertArrayEquals(ys.stream().mapToDouble(y -> y).toArray(), numbers(curve.path("ys")));
    assertEquals("Hz", curve.path("xUnit").asText());
    JsonNode rest = json("runs/" + run + "/data?" + CHAIN + "&after=100");
    assertEquals(55, rest.path("points").asInt());
    assertEquals(101, rest.path("xs").get(0).asInt());
    JsonNode range = json("runs/" + run + "/data?" + CHAIN + "&from=10&to=19");
    assertEquals(10, range.path("points").asInt());
    JsonNode reduced = json("runs/" + run + "/data?" + CHAIN + "&parts=10");
    assertTrue(reduced.path("reduced").asBoolean());
    double[] few = numbers(reduced.path("ys"));
    double[] all = ys.stream().mapToDouble(y -> y).toArray();
    assertEquals(Arrays.stream(all).max().orElseThrow(), Arrays.stream(few).max().orElseThrow());
  }

  /** A pass begins where the run file has another field-line current, also between two requests. */
  @Test
  void aCurveSaysWhereItsPassesBegin() {
    List<Double> outer = new ArrayList<>();
    try (RunFile file = new Runs(folder).read(run)) {
      file.eachEvaluation(one -> outer.add(one.inputs().get(0)));
    }
    int[] begins =
        IntStream.range(1, outer.size())
            .filter(k -> !outer.get(k).equals(outer.get(k - 1)))
            .toArray();
    String request = "runs/" + run + "/data?" + CHAIN + "&x=input%201.frequency";
    JsonNode curve = json(request);
    List<Integer> told = new ArrayList<>();
    curve.path("passes").forEach(one -> told.add(one.asInt()));
    assertEquals(Arrays.stream(begins).boxed().toList(), told);
    JsonNode part = json(request + "&after=" + begins[0] + "&most=5");
    assertEquals(0, part.path("passes").size());
    assertNotEquals(curve.path("firstPass"), part.path("firstPass"));
    assertEquals(part.path("firstPass"), part.path("lastPass"));
    JsonNode next = json(request + "&after=" + (begins[0] + 5));
    assertEquals(part.path("lastPass"), next.path("firstPass"));
    assertEquals(curve.path("lastPass"), next.path("lastPass"));
    assertEquals(0, json(request.replace("input%201.frequency", "number")).path("passes").size());
  }

  /**
   * A repeat begins where the setting goes back; one that turns by itself has no such place, and a
   * sweep of two settings tells its passes by the outer one.
   */
  @Test
  void aRepeatedSweepSaysWhichWayItGoes(@TempDir Path other) {
    try (LiveBench live = new LiveBench(other)) {
      Axis up = Axis.linear("input 1.frequency", 2.1e8, 2.9e8, 7);
      Axis down = Axis.linear("input 1.frequency", 2.9e8, 2.1e8, 7);
      Axis mixed = Axis.list("input 1.frequency", 2.1e8, 2.9e8, 2.5e8);
      assertEquals(1, direction(live, repeated(up)));
      assertEquals(-1, direction(live, repeated(down)));
      assertEquals(0, direction(live, repeated(up.snake())));
      assertEquals(0, direction(live, repeated(up.thereAndBack())));
      assertEquals(0, direction(live, repeated(mixed)));
      assertEquals(0, direction(live, repeated(up).repeats(1)));
    }
    assertEquals(0, json("runs/" + run + "/data?" + CHAIN).path("direction").asInt(7));
  }

  private static Plan repeated(Axis axis) {
    return LiveBench.line(axis).repeats(2);
  }

  private static int direction(LiveBench live, Plan plan) {
    String request = "/data?" + CHAIN + "&x=input%201.frequency";
    String name = live.run(plan);
    return Json.tree(live.get("runs/" + name + request).body()).path("direction").asInt(7);
  }

  @Test
  void aMapHasEachCell() {
    JsonNode map = json("runs/" + run + "/map?" + CHAIN);
    assertEquals(31, map.path("xs").size());
    assertEquals(5, map.path("ys").size());
    List<Double> cells = new ArrayList<>();
    map.path("cells").forEach(row -> row.forEach(cell -> cells.add(cell.asDouble())));
    List<Double> recorded = new ArrayList<>();
    try (RunFile file = new Runs(folder).read(run)) {
      file.eachReading(one -> recorded.add(one.value()));
    }
    assertEquals(recorded, cells);
  }

  @Test
  void picturesComeInThreeForms() throws Exception {
    assertTrue(bench.get("runs/" + run + "/picture.svg").body().contains("<svg"));
    assertTrue(bench.get("runs/" + run + "/picture.pdf").body().startsWith("%PDF"));
    assertTrue(bench.get("runs/" + run + "/picture.png").body().contains("PNG"));
  }

  @Test
  void wrongRequestsAreRefusedWithTheReason() {
    assertRefused(404, "there is no run 'none'", bench.get("runs/none"));
    assertRefused(400, "is not the name of a run", bench.get("runs/..%2F..%2Fetc%2Fpasswd"));
    assertRefused(400, "is not the name of a run", bench.get("runs/%2e%2e"));
    assertRefused(400, "the query has no reading", bench.get("runs/" + run + "/data"));
    assertRefused(400, "has no setting 'x'", bench.get("runs/" + run + "/data?" + CHAIN + "&x=x"));
    assertRefused(
        400, "parts must be 1 to 4000", bench.get("runs/" + run + "/data?" + CHAIN + "&parts=0"));
    assertRefused(400, "not a number", bench.get("runs/" + run + "/data?" + CHAIN + "&from=a"));
    assertRefused(400, "gives a name twice", bench.get("runs?most=1&most=2"));
    assertRefused(404, "there is no page", bench.send(bench.request("../etc/passwd")));
    assertRefused(405, "there is no POST run/fly", bench.post("run/fly", ""));
    assertRefused(409, "no run is in progress", bench.post("run/pause", ""));
    assertRefused(409, "makes one run only", bench.post("runs", "name = \"x\""));
  }

  /** Every path of the document answers, and says what it may refuse. */
  @Test
  void theDocumentNamesWhatIsServed() {
    JsonNode document = json("openapi.json");
    TreeSet<String> paths = new TreeSet<>();
    Iterator<String> names = document.path("paths").fieldNames();
    while (names.hasNext()) {
      paths.add(names.next());
    }
    assertTrue(paths.contains("/api/v1/events"), paths::toString);
    for (String path : paths) {
      JsonNode methods = document.path("paths").path(path);
      String filled = path.replace("/api/v1/", "").replace("{run}", run).replace("{name}", "x");
      if (methods.has("get") && !path.endsWith("events")) {
        HttpResponse<String> answer = bench.get(filled + "?" + CHAIN + "&other=" + run);
        assertEquals(200, answer.statusCode(), () -> path + " says " + answer.body());
      }
      if (methods.has("post")) {
        assertFalse(List.of(404, 405).contains(bench.post(filled, "").statusCode()), path);
      }
    }
  }

  @Test
  void thePageAndItsPartsAreServedAndMayLoadNothingElse() throws Exception {
    for (String file :
        List.of(
            "",
            "dashboard.css",
            "dashboard.js",
            "plots.js",
            "views.js",
            "uplot.js",
            "favicon.svg")) {
      HttpResponse<String> answer = bench.send(bench.request(file));
      assertEquals(200, answer.statusCode(), file);
      assertTrue(
          answer
              .headers()
              .firstValue("Content-Security-Policy")
              .orElse("")
              .contains("default-src 'self'"));
      if (!file.equals("uplot.js") && !file.equals("favicon.svg")) {
        assertFalse(answer.body().contains("http://"), file + " names another server");
      }
    }
  }

  /** A run is watched from its start; a late client gets the state; stop brings it to rest. */
  @Test
  void aRunIsWatchedPausedAndStopped(@TempDir Path other) throws Exception {
    try (LiveBench live = new LiveBench(other)) {
      CompletableFuture<String> running = live.start(LiveBench.map(300, 300));
      Eventually.holds(
          "points",
          () -> Json.tree(live.get("state").body()).path("counts").path("setpoint").asInt() > 20);
      assertEquals(200, live.post("run/pause", "").statusCode());
      Eventually.holds("held", () -> live.hub.control().orElseThrow().isHolding());
      long held = settled(live);
      assertEquals("paused", Json.tree(live.get("state").body()).path("status").asText());
      assertEquals(200, live.post("run/resume", "").statusCode());
      Eventually.holds("more points", () -> setpoints(live) > held);
      Iterator<String> lines = live.events("?types=stop,rest").iterator();
      assertEquals("event: state", lines.next());
      assertTrue(lines.next().contains("\"kind\":\"measure\""));
      assertEquals(200, live.post("bench/safe", "").statusCode());
      List<String> told = new ArrayList<>();
      while (told.isEmpty() || !told.get(told.size() - 1).equals("event: rest")) {
        told.add(lines.next());
      }
      assertTrue(told.contains("event: stop"), told::toString);
      assertThrows(ExecutionException.class, () -> running.get(60, TimeUnit.SECONDS));
      try (var files = Files.list(other);
          RunFile file =
              RunFile.read(
                  files
                      .filter(one -> one.toString().endsWith(".sqlite"))
                      .findAny()
                      .orElseThrow())) {
        assertEquals(StopDocument.STOPPED, file.stop().orElseThrow().status());
      }
      JsonNode state = Json.tree(live.get("state").body());
      assertEquals("ended", state.path("status").asText());
      for (JsonNode one : state.path("rack")) {
        for (JsonNode setting : one.path("settings")) {
          if (setting.path("name").asText().equals("output")) {
            assertEquals("off", setting.path("value").asText(), one::toString);
          }
        }
      }
    }
  }

  private static long setpoints(LiveBench live) {
    return Json.tree(live.get("state").body()).path("counts").path("setpoint").asLong();
  }

  /** The number of setpoints of a run that holds, once all of them are told. */
  private static long settled(LiveBench live) throws Exception {
    long[] before = {-1};
    Eventually.holds(
        "no more points",
        () -> {
          long now = setpoints(live);
          Thread.sleep(100);
          boolean same = now == setpoints(live);
          before[0] = now;
          return same;
        });
    return before[0];
  }
}
