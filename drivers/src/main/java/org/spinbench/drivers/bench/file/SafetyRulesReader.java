package org.spinbench.drivers.bench.file;

import java.util.Optional;
import org.spinbench.drivers.bench.file.SafetyRules.OnlyWhile;
import org.spinbench.drivers.bench.file.SafetyRules.Pause;
import org.spinbench.drivers.bench.file.SafetyRules.Sensor;
import org.spinbench.drivers.bench.file.SafetyRules.Then;
import org.spinbench.drivers.bench.file.SafetyRules.Trip;

/** Reads the conditions of the section {@code [safety]}. */
final class SafetyRulesReader {
  private static final double EVERY = 1;

  private SafetyRulesReader() {}

  static SafetyRules read(TomlTable safety) {
    return new SafetyRules(
        safety.listOrNone("interlock", SafetyRulesReader::interlock),
        safety.listOrNone("trip", SafetyRulesReader::trip),
        safety.listOrNone("sensor", SafetyRulesReader::sensor));
  }

  private static OnlyWhile interlock(TomlTable table) {
    return new OnlyWhile(
        table.text("name"), table.texts("sources"), condition(table, "only_while"));
  }

  private static Trip trip(TomlTable table) {
    return new Trip(
        table.text("name"),
        condition(table, "when"),
        table.wordOr("then", Then.class, Then.REST),
        table.positiveOr("every", EVERY),
        pause(table));
  }

  private static Pause pause(TomlTable table) {
    Optional<Condition> resumeWhen =
        table.has("resume_when")
            ? Optional.of(condition(table, "resume_when"))
            : Pause.USUAL.resumeWhen();
    return new Pause(
        resumeWhen,
        table.positiveOr("resume_after", Pause.USUAL.resumeAfter()),
        table.positiveOr("give_up_after", Pause.USUAL.giveUpAfter()),
        table.integerOr("pauses", Pause.USUAL.most()));
  }

  private static Sensor sensor(TomlTable table) {
    return new Sensor(
        table.text("name"),
        table.text("reading"),
        table.number("scale"),
        table.has("offset") ? table.number("offset") : 0,
        table.text("unit"));
  }

  private static Condition condition(TomlTable table, String key) {
    String text = table.text(key);
    if (text.isEmpty()) {
      return Condition.NONE; // It is missing, and the problem is already noted.
    }
    try {
      return Condition.parse(text);
    } catch (IllegalArgumentException e) {
      throw table.refused(key, e.getMessage());
    }
  }
}
