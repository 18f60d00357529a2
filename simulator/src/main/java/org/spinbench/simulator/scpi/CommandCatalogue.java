package org.spinbench.simulator.scpi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The commands of an instrument as a reader wants them: one line a header. */
public final class CommandCatalogue {
  /** What a command does in simulation. */
  public enum Effect {
    /** Its effect in the instrument. */
    WORKS,
    /** Its value is kept and answered, and has no further effect. */
    STORED,
    /** It is refused as undefined. */
    ABSENT
  }

  /**
   * One header.
   *
   * @param header in the notation of SCPI
   * @param set whether it is a command
   * @param query whether it is a query
   * @param form its parameters with their ranges; empty without parameters
   * @param preset its value after a reset; empty if it has none or if it follows from others
   * @param effect what it does in simulation
   * @param source where it is described, or why it is absent; may be empty
   */
  public record Line(
      String header,
      boolean set,
      boolean query,
      String form,
      String preset,
      Effect effect,
      String source) {}

  private static final class Entry {
    boolean set;
    boolean query;
    Supplier<String> form = () -> "";
    Supplier<String> preset = () -> "";
    Effect effect = Effect.WORKS;
    String source = "";
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Entry entry(String header) {
    return entries.computeIfAbsent(header, pattern -> new Entry());
  }

  /** Notes a declaration of the tree. */
  void declared(String pattern, CommandTree.Entry declared) {
    Entry entry = entry(pattern);
    if (declared.kind() != CommandTree.Kind.COMMAND) {
      entry.query = true;
      return;
    }
    entry.set = true;
    int least = declared.least();
    int most = declared.most();
    String count = least == most ? "" + most : least + " to " + most;
    entry.form = () -> most == 0 ? "" : count + (most == 1 ? " parameter" : " parameters");
  }

  /** Describes a declared number, whose range may depend on other settings. */
  void describe(String pattern, Supplier<NumberRange> range) {
    Entry entry = entry(pattern);
    entry.form = () -> text(range.get());
    entry.preset = () -> Replies.plain(range.get().preset());
  }

  /** Describes the parameters of a declared command. */
  void describe(String pattern, String form, String preset) {
    Entry entry = entry(pattern);
    entry.form = () -> form;
    entry.preset = () -> preset;
  }

  /** Says what a declared command does, and where it is described. */
  void describe(String pattern, Effect effect, String source) {
    Entry entry = entry(pattern);
    entry.effect = effect;
    entry.source = source;
  }

  private static String text(NumberRange range) {
    String unit = range.quantity().unit();
    String ends = bound(range.min()) + ".." + bound(range.max());
    return "number " + ends + (unit.isEmpty() ? "" : " " + unit);
  }

  private static String bound(double value) {
    return Double.isInfinite(value) ? (value > 0 ? "INF" : "-INF") : Replies.shortest(value);
  }

  /** Every header, in the order of the declarations. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    entries.forEach(
        (header, entry) ->
            lines.add(
                new Line(
                    header,
                    entry.set,
                    entry.query,
                    entry.form.get(),
                    entry.preset.get(),
                    entry.effect,
                    entry.source)));
    return lines;
  }
}
