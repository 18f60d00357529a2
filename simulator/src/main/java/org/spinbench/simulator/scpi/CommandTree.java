package org.spinbench.simulator.scpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.spinbench.simulator.scpi.Turns.Urgency;

/**
 * The commands of one instrument, declared in the standard's own notation (SCPI-99 volume 1 section
 * 6): {@code "[:SOURce]:FREQuency[:CW|:FIXed]"}. Upper case is the short form, brackets make a node
 * optional, a bar separates alternatives, and {@code #} stands for a numeric suffix.
 */
public final class CommandTree {
  private static final int LONGEST_MNEMONIC = 12;
  private static final int MOST_KNOWN = 4096;
  private static final int MISSING = -1;

  /** The action of a command without answer. */
  public interface Handler {
    void handle(Call call);
  }

  /** The answer to a query. */
  public interface Answer {
    String answer(Call call);
  }

  /** How an answer ends; no answer can follow arbitrary text, because nothing separates them. */
  enum Kind {
    COMMAND,
    QUERY,
    ARBITRARY_TEXT
  }

  /** A command in the tree: the number of its parameters and its action. */
  record Entry(int least, int most, Kind kind, Urgency urgency, Answer action) {}

  /** The settings of an instrument, for {@code *SAV} and {@code *RCL}. */
  interface State {
    /** Saves the present settings. The result restores them. */
    Runnable take();
  }

  /** A header that was found: what to do, its suffixes, and the path for the next header. */
  record Resolved(Entry entry, int[] suffixes, Place path) {}

  /** The path that a header leaves, with the headers already found from it. */
  static final class Place {
    private final String prefix;
    private final Map<String, Resolved> known = new HashMap<>();

    private Place(String prefix) {
      this.prefix = prefix;
    }
  }

  /** The end of a pattern; {@code slots} maps each node found to its suffix in the pattern. */
  private record Leaf(Entry entry, int[] slots, int slotCount) {}

  private static final class Node {
    final Map<String, Node> children = new HashMap<>();
    final boolean suffixed;
    Leaf command;
    Leaf query;

    Node(boolean suffixed) {
      this.suffixed = suffixed;
    }
  }

  private record Group(boolean optional, List<String> mnemonics) {
    boolean suffixed() {
      return mnemonics.get(0).endsWith("#");
    }
  }

  private final Node root = new Node(false);
  private final Place top = new Place("");
  private final Map<String, Place> places = new HashMap<>();
  private boolean missingOnly;
  private Urgency usual = Urgency.IN_TURN;
  private int knownHeaders;
  private final List<State> states = new ArrayList<>();
  private final DoubleFunction<String> numberFormat;
  private final CommandCatalogue catalogue = new CommandCatalogue();

  /**
   * An empty tree.
   *
   * @param numberFormat how this instrument writes the numbers that {@link #number} answers
   */
  public CommandTree(DoubleFunction<String> numberFormat) {
    this.numberFormat = numberFormat;
  }

  /** The commands that are declared, for a reader. */
  public CommandCatalogue catalogue() {
    return catalogue;
  }

  /** A number as this instrument writes it. */
  String written(double number) {
    return numberFormat.apply(number);
  }

  /** Declares a command that takes that many parameters. */
  public void command(String pattern, int least, int most, Handler handler) {
    Answer action =
        call -> {
          handler.handle(call);
          return null;
        };
    Urgency urgency = Urgency.ofCommand(pattern, usual);
    declare(pattern, new Entry(least, most, Kind.COMMAND, urgency, action));
  }

  /** Declares a command without parameters. Every suffix of its header must be 1. */
  public void event(String pattern, Runnable event) {
    command(
        pattern,
        0,
        0,
        call -> {
          call.requireFirst();
          event.run();
        });
  }

  /** Declares a query that takes that many parameters; the pattern is without question mark. */
  public void query(String pattern, int least, int most, Answer answer) {
    declare(pattern, new Entry(least, most, Kind.QUERY, Urgency.ofQuery(pattern, usual), answer));
  }

  /** Declares a query that is answered at once, while another client waits for a measurement. */
  public void promptQuery(String pattern, int least, int most, Answer answer) {
    declare(pattern, new Entry(least, most, Kind.QUERY, Urgency.PROMPT, answer));
  }

  /** Declares a command without parameters that never waits for an operation or a measurement. */
  public void urgent(String pattern, Runnable event) {
    usual = Urgency.URGENT;
    event(pattern, event);
    usual = Urgency.IN_TURN;
  }

  /** Declares a query whose answer is arbitrary text, so that no other query may follow it. */
  public void arbitraryText(String pattern, Supplier<String> answer) {
    declare(pattern, new Entry(0, 0, Kind.ARBITRARY_TEXT, Urgency.PROMPT, call -> answer.get()));
  }

  /** Declares a query without parameters. Every suffix of its header must be 1. */
  public void query(String pattern, Supplier<String> answer) {
    query(pattern, 0, 0, call -> call.requireFirst().with(answer));
  }

  private void setting(String pattern, Supplier<String> answer) {
    promptQuery(pattern, 0, 0, call -> call.requireFirst().with(answer));
  }

  /** Declares a numeric setting with its query, which also takes MIN, MAX and DEF. */
  public void number(String pattern, NumberRange range, DoubleSupplier get, DoubleConsumer set) {
    number(pattern, () -> range, get, set);
  }

  /** Like {@link #number}, for a range that depends on other settings. */
  public void number(
      String pattern, Supplier<NumberRange> range, DoubleSupplier get, DoubleConsumer set) {
    command(pattern, 1, 1, call -> set.accept(call.requireFirst().number(range.get())));
    promptQuery(pattern, 0, 1, call -> numberFormat.apply(numberOrLimit(call, range.get(), get)));
    stored(get::getAsDouble, set::accept);
    catalogue.describe(pattern, range);
  }

  /** Like {@link #number}, for a setting that UP and DOWN change by one step. */
  public void stepped(
      String pattern,
      Supplier<NumberRange> range,
      DoubleSupplier step,
      DoubleSupplier get,
      DoubleConsumer set) {
    stepped(
        pattern,
        range,
        () -> get.getAsDouble() + step.getAsDouble(),
        () -> get.getAsDouble() - step.getAsDouble(),
        get,
        set);
  }

  /** Like {@link #number}, for a setting with values for UP and DOWN. */
  public void stepped(
      String pattern,
      Supplier<NumberRange> range,
      DoubleSupplier up,
      DoubleSupplier down,
      DoubleSupplier get,
      DoubleConsumer set) {
    command(
        pattern,
        1,
        1,
        call ->
            set.accept(
                call.requireFirst().stepped(range.get(), up.getAsDouble(), down.getAsDouble())));
    promptQuery(pattern, 0, 1, call -> numberFormat.apply(numberOrLimit(call, range.get(), get)));
    stored(get::getAsDouble, set::accept);
    catalogue.describe(pattern, range);
  }

  private double numberOrLimit(Call call, NumberRange range, DoubleSupplier get) {
    return call.requireFirst().more() ? call.limit(range) : get.getAsDouble();
  }

  /** Declares a whole-number setting with its query. */
  public void integer(String pattern, int min, int max, DoubleSupplier get, DoubleConsumer set) {
    whole(pattern, new NumberRange(Quantity.NUMBER, min, max, min), get, set);
    catalogue.describe(pattern, "int " + min + ".." + max, "");
  }

  /** Like {@link #number}, for whole numbers of a unit, which are answered as such. */
  public void whole(String pattern, NumberRange range, DoubleSupplier get, DoubleConsumer set) {
    command(pattern, 1, 1, call -> set.accept(StrictMath.rint(call.requireFirst().number(range))));
    promptQuery(pattern, 0, 1, call -> Replies.plain(numberOrLimit(call, range, get)));
    stored(get::getAsDouble, set::accept);
    catalogue.describe(pattern, () -> range);
  }

  /** Declares a boolean setting with its query. */
  public void flag(String pattern, BooleanSupplier get, Consumer<Boolean> set) {
    command(pattern, 1, 1, call -> set.accept(call.requireFirst().flag()));
    setting(pattern, () -> Replies.flag(get.getAsBoolean()));
    stored(get::getAsBoolean, set);
    catalogue.describe(pattern, "bool", "");
  }

  /** Declares a setting that is one of several words, with its query. */
  public void choice(String pattern, Choice choice, Supplier<String> get, Consumer<String> set) {
    command(pattern, 1, 1, call -> set.accept(call.requireFirst().choice(choice)));
    setting(pattern, get);
    stored(get, set);
    catalogue.describe(pattern, "word " + choice.notation(), "");
  }

  /**
   * Declares a setting that {@code *SAV} saves and {@code *RCL} restores, in the order of the
   * declarations. A number, flag or choice declared above needs no such declaration.
   */
  public <T> void stored(Supplier<T> get, Consumer<T> set) {
    states.add(
        () -> {
          T value = get.get();
          return () -> set.accept(value);
        });
  }

  /** Declares settings that {@code *SAV} leaves out, because something else saves them. */
  public void unsaved(Runnable declarations) {
    List<State> kept = List.copyOf(states);
    declarations.run();
    states.clear();
    states.addAll(kept);
  }

  /** The settings declared so far. */
  State state() {
    List<State> parts = List.copyOf(states);
    return () -> {
      List<Runnable> kept = parts.stream().map(State::take).toList();
      return () -> kept.forEach(Runnable::run);
    };
  }

  /** Whether the tree has a command with this header without suffix. */
  boolean hasCommand(String header) {
    Node node = root.children.get(header);
    return node != null && node.command != null;
  }

  /** Ignores further declarations of headers that exist already; new ones are prompt. */
  void declareMissingOnly() {
    missingOnly = true;
    usual = Urgency.PROMPT;
  }

  /** The place where every message begins. */
  Place top() {
    return top;
  }

  /**
   * Finds the command for a header.
   *
   * @param place the path left by the header before
   * @param header as sent, with its question mark
   */
  Resolved resolve(Place place, String header) {
    Resolved known = place.known.get(header);
    if (known != null) {
      return known;
    }
    if (++knownHeaders > MOST_KNOWN) {
      forget();
    }
    Resolved found = findFrom(place, header);
    place.known.put(header, found);
    return found;
  }

  private void forget() {
    top.known.clear();
    places.values().forEach(place -> place.known.clear());
    places.clear();
    knownHeaders = 0;
  }

  /** Looks for a header at the root if it is unknown beside the last one, as instruments do. */
  private Resolved findFrom(Place place, String header) {
    try {
      return find(place, header);
    } catch (CommandException unknown) {
      if (unknown.error() != StandardError.UNDEFINED_HEADER || place == top) {
        throw unknown;
      }
      return find(top, header);
    }
  }

  private Resolved find(Place place, String header) {
    String name = header.startsWith(":") ? header.substring(1) : header;
    boolean common = name.startsWith("*");
    String full = common || header.startsWith(":") ? name : place.prefix + name;
    boolean query = full.endsWith("?");
    String words = query ? full.substring(0, full.length() - 1) : full;
    Node node = root;
    int[] found = new int[8];
    int count = 0;
    for (String word : words.split(":", -1)) {
      int digits = suffixStart(word);
      Node child = child(node, word, digits);
      if (child.suffixed && count < found.length) {
        found[count++] = digits < word.length() ? suffix(word, digits) : MISSING;
      }
      node = child;
    }
    Leaf leaf = query ? node.query : node.command;
    if (leaf == null) {
      throw new CommandException(StandardError.UNDEFINED_HEADER);
    }
    Place next = common ? place : place(words.substring(0, words.lastIndexOf(':') + 1));
    return new Resolved(leaf.entry, suffixes(leaf, found), next);
  }

  private Place place(String prefix) {
    return prefix.isEmpty() ? top : places.computeIfAbsent(prefix, Place::new);
  }

  private static Node child(Node node, String word, int digits) {
    Node exact = node.children.get(word.toUpperCase(Locale.ROOT));
    if (exact != null) {
      return exact;
    }
    if (digits > LONGEST_MNEMONIC) {
      throw new CommandException(StandardError.PROGRAM_MNEMONIC_TOO_LONG);
    }
    Node child = node.children.get(word.substring(0, digits).toUpperCase(Locale.ROOT));
    if (child == null || !child.suffixed) {
      throw new CommandException(StandardError.UNDEFINED_HEADER);
    }
    return child;
  }

  private static int suffixStart(String word) {
    int start = word.length();
    while (start > 0 && Lexer.isDigit(word.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static int suffix(String word, int start) {
    if (word.length() - start > 9) {
      throw new CommandException(StandardError.HEADER_SUFFIX_OUT_OF_RANGE);
    }
    return Integer.parseInt(word, start, word.length(), 10);
  }

  private static int[] suffixes(Leaf leaf, int[] found) {
    int[] suffixes = new int[leaf.slotCount];
    Arrays.fill(suffixes, MISSING);
    for (int i = 0; i < leaf.slots.length; i++) {
      suffixes[leaf.slots[i]] = found[i];
    }
    return suffixes;
  }

  private void declare(String pattern, Entry entry) {
    List<Group> groups = groups(pattern);
    int slotCount = (int) groups.stream().filter(Group::suffixed).count();
    boolean[] added = {false};
    Ending leaf = leaf(entry, slotCount, added);
    expand(root, groups, 0, new int[0], 0, leaf);
    if (added[0]) {
      catalogue.declared(pattern, entry);
    }
  }

  private interface Ending {
    void at(Node node, int[] slots);
  }

  private Ending leaf(Entry entry, int slotCount, boolean[] added) {
    boolean query = entry.kind != Kind.COMMAND;
    return (node, slots) -> {
      if ((query ? node.query : node.command) != null) {
        if (missingOnly) {
          return;
        }
        throw new IllegalArgumentException("two declarations of one header");
      }
      added[0] = true;
      Leaf leaf = new Leaf(entry, slots, slotCount);
      if (query) {
        node.query = leaf;
      } else {
        node.command = leaf;
      }
    };
  }

  private static void expand(
      Node node, List<Group> groups, int index, int[] slots, int slot, Ending ending) {
    if (index == groups.size()) {
      ending.at(node, slots);
      return;
    }
    Group group = groups.get(index);
    int nextSlot = group.suffixed() ? slot + 1 : slot;
    if (group.optional) {
      expand(node, groups, index + 1, slots, nextSlot, ending);
    }
    int[] filled = slots;
    if (group.suffixed()) {
      filled = Arrays.copyOf(slots, slots.length + 1);
      filled[slots.length] = slot;
    }
    for (String mnemonic : group.mnemonics) {
      expand(grow(node, mnemonic), groups, index + 1, filled, nextSlot, ending);
    }
  }

  private static Node grow(Node node, String mnemonic) {
    if (mnemonic.isEmpty()) {
      throw new IllegalArgumentException("a node of the pattern has no name");
    }
    boolean suffixed = mnemonic.endsWith("#");
    String word = suffixed ? mnemonic.substring(0, mnemonic.length() - 1) : mnemonic;
    String longForm = word.toUpperCase(Locale.ROOT);
    Node child = node.children.computeIfAbsent(longForm, form -> new Node(suffixed));
    Node other = node.children.putIfAbsent(shortForm(word), child);
    if (other != null && other != child || child.suffixed != suffixed) {
      throw new IllegalArgumentException("mnemonic " + mnemonic + " clashes with another");
    }
    return child;
  }

  private static List<Group> groups(String pattern) {
    List<Group> groups = new ArrayList<>();
    String rest = pattern.replace("|:", "|");
    while (!rest.isEmpty()) {
      boolean optional = rest.charAt(0) == '[';
      int from = optional ? 1 : 0;
      from += rest.charAt(from) == ':' ? 1 : 0;
      int to = from;
      while (to < rest.length() && "[]:".indexOf(rest.charAt(to)) < 0) {
        to++;
      }
      groups.add(new Group(optional, List.of(rest.substring(from, to).split("\\|"))));
      rest = rest.substring(optional ? to + 1 : to);
    }
    return groups;
  }

  /** The short form of a mnemonic: its leading capital letters and digits. */
  static String shortForm(String mnemonic) {
    int end = 0;
    while (end < mnemonic.length() && !Character.isLowerCase(mnemonic.charAt(end))) {
      end++;
    }
    return mnemonic.substring(0, end);
  }
}
