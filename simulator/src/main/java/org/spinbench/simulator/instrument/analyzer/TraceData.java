package org.spinbench.simulator.instrument.analyzer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleFunction;

/** Formats a trace as response data. */
final class TraceData {
  private TraceData() {}

  /** Numbers as text, with a separator. */
  static String text(double[] values, String separator, DoubleFunction<String> format) {
    StringBuilder text = new StringBuilder(18 * values.length);
    for (double value : values) {
      text.append(text.length() == 0 ? "" : separator).append(format.apply(value));
    }
    return text.toString();
  }

  /** The bytes of a block of integers, in thousandths of a dBm. */
  static byte[] thousandths(double[] values, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(order);
    for (double value : values) {
      bytes.putInt((int) StrictMath.rint(1000 * value));
    }
    return bytes.array();
  }

  /** Converts a power in W to dBm. */
  static double dbm(double watts) {
    return 30 + 10 * StrictMath.log10(watts);
  }
}
