package org.spinbench.simulator.instrument.lockin;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.spinbench.simulator.scpi.Call;

/**
 * X, Y, R and theta of a lock-in, less the offsets of the first three, and the register of
 * overloads, which are kept until they are read.
 */
final class LockInOutputs {
  /** Largest output over full scale. */
  private static final double OVER_SCALE = 1.09;

  private final Demodulator demodulator;
  private final DoubleSupplier fullScale;
  private int register;

  /** Offsets of X, Y and R, percent of full scale. */
  final double[] offsets = new double[3];

  /** Index of the expansions of X, Y and R. */
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

  /** A value by index: 0 is X, 1 Y, 2 R, V rms; 3 is theta, degrees. */
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

  /** Whether an output with this expansion exceeds its range. */
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

  /** Reads and clears the register, or the one requested bit. */
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
