package org.spinbench.app.chart;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;

/** A matrix as coloured cells, row 0 on top, with a scale of its colours. */
final class HeatMap {
  private static final int SCALE_WIDTH = 18;
  private static final int TICKS = 5;

  /**
   * A cell reaches this far below the next ones, which are drawn over it. Otherwise the white of
   * the page shines through between them where an edge lies inside a dot of the screen.
   */
  static final int OVERLAP = 1;

  /** A cell without a value. */
  private static final Color NOTHING = new Color(0xD0D0D0);

  private static final Color INK = new Color(0x303030);

  private final double[][] values;
  private final double lowest;
  private final double highest;
  private final boolean diverging;

  /**
   * Takes the matrix.
   *
   * @param diverging whether zero is white between two colours; otherwise the lowest is white
   */
  HeatMap(double[][] values, double lowest, double highest, boolean diverging) {
    this.values = values;
    this.lowest = lowest;
    this.highest = highest;
    this.diverging = diverging;
  }

  Color colour(double value) {
    if (Double.isNaN(value)) {
      return NOTHING;
    }
    if (diverging) {
      double share = Math.max(-1, Math.min(1, value / highest));
      return mix(share < 0 ? Style.colour(0) : Style.colour(1), Math.abs(share));
    }
    return mix(Style.colour(0), Math.max(0, Math.min(1, (value - lowest) / (highest - lowest))));
  }

  private static Color mix(Color full, double share) {
    return new Color(
        channel(full.getRed(), share),
        channel(full.getGreen(), share),
        channel(full.getBlue(), share));
  }

  private static int channel(int full, double share) {
    return (int) Math.round(255 + (full - 255) * share);
  }

  /** Draws cells, frame, title and axis names into a rectangle that holds the cells alone. */
  void draw(Graphics2D graphics, int x, int y, int width, int height, String title, String axes) {
    int rows = values.length;
    int columns = values[0].length;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int left = x + column * width / columns;
        int top = y + row * height / rows;
        int right = x + (column + 1) * width / columns + (column + 1 < columns ? OVERLAP : 0);
        int bottom = y + (row + 1) * height / rows + (row + 1 < rows ? OVERLAP : 0);
        graphics.setColor(colour(values[row][column]));
        graphics.fillRect(left, top, right - left, bottom - top);
      }
    }
    graphics.setColor(INK);
    graphics.drawRect(x, y, width, height);
    graphics.setFont(Style.font(18));
    centred(graphics, title, x + width / 2, y - 16);
    graphics.setFont(Style.font(14));
    centred(graphics, axes, x + width / 2, y + height + 44);
  }

  /** Draws the scale of colours, with a name of its unit. */
  void drawScale(Graphics2D graphics, int x, int y, int height, String unit) {
    double from = diverging ? -highest : lowest;
    for (int pixel = 0; pixel < height; pixel++) {
      graphics.setColor(colour(highest + (from - highest) * pixel / height));
      graphics.fillRect(x, y + pixel, SCALE_WIDTH, pixel + 1 < height ? 1 + OVERLAP : 1);
    }
    graphics.setColor(INK);
    graphics.drawRect(x, y, SCALE_WIDTH, height);
    graphics.setFont(Style.font(13));
    double step = Style.roundStep((highest - from) / TICKS);
    for (long k = (long) Math.ceil(from / step); k * step <= highest; k++) {
      int line = y + (int) Math.round(height * (highest - k * step) / (highest - from));
      graphics.drawLine(x + SCALE_WIDTH, line, x + SCALE_WIDTH + 3, line);
      graphics.drawString(MapPanel.number(k * step, 10), x + SCALE_WIDTH + 6, line + 5);
    }
    graphics.drawString(unit, x, y - 12);
  }

  static void centred(Graphics2D graphics, String text, int x, int y) {
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.drawString(text, x - metrics.stringWidth(text) / 2, y);
  }

  static void right(Graphics2D graphics, String text, int x, int y) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text), y);
  }
}
