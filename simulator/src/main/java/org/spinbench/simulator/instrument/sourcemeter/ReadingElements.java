package org.spinbench.simulator.instrument.sourcemeter;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;

/** The elements of a reading in an answer ({@code FORMat:ELEMents}). Their order is fixed. */
final class ReadingElements {
  /** The elements, in the order of the answer. */
  enum Element {
    VOLT,
    CURR,
    RES,
    TIME,
    STAT,
    SOUR
  }

  /**
   * One reading in an answer.
   *
   * @param volts V; like the next two, the instrument's not-a-number if missing
   * @param amperes A
   * @param ohms Ω
   * @param time s since the reset of the readings' clock
   * @param status the instrument's status bits
   * @param source setpoint, V or A
   */
  record Row(double volts, double amperes, double ohms, double time, int status, double source) {
    double of(Element element) {
      return switch (element) {
        case VOLT -> volts;
        case CURR -> amperes;
        case RES -> ohms;
        case TIME -> time;
        case STAT -> status;
        case SOUR -> source;
      };
    }
  }

  private final Set<Element> all;
  private final Set<Element> chosen;

  /** All elements of an instrument. */
  ReadingElements(Set<Element> all) {
    this.all = EnumSet.copyOf(all);
    chosen = EnumSet.copyOf(all);
  }

  /**
   * Declares the choice.
   *
   * @param words the elements, as for {@link Choice#of}
   */
  void declare(CommandTree tree, String pattern, String words) {
    Choice choice = Choice.of(words);
    tree.command(pattern, 1, all.size(), call -> choose(call, choice));
    tree.query(pattern, () -> chosen.stream().map(Element::name).collect(Collectors.joining(",")));
  }

  private void choose(Call call, Choice choice) {
    Set<Element> asked = EnumSet.noneOf(Element.class);
    while (call.more()) {
      asked.add(Element.valueOf(call.choice(choice)));
    }
    chosen.clear();
    chosen.addAll(asked);
  }

  /** Selects all, as after a reset. */
  void preset() {
    chosen.addAll(all);
  }

  Set<Element> chosen() {
    return chosen;
  }

  /** The selected elements, reading by reading. */
  List<Double> of(List<Row> rows) {
    return rows.stream().flatMap(row -> chosen.stream().map(row::of)).toList();
  }
}
