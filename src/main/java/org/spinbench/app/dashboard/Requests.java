package org.spinbench.app.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.chart.RunChart;
import org.spinbench.app.live.EventHub;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.review.LatencyBudget;
import org.spinbench.experiments.run.review.RunComparison;
import org.spinbench.experiments.runner.RunControl;

/**
 * The requests of the dashboard: its page, and the interface that {@code openapi.json} describes.
 */
final class Requests {
  private static final String API = "/api/v1/";

  /** Largest body of a request: a plan, bytes. */
  private static final int MOST_BYTES = 262_144;

  private static final int MOST_LISTED = 500;
  private static final int PARTS = 1000;

  /** The files of the page, with their types. */
  private static final Map<String, String> FILES =
      Map.of(
          "/", "text/html; charset=utf-8",
          "/dashboard.css", "text/css; charset=utf-8",
          "/dashboard.js", "text/javascript; charset=utf-8",
          "/plots.js", "text/javascript; charset=utf-8",
          "/views.js", "text/javascript; charset=utf-8",
          "/uplot.js", "text/javascript; charset=utf-8",
          "/uplot.css", "text/css; charset=utf-8",
          "/favicon.svg", "image/svg+xml");

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private final EventHub hub;
  private final EventStream stream;
  private final Catalogue runs;
  private final Optional<Desk> desk;
  private final AccessTokens tokens;

  Requests(
      EventHub hub, EventStream stream, Catalogue runs, Optional<Desk> desk, AccessTokens tokens) {
    this.hub = hub;
    this.stream = stream;
    this.runs = runs;
    this.desk = desk;
    this.tokens = tokens;
  }

  /**
   * Answers a request.
   *
   * @return null if the answer was sent
   */
  Answer answer(HttpExchange exchange, AccessTokens.Client client, ClientPatience patience)
      throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean reads = Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
    if (FILES.containsKey(path) && reads) {
      return file(path);
    }
    if (!path.startsWith(API)) {
      throw new Refusal(Refusal.NOT_FOUND, "there is no page " + path);
    }
    String[] words = exchange.getRequestURI().getRawPath().substring(API.length()).split("/", -1);
    for (int k = 0; k < words.length; k++) {
      words[k] = URLDecoder.decode(words[k].replace("+", "%2B"), StandardCharsets.UTF_8);
    }
    if (reads) {
      return read(exchange, client, words);
    }
    String body = body(exchange, patience);
    return change(exchange.getRequestMethod(), client, words, body);
  }

  private static Answer file(String path) throws IOException {
    String name =
        switch (path) {
          case "/" -> "dashboard.html";
          case "/uplot.js" -> UPLOT + "uPlot.iife.min.js";
          case "/uplot.css" -> UPLOT + "uPlot.min.css";
          default -> path.substring(1);
        };
    try (InputStream in = Requests.class.getResourceAsStream(name)) {
      return new Answer(FILES.get(path), in.readAllBytes());
    }
  }

  private Answer read(HttpExchange exchange, AccessTokens.Client client, String[] words)
      throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String first = words[0];
    if (words.length == 1) {
      switch (first) {
        case "session":
          return session(client);
        case "state":
          return Answer.text("application/json; charset=utf-8", hub.stateJson());
        case "openapi.json":
          try (InputStream in = Requests.class.getResourceAsStream("openapi.json")) {
            return new Answer("application/json; charset=utf-8", in.readAllBytes());
          }
        case "events":
          String types = query.getOrDefault("types", "");
          stream.send(exchange, types.isEmpty() ? Set.of() : Set.of(types.split(",")));
          return null;
        case "queue":
          return Answer.json(runs.queue());
        case "runs":
          return Answer.json(
              runs.list(query.getOrDefault("search", ""), whole(query, "most", 100, MOST_LISTED)));
        default:
          break;
      }
    }
    if (first.equals("runs") && words.length == 2) {
      return runs.with(words[1], run -> Answer.json(Catalogue.summary(run)));
    }
    if (first.equals("runs") && words.length == 3) {
      return ofRun(words[1], words[2], query);
    }
    throw new Refusal(Refusal.NOT_FOUND, "there is no " + String.join("/", words));
  }

  private Answer session(AccessTokens.Client client) {
    Map<String, Object> session = new LinkedHashMap<>();
    boolean open = !tokens.own().isEmpty();
    session.put(
        "role", (open ? Role.DRIVE : client.role()).name().toLowerCase(java.util.Locale.ROOT));
    session.put("name", client.name());
    session.put("token", open ? tokens.own() : null);
    session.put("bench", desk.map(Desk::bench).orElse(""));
    session.put("starts", desk.isPresent());
    return Answer.json(session);
  }

  private Answer ofRun(String name, String what, Map<String, String> query) {
    switch (what) {
      case "data":
        return runs.with(
            name,
            run ->
                Answer.json(
                    Catalogue.curve(
                        run,
                        need(query, "reading"),
                        query.getOrDefault("x", "number"),
                        (long) number(query, "after", 0),
                        number(query, "from", Double.NEGATIVE_INFINITY),
                        number(query, "to", Double.POSITIVE_INFINITY),
                        whole(query, "parts", PARTS, Catalogue.MOST_PARTS),
                        query.containsKey("most")
                            ? whole(query, "most", 1, Catalogue.MOST_PARTS)
                            : Long.MAX_VALUE)));
      case "map":
        return runs.with(name, run -> Answer.json(runs.map(name, run, need(query, "reading"))));
      case "differences":
        return runs.with(
            name,
            run ->
                runs.with(
                    need(query, "other"), other -> Answer.json(RunComparison.of(other, run))));
      case "latency":
        return runs.with(
            name,
            run ->
                Answer.json(LatencyBudget.ofLatest(run).map(Object.class::cast).orElse(Map.of())));
      case "steps":
        return runs.with(name, run -> Answer.json(run.steps()));
      case "picture.png":
        return picture(name, ".png", "image/png");
      case "picture.svg":
        return picture(name, ".svg", "image/svg+xml");
      case "picture.pdf":
        return picture(name, ".pdf", "application/pdf");
      default:
        throw new Refusal(Refusal.NOT_FOUND, "a run has no " + what);
    }
  }

  private Answer picture(String name, String ending, String type) {
    return runs.with(
        name,
        run -> {
          try {
            Path file = Files.createTempFile("spinbench", ending);
            try {
              RunChart.write(run, PictureFile.of(file));
              return new Answer(type, Files.readAllBytes(file));
            } finally {
              Files.delete(file);
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException("the picture could not be drawn", e);
          }
        });
  }

  private Answer change(String method, AccessTokens.Client client, String[] words, String body) {
    String what = method + " " + String.join("/", words);
    if (what.matches("PUT settings/[^/]+")) {
      JsonNode value = Json.tree(body.isBlank() ? "{}" : body).path("value");
      if (value.isMissingNode() || value.isNull()) {
        throw new Refusal(Refusal.BAD_REQUEST, "the body has no value: send {\"value\": NUMBER}");
      }
      return Answer.json(desk().set(words[1], value.asText()));
    }
    if (what.matches("POST readings/[^/]+")) {
      return Answer.json(desk().read(words[1]));
    }
    switch (what) {
      case "POST runs":
        desk().start(body);
        return Answer.json(Map.of("started", true));
      case "POST run/pause":
        run().pause();
        break;
      case "POST run/resume":
        run().resume();
        break;
      case "POST run/stop":
        if (desk.filter(Desk::stop).isEmpty()) {
          run().stop();
        }
        break;
      case "POST bench/safe":
        if (hub.control().isEmpty()) {
          String state = desk.map(Desk::rest).orElse("no run is in progress");
          return Answer.json(Map.of("done", "safe", "state", state));
        }
        run().stop();
        hub.asked("stop", client.name());
        return Answer.json(Map.of("done", "safe", "state", "the run is being stopped"));
      default:
        throw new Refusal(Refusal.METHOD, "there is no " + what);
    }
    hub.asked(words[1], client.name());
    return Answer.json(Map.of("done", words[1]));
  }

  private RunControl run() {
    return hub.control().orElseThrow(() -> new Refusal(Refusal.CONFLICT, "no run is in progress"));
  }

  private Desk desk() {
    return desk.orElseThrow(
        () ->
            new Refusal(
                Refusal.CONFLICT,
                "this program makes one run only; start 'spinbench dashboard' with the bench"
                    + " file to start runs and to set things from here"));
  }

  private static String body(HttpExchange exchange, ClientPatience patience) throws IOException {
    byte[][] read = new byte[1][];
    patience.with(() -> read[0] = exchange.getRequestBody().readNBytes(MOST_BYTES + 1));
    if (read[0].length > MOST_BYTES) {
      throw new Refusal(Refusal.TOO_LARGE, "the request has more than " + MOST_BYTES + " bytes");
    }
    return new String(read[0], StandardCharsets.UTF_8);
  }

  private static Map<String, String> query(String raw) {
    if (raw == null || raw.isEmpty()) {
      return new HashMap<>();
    }
    return Arrays.stream(raw.split("&"))
        .map(part -> part.split("=", 2))
        .collect(
            Collectors.toMap(
                part -> URLDecoder.decode(part[0], StandardCharsets.UTF_8),
                part -> part.length > 1 ? URLDecoder.decode(part[1], StandardCharsets.UTF_8) : "",
                (one, other) -> {
                  throw new Refusal(Refusal.BAD_REQUEST, "the query gives a name twice");
                }));
  }

  private static String need(Map<String, String> query, String name) {
    String value = query.get(name);
    if (value == null) {
      throw new Refusal(Refusal.BAD_REQUEST, "the query has no " + name);
    }
    return value;
  }

  private static double number(Map<String, String> query, String name, double otherwise) {
    try {
      return query.containsKey(name) ? Double.parseDouble(query.get(name)) : otherwise;
    } catch (NumberFormatException e) {
      throw new Refusal(Refusal.BAD_REQUEST, name + " is " + query.get(name) + ", not a number");
    }
  }

  private static int whole(Map<String, String> query, String name, int otherwise, int most) {
    double value = number(query, name, otherwise);
    if (!(value >= 1 && value <= most)) {
      throw new Refusal(Refusal.BAD_REQUEST, name + " must be 1 to " + most);
    }
    return (int) value;
  }
}
