package org.spinbench.drivers.bench.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.SafetyRules.OnlyWhile;
import org.spinbench.drivers.bench.file.SafetyRules.Sensor;
import org.spinbench.drivers.bench.file.SafetyRules.Then;
import org.spinbench.drivers.bench.file.SafetyRules.Trip;
import org.spinbench.drivers.text.Spelling;

/** Checks the names in interlocks, trips and the key {@code leave} of a bench file. */
final class SafetyRuleChecks {
  /** Quantities of the chip's parts in conditions. */
  private static final Map<String, List<String>> OF_PARTS =
      Map.of(
          "input", List.of("power", "frequency"),
          "synapse", List.of("current"),
          "neuron", List.of("bias", "resistance", "power"),
          "chain", List.of("voltage"));

  private final BenchFile file;
  private final SafetyRules rules;
  private final TomlProblems problems;

  private SafetyRuleChecks(BenchFile file, TomlProblems problems) {
    this.file = file;
    rules = file.safety().rules();
    this.problems = problems;
  }

  /** Adds every unknown name and every contradiction. */
  static void check(BenchFile file, TomlProblems problems) {
    SafetyRuleChecks checks = new SafetyRuleChecks(file, problems);
    checks.once("safety.interlock", checks.rules.interlocks(), OnlyWhile::name);
    checks.once("safety.trip", checks.rules.trips(), Trip::name);
    checks.once("safety.sensor", checks.rules.sensors(), Sensor::name);
    checks.rules.interlocks().forEach(checks::interlock);
    checks.rules.trips().forEach(checks::trip);
    checks.rules.sensors().forEach(checks::sensor);
    file.safety().leave().forEach(checks::leave);
  }

  private <T> void once(String key, List<T> list, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    for (T one : list) {
      if (!names.add(name.apply(one))) {
        problems.addAgain(
            key,
            key + ".\"" + name.apply(one) + "\"",
            "the name \"" + name.apply(one) + "\" is given twice; every name must be unique");
      }
    }
  }

  private void interlock(OnlyWhile one) {
    String key = "safety.interlock.\"" + one.name() + "\".";
    for (String source : one.sources()) {
      boolean known =
          file.indexOfInput(source) >= 0
              || file.indexOfNeuron(source) >= 0
              || file.indexOfSynapse(source) >= 0
              || file.stripLines().stream().anyMatch(line -> line.name().equals(source))
              || isInstrument(source);
      if (!known) {
        problems.add(
            key + "sources",
            "\"" + source + "\" is not a source; " + Spelling.choices(source, sources()));
      }
    }
    condition(key + "only_while", one.onlyWhile());
  }

  private void leave(String output) {
    if (SourceName.owner(file, output).isEmpty()) {
      problems.add(
          "safety.leave",
          "\""
              + output
              + "\" belongs to no instrument; "
              + Spelling.choices(output, file.instruments().keySet()));
    } else if (SourceName.wires(file, output)) {
      problems.add(
          "safety.leave",
          "\""
              + output
              + "\" is wired to the chip and has to come to rest; name only outputs that are not");
    }
  }

  private List<String> sources() {
    List<String> names = new ArrayList<>();
    file.inputs().forEach(one -> names.add(one.name()));
    file.synapses().forEach(one -> names.add(one.name()));
    file.neurons().forEach(one -> names.add(one.name()));
    file.stripLines().forEach(one -> names.add(one.name()));
    names.addAll(file.instruments().keySet());
    return names;
  }

  private void trip(Trip one) {
    String key = "safety.trip.\"" + one.name() + "\".";
    condition(key + "when", one.when());
    one.pause().resumeWhen().ifPresent(condition -> condition(key + "resume_when", condition));
    if (one.then() == Then.REST && !one.pause().equals(SafetyRules.Pause.USUAL)) {
      problems.add(
          key + "then",
          "\"rest\" ends the run, so resume_when, resume_after, give_up_after and pauses "
              + "have no effect; write then = \"pause\", or remove them");
    }
    if (one.pause().most() < 1) {
      problems.add(key + "pauses", "1 or more is expected, not " + one.pause().most());
    }
    if (one.pause().giveUpAfter() < one.pause().resumeAfter()) {
      problems.add(
          key + "give_up_after",
          one.pause().giveUpAfter()
              + " s is below resume_after, "
              + one.pause().resumeAfter()
              + " s, so that no pause could end");
    }
  }

  private void sensor(Sensor one) {
    String key = "safety.sensor.\"" + one.name() + "\".";
    if (one.scale() == 0) {
      problems.add(key + "scale", "a number other than zero is expected");
    }
    if (rules.sensors().stream().anyMatch(other -> other.name().equals(one.reading()))) {
      problems.add(key + "reading", "a reading of an instrument is expected, not another sensor");
    } else {
      quantity(key + "reading", one.reading());
    }
  }

  private void condition(String key, Condition condition) {
    condition.quantities().forEach(quantity -> quantity(key, quantity));
  }

  private void quantity(String key, String name) {
    if (rules.sensors().stream().anyMatch(sensor -> sensor.name().equals(name))) {
      return;
    }
    int point = name.lastIndexOf('.');
    if (point < 1 || point == name.length() - 1) {
      problems.add(
          key,
          "\""
              + name
              + "\" is not a sensor; "
              + Spelling.choices(name, rules.sensors().stream().map(Sensor::name).toList())
              + ". For a setting or reading write its owner, a point and its name, such as"
              + " \"neuron 1.bias\" or \"bias_1.output\"");
      return;
    }
    String owner = name.substring(0, point);
    String item = name.substring(point + 1);
    String part = part(owner);
    if (part.isEmpty() && !isInstrument(owner)) {
      problems.add(
          key,
          name
              + ": nothing on this bench is called \""
              + owner
              + "\"; "
              + Spelling.choices(owner, owners()));
    } else if (!part.isEmpty() && !OF_PARTS.get(part).contains(item)) {
      problems.add(key, name + ": of " + owner + " " + Spelling.choices(item, OF_PARTS.get(part)));
    }
  }

  private List<String> owners() {
    return Stream.concat(sources().stream(), file.chains().stream().map(BenchFile.Chain::name))
        .filter(name -> file.stripLines().stream().noneMatch(line -> line.name().equals(name)))
        .toList();
  }

  private String part(String owner) {
    if (file.indexOfInput(owner) >= 0) {
      return "input";
    }
    if (file.indexOfSynapse(owner) >= 0) {
      return "synapse";
    }
    if (file.indexOfNeuron(owner) >= 0) {
      return "neuron";
    }
    return file.indexOfChain(owner) >= 0 ? "chain" : "";
  }

  private boolean isInstrument(String name) {
    SourceName source = SourceName.parse(name);
    return source.channel() >= 0 && file.instruments().containsKey(source.instrument());
  }
}
