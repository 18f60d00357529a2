package org.spinbench.app.check;

/**
 * What is known about one thing that a run needs.
 *
 * @param subject such as "memory", or the name of an instrument
 * @param level whether it is as it should be
 * @param found what was found
 * @param remedy what to do; empty if there is nothing to do
 */
public record Symptom(String subject, Level level, String found, String remedy) {
  /** Whether a thing is as it should be. */
  public enum Level {
    /** It is. */
    OK,

    /** Some commands are slower or do less. */
    NOTE,

    /** Some commands fail. */
    WRONG
  }

  static Symptom ok(String subject, String found) {
    return new Symptom(subject, Level.OK, found, "");
  }

  static Symptom note(String subject, String found, String remedy) {
    return new Symptom(subject, Level.NOTE, found, remedy);
  }

  static Symptom wrong(String subject, String found, String remedy) {
    return new Symptom(subject, Level.WRONG, found, remedy);
  }
}
