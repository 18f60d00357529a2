package org.spinbench.app.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;

/** What a classifier answered for the samples of each class. */
public final class ConfusionChart {
  private static final int CELL = 74;
  private static final int LEFT = 130;
  private static final int TOP = 60;
  private static final Color INK = new Color(0x303030);

  private ConfusionChart() {}

  /**
   * Draws counts into a file; colours are shares of the row.
   *
   * @param names of the classes
   * @param counts [true class][class answered]
   */
  public static void write(String title, List<String> names, int[][] counts, PictureFile file) {
    int classes = names.size();
    int side = classes * CELL;
    Canvas page = Canvas.of(file, LEFT + side + 120, TOP + side + 110);
    Graphics2D graphics = page.graphics();
    double[][] shares = shares(counts);
    HeatMap map = new HeatMap(shares, 0, 1, false);
    map.draw(graphics, LEFT, TOP, side, side, title, "");
    map.drawScale(graphics, LEFT + side + 24, TOP + 20, side / 2, "share");
    for (int row = 0; row < classes; row++) {
      graphics.setFont(Style.font(14));
      graphics.setColor(INK);
      int middle = TOP + row * CELL + CELL / 2 + 5;
      HeatMap.right(graphics, names.get(row), LEFT - 10, middle);
      HeatMap.centred(graphics, names.get(row), LEFT + row * CELL + CELL / 2, TOP + side + 22);
      for (int column = 0; column < classes; column++) {
        if (counts[row][column] > 0) {
          graphics.setColor(shares[row][column] > 0.5 ? Color.WHITE : INK);
          HeatMap.centred(
              graphics,
              Integer.toString(counts[row][column]),
              LEFT + column * CELL + CELL / 2,
              middle);
        }
      }
    }
    graphics.setColor(INK);
    graphics.setFont(Style.font(15));
    HeatMap.centred(graphics, "class answered", LEFT + side / 2, TOP + side + 56);
    graphics.drawString("true class", 16, TOP - 16);
    graphics.dispose();
    page.write(file);
  }

  private static double[][] shares(int[][] counts) {
    double[][] shares = new double[counts.length][counts.length];
    for (int row = 0; row < counts.length; row++) {
      int sum = 0;
      for (int count : counts[row]) {
        sum += count;
      }
      for (int column = 0; column < counts.length; column++) {
        shares[row][column] = sum == 0 ? 0 : (double) counts[row][column] / sum;
      }
    }
    return shares;
  }
}
