package org.spinbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import org.spinbench.experiments.spectra.Spectra;

/**
 * The spectra of every class: mean and largest power of each frequency bin, one panel a class, all
 * with the same axes.
 */
public final class SpectraChart {
  private static final int COLUMNS = 3;
  private static final int WIDTH = 460;
  private static final int HEIGHT = 250;
  private static final int LEFT = 70;
  private static final int TOP = 90;
  private static final int GAP_X = 60;
  private static final int GAP_Y = 70;
  private static final double LOWEST_DB = -30;
  private static final double HIGHEST_DB = 0;
  private static final int TICK_DB = 10;
  private static final Color INK = new Color(0x303030);
  private static final Color GRID = new Color(0xE2E2E2);
  private static final Color MEAN = Style.colour(0);
  private static final Color LARGEST = Style.colour(1);

  private final Spectra spectra;
  private final Graphics2D graphics;

  private SpectraChart(Spectra spectra, Graphics2D graphics) {
    this.spectra = spectra;
    this.graphics = graphics;
  }

  /** Draws a panel for each class into a file. */
  public static void write(Spectra spectra, PictureFile file) {
    int rows = (spectra.classes() + COLUMNS - 1) / COLUMNS;
    Canvas page =
        Canvas.of(file, LEFT + COLUMNS * (WIDTH + GAP_X), TOP + rows * (HEIGHT + GAP_Y) + 20);
    Graphics2D graphics = page.graphics();
    SpectraChart chart = new SpectraChart(spectra, graphics);
    chart.legend();
    for (int label = 0; label < spectra.classes(); label++) {
      chart.panel(
          label,
          LEFT + label % COLUMNS * (WIDTH + GAP_X),
          TOP + label / COLUMNS * (HEIGHT + GAP_Y));
    }
    graphics.dispose();
    page.write(file);
  }

  private void legend() {
    graphics.setFont(Style.font(14));
    sample(LEFT, LARGEST, "largest of the training spectra");
    sample(LEFT + 320, MEAN, "their mean");
    graphics.setColor(INK);
    graphics.drawString(
        "power in dB of 1 µW, against the number of the frequency bin", LEFT + 520, 35);
  }

  private void sample(int x, Color colour, String name) {
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke(2));
    graphics.drawLine(x, 30, x + 30, 30);
    graphics.setColor(INK);
    graphics.drawString(name, x + 40, 35);
  }

  private void panel(int label, int x, int y) {
    double[] mean = new double[spectra.bins()];
    double[] largest = new double[mean.length];
    int count = 0;
    for (int row = 0; row < spectra.rows(); row++) {
      if (spectra.label(row) == label) {
        count++;
        double[] powers = spectra.powers(row);
        for (int bin = 0; bin < mean.length; bin++) {
          mean[bin] += powers[bin];
          largest[bin] = Math.max(largest[bin], powers[bin]);
        }
      }
    }
    int samples = Math.max(1, count);
    axes(spectra.classNames().get(label), x, y);
    line(largest, LARGEST, x, y);
    line(Arrays.stream(mean).map(sum -> sum / samples).toArray(), MEAN, x, y);
  }

  private void axes(String title, int x, int y) {
    graphics.setStroke(new BasicStroke(1));
    graphics.setFont(Style.font(13));
    for (int db = (int) LOWEST_DB; db <= HIGHEST_DB; db += TICK_DB) {
      int height = (int) Math.round(vertical(db, y));
      graphics.setColor(GRID);
      graphics.drawLine(x, height, x + WIDTH, height);
      graphics.setColor(INK);
      HeatMap.right(graphics, Integer.toString(db), x - 8, height + 5);
    }
    int step = (int) Math.max(1, Style.roundStep(spectra.bins() / 6.0));
    for (int bin = 0; bin < spectra.bins(); bin += step) {
      int place = (int) Math.round(horizontal(bin, x));
      graphics.setColor(GRID);
      graphics.drawLine(place, y, place, y + HEIGHT);
      graphics.setColor(INK);
      HeatMap.centred(graphics, Integer.toString(bin), place, y + HEIGHT + 18);
    }
    graphics.drawRect(x, y, WIDTH, HEIGHT);
    graphics.setFont(Style.font(16));
    HeatMap.centred(graphics, title, x + WIDTH / 2, y - 10);
  }

  private void line(double[] powers, Color colour, int x, int y) {
    Path2D path = new Path2D.Double();
    for (int bin = 0; bin < powers.length; bin++) {
      double height = vertical(decibels(powers[bin]), y);
      if (bin == 0) {
        path.moveTo(horizontal(bin, x), height);
      } else {
        path.lineTo(horizontal(bin, x), height);
      }
    }
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke(1.4f));
    graphics.draw(path);
  }

  private double horizontal(int bin, int x) {
    return x + (double) WIDTH * bin / Math.max(1, spectra.bins() - 1);
  }

  private static double vertical(double db, int y) {
    return y + HEIGHT * (HIGHEST_DB - db) / (HIGHEST_DB - LOWEST_DB);
  }

  /** Power in dB of one unit, within the panel. */
  private static double decibels(double power) {
    double floor = StrictMath.pow(10, LOWEST_DB / 10);
    return Math.min(HIGHEST_DB, 10 * StrictMath.log10(Math.max(floor, power)));
  }
}
