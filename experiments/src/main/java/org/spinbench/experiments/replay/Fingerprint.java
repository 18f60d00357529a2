package org.spinbench.experiments.replay;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import org.spinbench.calibration.twin.Nodes;

/**
 * Identifies a reading of a network: no two readings of instruments with noise are bit-identical in
 * every node.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /** Eight hexadecimal digits. */
  public static String of(Nodes nodes) {
    CRC32 sum = new CRC32();
    add(sum, nodes.chainVoltages());
    add(sum, nodes.powers());
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  private static void add(CRC32 sum, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
    for (double value : values) {
      if (!Double.isNaN(value)) {
        bytes.clear();
        sum.update(bytes.putDouble(value + 0.0).flip());
      }
    }
  }
}
