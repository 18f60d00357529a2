package org.spinbench.simulator.instrument.meter;

import java.util.List;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.physics.FlickerNoise;

/**
 * The ranges of a DC voltmeter and the integrating converter behind them.
 *
 * <p>A conversion is the mean of the input over its aperture, with the offset and noise of the
 * range. White noise is proportional to one over the root of the aperture; a 1/f part of a tenth of
 * the figure at one power-line cycle adds to it.
 */
final class VoltageConverter {
  private static final double FLICKER = 0.1;
  private static final double SLOWEST = 1e-3;
  private static final double FASTEST = 10;

  /**
   * A range.
   *
   * @param fullScale its name, V
   * @param noise at an aperture of one power-line cycle, V rms
   * @param offset standard deviation of the offset among instruments of this model, V
   */
  record Range(double fullScale, double noise, double offset) {}

  private final Surroundings surroundings;
  private final VoltageInput input;
  private final List<Range> ranges;
  private final double over;
  private final double down;
  private final FlickerNoise flicker;
  private final double offsetShare;
  private int range;
  private boolean autoRange;
  private double aperture;
  private double cycles;
  private long flickerTime;

  /**
   * @param over largest reading of a range, as a multiple of its full scale
   * @param down autorange selects the next lower range below this multiple of that range's full
   *     scale
   * @param ranges the lowest first
   */
  VoltageConverter(
      Surroundings surroundings, VoltageInput input, double over, double down, List<Range> ranges) {
    this.surroundings = surroundings;
    this.input = input;
    this.over = over;
    this.down = down;
    this.ranges = List.copyOf(ranges);
    flicker = new FlickerNoise(1, SLOWEST, FASTEST, surroundings.noise());
    offsetShare = surroundings.gaussian();
  }

  /** Selects the highest range, with autorange. */
  void preset() {
    range = ranges.size() - 1;
    autoRange = true;
  }

  /** Full scale of the range, V. */
  double range() {
    return ranges.get(range).fullScale;
  }

  /** Fixes the smallest range for a voltage, or the highest range. */
  void range(double volts) {
    range = 0;
    while (range < ranges.size() - 1 && !holds(volts)) {
      range++;
    }
    autoRange = false;
  }

  boolean autoRange() {
    return autoRange;
  }

  void autoRange(boolean on) {
    autoRange = on;
  }

  private boolean holds(double volts) {
    return Math.abs(volts) <= over * range();
  }

  /**
   * Sets the aperture.
   *
   * @param powerLineCycles its length in power-line cycles, for the noise
   * @param seconds its length, s
   */
  void aperture(double powerLineCycles, double seconds) {
    cycles = powerLineCycles;
    aperture = seconds;
  }

  /** Length of the aperture in nanoseconds. */
  long apertureNanos() {
    return Math.round(aperture * 1e9);
  }

  /**
   * Lets autorange measure the input during an aperture that has ended.
   *
   * @param start of the aperture, ns
   * @return whether the range has changed
   */
  boolean chooseRange(long start) {
    int before = range;
    if (autoRange) {
      double volts = input.mean(start, start + apertureNanos());
      while (range < ranges.size() - 1 && !holds(volts)) {
        range++;
      }
      while (range > 0 && Math.abs(volts) <= down * ranges.get(range - 1).fullScale) {
        range--;
      }
    }
    return range != before;
  }

  /** A conversion from the start of its aperture, V; infinite if it exceeds the range. */
  double convert(long start) {
    long end = start + apertureNanos();
    double volts = input.mean(start, end) + error(end);
    return holds(volts) ? volts : Math.copySign(Double.POSITIVE_INFINITY, volts);
  }

  private double error(long at) {
    Range present = ranges.get(range);
    double white = present.noise / Math.sqrt(cycles) * surroundings.gaussian();
    return present.offset * offsetShare + white + FLICKER * present.noise * flickerAt(at);
  }

  /** The 1/f part at a moment; earlier moments than the last one count as the last one. */
  private double flickerAt(long nanos) {
    if (!surroundings.noisy()) {
      return 0;
    }
    double elapsed = Math.max(0, nanos - flickerTime) * 1e-9;
    flickerTime = Math.max(flickerTime, nanos);
    return flicker.advance(elapsed, surroundings.noise());
  }
}
