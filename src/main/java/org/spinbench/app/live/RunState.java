package org.spinbench.app.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spinbench.app.live.EventForm.Body;

/**
 * What a listener needs that joins late: the last of everything, in a bounded amount of memory. Not
 * safe for several threads.
 */
final class RunState {
  /** Number of lines of the log, and of trips, that are kept. */
  private static final int LINES = 200;

  /** Number of steps that are kept; beyond that every second one is forgotten. */
  private static final int STEPS = 2000;

  /** Number of names of readings and of settings that are kept. */
  private static final int NAMES = 2000;

  private final Map<String, Object> start = new LinkedHashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Object> readings = new LinkedHashMap<>();
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Map<String, Object> spectra = new LinkedHashMap<>();
  private final Map<String, Object> last = new LinkedHashMap<>();
  private final Deque<Object> log = new ArrayDeque<>();
  private final Deque<Object> notes = new ArrayDeque<>();
  private final List<Object> findings = new ArrayList<>();
  private List<Object> steps = new ArrayList<>();
  private long stride = 1;
  private long stepped;

  /** Takes an event over. */
  void take(Body event) {
    counts.merge(event.type(), 1L, Long::sum);
    Map<String, Object> fields = event.fields();
    switch (event.type()) {
      case "start" -> start.putAll(fields);
      case "reading" -> name(readings, fields);
      case "setting" -> name(settings, fields);
      case "spectrum" -> name(spectra, fields);
      case "log" -> keep(log, fields.get("line"));
      case "trip", "drift", "limit", "note" -> keep(notes, fields);
      case "fit" -> findings.add(fields);
      case "step" -> step(fields);
      case "condition" -> {
        // The rack has the state of every condition.
      }
      default -> last.put(event.type(), fields);
    }
  }

  private static void name(Map<String, Object> values, Map<String, Object> fields) {
    String name = (String) fields.get("name");
    if (values.containsKey(name) || values.size() < NAMES) {
      values.put(name, fields);
    }
  }

  private static void keep(Deque<Object> kept, Object one) {
    kept.add(one);
    if (kept.size() > LINES) {
      kept.remove();
    }
  }

  private void step(Map<String, Object> fields) {
    if (stepped++ % stride == 0) {
      steps.add(fields);
    }
    if (steps.size() > STEPS) {
      List<Object> half = new ArrayList<>();
      for (int k = 0; k < steps.size(); k += 2) {
        half.add(steps.get(k));
      }
      steps = half;
      stride *= 2;
    }
  }

  /** The state, for JSON. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("start", start);
    fields.put("counts", counts);
    fields.put("readings", List.copyOf(readings.values()));
    fields.put("settings", List.copyOf(settings.values()));
    fields.put("spectra", List.copyOf(spectra.values()));
    fields.put("steps", steps);
    fields.put("findings", findings);
    fields.put("notes", List.copyOf(notes));
    fields.put("log", List.copyOf(log));
    fields.putAll(last);
    return fields;
  }
}
