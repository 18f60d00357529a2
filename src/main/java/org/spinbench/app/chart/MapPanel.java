package org.spinbench.app.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.sweep.plan.Points;

/** A map of colours with axes, a title and a scale: one panel of a page. */
final class MapPanel {
  static final int HEIGHT = 520;

  private static final int LEFT = 110;
  private static final int TOP = 60;
  private static final int CELLS_WIDTH = 720;
  private static final int CELLS_HEIGHT = 380;
  private static final int TICKS = 5;

  /** Axes of more cells than this have ticks at round numbers, others at cells. */
  private static final int FEW = 10;

  private static final double CLOSE = 1e-9;
  private static final int DIGITS = 10;

  /**
   * One axis of a map.
   *
   * @param title with unit
   * @param points what its cells stand for, from left to right or from the bottom up
   * @param factor by which their numbers are multiplied to be shown
   */
  record Scale(String title, Points points, double factor) {
    /**
     * Where ticks are: at round numbers where cells are many and equally far apart, else at cells.
     */
    List<Tick> ticks() {
      int last = points.count() - 1;
      double from = points.at(0) * factor;
      double to = points.at(last) * factor;
      List<Tick> ticks = new ArrayList<>();
      if (!(points instanceof Points.Linear) || last < FEW || from == to) {
        for (int tick = 0; tick < TICKS; tick++) {
          int index = (int) ((long) tick * last / (TICKS - 1));
          ticks.add(new Tick(index, number(points.at(index) * factor)));
        }
        return ticks;
      }
      double step = Style.roundStep(Math.abs(to - from) / TICKS);
      long first = (long) Math.ceil(Math.min(from, to) / step - CLOSE);
      long end = (long) Math.floor(Math.max(from, to) / step + CLOSE);
      for (long k = first; k <= end; k++) {
        ticks.add(new Tick((k * step - from) / (to - from) * last, number(k * step, DIGITS)));
      }
      return ticks;
    }
  }

  /**
   * One tick.
   *
   * @param cell where it is: 0 for the middle of the first cell, 0.5 for the edge to the second
   */
  record Tick(double cell, String label) {}

  private final Scale across;
  private final Scale up;

  MapPanel(Scale across, Scale up) {
    this.across = across;
    this.up = up;
  }

  /** Four digits, without zeros that say nothing. */
  static String number(double value) {
    return number(value, 4);
  }

  /** As many digits as are asked for at most. */
  static String number(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  /**
   * Draws a panel.
   *
   * @param top where it begins on the page
   * @param rows the first lies at the bottom; NaN is a cell without a value
   * @param fromZero whether a scale of positive numbers begins at zero rather than at the lowest
   * @param unit of the numbers
   */
  void draw(Canvas page, int top, double[][] rows, String title, boolean fromZero, String unit) {
    double lowest = fromZero ? 0 : Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    double[][] cells = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      cells[rows.length - 1 - row] = rows[row];
      for (double value : rows[row]) {
        lowest = value < lowest ? value : lowest;
        highest = value > highest ? value : highest;
      }
    }
    if (!(highest > lowest)) {
      // One value, or none: a scale from zero to it.
      lowest = Math.min(0, lowest);
      highest = highest > 0 ? highest : lowest < 0 ? 0 : 1;
    }
    boolean diverging = fromZero && lowest < 0 && highest > 0;
    double most = diverging ? Math.max(-lowest, highest) : highest;
    HeatMap map = new HeatMap(cells, lowest, most, diverging);
    Graphics2D graphics = page.graphics();
    graphics.translate(0, top);
    map.draw(graphics, LEFT, TOP, CELLS_WIDTH, CELLS_HEIGHT, title, across.title());
    ticksAcross(graphics);
    ticksUp(graphics);
    map.drawScale(graphics, LEFT + CELLS_WIDTH + 40, TOP, CELLS_HEIGHT, unit);
    graphics.dispose();
  }

  private void ticksAcross(Graphics2D graphics) {
    int count = across.points().count();
    for (Tick tick : across.ticks()) {
      int x = LEFT + (int) ((tick.cell() + 0.5) * CELLS_WIDTH / count);
      graphics.setColor(Color.DARK_GRAY);
      graphics.drawLine(x, TOP + CELLS_HEIGHT, x, TOP + CELLS_HEIGHT + 5);
      HeatMap.centred(graphics, tick.label(), x, TOP + CELLS_HEIGHT + 22);
    }
  }

  private void ticksUp(Graphics2D graphics) {
    int count = up.points().count();
    for (Tick tick : up.ticks()) {
      int y = TOP + CELLS_HEIGHT - (int) ((tick.cell() + 0.5) * CELLS_HEIGHT / count);
      graphics.setColor(Color.DARK_GRAY);
      graphics.drawLine(LEFT - 5, y, LEFT, y);
      HeatMap.right(graphics, tick.label(), LEFT - 8, y + 5);
    }
    graphics.rotate(-Math.PI / 2);
    HeatMap.centred(graphics, up.title(), -(TOP + CELLS_HEIGHT / 2), 22);
    graphics.rotate(Math.PI / 2);
  }
}
