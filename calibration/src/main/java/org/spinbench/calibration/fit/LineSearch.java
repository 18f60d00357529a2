package org.spinbench.calibration.fit;

import java.util.List;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealVector;

/**
 * Finds one synapse's line in sweeps without start values: it searches resonance, width and tuning
 * on a grid; sensitivities and one background for each sweep follow linearly (variable projection,
 * Golub and Pereyra 1973, DOI 10.1137/0710036). All tones of the chain are included, not only that
 * of the synapse, since the skirt of its line reaches them.
 */
final class LineSearch {
  private static final int FREQUENCIES = 41;

  /** Distance from the design resonance up to which the search goes, over the design's scale. */
  static final double FREQUENCY_RANGE = 0.1;

  private static final double[] WIDTHS = {0.007, 0.011, 0.016, 0.024};
  private static final int SHIFTS = 15;
  private static final double SMALLEST_SHIFT = 0.03;
  private static final double SHIFT_RATIO = 1.16;

  /**
   * Limits of the refined search: distance from the design resonance, and widths, over its scale.
   */
  private static final double OUTSIDE = 0.12;

  private static final double NARROWEST = 0.003;
  private static final double WIDEST = 0.06;
  private static final int REFINEMENTS = 12;

  /**
   * A line.
   *
   * @param explained part of the sweeps' variance that the line explains, 0 to 1
   * @param gain sum of squares that it explains, V²
   */
  record Line(
      double resonance,
      double width,
      double antisymmetric,
      double symmetric,
      double tuning,
      double explained,
      double gain) {}

  private final ChainFit.Design design;
  private final int synapse;
  private final List<List<ChainReading>> sweeps;

  LineSearch(ChainFit.Design design, int synapse, List<List<ChainReading>> sweeps) {
    this.design = design;
    this.synapse = synapse;
    this.sweeps = sweeps;
  }

  /**
   * Finds the line that explains the sweeps best.
   *
   * @param maximumField largest field-line current, A; sets the scale of the tuning
   * @param sign of the tuning; 0 if it may have either
   */
  Line find(double maximumField, int sign) {
    Line best = new Line(design.frequency(), 0.016 * design.scale(), 0, 0, 0, 0, 0);
    for (double width : WIDTHS) {
      for (int j = 0; j < 2 * SHIFTS; j++) {
        double shift = SMALLEST_SHIFT * StrictMath.pow(SHIFT_RATIO, j / 2) * (j % 2 == 0 ? 1 : -1);
        for (int i = 0; i < FREQUENCIES && shift * sign >= 0; i++) {
          double offset = FREQUENCY_RANGE * (2.0 * i / (FREQUENCIES - 1) - 1);
          Line line =
              project(
                  design.frequency() * (1 + offset * (design.scale() / design.frequency())),
                  design.scale() * width,
                  design.scale() * shift / maximumField);
          best = best(best, line);
        }
      }
    }
    return best.gain() > 0 ? refined(best) : best;
  }

  /** Refines a line by steps to either side in each quantity, halved when none improves it. */
  private Line refined(Line line) {
    Line best = line;
    double step = 0.25;
    for (int i = 0; i < REFINEMENTS; ) {
      Line better = best;
      for (int sign = -1; sign <= 1; sign += 2) {
        double part = sign * step;
        better = best(better, project(best.resonance + part * best.width, best.width, best.tuning));
        better = best(better, project(best.resonance, best.width * (1 + part), best.tuning));
        better = best(better, project(best.resonance, best.width, best.tuning * (1 + part)));
      }
      if (better == best) {
        step /= 2;
        i++;
      }
      best = better;
    }
    return best;
  }

  private static Line best(Line a, Line b) {
    return b.gain > a.gain ? b : a;
  }

  /** Fits the sensitivities by linear least squares, after each sweep's mean is subtracted. */
  private Line project(double resonance, double width, double tuning) {
    if (Math.abs(resonance - design.frequency()) > OUTSIDE * design.scale()
        || width < NARROWEST * design.scale()
        || width > WIDEST * design.scale()) {
      return new Line(resonance, width, 0, 0, tuning, 0, 0);
    }
    double ss = 0;
    double sa = 0;
    double aa = 0;
    double sv = 0;
    double av = 0;
    double vv = 0;
    for (List<ChainReading> sweep : sweeps) {
      int n = sweep.size();
      double ms = 0;
      double ma = 0;
      double mv = 0;
      double[] s = new double[n];
      double[] a = new double[n];
      for (int i = 0; i < n; i++) {
        ChainReading r = sweep.get(i);
        double tuned = resonance + tuning * r.fieldCurrents()[synapse];
        for (int t = 0; t < r.powers().length && r.powers()[design.tone()] > 0; t++) {
          double d = r.frequencies()[t] - tuned;
          double scaled = r.powers()[t] / (d * d + width * width);
          s[i] += scaled * width * width;
          a[i] += scaled * width * d;
        }
        ms += s[i] / n;
        ma += a[i] / n;
        mv += r.voltage() / n;
      }
      for (int i = 0; i < n; i++) {
        s[i] -= ms;
        a[i] -= ma;
        double v = sweep.get(i).voltage() - mv;
        ss += s[i] * s[i];
        sa += s[i] * a[i];
        aa += a[i] * a[i];
        sv += s[i] * v;
        av += a[i] * v;
        vv += v * v;
      }
    }
    RealVector solved = solve(ss, sa, aa, sv, av);
    double gain = solved.getEntry(0) * sv + solved.getEntry(1) * av;
    return new Line(
        resonance, width, solved.getEntry(1), solved.getEntry(0), tuning, gain / vv, gain);
  }

  private RealVector solve(double ss, double sa, double aa, double sv, double av) {
    double determinant = ss * aa - sa * sa;
    if (!(determinant > 1e-9 * ss * aa)) {
      return new ArrayRealVector(2);
    }
    return new ArrayRealVector(
        new double[] {(aa * sv - sa * av) / determinant, (ss * av - sa * sv) / determinant});
  }
}
