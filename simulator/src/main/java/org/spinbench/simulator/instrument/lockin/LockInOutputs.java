package org.spinbench.simulator.instrument.lockin;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.spinbench.simulator.scpi.Call;

/**
 * X, Y, R and theta of a lock-in, less the offsets that it takes off the first three, and the
 * register in which its overloads stay until they are read.
 */
final class LockInOutputs {
  /** How far above full scale an output goes. */
  private static final double OVER_SCALE = 1.09;

  private final Demodulator demodulator;
  private final DoubleSupplier fullScale;
  private int register;

  /** Percent of full scale, of X, Y and R. */
  final double[] offsets = new double[3];

  /** Index of the expansion of X, Y and R. */
  final int[] expansions = new int[3];

  LockInOutputs(Demodulator demodulator, DoubleSupplier fullScale) {
    this.demodulator = demodulator;
    this.fullScale = fullScale;
  }

  void preset() {
    Arrays.fill(offsets, 0);
    Arrays.fill(expansions, 0);
  }

  private double offset(int output) {
    return offsets[output] / 100 * fullScale.getAsDouble();
  }

  /** 0 is X, 1 Y and 2 R, V rms; 3 is theta, degrees. */
  double value(int output) {
    double x = demodulator.x() - offset(0);
    double y = demodulator.y() - offset(1);
    return switch (output) {
      case 0 -> x;
      case 1 -> y;
      case 2 -> StrictMath.hypot(x, y) - offset(2);
      default -> StrictMath.toDegrees(StrictMath.atan2(y, x));
    };
  }

  /** Whether an output, so much expanded, is more than it can show. */
  boolean overloaded(int output, int expansion) {
    return Math.abs(value(output) * expansion) > OVER_SCALE * fullScale.getAsDouble();
  }

  /** Adds bits to the register. */
  void note(int bits) {
    register |= bits;
  }

  void clearRegister() {
    register = 0;
  }

  /** Reads the register, or the one bit that is asked for, and clears what was read. */
  String take(Call call, int lastBit) {
    int taken = call.more() ? 1 << call.integer(0, lastBit) : -1;
    int bits = register & taken;
    register &= ~taken;
    return Integer.toString(taken < 0 ? bits : bits == 0 ? 0 : 1);
  }

  int register() {
    return register;
  }
}
