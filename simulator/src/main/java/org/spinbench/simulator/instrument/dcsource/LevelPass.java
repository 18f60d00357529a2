package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/**
 * A pass of a DC source through a list of levels; it stays at the last one. At the beginning or at
 * the end of each level, it gives a pulse to the instruments that it triggers.
 */
final class LevelPass {
  /** Largest number of levels of a pass that a simulated source holds. */
  static final int MOST = 250_000;

  private final List<TriggerInput> triggered = new ArrayList<>();
  private long[] begins = {};
  private long end = Long.MIN_VALUE;

  /**
   * The number of levels of a pass that repeats its steps.
   *
   * @throws CommandException if they are more than a simulated source holds
   */
  static int length(int steps, int count) {
    if ((long) steps * count > MOST) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    return steps * count;
  }

  /** Connects an instrument to its pulses. */
  void triggers(TriggerInput input) {
    triggered.add(input);
  }

  /**
   * Starts a pass.
   *
   * @param output whose level the pass determines
   * @param settling of the output, s
   * @param start time of the first level, ns
   * @param levels at least one
   * @param dwells time at each level, s
   * @param pulses when it gives pulses
   */
  void startPass(
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

  /** When it gives pulses. */
  enum Pulses {
    NONE,
    BEGINNINGS,
    ENDS
  }

  boolean running(long nanos) {
    return nanos < end;
  }

  /** The end of the last level, ns. */
  long end() {
    return end;
  }

  /** Index of the level at a moment; -1 before the first one and after the end. */
  int at(long nanos) {
    if (!running(nanos)) {
      return -1;
    }
    int found = Arrays.binarySearch(begins, nanos);
    return found < 0 ? -found - 2 : found;
  }

  /** Stops the pass and cancels its pulses. The source decides what its output does then. */
  void abort(long now) {
    if (running(now)) {
      triggered.forEach(input -> input.noneAfter(now));
      end = now;
    }
  }
}
