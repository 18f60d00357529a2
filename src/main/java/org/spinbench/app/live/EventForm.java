package org.spinbench.app.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spinbench.calibration.Calibration;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedEvent;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.NotedSample;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;

/** The form of events, version {@value #VERSION}: docs/events.md describes it. */
final class EventForm {
  static final int VERSION = 1;

  /** Longest calibration that an event contains, characters; the run file has longer ones. */
  private static final int LONGEST_CALIBRATION = 65_536;

  private static final Set<String> TRIPS = Set.of("trip", "suspended", "resumed");
  private static final Set<String> DRIFTS =
      Set.of(
          "expired", "reference", "drift", "renewed", "alarm", "recalibrated", "damage", "retrain");

  private EventForm() {}

  /**
   * The body of an event.
   *
   * @param fields by name; numbers that are not finite are left out
   */
  record Body(String type, Map<String, Object> fields) {
    static Body of(String type, Object... namesAndValues) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (int k = 0; k < namesAndValues.length; k += 2) {
        Object value = namesAndValues[k + 1];
        Object bare = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
        boolean said = bare != null && !(bare instanceof Double number && !Double.isFinite(number));
        if (said) {
          fields.put((String) namesAndValues[k], bare);
        }
      }
      return new Body(type, fields);
    }

    /** The event as one line of JSON. */
    String json(long number, String run) {
      Map<String, Object> whole = new LinkedHashMap<>();
      whole.put("v", VERSION);
      whole.put("seq", number);
      whole.put("run", run);
      whole.put("type", type);
      whole.putAll(fields);
      return Json.write(whole);
    }
  }

  /** The events for a record of a run file. */
  static List<Body> of(Object what) {
    if (what instanceof NotedReading reading) {
      return List.of(reading(reading));
    }
    if (what instanceof NotedSetting setting) {
      return List.of(
          Body.of(
              "setting",
              "time",
              setting.time(),
              "name",
              setting.name(),
              "value",
              setting.value(),
              "unit",
              setting.unit()));
    }
    if (what instanceof NotedEvaluation one) {
      return List.of(evaluation(one));
    }
    if (what instanceof Step step) {
      return List.of(step(step));
    }
    if (what instanceof NotedSample sample) {
      return List.of(
          Body.of(
              "sample",
              "time",
              sample.time(),
              "number",
              sample.number(),
              "right",
              sample.right(),
              "values",
              sample.values()));
    }
    if (what instanceof NotedEvent event) {
      return List.of(event(event.time(), event.kind(), event.detail()));
    }
    if (what instanceof Columns columns) {
      return List.of(
          Body.of("columns", "settings", columns.settings(), "readings", columns.readings()));
    }
    if (what instanceof StopDocument stop) {
      return stop(stop);
    }
    if (what instanceof StartDocument start) {
      return List.of(start(start));
    }
    if (what instanceof Calibration belief) {
      return List.of(new Body("belief", BeliefForm.of(belief)));
    }
    String calibration = (String) what;
    boolean fits = calibration.length() <= LONGEST_CALIBRATION;
    return List.of(
        Body.of(
            "calibration",
            "characters",
            calibration.length(),
            "calibration",
            fits ? Json.tree(calibration) : null));
  }

  private static Body start(StartDocument start) {
    return Body.of(
        "start",
        "time",
        start.time(),
        "kind",
        start.kind(),
        "task",
        start.task(),
        "seed",
        start.seed(),
        "chipSeed",
        start.chipSeed(),
        "program",
        start.program(),
        "instruments",
        start.instruments());
  }

  private static Body reading(NotedReading reading) {
    return Body.of(
        "reading",
        "time",
        reading.time(),
        "name",
        reading.name(),
        "value",
        reading.value(),
        "unit",
        reading.unit(),
        "uncertainty",
        reading.uncertainty(),
        "purpose",
        reading.purpose().name(),
        "evaluation",
        reading.evaluation().isPresent() ? reading.evaluation().getAsLong() : null,
        "source",
        reading.source(),
        "sound",
        reading.isSound());
  }

  private static Body evaluation(NotedEvaluation one) {
    return Body.of(
        one.time().isPresent() ? "setpoint" : "evaluation",
        "time",
        one.time(),
        "number",
        one.number(),
        "purpose",
        one.purpose().name(),
        one.time().isPresent() ? "settings" : "inputs",
        one.inputs(),
        "expected",
        one.expected().isPresent() ? one.expected().getAsInt() : null);
  }

  private static Body step(Step step) {
    return Body.of(
        "step",
        "time",
        step.time(),
        "phase",
        step.phase(),
        "block",
        step.block(),
        "loss",
        step.loss(),
        "accuracy",
        step.accuracy(),
        "accepted",
        step.accepted(),
        "byTwin",
        step.byTwin(),
        "parameters",
        step.parameters());
  }

  private static Body event(Instant time, String kind, String detail) {
    String type =
        TRIPS.contains(kind)
            ? "trip"
            : DRIFTS.contains(kind) ? "drift" : kind.equals("limit") ? "limit" : "note";
    return Body.of(type, "time", time, "kind", kind, "detail", detail);
  }

  /** The findings of a run, and its end. */
  private static List<Body> stop(StopDocument stop) {
    List<Body> events = new ArrayList<>();
    var results = Json.tree(stop.results());
    for (var found : results.path("findings")) {
      events.add(
          Body.of(
              "fit",
              "name",
              found.path("name").asText(),
              "value",
              found.path("value").asDouble(),
              "deviation",
              found.path("deviation").asDouble(),
              "unit",
              found.path("unit").asText()));
    }
    events.add(
        Body.of(
            "stop",
            "time",
            stop.time(),
            "status",
            stop.status(),
            "message",
            stop.message(),
            "results",
            results));
    return events;
  }
}
