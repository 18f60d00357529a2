package org.spinbench.experiments.upkeep;

import java.util.ArrayDeque;
import java.util.Deque;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;

/**
 * The differences between readings and the twin, for each node given the measured voltages before
 * it. A twin is never exact, so the first readings are the reference: chi-square is the mean square
 * of the last residuals over that of the first.
 */
final class Residuals {
  private final int[] outputs;
  private final int baseline;
  private final int window;
  private final Deque<double[]> last = new ArrayDeque<>();
  private double[] first;
  private int count;

  /**
   * @param baseline number of readings in the reference
   * @param window number of readings that are compared with it
   */
  Residuals(int[] outputs, int baseline, int window) {
    this.outputs = outputs;
    this.baseline = baseline;
    this.window = window;
  }

  /**
   * Adds a reading.
   *
   * @param twin of the chip as believed at that time
   */
  void add(Twin twin, double[] parameters, double[] input, Nodes measured) {
    TwinWorkspace workspace = twin.workspace();
    workspace.forward(parameters, input, measured.chainVoltages());
    int chains = measured.chainVoltages().length;
    double[] squares = new double[chains + outputs.length];
    for (int c = 0; c < chains; c++) {
      double off = measured.chainVoltages()[c] - workspace.voltages()[c];
      squares[c] = off * off;
    }
    for (int o = 0; o < outputs.length; o++) {
      double off = measured.powers()[outputs[o]] - workspace.powers()[outputs[o]];
      squares[chains + o] = off * off;
    }
    if (first == null) {
      first = new double[squares.length];
    }
    if (count < baseline) {
      for (int c = 0; c < squares.length; c++) {
        first[c] += squares[c] / baseline;
      }
      count++;
    } else {
      last.addLast(squares);
      if (last.size() > window) {
        last.removeFirst();
      }
    }
  }

  /** Chi-square of the node where it is largest; 0 without enough readings. */
  double chiSquare() {
    if (last.size() < window) {
      return 0;
    }
    double worst = 0;
    for (int c = 0; c < first.length; c++) {
      double sum = 0;
      for (double[] squares : last) {
        sum += squares[c];
      }
      if (first[c] > 0) {
        worst = Math.max(worst, sum / window / first[c]);
      }
    }
    return worst;
  }

  /** Discards the last readings, but keeps the reference. */
  void forget() {
    last.clear();
  }
}
