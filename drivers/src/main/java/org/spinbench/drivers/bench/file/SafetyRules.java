package org.spinbench.drivers.bench.file;

import java.util.List;
import java.util.Optional;

/**
 * The conditions of a bench file under which sources may put something out, and under which a run
 * ends or pauses.
 *
 * @param interlocks what has to hold before a source gives more
 * @param trips what brings the bench to rest while a run goes on
 * @param sensors readings that stand for another quantity
 */
public record SafetyRules(List<OnlyWhile> interlocks, List<Trip> trips, List<Sensor> sensors) {
  /** No conditions. */
  public static final SafetyRules NONE = new SafetyRules(List.of(), List.of(), List.of());

  /**
   * An interlock: sources that may give more only while a condition holds.
   *
   * @param name for messages
   * @param sources inputs, neurons, synapses (their field lines), strip lines, instruments or
   *     channels of them
   * @param onlyWhile the condition
   */
  public record OnlyWhile(String name, List<String> sources, Condition onlyWhile) {}

  /** What a trip does once the bench is at rest. */
  public enum Then {
    /** Ends the run. */
    REST,
    /** Waits until the condition has cleared, puts every source back, and continues the run. */
    PAUSE
  }

  /**
   * A trip.
   *
   * @param name for messages
   * @param when the condition under which it trips
   * @param then what happens then
   * @param every how often its readings are taken where the run does not take them, s
   * @param pause how a pause ends; of no use to a trip that ends the run
   */
  public record Trip(String name, Condition when, Then then, double every, Pause pause) {}

  /**
   * How a pause ends.
   *
   * @param resumeWhen what has to hold; empty for: the trip's own condition does not
   * @param resumeAfter for how long it has to hold, s
   * @param giveUpAfter after how long the run ends instead, s
   * @param most after so many pauses of one run the next trip ends it
   */
  public record Pause(
      Optional<Condition> resumeWhen, double resumeAfter, double giveUpAfter, int most) {
    /** A second without the condition, for at most ten minutes, ten times a run. */
    public static final Pause USUAL = new Pause(Optional.empty(), 1, 600, 10);
  }

  /**
   * A reading that stands for another quantity: {@code offset + scale · reading}.
   *
   * @param name by which conditions call it
   * @param reading such as {@code thermometer.voltage}
   * @param scale unit of the quantity for one of the reading
   * @param offset in the unit of the quantity
   * @param unit symbol, for messages
   */
  public record Sensor(String name, String reading, double scale, double offset, String unit) {}

  /** Whether there is neither an interlock nor a trip. */
  public boolean isEmpty() {
    return interlocks.isEmpty() && trips.isEmpty();
  }
}
