package org.spinbench.experiments.study.engine;

/**
 * A column of a study's table.
 *
 * @param name of the column
 * @param kind of its values
 * @param spent for {@link Kind#UNTIL}, the measure of what a task without success has spent;
 *     otherwise empty
 * @param description with the unit, for people
 */
public record Measure(String name, Kind kind, String spent, String description) {
  /** What the values of a measure are. */
  public enum Kind {
    /** A finite number; empty where it is undefined. */
    NUMBER,

    /**
     * What a task spent until it succeeded; empty if it did not, which counts as infinitely much.
     */
    UNTIL,

    /** True or false. */
    YES_NO,

    /** Words. */
    TEXT
  }

  /** A number. */
  public static Measure number(String name, String description) {
    return new Measure(name, Kind.NUMBER, "", description);
  }

  /**
   * What was spent until a success.
   *
   * @param spent the measure of what a task without success has spent
   */
  public static Measure until(String name, String spent, String description) {
    return new Measure(name, Kind.UNTIL, spent, description);
  }

  /** A yes or no. */
  public static Measure yesNo(String name, String description) {
    return new Measure(name, Kind.YES_NO, "", description);
  }

  /** Words. */
  public static Measure text(String name, String description) {
    return new Measure(name, Kind.TEXT, "", description);
  }
}
