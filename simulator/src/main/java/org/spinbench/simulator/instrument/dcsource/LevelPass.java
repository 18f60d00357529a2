package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.part.Settling;

/**
 * A DC source's way through levels, one after another, which stays at the last; at the beginning of
 * each, or at its end, it gives a pulse to the instruments that it triggers.
 */
final class LevelPass {
  private final List<TriggerInput> triggered = new ArrayList<>();
  private long[] begins = {};
  private long end = Long.MIN_VALUE;

  /** Leads its pulses to an instrument. */
  void triggers(TriggerInput input) {
    triggered.add(input);
  }

  /**
   * Sets out.
   *
   * @param output is taken along
   * @param settling of the output, s
   * @param start moment at which the first level is set, ns
   * @param levels at least one
   * @param dwells time on each, s
   * @param pulses when pulses come
   */
  void setOut(
      Settling output,
      double settling,
      long start,
      double[] levels,
      double[] dwells,
      Pulses pulses) {
    begins = new long[levels.length];
    long moment = start;
    for (int k = 0; k < levels.length; k++) {
      begins[k] = moment;
      moment += Math.round(1e9 * dwells[k]);
    }
    end = moment;
    output.follow(levels, begins, settling);
    if (pulses != Pulses.NONE) {
      long[] moments = Arrays.copyOf(begins, begins.length);
      if (pulses == Pulses.ENDS) {
        System.arraycopy(begins, 1, moments, 0, begins.length - 1);
        moments[moments.length - 1] = end;
      }
      triggered.forEach(input -> input.pulses(moments));
    }
  }

  /** When pulses come. */
  enum Pulses {
    NONE,
    BEGINNINGS,
    ENDS
  }

  boolean running(long nanos) {
    return nanos < end;
  }

  /** When the time on the last level is over, ns. */
  long end() {
    return end;
  }

  /** Index of the level at a moment; -1 before the first and when the way is over. */
  int at(long nanos) {
    if (!running(nanos)) {
      return -1;
    }
    int found = Arrays.binarySearch(begins, nanos);
    return found < 0 ? -found - 2 : found;
  }

  /** Stops where it is: no more pulses. What the output does then the source says. */
  void abort(long now) {
    if (running(now)) {
      triggered.forEach(input -> input.noneAfter(now));
      end = now;
    }
  }
}
