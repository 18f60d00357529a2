package org.spinbench.app.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedEvent;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;

@Timeout(120)
class EventHubTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  private static final Plan PLAN =
      Plan.named("bias")
          .sweep(Axis.linear("neuron 1.bias", 0, 5e-4, 11))
          .read("bias_1.current", "chain 1.voltage");

  private final EventHub hub = new EventHub();

  @TempDir Path folder;

  @AfterEach
  void close() {
    hub.close();
  }

  private Path measure() {
    return measure(PLAN);
  }

  private Path measure(Plan plan) {
    ExperimentRunner runner =
        new ExperimentRunner(folder, Version.program(), Display.NONE).followedBy(hub);
    try (Backend backend = Backends.simulated(FILE, 1)) {
      return PlanRunner.measure(runner, backend, plan).runFile();
    }
  }

  private static List<JsonNode> upTo(Subscription events, String last) throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    JsonNode one;
    do {
      Event event = events.next(30_000);
      assertNotNull(event, () -> "no event " + last + " after " + all);
      one = Json.tree(event.json());
      assertEquals(event.type(), one.path("type").asText());
      all.add(one);
    } while (!one.path("type").asText().equals(last));
    return all;
  }

  private static List<JsonNode> of(List<JsonNode> events, String type) {
    return events.stream().filter(one -> one.path("type").asText().equals(type)).toList();
  }

  private static NotedReading reading(double value) {
    return new NotedReading(
        Instant.EPOCH,
        Purpose.MEASURE,
        OptionalLong.of(1),
        "chain 1.voltage",
        "voltmeter_1",
        "voltage",
        value,
        "V",
        1e-9,
        Double.NaN,
        Double.NaN,
        Optional.of(true),
        false,
        Optional.of(false));
  }

  /** The readings and setpoints of the events are those of the run file, in its order. */
  @Test
  void aRunIsToldAsItIsRecorded() throws Exception {
    List<JsonNode> told;
    Path path;
    try (Subscription events = hub.subscribe(Set.of())) {
      path = measure();
      told = upTo(events, "rest");
    }
    int first = told.indexOf(of(told, "start").get(0));
    for (JsonNode before : told.subList(0, first)) {
      assertTrue(
          Set.of("log", "progress").contains(before.path("type").asText()),
          "before the run: " + before);
    }
    long last = 0;
    for (JsonNode one : told.subList(first, told.size())) {
      assertEquals(EventForm.VERSION, one.path("v").asInt());
      assertTrue(one.path("seq").asLong() > last, one::toString);
      assertEquals(path.getFileName().toString(), one.path("run").asText() + ".sqlite");
      last = one.path("seq").asLong();
    }
    List<Double> recorded = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<List<Double>> setpoints = new ArrayList<>();
    try (RunFile run = RunFile.read(path)) {
      run.eachReading(
          one -> {
            recorded.add(one.value());
            names.add(one.name());
          });
      run.eachEvaluation(one -> setpoints.add(one.inputs()));
    }
    assertEquals(22, recorded.size());
    List<JsonNode> readings = of(told, "reading");
    assertEquals(recorded, readings.stream().map(one -> one.path("value").asDouble()).toList());
    assertEquals(names, readings.stream().map(one -> one.path("name").asText()).toList());
    assertEquals(
        setpoints,
        of(told, "setpoint").stream()
            .map(one -> List.of(one.path("settings").get(0).asDouble()))
            .toList());
    assertEquals("success", of(told, "stop").get(0).path("status").asText());
    assertFalse(of(told, "progress").isEmpty());
    assertEquals(2, of(told, "columns").get(0).path("readings").size());
  }

  /** A listener that joins after the end knows what one that was there from the start knows. */
  @Test
  void whoJoinsLateGetsTheStateSoFar() throws Exception {
    try (Subscription early = hub.subscribe(Set.of())) {
      measure();
      List<JsonNode> told = upTo(early, "rest");
      JsonNode state;
      long next;
      try (Subscription late = hub.subscribe(Set.of())) {
        state = Json.tree(late.state());
        hub.said("more");
        next = upTo(late, "log").get(0).path("seq").asLong();
      }
      assertEquals("ended", state.path("status").asText());
      assertEquals("measure", state.path("start").path("kind").asText());
      assertEquals(22, state.path("counts").path("reading").asInt());
      assertEquals("success", state.path("stop").path("status").asText());
      List<JsonNode> readings = of(told, "reading");
      assertEquals(
          readings.get(readings.size() - 1).path("value"),
          state.path("readings").get(1).path("value"));
      JsonNode bias = null;
      for (JsonNode one : state.path("rack")) {
        bias = one.path("name").asText().equals("bias_1") ? one : bias;
      }
      assertNotNull(bias, "the rack shows bias_1");
      assertEquals("GS200", bias.path("model").asText());
      for (JsonNode one : bias.path("settings")) {
        if (one.path("name").asText().equals("current")) {
          assertEquals("0.0", one.path("value").asText(), "at rest after the run");
          assertTrue(one.path("highest").asDouble() > 0, one::toString);
        }
      }
      // What happens after the state was taken is told, and nothing twice.
      assertEquals(state.path("seq").asLong() + 1, next);
    }
  }

  /** A change of an instrument shows although no record of the run names it. */
  @Test
  void settingsOfInstrumentsAreTold() throws Exception {
    try (Subscription events = hub.subscribe(Set.of("setting", "rest"))) {
      measure();
      List<String> names =
          of(upTo(events, "rest"), "setting").stream()
              .map(one -> one.path("name").asText())
              .distinct()
              .toList();
      assertTrue(names.contains("bias_1.current"), names::toString);
    }
  }

  /** The spectra that an analyzer returned are shown, and whoever joins late gets the last one. */
  @Test
  void spectraAreTold() throws Exception {
    Plan plan =
        Plan.named("line")
            .sweep(Axis.linear("neuron 1.bias", 5e-3, 8e-3, 3))
            .read("neuron 1.line_frequency");
    List<JsonNode> spectra;
    try (Subscription events = hub.subscribe(Set.of("spectrum", "rest"))) {
      measure(plan);
      spectra = of(upTo(events, "rest"), "spectrum");
    }
    assertFalse(spectra.isEmpty(), "spectra");
    JsonNode last = spectra.get(spectra.size() - 1);
    assertEquals("neuron 1", last.path("name").asText());
    double highest = Double.NEGATIVE_INFINITY;
    for (JsonNode level : last.path("levels")) {
      highest = Math.max(highest, level.asDouble(Double.NEGATIVE_INFINITY));
    }
    assertTrue(highest > -60, "a line of " + highest + " dBm");
    JsonNode state = Json.tree(hub.stateJson());
    assertEquals(1, state.path("spectra").size());
    assertEquals(last.path("levels"), state.path("spectra").get(0).path("levels"));
    assertEquals(spectra.size(), state.path("counts").path("spectrum").asInt());
  }

  /** Nobody reads, and the listener loses the oldest events, is told how many, and gets the end. */
  @Test
  void aListenerThatNeverReadsDelaysNobody() throws Exception {
    int all = 3 * Subscription.MOST;
    try (Subscription asleep = hub.subscribe(Set.of("reading", "stop"));
        Subscription awake = hub.subscribe(Set.of("stop"))) {
      for (int k = 0; k < all; k++) {
        int value = k;
        hub.recorded(() -> reading(value));
      }
      hub.recorded(() -> new StopDocument(Instant.EPOCH, StopDocument.SUCCESS, "", "{}"));
      assertEquals("stop", awake.next(30_000).type());
      long lost = asleep.takeDropped();
      assertEquals(all + 1 - Subscription.MOST, lost);
      Event first = asleep.next(0);
      assertEquals(lost, Json.tree(first.json()).path("value").asInt());
      assertEquals(0, asleep.takeDropped());
    }
  }

  /**
   * Where events come faster than they are told, the rest is counted, and the experiment goes on.
   */
  @Test
  void whatDoesNotFitIsCountedAndAnnounced() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    try (Subscription events = hub.subscribe(Set.of("dropped"))) {
      hub.recorded(
          () -> {
            held.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return reading(0);
          });
      held.await();
      for (int k = 0; k < EventHub.WAITING + 100; k++) {
        hub.recorded(() -> reading(1));
      }
      goOn.countDown();
      JsonNode told = Json.tree(events.next(30_000).json());
      assertEquals(100, told.path("count").asInt());
    }
  }

  @Test
  void anEventThatCannotBeMadeHarmsNoOther() throws Exception {
    try (Subscription events = hub.subscribe(Set.of("reading"))) {
      hub.recorded(
          () -> {
            throw new IllegalStateException("no such record");
          });
      hub.recorded(() -> reading(3));
      assertEquals(3, Json.tree(events.next(30_000).json()).path("value").asInt());
    }
  }

  /** The state has a bound, however long a run is. */
  @Test
  void theStateDoesNotGrow() throws Exception {
    int steps = 20_000;
    for (int k = 0; k < steps; k++) {
      int number = k;
      hub.said("line " + k);
      hub.recorded(() -> new NotedEvent(Instant.EPOCH, "drift", "event " + number));
      Step step = new Step(Instant.EPOCH, "block", k, 1, 0.5, true, List.of(1.0));
      hub.recorded(() -> step);
      if (k % 4000 == 0) {
        Eventually.holds("taken", () -> count("step") > number);
      }
    }
    Eventually.holds("all", () -> count("step") == steps);
    JsonNode state = Json.tree(hub.stateJson());
    assertEquals(200, state.path("log").size());
    assertEquals("line " + (steps - 1), state.path("log").get(199).asText());
    assertEquals(200, state.path("notes").size());
    int kept = state.path("steps").size();
    assertTrue(kept > 1000 && kept <= 2000, () -> kept + " steps");
    assertEquals(0, state.path("steps").get(0).path("block").asInt());
    assertTrue(state.path("steps").get(kept - 1).path("block").asInt() > 0.9 * steps);
  }

  private int count(String type) {
    return Json.tree(hub.stateJson()).path("counts").path(type).asInt();
  }

  /** The kinds of a run file's events have types of their own. */
  @Test
  void eventsOfARunFileHaveTypes() throws Exception {
    Map<String, String> types =
        Map.of(
            "trip", "trip", "resumed", "trip", "drift", "drift", "limit", "limit", "chip", "note");
    for (Map.Entry<String, String> one : types.entrySet()) {
      try (Subscription events = hub.subscribe(Set.of())) {
        hub.recorded(() -> new NotedEvent(Instant.EPOCH, one.getKey(), "what"));
        assertEquals(one.getValue(), events.next(30_000).type(), one.getKey());
      }
    }
  }

  @Test
  void findingsAreToldBeforeTheEnd() throws Exception {
    String results =
        "{\"points\":3,\"findings\":[{\"name\":\"resonance\",\"value\":2.5e8,\"deviation\":1e4,"
            + "\"unit\":\"Hz\"}]}";
    try (Subscription events = hub.subscribe(Set.of())) {
      hub.recorded(() -> new StopDocument(Instant.EPOCH, StopDocument.SUCCESS, "", results));
      JsonNode fit = Json.tree(events.next(30_000).json());
      assertEquals("fit", fit.path("type").asText());
      assertEquals(2.5e8, fit.path("value").asDouble());
      assertEquals("stop", events.next(30_000).type());
    }
  }
}
