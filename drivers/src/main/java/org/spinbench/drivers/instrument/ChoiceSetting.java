package org.spinbench.drivers.instrument;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** A setting that is one of a few words, in the short form in which they are sent. */
public final class ChoiceSetting extends Setting {
  private static final Consumer<String> NOBODY = word -> {};

  private final List<String> words;
  private volatile List<String> available;
  private String only;
  private String whyOnly;
  private boolean quoted;
  private boolean numbered;
  private Consumer<String> follower = NOBODY;
  private volatile String known;

  ChoiceSetting(Command command, List<String> words) {
    super(command);
    this.words = List.copyOf(words);
    available = this.words;
  }

  /** Sends the word as string data in single quotes. */
  public ChoiceSetting quoted() {
    quoted = true;
    return this;
  }

  /** Sends the number of the word, from zero in their order, instead of the word. */
  public ChoiceSetting numbered() {
    numbered = true;
    return this;
  }

  /** Refuses a change, with this reason, while the condition is false. */
  public ChoiceSetting only(BooleanSupplier condition, String otherwise) {
    command.only(condition, otherwise);
    return this;
  }

  /**
   * Refuses every other word.
   *
   * @param why reason of the refusal, and what to do
   */
  public ChoiceSetting fixed(String word, String why) {
    only = word;
    whyOnly = why;
    return this;
  }

  /** Calls a consumer with each known word, after a set or a get. */
  public ChoiceSetting then(Consumer<String> consumer) {
    follower = consumer;
    return this;
  }

  /** The change continues after the command: waits for {@code *OPC?}. */
  public ChoiceSetting overlapped() {
    command.overlapped();
    return this;
  }

  /** Restricts the words, for example by the instrument's options. */
  public void only(Predicate<String> has) {
    available = words.stream().filter(has).toList();
  }

  /** Copies the words and the known value from another setting. */
  void startFrom(ChoiceSetting other) {
    available = other.available;
    known = other.known;
  }

  /** The allowed words. */
  public List<String> words() {
    return only == null ? available : List.of(only);
  }

  /**
   * Sets one of the words.
   *
   * @throws LimitException if it is not one of them; then nothing was sent
   */
  public void set(String choice) {
    check(choice);
    command.send(
        this, words.indexOf(choice), text(choice), () -> known = null, () -> confirm(choice));
  }

  private void check(String choice) {
    if (only != null && available.contains(choice) && !only.equals(choice)) {
      throw new LimitException(
          LimitException.Level.STATION,
          command.label() + ": " + choice + " is refused: " + whyOnly);
    }
    if (!available.contains(choice)) {
      throw new LimitException(
          LimitException.Level.INSTRUMENT,
          command.label() + ": " + choice + " is not one of " + String.join(", ", available));
    }
  }

  private String text(String choice) {
    String word = quoted ? "'" + choice + "'" : choice;
    return numbered ? Integer.toString(words.indexOf(choice)) : word;
  }

  private void confirm(String choice) {
    if (!command.reportsErrors() && !get().equals(choice)) {
      String has = known;
      known = null;
      throw command.notTaken(choice, has);
    }
    learnWord(choice);
  }

  /**
   * Sets the word, unless the instrument is known to have it.
   *
   * @return true if something was sent
   */
  public boolean ensure(String choice) {
    if (choice.equals(known)) {
      return false;
    }
    set(choice);
    return true;
  }

  /** Queries the instrument; an answer in the long form becomes the short form. */
  public String get() {
    String word = parse(ask());
    learnWord(word);
    return word;
  }

  private void learnWord(String word) {
    known = word;
    follower.accept(word);
  }

  private String parse(String answer) {
    if (numbered) {
      return words.get(number(answer));
    }
    String bare = answer.replace("\"", "").replace("'", "").trim();
    for (String word : words) {
      if (bare.regionMatches(true, 0, word, 0, word.length())) {
        return word;
      }
    }
    throw command.unexpected(answer, "one of " + String.join(", ", words));
  }

  @Override
  public boolean protects() {
    return only != null;
  }

  @Override
  public Optional<String> lastKnownText() {
    return Optional.ofNullable(known);
  }

  @Override
  public Optional<String> strayed() {
    String left = known;
    return left == null || get().equals(left)
        ? Optional.empty()
        : Optional.of(known + ", and was left at " + left);
  }

  private int number(String answer) {
    double number;
    try {
      number = ScpiNumber.parse(answer);
    } catch (IllegalArgumentException e) {
      number = Double.NaN;
    }
    return command.index(number, words.size(), answer);
  }

  /** The word last set or read; queried if it is unknown. */
  public String current() {
    if (known == null) {
      command.confirmSent();
    }
    String word = known;
    return word == null ? get() : word;
  }

  @Override
  public Runnable relay(String sent, Consumer<String> pass) {
    String choice = command.judged(sent, this::parse);
    check(choice);
    command.relay(this, words.indexOf(choice), text(choice), () -> known = null, pass);
    return () -> learnWord(choice);
  }

  @Override
  public void learn(String answer) {
    learnWord(parse(answer));
  }

  @Override
  public void refresh() {
    if (follower != NOBODY && known == null) {
      get();
    }
  }
}
