package org.spinbench.app.chart;

import java.util.List;

/**
 * What a trained network decides over the plane of its two inputs.
 *
 * @param title what was learned
 * @param low1 smallest power of input 1, W at the junctions
 * @param high1 largest power of input 1, W
 * @param low2 smallest power of input 2, W
 * @param high2 largest power of input 2, W
 * @param decisionPower emitted power that parts the classes, W
 * @param output emitted power at the nodes of an even grid, W: {@code output[j][i]} at column i of
 *     input 1 and row j of input 2
 * @param points test samples as measured
 */
public record DecisionMap(
    String title,
    double low1,
    double high1,
    double low2,
    double high2,
    double decisionPower,
    double[][] output,
    List<Point> points) {

  /**
   * One test sample.
   *
   * @param power1 of input 1, W
   * @param power2 of input 2, W
   * @param label true class
   * @param decided class that the chip gave
   */
  public record Point(double power1, double power2, int label, int decided) {}
}
