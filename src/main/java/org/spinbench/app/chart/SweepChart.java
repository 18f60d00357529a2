package org.spinbench.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.Points;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

/**
 * Draws a sweep, one panel a reading: a curve a line where there are few lines, else a map of
 * colours, one row a line; of more than two axes, or repeats, a map for each value of the outer
 * ones if those are few, with colours of its own. What is kept does not grow with the sweep: cells
 * beyond a thousand in either direction are joined, each the mean of what fell into it, levels in
 * dBm as powers.
 */
public final class SweepChart implements SweepListener {
  private static final int WIDTH = 1000;
  private static final int PANEL = MapPanel.HEIGHT;
  private static final int MOST_CURVES = 8;
  private static final int MOST_CELLS = 1000;
  private static final int MOST_MAPS = 8;

  private final Plan plan;
  private final List<QuantityColumn> settings;
  private final List<QuantityColumn> readings;
  private final QuantityColumn across;
  private final Points alongX;
  private final boolean twoWays;
  private final int columns;
  private final int rows;
  private final long lines;
  private final double[][][] sums;
  private final int[][][] counts;

  /** Of each reading, the points beyond the instrument's range, which are not drawn. */
  private final int[] beyond;

  /** Of each reading, the points that are drawn and had not settled, or were limited. */
  private final int[] doubtful;

  /** Of a sweep of one setting. */
  private final SpectrumRows spectra;

  /** An empty picture of a plan. */
  public SweepChart(Plan plan, List<QuantityColumn> settings, List<QuantityColumn> readings) {
    this.plan = plan;
    this.settings = settings;
    this.readings = readings;
    if (plan.axes().isEmpty()) {
      across = new QuantityColumn("point", Unit.ONE);
      alongX = new Points.Linear(1, plan.repeats(), plan.repeats());
      twoWays = false;
      lines = 1;
    } else {
      Axis inner = plan.axes().get(plan.axes().size() - 1);
      across = settings.get(settings.size() - 1);
      alongX = inner.points();
      twoWays = inner.order() == Axis.Order.THERE_AND_BACK;
      lines = plan.lines() * (twoWays ? 2 : 1);
    }
    columns = Math.min(alongX.count(), lines <= MOST_CURVES ? 10 * MOST_CELLS : MOST_CELLS);
    rows = (int) Math.min(lines, MOST_CELLS);
    sums = new double[readings.size()][rows][columns];
    counts = new int[readings.size()][rows][columns];
    beyond = new int[readings.size()];
    doubtful = new int[readings.size()];
    spectra = new SpectrumRows(alongX);
  }

  @Override
  public void spectrum(long number, String of, SpectrumTrace spectrum) {
    if (plan.axes().size() == 1) {
      spectra.take(of, spectrum);
    }
  }

  @Override
  public void point(Point point) {
    if (point.reference()) {
      return;
    }
    boolean series = plan.axes().isEmpty();
    int place =
        series ? point.place().repeat() : point.place().indices().get(plan.axes().size() - 1);
    spectra.place(place);
    int column = (int) ((long) place * columns / alongX.count());
    long line = series ? 0 : point.place().line();
    int row =
        (int) ((twoWays ? 2 * line + (point.place().backward() ? 1 : 0) : line) * rows / lines);
    for (int k = 0; k < readings.size(); k++) {
      Mean mean = point.readings().get(k);
      double value = mean.value();
      if (mean.overload()) {
        beyond[k]++;
      } else if (!Double.isNaN(value)) {
        doubtful[k] += mean.compliance() || !point.settled() ? 1 : 0;
        sums[k][row][column] += isLevel(k) ? Units.wattsOfDbm(value) : value;
        counts[k][row][column]++;
      }
    }
  }

  /** Draws the points so far into a file. */
  public void write(PictureFile file) {
    boolean mapped = lines > MOST_CURVES;
    int each = mapped ? maps() : 1;
    int panels = readings.size() * each + (spectra.isEmpty() ? 0 : 1);
    Canvas page = Canvas.of(file, WIDTH, PANEL * panels);
    for (int k = 0; k < readings.size(); k++) {
      if (!mapped) {
        Style.paint(curves(k), page, 0, k * PANEL);
      }
      for (int map = 0; mapped && map < each; map++) {
        map(k, map, each, page, (k * each + map) * PANEL);
      }
    }
    if (!spectra.isEmpty()) {
      QuantityColumn frequency = new QuantityColumn("frequency", Unit.HERTZ);
      MapPanel panel = new MapPanel(scale(frequency, spectra.frequencies()), scale(across, alongX));
      String title = plan.name() + ": " + spectra.title();
      int top = readings.size() * each * PANEL;
      panel.draw(page, top, spectra.levels(), title, false, "dBm");
    }
    page.write(file);
  }

  /** Into how many maps the lines fall, each of which has the second axis upwards. */
  private int maps() {
    if (plan.axes().size() < 2 || twoWays || rows < lines) {
      return 1;
    }
    Axis second = plan.axes().get(plan.axes().size() - 2);
    long maps = lines / second.passLength();
    boolean whole = second.order() != Axis.Order.THERE_AND_BACK && second.passLength() > 1;
    return whole && maps <= MOST_MAPS ? (int) maps : 1;
  }

  private XYChart curves(int k) {
    Prefix x = prefix(across, alongX);
    Prefix y = Prefix.of(readings.get(k).unit(), largest(k));
    XYChart chart = Style.chart(title(k), x.title(across), y.title(readings.get(k)), WIDTH, PANEL);
    if (alongX instanceof Points.Logarithmic && alongX.at(0) > 0) {
      chart.getStyler().setXAxisLogarithmic(true);
    }
    Set<String> labels = new HashSet<>();
    for (int row = 0; row < rows; row++) {
      double[][] curve = curve(k, row, x.factor(), y.factor());
      if (curve[0].length > 0) {
        String label = label(row);
        String own = labels.add(label) ? label : label + ", line " + (row + 1);
        XYSeries series = chart.addSeries(own, curve[0], curve[1]);
        boolean back = twoWays && row % 2 == 1;
        Style.line(series, Style.colour(row), rows > 1);
        if (twoWays && !back) {
          Style.widen(series);
        }
        if (curve[0].length <= 60) {
          series
              .setMarker(back ? SeriesMarkers.CROSS : SeriesMarkers.CIRCLE)
              .setMarkerColor(Style.colour(row));
        }
      }
    }
    chart.getStyler().setMarkerSize(5).setLegendVisible(rows > 1);
    return chart;
  }

  private double[][] curve(int k, int row, double x, double y) {
    double[][] curve = new double[2][columns];
    int n = 0;
    for (int column = 0; column < columns; column++) {
      if (counts[k][row][column] > 0) {
        curve[0][n] = alongX.at((int) ((long) column * alongX.count() / columns)) * x;
        curve[1][n] = cell(k, row, column) * y;
        n++;
      }
    }
    return new double[][] {Arrays.copyOf(curve[0], n), Arrays.copyOf(curve[1], n)};
  }

  private String title(int k) {
    return plan.name() + ": " + readings.get(k).name() + warning(k);
  }

  /** What the picture does not show of its numbers. */
  private String warning(int k) {
    List<String> parts = new ArrayList<>();
    if (beyond[k] > 0) {
      parts.add(beyond[k] + " beyond the range not drawn");
    }
    if (doubtful[k] > 0) {
      parts.add(doubtful[k] + " not settled or limited by compliance");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  /** What distinguishes a line from the others: the outer settings, the way, the repeat. */
  private String label(int row) {
    List<String> parts = outer(twoWays ? row / 2 : row, plan.axes().size() - 2);
    if (twoWays) {
      parts.add(row % 2 == 0 ? "forward" : "back");
    }
    return parts.isEmpty() ? readings.get(0).name() : String.join(", ", parts);
  }

  /** What the axes up to a depth have in one of the passes below them, and which repeat it is. */
  private List<String> outer(long pass, int deepest) {
    List<String> parts = new ArrayList<>();
    long rest = pass;
    for (int depth = deepest; depth >= 0; depth--) {
      Axis axis = plan.axes().get(depth);
      long before = rest / axis.passLength();
      int index = axis.index(before, (int) (rest % axis.passLength()));
      Prefix prefix = prefix(settings.get(depth), axis.points());
      String value = MapPanel.number(axis.points().at(index) * prefix.factor());
      String unit = prefix.symbol() + settings.get(depth).unit();
      parts.add(0, (axis.setting() + " = " + value + " " + unit).strip());
      rest = before;
    }
    if (plan.repeats() > 1) {
      parts.add("repeat " + (rest + 1));
    }
    return parts;
  }

  /** One of several maps; the lines of each differ only in the second axis. */
  private void map(int k, int map, int maps, Canvas page, int top) {
    int height = rows / maps;
    double largest = 0;
    double[][] cells = new double[height][columns];
    for (int step = 0; step < height; step++) {
      double[] row = cells[upwards(map, step, maps)];
      for (int column = 0; column < columns; column++) {
        row[column] = cell(k, map * height + step, column);
        largest = Math.abs(row[column]) > largest ? Math.abs(row[column]) : largest;
      }
    }
    Prefix z = Prefix.of(readings.get(k).unit(), largest);
    for (double[] row : cells) {
      Arrays.setAll(row, column -> row[column] * z.factor());
    }
    MapPanel panel = new MapPanel(scale(across, alongX), up());
    String which = maps == 1 ? "" : ", " + String.join(", ", outer(map, plan.axes().size() - 3));
    panel.draw(page, top, cells, title(k) + which, !isLevel(k), z.unit(readings.get(k)));
  }

  /** Where a line stands in its map: a snake goes down in every other one. */
  private int upwards(int map, int step, int maps) {
    boolean second = maps > 1 || showsSecondAxis();
    return second ? plan.axes().get(plan.axes().size() - 2).index(map, step) : step;
  }

  private static MapPanel.Scale scale(QuantityColumn quantity, Points points) {
    Prefix prefix = prefix(quantity, points);
    return new MapPanel.Scale(prefix.title(quantity), points, prefix.factor());
  }

  /** The second axis, or else the numbers of the lines. */
  private MapPanel.Scale up() {
    if (showsSecondAxis()) {
      int second = plan.axes().size() - 2;
      return scale(settings.get(second), plan.axes().get(second).points());
    }
    return new MapPanel.Scale("line", new Points.Linear(1, lines, (int) lines), 1);
  }

  private boolean showsSecondAxis() {
    boolean two = plan.axes().size() == 2 && plan.repeats() == 1 && !twoWays;
    return maps() > 1 || two && plan.axes().get(0).order() != Axis.Order.THERE_AND_BACK;
  }

  /** The mean of what fell into a cell, of levels in dBm that of their powers; NaN for nothing. */
  double cell(int k, int row, int column) {
    int count = counts[k][row][column];
    double mean = count == 0 ? Double.NaN : sums[k][row][column] / count;
    return isLevel(k) ? Units.dbmOfWatts(mean) : mean;
  }

  private boolean isLevel(int k) {
    return readings.get(k).unit().equals(Unit.DBM.symbol());
  }

  private double largest(int k) {
    double largest = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double value = Math.abs(cell(k, row, column));
        largest = value > largest ? value : largest;
      }
    }
    return largest;
  }

  private static Prefix prefix(QuantityColumn quantity, Points points) {
    double ends = Math.max(Math.abs(points.at(0)), Math.abs(points.at(points.count() - 1)));
    return Prefix.of(quantity.unit(), ends);
  }
}
