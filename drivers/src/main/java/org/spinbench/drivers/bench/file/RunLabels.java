package org.spinbench.drivers.bench.file;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every run on a bench gets from the section {@code [run]} of the bench file: its labels, and
 * its notices.
 *
 * @param sample what is measured, such as wafer and die; empty if not stated
 * @param operator who measures; empty if not stated
 * @param tags words by which runs are found again
 * @param notices commands that are started and addresses that are called when something happens
 */
public record RunLabels(String sample, String operator, List<String> tags, List<Notice> notices) {
  /** A bench file without labels. */
  public static final RunLabels NONE = new RunLabels("", "", List.of(), List.of());

  /** What a notice is about. */
  public enum Moment {
    /** A run has ended, in whatever way, and the bench is at rest. */
    ENDED,
    /** A condition of the bench file has tripped or paused the run. */
    TRIPPED,
    /** The chip has drifted, or a reading of an anchor has changed. */
    DRIFTED,
    /** A run has failed, a device is damaged, or a chip must be trained again. */
    PERSON
  }

  /**
   * Something that is told about runs: a command or a webhook.
   *
   * @param on what it is told about
   * @param command program with its arguments; empty for a webhook
   * @param webhook address, or {@code env:NAME} for the address in a variable; empty for a command
   * @param timeout after which it is given up, s; above 0, at most {@value #LONGEST_TIMEOUT}
   */
  public record Notice(Set<Moment> on, List<String> command, String webhook, double timeout) {
    /** Longest timeout, s: the program may wait so long at the end of a run. */
    public static final double LONGEST_TIMEOUT = 60;

    /** Default timeout, s. */
    static final double USUAL_TIMEOUT = 10;

    private static final int MOST_WORDS = 50;
    private static final int LONGEST = 2000;
    private static final String VARIABLE = "env:";

    /** Why these values cannot be used; empty if they can. */
    Optional<String> refusal() {
      if (command.isEmpty() == webhook.isEmpty()) {
        return Optional.of("give either command or webhook");
      }
      if (timeout > LONGEST_TIMEOUT) {
        return Optional.of("timeout is " + timeout + " s; at most " + LONGEST_TIMEOUT + " s");
      }
      return command.isEmpty() ? webhookRefusal() : commandRefusal();
    }

    private Optional<String> commandRefusal() {
      if (!command.get(0).startsWith("/")) {
        return Optional.of(
            "command: write the whole path of the program, such as /usr/bin/notify-send, not '"
                + command.get(0)
                + "'");
      }
      boolean plain =
          command.stream().allMatch(word -> word.length() <= LONGEST && isPrintable(word));
      return plain && command.size() <= MOST_WORDS
          ? Optional.empty()
          : Optional.of(
              "command: at most "
                  + MOST_WORDS
                  + " words of at most "
                  + LONGEST
                  + " characters without control characters");
    }

    private Optional<String> webhookRefusal() {
      if (webhook.startsWith(VARIABLE)) {
        return webhook.matches(VARIABLE + "[A-Za-z_][A-Za-z0-9_]{0,99}")
            ? Optional.empty()
            : Optional.of("webhook: after env: write the name of a variable, such as env:LAB_HOOK");
      }
      return addressRefusal(webhook).map(why -> "webhook: " + why);
    }

    /** Name of the variable that holds the address; empty if the bench file holds it. */
    public Optional<String> variable() {
      return webhook.startsWith(VARIABLE)
          ? Optional.of(webhook.substring(VARIABLE.length()))
          : Optional.empty();
    }

    /** Why a text is no address of a webhook; empty if it is one. Does not repeat the text. */
    public static Optional<String> addressRefusal(String text) {
      if (text.length() > LONGEST || !isPrintable(text)) {
        return Optional.of(
            "the address must have at most " + LONGEST + " characters, no control characters");
      }
      URI uri;
      try {
        uri = new URI(text);
      } catch (URISyntaxException e) {
        return Optional.of("the address is wrong at character " + (e.getIndex() + 1));
      }
      String host = uri.getHost();
      if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        return Optional.of(
            "write the address as https://HOST/PATH, without name, password and fragment");
      }
      boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
      if ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && here) {
        return Optional.empty();
      }
      return Optional.of("write https: others could read what is sent (http only to localhost)");
    }

    private static boolean isPrintable(String text) {
      return text.chars().noneMatch(Character::isISOControl);
    }
  }

  /** Whether a text can be a tag: a word without blanks and commas. */
  public static boolean isTag(String text) {
    return text.matches("[^\\s,\\p{Cntrl}]{1,100}");
  }

  /** Why a text cannot be a tag. */
  public static String refusal(String tag) {
    return "the tag '" + tag + "' must be one word of at most 100 letters, without commas";
  }
}
