package org.spinbench.app.chart;

import java.awt.Graphics2D;
import java.util.Arrays;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/** The weights of a network: what each chain makes of each tone. */
public final class WeightChart {
  private static final int WIDTH = 900;
  private static final int LEFT = 40;
  private static final int TOP = 60;
  private static final int GAP = 130;
  private static final int TALLEST = 520;
  private static final int ROW = 20;

  private WeightChart() {}

  /** Draws one map for each layer into a file. */
  public static void write(RfNetwork network, PictureFile file) {
    int layers = network.layers().size();
    int[] heights = new int[layers];
    Arrays.setAll(
        heights, l -> Math.min(TALLEST, Math.max(160, ROW * network.layers().get(l).chains())));
    Canvas page =
        Canvas.of(file, LEFT + WIDTH + 130, TOP + Arrays.stream(heights).sum() + layers * GAP - 40);
    Graphics2D graphics = page.graphics();
    int top = TOP;
    for (int l = 0; l < layers; l++) {
      double[][] weights = weights(network, l);
      HeatMap map = new HeatMap(weights, 0, extent(weights), true);
      int chains = weights.length;
      map.draw(
          graphics,
          LEFT,
          top,
          WIDTH,
          heights[l],
          "Layer "
              + (l + 1)
              + ": "
              + chains
              + " chains of "
              + network.layers().get(l).chainLength()
              + " junctions",
          "tone 1 to " + weights[0].length + "  (rows: chain 1 to " + chains + ")");
      map.drawScale(graphics, LEFT + WIDTH + 24, top + 20, heights[l] - 40, "mV/µW");
      top += heights[l] + GAP;
    }
    graphics.dispose();
    page.write(file);
  }

  private static double[][] weights(RfNetwork network, int layer) {
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 1, workers, Numerics.EXACT);
      workspace.tune();
      int tones = network.layers().get(layer).toneCount();
      double[][] weights = new double[network.layers().get(layer).chains()][tones];
      for (int j = 0; j < weights.length; j++) {
        for (int i = 0; i < tones; i++) {
          // 1 V/W is 1e-3 mV/µW.
          weights[j][i] = 1e-3 * workspace.weight(layer, j, i);
        }
      }
      return weights;
    }
  }

  /** The magnitude that all but one weight in a hundred stay below. */
  private static double extent(double[][] weights) {
    double[] sorted =
        Arrays.stream(weights).flatMapToDouble(Arrays::stream).map(Math::abs).sorted().toArray();
    return Math.max(Double.MIN_NORMAL, sorted[(int) (0.99 * (sorted.length - 1))]);
  }
}
