package org.spinbench.calibration.refit;

import java.util.Arrays;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.fit.filter.FullCovariance;
import org.spinbench.calibration.fit.filter.KalmanFilter;

/**
 * The state of a chip whose resonances drift, as a mean and a covariance. It has three parts: the
 * unknowns z of the chip, which are constant; the processes of each resonance's {@link DriftModel},
 * in half widths, which relax; and errors of the model, which are constant.
 */
final class DriftingState {
  /** Added to variances before a decomposition, half widths squared. */
  private static final double JITTER = 1e-9;

  private final int numbers;
  private final int synapses;
  private final Resonances resonances;
  private DriftModel drift;
  private FullCovariance covariance;
  private KalmanFilter filter;
  private double[] slopes;

  /** A state before any reading: unknowns as in the prior, drift in equilibrium, no errors. */
  DriftingState(int numbers, Resonances resonances, DriftModel drift) {
    this.numbers = numbers;
    this.resonances = resonances;
    this.drift = drift;
    synapses = resonances.place.length;
    double[] variances = new double[firstError()];
    Arrays.fill(variances, 0, numbers, 1);
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        variances[process(s, p)] = square(drift.deviations().get(p));
      }
    }
    become(new double[variances.length], new FullCovariance(variances));
  }

  private void become(double[] mean, FullCovariance of) {
    covariance = of;
    filter = new KalmanFilter(mean, of);
    slopes = new double[mean.length];
  }

  private static double square(double x) {
    return x * x;
  }

  private int processes() {
    return drift.times().size();
  }

  private int process(int synapse, int process) {
    return numbers + synapse * processes() + process;
  }

  private int firstError() {
    return numbers + synapses * processes();
  }

  /** Adds errors of the model with a mean of zero. */
  void addErrors(double[] variances) {
    double[] mean = filter.mean();
    become(Arrays.copyOf(mean, mean.length + variances.length), covariance.extended(variances));
  }

  /**
   * Lets time pass.
   *
   * @param evaluations the time, in evaluations; may be infinite
   */
  void advance(double evaluations) {
    double[] kept = new double[synapses * processes()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = StrictMath.exp(-evaluations / drift.times().get(i % processes()));
      filter.mean()[numbers + i] *= kept[i];
    }
    covariance.scale(numbers, kept);
    for (int i = 0; i < kept.length; i++) {
      double equilibrium = square(drift.deviations().get(i % processes()));
      covariance.add(numbers + i, equilibrium * (1 - square(kept[i])));
    }
  }

  /** Replaces the model of the drift by one with the same times. */
  void drift(DriftModel other) {
    if (!other.times().equals(drift.times())) {
      throw new IllegalArgumentException(
          "a drift over " + other.times() + " evaluations in place of one over " + drift.times());
    }
    drift = other;
  }

  DriftModel drift() {
    return drift;
  }

  /** Widens the slowest process of a resonance by a variance, half widths squared. */
  void doubt(int synapse, double variance) {
    covariance.add(process(synapse, processes() - 1), variance);
  }

  /** A copy of the mean. */
  double[] mean() {
    return filter.mean().clone();
  }

  /** The unknowns at a state, with the drift added to the resonances. */
  double[] z(double[] at) {
    double[] z = Arrays.copyOf(at, numbers);
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        z[resonances.place[s]] += at[process(s, p)] * resonances.width[s];
      }
    }
    return z;
  }

  /** Drift of each resonance from its average, half widths. */
  double[] offsets() {
    double[] offsets = new double[synapses];
    for (int s = 0; s < synapses; s++) {
      for (int p = 0; p < processes(); p++) {
        offsets[s] += filter.mean()[process(s, p)];
      }
    }
    return offsets;
  }

  /** Covariance of the offsets of all resonances, unknowns and drift together, half widths. */
  double[][] offsetCovariance() {
    double[][] half = new double[synapses][];
    for (int s = 0; s < synapses; s++) {
      half[s] = offsetCovariances(s);
    }
    double[][] result = new double[synapses][synapses];
    for (int s = 0; s < synapses; s++) {
      for (int t = 0; t < synapses; t++) {
        result[s][t] = (offset(t, half[s]) + offset(s, half[t])) / 2;
      }
      result[s][s] += JITTER;
    }
    return result;
  }

  /** Covariances of a resonance's offset with all of the state. */
  private double[] offsetCovariances(int synapse) {
    double[] own = covariance.row(resonances.place[synapse]);
    double[] sum = new double[own.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = own[j] / resonances.width[synapse];
      for (int p = 0; p < processes(); p++) {
        sum[j] += covariance.get(process(synapse, p), j);
      }
    }
    return sum;
  }

  private double offset(int synapse, double[] by) {
    double sum = by[resonances.place[synapse]] / resonances.width[synapse];
    for (int p = 0; p < processes(); p++) {
      sum += by[process(synapse, p)];
    }
    return sum;
  }

  /** Covariance of the unknowns, with the drift added to the resonances. */
  double[][] covariance() {
    double[][] half = new double[numbers][];
    for (int i = 0; i < numbers; i++) {
      half[i] = covariance.row(i).clone();
    }
    for (int s = 0; s < synapses; s++) {
      for (int j = 0; j < covariance.size(); j++) {
        half[resonances.place[s]][j] = resonances.width[s] * offset(s, covariance.row(j));
      }
    }
    double[][] full = new double[numbers][];
    for (int i = 0; i < numbers; i++) {
      full[i] = Arrays.copyOf(half[i], numbers);
      for (int s = 0; s < synapses; s++) {
        full[i][resonances.place[s]] = resonances.width[s] * offset(s, half[i]);
      }
    }
    for (int i = 0; i < numbers; i++) {
      for (int j = 0; j < i; j++) {
        double middle = (full[i][j] + full[j][i]) / 2;
        full[i][j] = middle;
        full[j][i] = middle;
      }
      full[i][i] += JITTER;
    }
    return full;
  }

  /**
   * Prepares for a reading.
   *
   * @param byNumber slopes of the reading by the unknowns
   * @param byOffset slopes by the offset of each resonance, half widths
   * @param error number of the error of the model that adds to the reading; negative for none
   * @return the variance that the state gives the reading
   */
  double project(double[] byNumber, double[] byOffset, int error) {
    Arrays.fill(slopes, 0);
    System.arraycopy(byNumber, 0, slopes, 0, numbers);
    for (int s = 0; s < synapses; s++) {
      slopes[resonances.place[s]] = byOffset[s] / resonances.width[s];
      Arrays.fill(slopes, process(s, 0), process(s, 0) + processes(), byOffset[s]);
    }
    if (error >= 0) {
      slopes[firstError() + error] = 1;
    }
    return filter.project(slopes);
  }

  /**
   * The predicted value of the reading that {@link #project} prepared for.
   *
   * @param value of the reading at a state, without errors of the model
   * @param at the state
   */
  double foreseen(double value, double[] at) {
    double sum = value;
    for (int j = 0; j < slopes.length; j++) {
      sum += slopes[j] * (j < firstError() ? filter.mean()[j] - at[j] : filter.mean()[j]);
    }
    return sum;
  }

  /** Takes in the reading that {@link #project} prepared for; see {@link KalmanFilter#correct}. */
  void correct(double innovation, double noise, double variance) {
    filter.correct(innovation, noise, variance);
  }

  /** Covariance of an offset some evaluations later with the reading of {@link #project}. */
  double covarianceWithReading(int synapse, double evaluations) {
    double sum = covariance.projected(resonances.place[synapse]) / resonances.width[synapse];
    for (int p = 0; p < processes(); p++) {
      sum +=
          covariance.projected(process(synapse, p))
              * StrictMath.exp(-evaluations / drift.times().get(p));
    }
    return sum;
  }
}
