package org.spinbench.app.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spinbench.app.live.EventForm.Body;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.file.SafetyRules;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The instruments of a bench with the values that the program knows, beside their limits. Sends
 * nothing: a value that was neither set nor read is unknown.
 */
final class RackState {
  private final Bench bench;
  private final Clock clock;
  private final Map<String, String> known = new HashMap<>();
  private final Map<String, Trips.Judged> seen = new HashMap<>();

  RackState(Bench bench, Clock clock) {
    this.bench = bench;
    this.clock = clock;
  }

  /** Events for the settings that have changed since the last call. */
  List<Body> changes() {
    List<Body> changes = new ArrayList<>();
    bench
        .instruments()
        .forEach(
            (name, instrument) -> {
              for (Setting setting : instrument.settings()) {
                String value = setting.lastKnownText().orElse("");
                String full = name + "." + setting.name();
                String before = known.put(full, value);
                if (!value.isEmpty() && !value.equals(before)) {
                  changes.add(change(full, setting, value));
                }
              }
            });
    return changes;
  }

  private Body change(String name, Setting setting, String value) {
    return setting instanceof NumberSetting number
        ? Body.of(
            "setting",
            "time",
            clock.now(),
            "name",
            name,
            "value",
            Double.valueOf(value),
            "unit",
            number.unit().symbol())
        : Body.of("setting", "time", clock.now(), "name", name, "value", value, "unit", "");
  }

  /** Every instrument, for JSON. */
  List<Object> fields() {
    List<Object> rack = new ArrayList<>();
    bench
        .instruments()
        .forEach(
            (name, instrument) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", name);
              one.put("model", bench.file().instruments().get(name).model());
              one.put("resource", bench.file().instruments().get(name).resource());
              one.put("identity", instrument.session().identity().toString());
              one.put("settings", settings(instrument));
              rack.add(one);
            });
    return rack;
  }

  private static List<Object> settings(Instrument instrument) {
    List<Object> settings = new ArrayList<>();
    for (Setting setting : instrument.settings()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", setting.name());
      setting.lastKnownText().ifPresent(value -> one.put("value", value));
      if (setting instanceof NumberSetting number) {
        one.put("unit", number.unit().symbol());
        put(one, "lowest", number.minimum());
        put(one, "highest", number.maximum());
      }
      settings.add(one);
    }
    return settings;
  }

  private static void put(Map<String, Object> fields, String name, double value) {
    if (Double.isFinite(value)) {
      fields.put(name, value);
    }
  }

  /** Events for the conditions of the bench file whose state has changed since the last call. */
  List<Body> judged() {
    List<Body> changes = new ArrayList<>();
    for (Trips.Judged one : trips()) {
      if (!one.equals(seen.put(one.what(), one))) {
        changes.add(new Body("condition", fields(one)));
      }
    }
    return changes;
  }

  private List<Trips.Judged> trips() {
    return bench.trips().map(Trips::judged).orElse(List.of());
  }

  private static Map<String, Object> fields(Trips.Judged one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", one.what());
    fields.put("condition", one.condition());
    fields.put("found", one.found().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    fields.put("pauses", one.pauses());
    return fields;
  }

  /** The conditions of the bench file, in words, for JSON. */
  Map<String, Object> conditions() {
    SafetyRules rules = bench.file().safety().rules();
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put(
        "interlocks",
        rules.interlocks().stream()
            .map(one -> one.name() + ": " + String.join(", ", one.sources()))
            .toList());
    conditions.put("trips", rules.trips().stream().map(SafetyRules.Trip::name).toList());
    conditions.put("judged", trips().stream().map(RackState::fields).toList());
    conditions.put("watchdog", bench.file().safety().watchdog());
    Optional<Ownership.Owner> owner =
        Ownership.ofThisProgram(
            bench.file().instruments().values().stream()
                .map(one -> ResourceName.parse(one.resource()))
                .toList());
    conditions.put("guarded", bench.file().safety().watchdog() && owner.isPresent());
    owner.ifPresent(one -> conditions.put("owner", one.toString()));
    return conditions;
  }
}
