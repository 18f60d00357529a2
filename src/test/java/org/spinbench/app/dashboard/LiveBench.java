package org.spinbench.app.dashboard;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.app.live.EventHub;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.simulator.bench.SimulatedBench;

/** A dashboard on loopback with runs on a simulated bench, and a client. */
public final class LiveBench implements AutoCloseable {
  static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  final EventHub hub = new EventHub();
  final List<String> log = new CopyOnWriteArrayList<>();
  final DashboardServer server;
  final String token;
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  public LiveBench(Path folder) {
    this(folder, DashboardServer.Settings.loopback(0), Optional.empty());
  }

  LiveBench(Path folder, DashboardServer.Settings settings, Optional<Desk> desk) {
    this.folder = folder;
    server = new DashboardServer(settings, hub, folder, desk, log::add);
    token =
        settings.tokens().isPresent()
            ? ""
            : Json.tree(get("session").body()).path("token").asText();
  }

  /** A sweep of one setting. */
  public static Plan line(Axis axis) {
    return Plan.named("line").set("input 1.power", 1.5e-5).sweep(axis).read("chain 1.voltage");
  }

  /** A sweep of two settings. */
  public static Plan map(int outer, int inner) {
    return Plan.named("map")
        .set("input 1.power", 1.5e-5)
        .sweep(Axis.linear("synapse 1.current", -4e-3, 4e-3, outer))
        .sweep(Axis.linear("input 1.frequency", 2.1e8, 2.9e8, inner))
        .read("chain 1.voltage");
  }

  /** Measures a plan on another thread; ends with the name of the run. */
  public CompletableFuture<String> start(Plan plan) {
    return CompletableFuture.supplyAsync(() -> run(plan));
  }

  /** Measures a plan. */
  public String run(Plan plan) {
    ExperimentRunner runner =
        new ExperimentRunner(folder, Version.program(), Display.NONE).followedBy(hub);
    SimulatedBench chip = new SimulatedBench(FILE, 1);
    try (Backend backend = Backend.of(DefaultBench.text(), FILE, 1L, chip, chip.clock())) {
      return PlanRunner.measure(runner, backend, plan)
          .runFile()
          .getFileName()
          .toString()
          .replace(".sqlite", "");
    }
  }

  /** Trains, and gives the accuracy of the final test. */
  public double train() {
    ExperimentRunner runner =
        new ExperimentRunner(folder, Version.program(), Display.NONE).followedBy(hub);
    TrainingOptions options = TrainingOptions.standard().withTestSamples(50);
    SimulatedBench chip = new SimulatedBench(FILE, 1);
    try (Backend backend = Backend.of(DefaultBench.text(), FILE, 1L, chip, chip.clock())) {
      Assignment xor = Assignment.of(Task.named("xor"));
      return runner.run(backend, new TrainingExperiment(xor, 1, options)).scores().testAccuracy();
    }
  }

  /** The address of the page. */
  public String url() {
    return server.url();
  }

  /** Number of clients that receive events. */
  public int listeners() {
    return hub.listeners();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  public HttpResponse<String> get(String path) {
    return send(request("api/v1/" + path));
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        request("api/v1/" + path)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The lines of a stream of events. */
  Stream<String> events(String query) throws Exception {
    return client
        .send(request("api/v1/events" + query).build(), HttpResponse.BodyHandlers.ofLines())
        .body();
  }

  @Override
  public void close() {
    server.close();
    hub.close();
  }
}
