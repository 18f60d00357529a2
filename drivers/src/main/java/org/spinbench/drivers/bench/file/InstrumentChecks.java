package org.spinbench.drivers.bench.file;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Checks the instruments of a bench file: models, roles, links, ranges. */
final class InstrumentChecks {
  /** Number of names in a list. */
  private static final int NAMED = 40;

  private final BenchFile file;
  private final TomlProblems problems;

  private InstrumentChecks(BenchFile file, TomlProblems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Adds every problem. */
  static void check(BenchFile file, TomlProblems problems) {
    InstrumentChecks checks = new InstrumentChecks(file, problems);
    checks.resources();
    checks.ranges();
  }

  private void resources() {
    Map<ResourceName, String> used = new HashMap<>();
    file.instruments()
        .forEach(
            (name, entry) -> {
              String key = "instruments." + name;
              resource(key, entry)
                  .map(resource -> used.putIfAbsent(resource, name))
                  .ifPresent(
                      other -> {
                        String problem =
                            "is that of " + other + " too; give each instrument one entry";
                        problems.addFirst(key + ".resource", entry.resource() + " " + problem);
                      });
              if (entry.isKnown()) {
                source(key, entry);
              } else {
                problems.addFirst(
                    key + ".model",
                    entry.model()
                        + " is unknown"
                        + Spelling.nearest(entry.model(), Drivers.models())
                            .map(model -> "; did you mean \"" + model + "\"?")
                            .orElse(
                                "; known are "
                                    + join(Drivers.models())
                                    + "; the driver of another model is drivers/"
                                    + entry.model()
                                    + ".toml beside the bench file"));
              }
              pulsed(name, entry);
              entry
                  .triggeredBy()
                  .ifPresent(
                      trigger -> {
                        problems.requireOneOf(
                            key + ".triggered_by",
                            trigger,
                            file.instruments().keySet(),
                            "instrument");
                      });
            });
    boards(used);
  }

  private void pulsed(String name, InstrumentEntry entry) {
    boolean input =
        file.inputs().stream()
            .anyMatch(one -> SourceName.parse(one.source()).instrument().equals(name));
    if (entry.pulsed() && !input) {
      problems.addFirst(
          "instruments." + name + ".pulsed",
          "is for RF sources of inputs, and this instrument is not one");
    }
  }

  private void source(String key, InstrumentEntry entry) {
    List<SourceFunction> functions = entry.functions();
    if (entry.source().isPresent() && !functions.contains(entry.source().get())) {
      String can =
          functions.isEmpty()
              ? " is not a bias source; omit this key"
              : " can be a source of "
                  + functions.stream()
                      .map(function -> function.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))
                  + " only";
      problems.addFirst(key + ".source", entry.model() + can);
    }
  }

  private Optional<ResourceName> resource(String key, InstrumentEntry entry) {
    Optional<ResourceName> parsed = resourceName(key + ".resource", entry.resource());
    parsed.ifPresent(name -> checkLink(key, entry, name));
    return parsed;
  }

  private void checkLink(String key, InstrumentEntry entry, ResourceName name) {
    if (entry.serial().isPresent()) {
      requireSerial(key, name);
    }
    if (name instanceof ResourceName.Gpib instrument
        && !file.gpib().containsKey(instrument.board())) {
      String section = "[gpib." + instrument.board() + "]";
      String problem = " is on a GPIB bus, and no section " + section + " says how it is reached";
      problems.addFirst(key + ".resource", entry.resource() + problem);
    }
  }

  private Optional<ResourceName> resourceName(String key, String text) {
    try {
      return Optional.of(ResourceName.parse(text));
    } catch (IllegalArgumentException e) {
      problems.addFirst(key, e.getMessage());
      return Optional.empty();
    }
  }

  private void requireSerial(String key, ResourceName name) {
    if (!(name instanceof ResourceName.Serial)) {
      String problem = "settings of a serial line, but " + name + " is not a serial port, ASRL...";
      problems.addFirst(key + ".serial", problem);
    }
  }

  private void boards(Map<ResourceName, String> used) {
    file.gpib()
        .forEach(
            (board, entry) -> {
              String key = "gpib." + board;
              resourceName(key + ".controller", entry.controller())
                  .ifPresent(name -> board(key, entry, name, used));
            });
  }

  private void board(
      String key, GpibEntry entry, ResourceName name, Map<ResourceName, String> used) {
    if (entry.serial().isPresent()) {
      requireSerial(key, name);
    }
    try {
      if (entry.firmware() != null) {
        new GpibController(name, entry.firmware());
      }
    } catch (IllegalArgumentException e) {
      problems.addFirst(key + ".controller", e.getMessage());
    }
    String other = used.putIfAbsent(name, key);
    if (other != null) {
      String problem = "is that of " + other + " too; it can serve only one purpose";
      problems.addFirst(key + ".controller", entry.controller() + " " + problem);
    }
  }

  private void ranges() {
    file.instruments()
        .forEach(
            (name, entry) ->
                entry
                    .limits()
                    .forEach(
                        (setting, range) -> {
                          String key = "instruments." + name + ".limits." + setting;
                          if (range.min() == null && range.max() == null) {
                            problems.addFirst(key, "min, max or both are expected");
                          }
                          notInverted(key, range);
                        }));
    file.safety()
        .plausible()
        .forEach((number, range) -> notInverted("safety.plausible." + number, range));
  }

  private void notInverted(String key, LimitRange range) {
    if (range.lowest() > range.highest()) {
      problems.addFirst(
          key,
          "min, "
              + ScpiNumber.format(range.min())
              + ", is above max, "
              + ScpiNumber.format(range.max()));
    }
  }

  /** Joins the first names of a list. */
  static String join(Collection<String> names) {
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    return names.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
  }
}
