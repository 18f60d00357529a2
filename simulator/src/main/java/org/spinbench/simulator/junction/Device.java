package org.spinbench.simulator.junction;

import java.util.List;
import java.util.OptionalDouble;

/** A junction of one model: what it is made of, and how it starts. */
public interface Device {
  /**
   * A column of a trace.
   *
   * @param unit SI; empty for a number
   */
  record Channel(String name, String unit) {}

  /** What {@link Motion#state} gives. */
  List<Channel> channels();

  /** The junction at the beginning of a simulation. */
  Motion start(JunctionConditions conditions);

  /**
   * DC current at which the junction begins to oscillate, A, with its sign; empty if no current
   * starts it.
   */
  OptionalDouble threshold(JunctionConditions conditions);

  /** Why no current starts the junction; empty if one does, or it is not known. */
  String obstacle(JunctionConditions conditions);

  /** What makes a time step too long, as sentences; empty if it is short enough. */
  List<String> tooCoarse(JunctionConditions conditions);

  /** A junction in time. */
  interface Motion {
    /** Lets a number of steps pass. */
    void advance(double seconds, long steps);

    /** The state now, in the order of {@link Device#channels}. */
    double[] state();

    /**
     * Resistance now, Ω.
     *
     * @param current through the junction, A, which lowers the magnetoresistance by its voltage
     */
    double resistance(double current);

    /** Size of the oscillation now, in the model's own unit: 0 at rest, 1 at its largest. */
    double amplitude();

    /** Why the simulation ended early; empty if it goes on. */
    default String ended() {
      return "";
    }
  }
}
