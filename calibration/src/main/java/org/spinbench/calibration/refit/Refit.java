package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.BenchFile;

/**
 * Fits a chip's numbers to everything that was read of it, whatever it was read for: the maximum a
 * posteriori estimate
 *
 * <pre>min over z of  Σ ρ[(model − reading)/σ] + |z|²,   ρ(r) = 2 c² [√(1 + r²/c²) − 1]</pre>
 *
 * with z the numbers in units of their prior deviations, by the method of Levenberg and Marquardt
 * (Marquardt 1963, doi:10.1137/0111030) on reweighted squares. ρ is the soft L1 loss with c = 3: as
 * good as squares for noise, and linear for readings that are simply wrong.
 *
 * <p>Effects beyond a plain model (symmetric part, cross-talk, quadratic tuning, shift by power,
 * saturation, another Q) are held at what they are beforehand until chi-square says that without
 * them the readings are not explained. Where they are not explained even so, the noise of readings
 * is taken as larger than declared, so that the stated uncertainty stays honest.
 *
 * <p>Not thread-safe.
 */
public final class Refit {
  private static final double ROBUST = 3;
  private static final int STEPS = 40;
  private static final double CONVERGED = 1e-4;
  private static final double FIRST_DAMPING = 1e-2;
  private static final double LEAST_DAMPING = 1e-7;
  private static final double MOST_DAMPING = 1e8;
  private static final double LONGEST_STEP = 2;

  /** Standard deviations of chi-square at which the plain model is given up. */
  private static final double DOUBT = 3;

  private static final int NOISE_ROUNDS = 6;
  private static final double NOISE_CONVERGED = 0.04;

  /** Mean of r²/√(1 + r²/c²) for standard normal r: what noise alone gives a weighted square. */
  private static final double WEIGHTED_SQUARE = 0.877;

  private final BenchFile file;
  private final Calibration prior;
  private final Model model;
  private final double[] voltageNoise;
  private final double[] powerNoise;

  /** How good a fit is. */
  record Quality(double cost, double chiSquare, double degrees, double noise) {}

  /** Where a descent ended. */
  private record Descent(double[] z, double cost) {}

  /**
   * A fit that starts from what is believed beforehand.
   *
   * @param file the bench: its topology, and the noise of readings by its section {@code [design]}
   * @param prior numbers with deviations; those of deviation zero are taken as known
   * @throws IllegalArgumentException if the file has no section {@code [design]}
   */
  public Refit(BenchFile file, Calibration prior) {
    this.file = file;
    this.prior = prior;
    model = new Model(file, prior);
    Nodes full = Nominal.fullScale(file);
    double relative = file.design().orElseThrow().readNoise();
    voltageNoise = Arrays.stream(full.chainVoltages()).map(v -> relative * v).toArray();
    powerNoise = Arrays.stream(full.powers()).map(p -> relative * p).toArray();
  }

  /** What is believed before any reading. */
  public Fit prior() {
    int n = model.unknowns().size();
    RealMatrix unit = MatrixUtils.createRealIdentityMatrix(n);
    return new Fit(fresh(), new double[n], unit, unit, new Quality(0, 0, 1, 1), false, 0);
  }

  /** A model of its own for a result that outlives this fit's next use. */
  private Model fresh() {
    return new Model(file, prior);
  }

  /**
   * Fits all readings.
   *
   * @param from an earlier fit to start from
   * @param starts number of further starts drawn from the prior, against local minima
   * @param random draws them
   */
  public Fit fit(List<Reading> readings, Fit from, int starts, RandomGenerator random) {
    boolean beyond = from.beyond();
    List<double[]> origins = new ArrayList<>();
    origins.add(from.z());
    for (int s = 0; s < starts; s++) {
      double[] z = new double[model.unknowns().size()];
      for (int j = 0; j < z.length; j++) {
        z[j] = model.unknowns().get(j).kind().beyond ? 0 : random.nextGaussian();
      }
      origins.add(z);
    }
    double noise = from.noise();
    Descent best = best(readings, origins, beyond, noise);
    Quality quality = quality(readings, best, beyond, noise);
    if (!beyond
        && quality.chiSquare() / quality.degrees() > 1 + DOUBT * Math.sqrt(2 / quality.degrees())) {
      beyond = true;
      origins.add(best.z());
      best = best(readings, origins, true, noise);
      quality = quality(readings, best, true, noise);
    }
    for (int round = 0; round < NOISE_ROUNDS; round++) {
      double found = Math.max(1, Math.sqrt(quality.chiSquare() / quality.degrees()));
      if (Math.abs(found / noise - 1) < NOISE_CONVERGED) {
        break;
      }
      noise = found;
      best = best(readings, List.of(best.z()), beyond, noise);
      quality = quality(readings, best, beyond, noise);
    }
    return posterior(readings, best, quality, beyond);
  }

  private Descent best(
      List<Reading> readings, List<double[]> origins, boolean beyond, double noise) {
    Descent best = null;
    for (double[] origin : origins) {
      Descent descent = descend(readings, origin, beyond, noise);
      if (best == null || descent.cost() < best.cost()) {
        best = descent;
      }
    }
    return best;
  }

  /** Numbers of the unknowns that are moved. */
  private int[] active(boolean beyond) {
    List<Unknown> unknowns = model.unknowns();
    int[] active = new int[unknowns.size()];
    int n = 0;
    for (int j = 0; j < active.length; j++) {
      if (beyond || !unknowns.get(j).kind().beyond) {
        active[n++] = j;
      }
    }
    return Arrays.copyOf(active, n);
  }

  private Descent descend(List<Reading> readings, double[] origin, boolean beyond, double noise) {
    int[] active = active(beyond);
    double[] z = origin.clone();
    double damping = FIRST_DAMPING;
    Normal normal = new Normal(active.length);
    double cost = linearise(readings, z, active, noise, normal);
    for (int step = 0; step < STEPS && damping < MOST_DAMPING; step++) {
      double[] move = normal.solve(damping);
      double[] tried = z.clone();
      for (int a = 0; a < active.length; a++) {
        tried[active[a]] -= Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, move[a]));
      }
      Normal next = new Normal(active.length);
      double triedCost = linearise(readings, tried, active, noise, next);
      if (triedCost < cost) {
        boolean converged = cost - triedCost < CONVERGED * cost;
        z = tried;
        cost = triedCost;
        normal = next;
        damping = Math.max(LEAST_DAMPING, damping / 5);
        if (converged) {
          break;
        }
      } else {
        damping *= 6;
      }
    }
    return new Descent(z, cost);
  }

  /** Normal equations of the reweighted squares, with the prior. */
  private static final class Normal {
    final double[][] matrix;
    final double[] gradient;

    Normal(int n) {
      matrix = new double[n][n];
      gradient = new double[n];
    }

    void add(double[] slopes, int[] active, double residual, double weight) {
      for (int a = 0; a < active.length; a++) {
        double slope = weight * slopes[active[a]];
        if (slope != 0) {
          gradient[a] += slope * residual;
          double[] row = matrix[a];
          for (int b = 0; b <= a; b++) {
            row[b] += slope * slopes[active[b]];
          }
        }
      }
    }

    RealMatrix symmetric(double damping) {
      int n = gradient.length;
      double[][] full = new double[n][n];
      for (int a = 0; a < n; a++) {
        for (int b = 0; b <= a; b++) {
          full[a][b] = matrix[a][b];
          full[b][a] = matrix[a][b];
        }
        full[a][a] *= 1 + damping;
      }
      return new Array2DRowRealMatrix(full, false);
    }

    double[] solve(double damping) {
      RealMatrix full = symmetric(damping);
      try {
        return new CholeskyDecomposition(full, 1e-8, 1e-14)
            .getSolver()
            .solve(new Array2DRowRealMatrix(gradient))
            .getColumn(0);
      } catch (NonPositiveDefiniteMatrixException e) {
        return new LUDecomposition(full)
            .getSolver()
            .solve(new Array2DRowRealMatrix(gradient))
            .getColumn(0);
      }
    }
  }

  /** The cost at z, with its normal equations if asked for. */
  private double linearise(
      List<Reading> readings, double[] z, int[] active, double noise, Normal normal) {
    model.set(z);
    double cost = 0;
    for (Reading reading : readings) {
      model.evaluate(reading.parameters(), reading.input());
      cost +=
          accumulate(
              reading.nodes().chainVoltages(),
              model.voltages,
              model.voltageSlopes,
              voltageNoise,
              active,
              noise,
              normal);
      cost +=
          accumulate(
              reading.nodes().powers(),
              model.powers,
              model.powerSlopes,
              powerNoise,
              active,
              noise,
              normal);
    }
    for (int a = 0; a < active.length; a++) {
      double distance = z[active[a]];
      cost += distance * distance;
      normal.gradient[a] += distance;
      normal.matrix[a][a] += 1;
    }
    return cost;
  }

  private static double accumulate(
      double[] read,
      double[] modelled,
      double[][] slopes,
      double[] sigma,
      int[] active,
      double noise,
      Normal normal) {
    double cost = 0;
    for (int i = 0; i < read.length; i++) {
      if (Double.isNaN(read[i])) {
        continue;
      }
      double scale = 1 / (sigma[i] * noise);
      double r = (modelled[i] - read[i]) * scale;
      double root = Math.sqrt(1 + r * r / (ROBUST * ROBUST));
      cost += 2 * ROBUST * ROBUST * (root - 1);
      normal.add(slopes[i], active, r / scale, scale * scale / root);
    }
    return cost;
  }

  /** Chi-square at the declared noise, and the degrees of freedom that the prior leaves. */
  private Quality quality(List<Reading> readings, Descent at, boolean beyond, double noise) {
    int[] active = active(beyond);
    Normal normal = new Normal(active.length);
    linearise(readings, at.z(), active, noise, normal);
    double free = active.length - trace(inverse(normal.symmetric(0)));
    model.set(at.z());
    double sum = 0;
    int rows = 0;
    for (Reading reading : readings) {
      model.evaluate(reading.parameters(), reading.input());
      for (double r : residuals(reading)) {
        if (!Double.isNaN(r)) {
          double root = Math.sqrt(1 + r * r / (noise * noise * ROBUST * ROBUST));
          sum += r * r / root;
          rows++;
        }
      }
    }
    return new Quality(at.cost(), sum / WEIGHTED_SQUARE, Math.max(1, rows - free), noise);
  }

  /** Residuals of the last evaluation in units of the declared noise; NaN for what was not read. */
  private double[] residuals(Reading reading) {
    double[] voltages = reading.nodes().chainVoltages();
    double[] powers = reading.nodes().powers();
    double[] residuals = new double[voltages.length + powers.length];
    for (int c = 0; c < voltages.length; c++) {
      residuals[c] = (model.voltages[c] - voltages[c]) / voltageNoise[c];
    }
    for (int n = 0; n < powers.length; n++) {
      residuals[voltages.length + n] = (model.powers[n] - powers[n]) / powerNoise[n];
    }
    return residuals;
  }

  private static double trace(RealMatrix matrix) {
    return matrix.getTrace();
  }

  private static RealMatrix inverse(RealMatrix matrix) {
    return new CholeskyDecomposition(matrix, 1e-6, 1e-14).getSolver().getInverse();
  }

  private Fit posterior(List<Reading> readings, Descent best, Quality quality, boolean beyond) {
    int[] active = active(beyond);
    Normal normal = new Normal(active.length);
    linearise(readings, best.z(), active, quality.noise(), normal);
    RealMatrix small = inverse(normal.symmetric(0));
    int n = model.unknowns().size();
    // what is held is as uncertain as before, but no part of what is drawn
    RealMatrix covariance = MatrixUtils.createRealIdentityMatrix(n);
    RealMatrix root = MatrixUtils.createRealIdentityMatrix(n);
    RealMatrix lower = new CholeskyDecomposition(symmetrised(small), 1e-6, 1e-18).getL();
    for (int a = 0; a < active.length; a++) {
      for (int b = 0; b < active.length; b++) {
        covariance.setEntry(active[a], active[b], small.getEntry(a, b));
        root.setEntry(active[a], active[b], lower.getEntry(a, b));
      }
    }
    if (!beyond) {
      for (int j = 0; j < n; j++) {
        if (model.unknowns().get(j).kind().beyond) {
          root.setEntry(j, j, 0);
        }
      }
    }
    return new Fit(fresh(), best.z(), covariance, root, quality, beyond, readings.size());
  }

  private static RealMatrix symmetrised(RealMatrix matrix) {
    return matrix.add(matrix.transpose()).scalarMultiply(0.5);
  }

  /**
   * Chooses settings whose readings together narrow the belief most: one after the other, that of
   * the largest gain of information ½ ln det(1 + J C Jᵀ/σ²), C the covariance with what the ones
   * before will add (greedy D-optimal design; Fedorov 1972).
   *
   * @param hidden whether chain voltages cannot be read
   */
  public List<Setting> choose(Fit fit, List<Setting> candidates, int number, boolean hidden) {
    model.set(fit.z());
    int n = model.unknowns().size();
    double[][][] rows = new double[candidates.size()][][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rows(candidates.get(i), fit.noise(), hidden);
    }
    double[][] covariance = fit.covariance().getData();
    boolean[] taken = new boolean[rows.length];
    List<Setting> chosen = new ArrayList<>();
    for (int pick = 0; pick < Math.min(number, rows.length); pick++) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < rows.length; i++) {
        if (!taken[i]) {
          double gain = gain(rows[i], covariance, n);
          if (gain > most) {
            most = gain;
            best = i;
          }
        }
      }
      taken[best] = true;
      chosen.add(candidates.get(best));
      for (double[] row : rows[best]) {
        learn(covariance, row, n);
      }
    }
    return chosen;
  }

  /** Derivatives of what can be read by z, each over its noise. */
  private double[][] rows(Setting setting, double noise, boolean hidden) {
    model.evaluate(setting.parameters(), setting.input());
    List<double[]> rows = new ArrayList<>();
    for (int c = 0; c < voltageNoise.length && !hidden; c++) {
      rows.add(scaled(model.voltageSlopes[c], 1 / (noise * voltageNoise[c])));
    }
    for (String name : file.readout().neurons()) {
      int neuron = file.indexOfNeuron(name);
      rows.add(scaled(model.powerSlopes[neuron], 1 / (noise * powerNoise[neuron])));
    }
    return rows.toArray(double[][]::new);
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }

  /** Information of rows taken as independent, which ranks candidates well enough. */
  private static double gain(double[][] rows, double[][] covariance, int n) {
    double gain = 0;
    for (double[] row : rows) {
      gain += StrictMath.log1p(variance(row, covariance, n));
    }
    return gain;
  }

  private static double variance(double[] row, double[][] covariance, int n) {
    double sum = 0;
    for (int a = 0; a < n; a++) {
      if (row[a] != 0) {
        double inner = 0;
        double[] line = covariance[a];
        for (int b = 0; b < n; b++) {
          inner += line[b] * row[b];
        }
        sum += row[a] * inner;
      }
    }
    return sum;
  }

  /** The covariance after a reading, by the rule of Sherman and Morrison. */
  private static void learn(double[][] covariance, double[] row, int n) {
    double[] product = new double[n];
    double sum = 1;
    for (int a = 0; a < n; a++) {
      double inner = 0;
      for (int b = 0; b < n; b++) {
        inner += covariance[a][b] * row[b];
      }
      product[a] = inner;
      sum += inner * row[a];
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        covariance[a][b] -= product[a] * product[b] / sum;
      }
    }
  }
}
