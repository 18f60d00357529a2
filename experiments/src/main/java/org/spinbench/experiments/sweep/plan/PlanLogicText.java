package org.spinbench.experiments.sweep.plan;

import static org.spinbench.experiments.sweep.plan.PlanText.line;
import static org.spinbench.experiments.sweep.plan.PlanText.quoted;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.experiments.sweep.formula.Formula;
import org.spinbench.experiments.sweep.plan.PlanLogic.Derived;
import org.spinbench.experiments.sweep.plan.PlanLogic.Follow;

/** Converts the logic of a plan to TOML, and back. */
final class PlanLogicText {
  private PlanLogicText() {}

  static PlanLogic read(
      TomlTable plan, Map<String, String> set, List<Axis> axes, List<Measurand> readings) {
    Set<String> names = PlanScope.settings(set, axes);
    List<Follow> follows = new ArrayList<>();
    for (Follow follow : plan.listOrNone("follow", one -> follow(one, names))) {
      names.add(follow.setting());
      follows.add(follow);
    }
    List<Formula> skips = plan.listOrNone("skip", one -> condition(one, "when", names));
    Set<String> all = new LinkedHashSet<>(names);
    readings.forEach(one -> all.add(one.reading()));
    if (plan.has("reference")) {
      readings.forEach(one -> all.add(PlanScope.REFERENCE + one.reading()));
    }
    List<Derived> derived =
        plan.listOrNone(
            "derive",
            one -> {
              Derived read = derived(one, all);
              all.add(read.name());
              return read;
            });
    List<Formula> guards = plan.listOrNone("guard", one -> condition(one, "never", all));
    return new PlanLogic(derived, follows, skips, guards);
  }

  private static Follow follow(TomlTable table, Set<String> names) {
    Formula value = number(table, names);
    return new Follow(table.text("setting"), value);
  }

  private static Derived derived(TomlTable table, Set<String> names) {
    String name = table.text("name");
    Formula value = number(table, names);
    String unit = table.textOr("unit", "");
    return refused(table, "name", () -> new Derived(name, value, unit));
  }

  private static Formula number(TomlTable table, Set<String> names) {
    String text = table.text("value");
    return refused(table, "value", () -> Formula.number(text, names, place(table, "value")));
  }

  /** The condition of a key. */
  static Formula condition(TomlTable table, String key, Set<String> names) {
    String text = table.text(key);
    return refused(table, key, () -> Formula.condition(text, names, place(table, key)));
  }

  private static Formula.Place place(TomlTable table, String key) {
    return new Formula.Place(table.lineOf(key), table.columnOf(key));
  }

  private static <T> T refused(TomlTable table, String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw table.refused(
          key, e.getMessage().replaceFirst("^line \\d+, ", "")); // it is named anyway
    }
  }

  static void write(StringBuilder text, PlanLogic logic) {
    for (Follow follow : logic.follows()) {
      text.append("\n[[follow]]\n");
      line(text, "setting", quoted(follow.setting()));
      line(text, "value", quoted(follow.value().text()));
    }
    for (Formula skip : logic.skips()) {
      text.append("\n[[skip]]\n");
      line(text, "when", quoted(skip.text()));
    }
    for (Derived derived : logic.derived()) {
      text.append("\n[[derive]]\n");
      line(text, "name", quoted(derived.name()));
      line(text, "value", quoted(derived.value().text()));
      if (!derived.unit().isEmpty()) {
        line(text, "unit", quoted(derived.unit()));
      }
    }
    for (Formula guard : logic.guards()) {
      text.append("\n[[guard]]\n");
      line(text, "never", quoted(guard.text()));
    }
  }
}
