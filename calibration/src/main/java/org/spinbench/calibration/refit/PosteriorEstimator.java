package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.SkylineCholesky;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * Fits the parameters of a chip to all of its readings, whatever their purpose. It computes the
 * maximum a posteriori estimate
 *
 * <pre>min over z of  Σ ρ[(model − reading)/σ] + Σ ln σ² + |z|²,   ρ(r) = 2 c² [√(1 + r²/c²) − 1]
 * </pre>
 *
 * with z the parameters in units of their prior deviations, by the method of Levenberg and
 * Marquardt (Marquardt 1963, doi:10.1137/0111030) on reweighted squares. ρ is the soft L1 loss with
 * c = 3: close to squares for noise, and linear for outliers. σ² is the variance of a reading by
 * design; where the design states a frequency noise of neurons, it grows with the square of the
 * slope by the emission frequencies. A step of the descent keeps σ, and must lower the whole cost.
 *
 * <p>Effects beyond a plain model (symmetric part, cross-talk, quadratic tuning, shift by power,
 * saturation, another Q) stay at their prior values as long as chi-square shows that the readings
 * are explained without them. If the full model does not explain the readings either, the fit
 * increases their noise, so that the stated uncertainties stay true.
 *
 * <p>Not thread-safe.
 */
public final class PosteriorEstimator {
  private static final double ROBUST = 3;
  private static final int STEPS = 40;
  private static final double CONVERGED = 1e-4;
  private static final double FIRST_DAMPING = 1e-2;
  private static final double LEAST_DAMPING = 1e-7;
  private static final double MOST_DAMPING = 1e8;
  private static final double LONGEST_STEP = 2;

  /** Factors of the damping after a rejected step, and after an accepted one. */
  private static final double MORE = 6;

  private static final double LESS = 5;

  /** Excess of chi-square, in standard deviations, from which on the plain model is rejected. */
  private static final double DOUBT = 3;

  private static final int NOISE_ROUNDS = 6;
  private static final double NOISE_CONVERGED = 0.04;

  /** Mean of r²/√(1 + r²/c²) for standard normal r: the expected weighted square of noise. */
  private static final double WEIGHTED_SQUARE = 0.877;

  private final BenchFile file;
  private final Calibration prior;
  private final List<Fault> faults;
  private final Widening widening;
  private final IntPredicate chosen;
  private final ChipTopology wiring;
  private final ChipModel model;
  private final List<ChipModel> models = new ArrayList<>();
  private final int[] chains;
  private final int[] neurons;
  private final Nodes declared;

  /** The quality of a fit; rows are its node readings. */
  record Quality(double cost, double chiSquare, double degrees, double noise, int rows) {
    double reduced() {
      return chiSquare / degrees;
    }

    /** Standard deviation of the reduced chi-square if the model explains the readings. */
    double deviation() {
      return Math.sqrt(2 / degrees);
    }
  }

  /** The quality, with half the Hessian of the cost, whose inverse is the covariance. */
  private record Judged(Quality quality, SkylineCholesky information) {}

  /** The end of a descent. */
  private record Descent(double[] z, double cost) {}

  /**
   * An estimator with a prior.
   *
   * @param file the bench: its topology, and the noise of readings by its section {@code [design]}
   * @param prior parameters with deviations; those with a deviation of zero are known
   * @throws IllegalArgumentException if the file has no section {@code [design]}
   */
  public PosteriorEstimator(BenchFile file, Calibration prior) {
    this(file, prior, List.of(), Widening.NONE, chain -> true);
  }

  private PosteriorEstimator(
      BenchFile file,
      Calibration prior,
      List<Fault> faults,
      Widening widening,
      IntPredicate chosen) {
    this.file = file;
    this.prior = prior;
    this.faults = faults;
    this.widening = widening;
    this.chosen = chosen;
    wiring = new ChipTopology(file);
    model = fresh();
    chains = model.chains();
    neurons = model.neurons();
    declared = DesignPrior.noise(file);
  }

  /** The same estimator with its own memory, for another thread. */
  public PosteriorEstimator apart() {
    return new PosteriorEstimator(file, prior, faults, widening, chosen);
  }

  /** The same estimator with a fault in the prior. */
  PosteriorEstimator believing(Fault fault) {
    List<Fault> more = new ArrayList<>(faults);
    more.add(fault);
    return new PosteriorEstimator(file, fault.of(prior), more, widening, chosen);
  }

  /** An estimator and the posterior that it gives. */
  public record Believed(PosteriorEstimator estimator, Posterior fit) {}

  /**
   * Lets the devices of a chip spread further than its design states, while the readings become
   * much likelier by it: the evidence decides, by which a wider prior costs where it is not needed.
   * A fit that explains its readings with every device near its design is kept as it is.
   *
   * @param fit the posterior of this estimator
   * @param starts number of starts drawn from each wider prior
   * @param random draws them
   */
  public Believed widened(
      List<ChipObservation> readings, Posterior fit, int starts, RandomGenerator random) {
    return Widening.byEvidence(new Believed(this, fit), readings, starts, random);
  }

  /**
   * The same, and cautious: where a fit is doubtful with the spread of the design, all devices may
   * spread twice as far unless the readings are much less likely so. A fault may hide behind the
   * wider spread, so faults are searched without it.
   */
  public Believed cautious(
      List<ChipObservation> readings, Posterior fit, int starts, RandomGenerator random) {
    boolean doubtful = fit.isStrained() && Posterior.isDoubtful(fit.reducedChiSquare());
    Believed narrow = new Believed(this, fit);
    return doubtful && !isWidened() ? Widening.inDoubt(narrow, readings, starts, random) : narrow;
  }

  PosteriorEstimator with(Widening wider) {
    return new PosteriorEstimator(file, prior, faults, wider, chosen);
  }

  Widening widening() {
    return widening;
  }

  /** Whether the prior is wider than the design states. */
  public boolean isWidened() {
    return !widening.equals(Widening.NONE);
  }

  /** Whether devices of the prior fail. */
  public boolean hasFaults() {
    return !faults.isEmpty();
  }

  /** The same estimator with a line in the prior that reports a dead device. */
  PosteriorEstimator noting(String dead) {
    return new PosteriorEstimator(file, prior.withDead(dead), faults, widening, chosen);
  }

  /** Whether a reading of a neuron's emission exceeds so many deviations of the declared noise. */
  boolean emits(ChipObservation reading, String neuron, double deviations) {
    int n = file.indexOfNeuron(neuron);
    return reading.nodes().powers()[n] > deviations * declared.powers()[n];
  }

  /** Number of the network of a device; most chips are one network. */
  int networkOf(String device) {
    int neuron = file.indexOfNeuron(device);
    int chain =
        neuron >= 0
            ? file.indexOfChain(file.neurons().get(neuron).chain())
            : file.chainOfSynapse(file.indexOfSynapse(device));
    return wiring.part[chain];
  }

  /** The same estimator for one network alone; the parameters of others stay as they are. */
  PosteriorEstimator alone(int network) {
    IntPredicate own = chain -> wiring.part[chain] == network;
    return IntStream.of(chains).allMatch(own)
        ? this
        : new PosteriorEstimator(file, prior, faults, widening, own);
  }

  /** All faults of devices without a fault in the prior. */
  List<Fault> possibleFaults() {
    List<String> failing = new ArrayList<>(Dead.devices(prior));
    faults.forEach(fault -> failing.add(fault.device()));
    return Fault.all(prior).stream().filter(f -> !failing.contains(f.device())).toList();
  }

  /** The belief before any reading. */
  public Posterior prior() {
    int n = model.unknowns().size();
    NormalEquations nothing = new NormalEquations(active(true));
    nothing.addPrior(new double[n]);
    return new Posterior(
        fresh(),
        new double[n],
        nothing.active,
        nothing.factor(0).orElseThrow(),
        List.of(),
        new Quality(0, 0, 1, 1, 0),
        false,
        0);
  }

  /** A new model with this prior, for a result that outlives the next fit. */
  ChipModel fresh() {
    return new ChipModel(file, prior, widening, chosen);
  }

  /**
   * Fits all readings.
   *
   * @param from an earlier posterior to start from, which may have another prior
   * @param starts number of further starts drawn from the prior, against local minima
   * @param random draws them
   */
  public Posterior fit(
      List<ChipObservation> readings, Posterior from, int starts, RandomGenerator random) {
    boolean beyond = from.beyond();
    List<double[]> origins = new ArrayList<>();
    origins.add(from.zOf(model));
    for (int s = 0; s < starts; s++) {
      double[] z = new double[model.unknowns().size()];
      for (int j = 0; j < z.length; j++) {
        z[j] = model.unknowns().get(j).kind().beyond ? 0 : random.nextGaussian();
      }
      origins.add(z);
    }
    double noise = from.noise();
    Descent best = best(readings, origins, beyond, noise);
    Judged judged = judge(readings, best, beyond, noise);
    if (!beyond && judged.quality().reduced() > 1 + DOUBT * judged.quality().deviation()) {
      beyond = true;
      origins.add(best.z());
      best = best(readings, origins, true, noise);
      judged = judge(readings, best, true, noise);
    }
    for (int round = 0; round < NOISE_ROUNDS; round++) {
      double found = Math.max(1, Math.sqrt(judged.quality().reduced()));
      if (Math.abs(found / noise - 1) < NOISE_CONVERGED) {
        break;
      }
      noise = found;
      best = best(readings, List.of(best.z()), beyond, noise);
      judged = judge(readings, best, beyond, noise);
    }
    return posterior(readings, best, judged, beyond);
  }

  /**
   * The better of a fit and new ones of the same readings, since a descent may end in a local
   * minimum.
   *
   * @param from the start of another descent; its prior may have a fault
   * @param starts number of further starts drawn from the prior
   */
  public Posterior better(
      List<ChipObservation> readings,
      Posterior fit,
      Posterior from,
      int starts,
      RandomGenerator random) {
    Posterior other = fit(readings, from, starts, random);
    return other.evidence() > fit.evidence() ? other : fit;
  }

  /** Fits all readings, starting only from an earlier posterior. */
  Posterior fit(List<ChipObservation> readings, Posterior from) {
    return fit(
        readings,
        from,
        0,
        () -> {
          throw new IllegalStateException("no start is drawn");
        });
  }

  /**
   * The best of the descents from all origins, the first of equals. They run in parallel, each with
   * its own model; the result does not depend on their speed.
   */
  private Descent best(
      List<ChipObservation> readings, List<double[]> origins, boolean beyond, double noise) {
    while (models.size() < origins.size()) {
      models.add(fresh());
    }
    List<Descent> descents =
        IntStream.range(0, origins.size())
            .parallel()
            .mapToObj(i -> descend(models.get(i), readings, origins.get(i), beyond, noise))
            .toList();
    Descent best = descents.get(0);
    for (Descent descent : descents) {
      best = descent.cost() < best.cost() ? descent : best;
    }
    return best;
  }

  /** Places of the unknowns that the fit moves, in the order of their elimination. */
  private int[] active(boolean beyond) {
    return IntStream.of(model.lastLayersFirst())
        .filter(j -> beyond || !model.unknowns().get(j).kind().beyond)
        .toArray();
  }

  private Descent descend(
      ChipModel model,
      List<ChipObservation> readings,
      double[] origin,
      boolean beyond,
      double noise) {
    int[] active = active(beyond);
    double[] z = origin.clone();
    double[] tried = new double[z.length];
    double damping = FIRST_DAMPING;
    NormalEquations normal = new NormalEquations(active);
    NormalEquations next = new NormalEquations(active);
    double cost = linearise(model, readings, z, noise, normal, Double.POSITIVE_INFINITY);
    for (int step = 0; step < STEPS && damping < MOST_DAMPING; step++) {
      Optional<SkylineCholesky> factor = normal.factor(damping);
      if (factor.isEmpty()) {
        damping *= MORE;
        continue;
      }
      double[] move = factor.get().solve(normal.gradient);
      System.arraycopy(z, 0, tried, 0, z.length);
      for (int a = 0; a < active.length; a++) {
        tried[active[a]] -= Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, move[a]));
      }
      double triedCost = linearise(model, readings, tried, noise, next, cost);
      if (triedCost < cost) {
        boolean converged = cost - triedCost < CONVERGED * cost;
        double[] left = z;
        z = tried;
        tried = left;
        cost = triedCost;
        NormalEquations used = normal;
        normal = next;
        next = used;
        damping = Math.max(LEAST_DAMPING, damping / LESS);
        if (converged) {
          break;
        }
      } else {
        damping *= MORE;
      }
    }
    return new Descent(z, cost);
  }

  /**
   * The cost at z, with its normal equations.
   *
   * @param enough the sum ends as soon as it reaches this, as no part of it is negative; then the
   *     equations are incomplete
   */
  private double linearise(
      ChipModel model,
      List<ChipObservation> readings,
      double[] z,
      double noise,
      NormalEquations normal,
      double enough) {
    model.set(z);
    normal.clear();
    double cost = 0;
    for (ChipObservation reading : readings) {
      if (cost >= enough) {
        return cost;
      }
      model.evaluate(reading.parameters(), reading.input());
      cost +=
          accumulate(
              model,
              chains,
              reading.nodes().chainVoltages(),
              model.voltages,
              model.voltageSlopes,
              declared.chainVoltages(),
              noise,
              normal);
      cost +=
          accumulate(
              model,
              neurons,
              reading.nodes().powers(),
              model.powers,
              model.powerSlopes,
              declared.powers(),
              noise,
              normal);
    }
    return cost + normal.addPrior(z);
  }

  private static double accumulate(
      ChipModel model,
      int[] nodes,
      double[] read,
      double[] modelled,
      double[][] slopes,
      double[] sigma,
      double noise,
      NormalEquations normal) {
    double cost = 0;
    for (int i : nodes) {
      if (Double.isNaN(read[i])) {
        continue;
      }
      double added = model.frequencyNoise.variance(slopes[i]) / (sigma[i] * sigma[i]);
      double scale = 1 / (sigma[i] * Math.sqrt(1 + added) * noise);
      double r = (modelled[i] - read[i]) * scale;
      double root = Math.sqrt(1 + r * r / (ROBUST * ROBUST));
      cost += 2 * ROBUST * ROBUST * (root - 1) + StrictMath.log1p(added);
      normal.add(slopes[i], r / scale, scale * scale / root);
      normal.squares += r * r * noise * noise / root;
      normal.rows++;
    }
    return cost;
  }

  /** Chi-square at the declared noise, and the degrees of freedom that the prior leaves. */
  private Judged judge(List<ChipObservation> readings, Descent at, boolean beyond, double noise) {
    NormalEquations normal = new NormalEquations(active(beyond));
    linearise(model, readings, at.z(), noise, normal, Double.POSITIVE_INFINITY);
    SkylineCholesky information =
        normal
            .factor(0)
            .orElseThrow(
                () ->
                    new FitException(
                        "the readings determine some numbers of the chip far better than others,"
                            + " beyond the precision of the computation; compare the noise of"
                            + " readings and the spreads in the section [design] of the bench"
                            + " file"));
    double free = normal.active.length - Arrays.stream(information.inverseDiagonal()).sum();
    double chiSquare = normal.squares / WEIGHTED_SQUARE;
    return new Judged(
        new Quality(at.cost(), chiSquare, Math.max(1, normal.rows - free), noise, normal.rows),
        information);
  }

  /**
   * The gradients of half the cost by the readings of each set of parameters. What a model lacks is
   * an error that such readings have in common.
   */
  private List<double[]> scores(
      List<ChipObservation> readings, double[] z, boolean beyond, double noise) {
    List<double[]> scores = new ArrayList<>();
    for (List<ChipObservation> group : ChipObservation.byParameters(readings)) {
      NormalEquations normal = new NormalEquations(active(beyond));
      linearise(model, group, z, noise, normal, Double.POSITIVE_INFINITY);
      scores.add(normal.withoutPrior(z));
    }
    return scores;
  }

  private Posterior posterior(
      List<ChipObservation> readings, Descent best, Judged judged, boolean beyond) {
    return new Posterior(
        fresh(),
        best.z(),
        active(beyond),
        judged.information(),
        Posterior.isDoubtful(judged.quality().reduced())
            ? scores(readings, best.z(), beyond, judged.quality().noise())
            : List.of(),
        judged.quality(),
        beyond,
        readings.size());
  }
}
