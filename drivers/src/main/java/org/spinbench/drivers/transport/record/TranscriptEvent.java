package org.spinbench.drivers.transport.record;

/**
 * One recorded event.
 *
 * @param line of the transcript, from 1
 * @param number of the message on its link, or of the message that the event comes after; of a look
 *     at the clock or a mark of the run, its own
 * @param time since the beginning of the recording, s, as it is written
 * @param name of the resource, or {@code clock} (or {@code clock@} and who looked), or {@code run}
 * @param kind of the event, as {@link Transcript} names it
 * @param text of the event, escaped; empty if it has none
 * @param mark what the run was doing, such as {@code in evaluation 3}; empty before its first mark
 */
public record TranscriptEvent(
    long line, long number, String time, String name, String kind, String text, String mark) {

  /** Time since the beginning of the recording, s. */
  public double seconds() {
    return Double.parseDouble(time);
  }

  boolean isOfRun() {
    return name.equals(Transcript.RUN);
  }

  boolean is(String otherKind, String otherText) {
    return kind.equals(otherKind) && text.equals(otherText);
  }

  /** How many more links are open after it: one, none, or one less. */
  public int opens() {
    return switch (kind) {
      case "open" -> 1;
      case "open!", "close" -> -1;
      default -> 0;
    };
  }

  /** Whether events of this kind are counted: messages of links, everything of clock and run. */
  static boolean isCounted(String name, String kind) {
    return !isLink(name) || isMessage(kind);
  }

  private static boolean isLink(String name) {
    return !Transcript.isClock(name) && !name.equals(Transcript.RUN);
  }

  private static boolean isMessage(String kind) {
    return kind.equals(">") || kind.equals("<");
  }

  /** "message 12 of INPROC::rf_1::INSTR (line 40, after 0.1 s, in evaluation 3)". */
  String place() {
    String doing = mark.isEmpty() ? "" : ", " + mark;
    return what() + " (line " + line + ", after " + time + " s" + doing + ")";
  }

  private String what() {
    if (!isLink(name)) {
      return (Transcript.isClock(name) ? "look " : "mark ") + number + " of the " + name;
    }
    return isMessage(kind)
        ? "message " + number + " of " + name
        : name + ", after its message " + number;
  }

  /** The event and its text. */
  @Override
  public String toString() {
    return shown(kind, text);
  }

  static String shown(String kind, String text) {
    return text.isEmpty() ? kind : kind + " " + text;
  }
}
