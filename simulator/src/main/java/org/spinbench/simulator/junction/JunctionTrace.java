package org.spinbench.simulator.junction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.spinbench.simulator.junction.Device.Channel;

/**
 * What a simulated junction did in time: columns of equal length, the first of which is the time.
 *
 * @param columns time (s), current (A), resistance (Ω), voltage (V), then the model's own
 * @param values [column][point]
 * @param settled the first point that means and spectra take
 * @param amplitude mean size of the oscillation after that, in the model's unit
 * @param ended why the simulation ended early; empty if it did not
 */
public record JunctionTrace(
    List<Channel> columns, double[][] values, int settled, double amplitude, String ended) {
  static final int TIME = 0;
  static final int CURRENT = 1;
  static final int RESISTANCE = 2;
  static final int VOLTAGE = 3;
  private static final int OWN = 4;

  /** An oscillation that loses more than the rest of this between two quarters dies out. */
  private static final double LASTING = 0.8;

  /** Simulates a junction. */
  public static JunctionTrace of(JunctionSpec spec) {
    Device.Motion motion = spec.device().start(spec.conditions());
    List<Channel> own = spec.device().channels();
    List<Channel> columns = new ArrayList<>();
    columns.add(new Channel("time", "s"));
    columns.add(new Channel("current", "A"));
    columns.add(new Channel("resistance", "Ω"));
    columns.add(new Channel("voltage", "V"));
    columns.addAll(own);
    double interval = spec.conditions().step() * spec.every();
    int points = (int) Math.floor(spec.duration() / interval * (1 + 1e-12)) + 1;
    int settled = (int) Math.ceil(spec.settle() / interval * (1 - 1e-12));
    double[][] values = new double[columns.size()][points];
    double amplitude = 0;
    int filled = 0;
    for (int i = 0; i < points && motion.ended().isEmpty(); i++) {
      if (i > 0) {
        motion.advance(spec.conditions().step(), spec.every());
      }
      double time = i * interval;
      double current = spec.conditions().current().at(time);
      double resistance = motion.resistance(current);
      values[TIME][i] = time;
      values[CURRENT][i] = current;
      values[RESISTANCE][i] = resistance;
      values[VOLTAGE][i] = current * resistance;
      double[] state = motion.state();
      for (int k = 0; k < state.length; k++) {
        values[OWN + k][i] = state[k];
      }
      amplitude += i >= settled ? motion.amplitude() : 0;
      filled++;
    }
    int end = filled;
    if (end < points) {
      Arrays.setAll(values, k -> Arrays.copyOf(values[k], end));
    }
    return new JunctionTrace(
        List.copyOf(columns),
        values,
        settled,
        amplitude / Math.max(1, filled - settled),
        motion.ended());
  }

  /** How many points it has. */
  public int points() {
    return values[TIME].length;
  }

  /** Time between two points, s. */
  public double interval() {
    return values[TIME][1] - values[TIME][0];
  }

  /**
   * Whether resistance or state swing at its end as much as a quarter of the settled part before.
   *
   * @param least relative swing that counts
   */
  boolean swings(double least) {
    int quarter = (points() - Math.min(settled, points())) / 4;
    double last = 0;
    double before = 0;
    for (int k = RESISTANCE; k < columns.size(); k++) {
      boolean resistance = k == RESISTANCE;
      if (resistance || k >= OWN && columns.get(k).unit().isEmpty()) {
        double scale = resistance ? values[k][points() - 1] : 1;
        last += variance(values[k], points() - quarter, points()) / (scale * scale);
        before += variance(values[k], points() - 2 * quarter, points() - quarter) / (scale * scale);
      }
    }
    return last > least * least && last > LASTING * before;
  }

  private static double variance(double[] values, int from, int to) {
    return StatUtils.populationVariance(values, from, to - from);
  }

  /** The settled part of a column. */
  double[] settledPart(int column) {
    return Arrays.copyOfRange(values[column], Math.min(settled, points()), points());
  }
}
