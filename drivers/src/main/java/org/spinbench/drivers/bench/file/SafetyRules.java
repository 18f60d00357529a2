package org.spinbench.drivers.bench.file;

import java.util.List;
import java.util.Optional;

/**
 * The conditions of a bench file under which sources may be raised, and under which a run ends or
 * pauses.
 *
 * @param interlocks conditions for raising a source
 * @param trips conditions that bring the bench to rest during a run
 * @param sensors readings that represent another quantity
 */
public record SafetyRules(List<OnlyWhile> interlocks, List<Trip> trips, List<Sensor> sensors) {
  /** No conditions. */
  public static final SafetyRules NONE = new SafetyRules(List.of(), List.of(), List.of());

  /**
   * An interlock: sources that may be raised only while a condition is true.
   *
   * @param name for messages
   * @param sources inputs, neurons, synapses (their field lines), strip lines, instruments or
   *     channels of them
   * @param onlyWhile the condition
   */
  public record OnlyWhile(String name, List<String> sources, Condition onlyWhile) {}

  /** The consequence of a trip once the bench is at rest. */
  public enum Then {
    /** Ends the run. */
    REST,
    /** Waits until the condition has cleared, restores every source, and continues the run. */
    PAUSE
  }

  /**
   * A trip.
   *
   * @param name for messages
   * @param when the condition of the trip
   * @param then its consequence
   * @param every period of its readings if the run does not take them, s
   * @param pause how a pause ends; unused by a trip that ends the run
   */
  public record Trip(String name, Condition when, Then then, double every, Pause pause) {}

  /**
   * The end of a pause.
   *
   * @param resumeWhen the condition for it; empty for the opposite of the trip's own
   * @param resumeAfter how long that must be true, s
   * @param giveUpAfter time after which the run ends instead, s
   * @param most number of pauses in a run; the next trip ends it
   */
  public record Pause(
      Optional<Condition> resumeWhen, double resumeAfter, double giveUpAfter, int most) {
    /** The default: one second without the condition, ten minutes at most, ten times per run. */
    public static final Pause USUAL = new Pause(Optional.empty(), 1, 600, 10);
  }

  /**
   * A reading that represents another quantity: {@code offset + scale · reading}.
   *
   * @param name in conditions
   * @param reading such as {@code thermometer.voltage}
   * @param scale unit of the quantity per unit of the reading
   * @param offset in the unit of the quantity
   * @param unit symbol, for messages
   */
  public record Sensor(String name, String reading, double scale, double offset, String unit) {}

  /** Whether there is neither an interlock nor a trip. */
  public boolean isEmpty() {
    return interlocks.isEmpty() && trips.isEmpty();
  }
}
