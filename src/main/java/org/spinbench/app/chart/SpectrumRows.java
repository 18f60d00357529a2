package org.spinbench.app.chart;

import java.util.Arrays;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.sweep.plan.Points;

/** The spectra along one axis, one row a setpoint; no more cells than a picture can show. */
final class SpectrumRows {
  private static final int MOST = 1000;

  private final Points settings;
  private final double[][] rows;
  private SpectrumTrace last;
  private String of;
  private int overloaded;

  SpectrumRows(Points settings) {
    this.settings = settings;
    rows = new double[Math.min(settings.count(), MOST)][0];
  }

  /** Keeps a spectrum until its setpoint is known; those of the first owner alone are drawn. */
  void take(String owner, SpectrumTrace trace) {
    of = of == null ? owner : of;
    last = owner.equals(of) ? trace : last;
  }

  /** Places the spectrum that was kept; one of an overloaded analyzer is counted, not drawn. */
  void place(int index) {
    if (last != null && last.overload()) {
      overloaded++;
    } else if (last != null) {
      rows[(int) ((long) index * rows.length / settings.count())] = shown(last.levelsDbm());
    }
  }

  /** The highest level where several share a cell. */
  private static double[] shown(double[] levels) {
    double[] cells = new double[Math.min(levels.length, MOST)];
    Arrays.fill(cells, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < levels.length; i++) {
      int cell = (int) ((long) i * cells.length / levels.length);
      cells[cell] = Math.max(cells[cell], levels[i]);
    }
    return cells;
  }

  boolean isEmpty() {
    return last == null;
  }

  String title() {
    String warning = overloaded > 0 ? " (" + overloaded + " beyond the range not drawn)" : "";
    return "spectrum of " + of + warning;
  }

  /** Frequencies of the spectrum that came last. */
  Points frequencies() {
    return new Points.Linear(last.start(), last.stop(), last.points());
  }

  /** Levels, dBm; NaN where no spectrum came. */
  double[][] levels() {
    int columns = Math.min(last.points(), MOST);
    double[][] filled = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      filled[row] = rows[row].length == columns ? rows[row] : new double[columns];
      if (rows[row].length != columns) {
        Arrays.fill(filled[row], Double.NaN);
      }
    }
    return filled;
  }
}
