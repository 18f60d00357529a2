package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.DriftFilter;
import org.spinbench.calibration.fit.LogSearch;
import org.spinbench.drivers.bench.BenchFile;

/**
 * Explains what one node did: with its calibration, within its uncertainty; with resonances that
 * wander; and with as few changed devices as the readings need.
 *
 * <p>Numbers of the calibration keep the covariance of its fits. A change is believed if the
 * readings become so much likelier by it as by five standard deviations, and if its size is more
 * than five. Of changes that the readings cannot tell apart, that whose size is known best is named
 * first. How fast resonances wander, and how much emitted powers fluctuate, are what makes the
 * readings likeliest.
 */
final class NodeFit {
  /** ln of the ratio of likelihoods from which a change is believed: five standard deviations. */
  private static final double BELIEVED = 12.5;

  /** The same from which one change is believed rather than another. */
  private static final double TOLD_APART = 4.5;

  /** Standard deviations from zero at which a size is worth naming. */
  private static final double SIGNIFICANT = 5;

  private static final int MOST_CHANGES = 3;

  /** Times that a problem is made linear again. */
  private static final int PASSES = 3;

  /** Part of another neuron's power that lies in the band of one that is read out. */
  private static final double LEAK = 0.01;

  /** Readings that suffice to choose among suspicions. */
  private static final int FEW = 128;

  private static final Comparator<Solution> LIKELIEST_FIRST =
      Comparator.comparingDouble(Solution::logLikelihood).reversed();

  /** Factor within which a rate is looked for once more. */
  private static final double NEAR = 3;

  /** Factor by which a further change may alter a rate. */
  private static final double FAR = 1000;

  /** ln of the ratio by which a further change may make few readings less likely, and all more. */
  private static final double HOPELESS = 4;

  /** Range of the rate at which resonances wander, Hz²/s. */
  private static final double[] WANDERING = {1e2, 1e12};

  /** Range of the fluctuation of emitted powers, as a part of the calibration's variance. */
  private static final double[] FLUCTUATING = {0.1, 10};

  /** Step of the search for a line that lies elsewhere: less than half a width of usual lines. */
  private static final double PART_OF_RANGE = 1.0 / 24;

  private final Node node;
  private final Calibration calibration;
  private final BenchFile file;
  private final Data all;
  private final List<TwinNumber> numbers;
  private final double[][] factor;
  private final List<Suspicion> suspicions;
  private final List<TwinNumber> wandering;
  private final int[] leaking;

  /**
   * Readings of a node.
   *
   * @param setpoints where they were taken
   * @param recorded what was read there
   * @param times since the calibration, s
   * @param values read, V or W
   * @param variances of the readings beside the fluctuation of emitted powers, V² or W²
   */
  record Data(
      List<Recording.Setpoint> setpoints,
      List<Observed> recorded,
      double[] times,
      double[] values,
      double[] variances) {

    /** About so many of them, evenly. */
    Data thinned(int few) {
      int step = setpoints.size() / few;
      if (step < 2) {
        return this;
      }
      int[] kept = IntStream.range(0, setpoints.size()).filter(i -> i % step == 0).toArray();
      return new Data(
          IntStream.of(kept).mapToObj(setpoints::get).toList(),
          IntStream.of(kept).mapToObj(recorded::get).toList(),
          IntStream.of(kept).mapToDouble(i -> times[i]).toArray(),
          IntStream.of(kept).mapToDouble(i -> values[i]).toArray(),
          IntStream.of(kept).mapToDouble(i -> variances[i]).toArray());
    }
  }

  /**
   * What explains the readings.
   *
   * @param suspicions that are changes
   * @param sizes of them
   * @param rate of wandering of the resonances, Hz²/s
   * @param fluctuation of emitted powers, as a part of the calibration's variance
   * @param filtered as the filter left it
   */
  private record Solution(
      List<Suspicion> suspicions,
      double[] sizes,
      double rate,
      double fluctuation,
      DriftFilter.Result filtered) {
    Solution with(List<Suspicion> others, double[] start) {
      return new Solution(others, start, rate, fluctuation, filtered);
    }

    double logLikelihood() {
      return filtered.logLikelihood();
    }
  }

  /**
   * The result.
   *
   * @param changes that the readings show
   * @param innovations by reading: its difference from what was foreseen from the readings before
   *     it, over the deviation foreseen for that
   * @param asCalibrated by reading: its difference from the calibration, over what the
   *     calibration's uncertainty, drift and fluctuations explain
   * @param rate of wandering of the resonances, Hz²/s; zero if there are none
   * @param scatter variance that fluctuating powers give each reading, V² or W²
   * @param drift of the resonances since the calibration, [reading][synapse], Hz
   * @param driftDeviations of the same
   * @param update puts what was found in the place of what was calibrated
   */
  record Result(
      List<Change> changes,
      double[] innovations,
      double[] asCalibrated,
      double rate,
      double[] scatter,
      double[][] drift,
      double[][] driftDeviations,
      UnaryOperator<Calibration> update) {}

  NodeFit(Node node, Calibration calibration, BenchFile file, Data data) {
    this.node = node;
    this.calibration = calibration;
    this.file = file;
    this.all = data;
    numbers = new ArrayList<>();
    suspicions = new ArrayList<>();
    wandering = new ArrayList<>();
    List<RealMatrix> blocks = new ArrayList<>();
    if (node.chain()) {
      List<TwinNumber> own = TwinNumber.ofChain(calibration, node.index());
      blocks.add(covariance(own, calibration.chains().get(node.index()).fit()));
      numbers.addAll(own);
      for (int k = 0; k < file.chains().get(node.index()).synapses().size(); k++) {
        suspicions.add(new Suspicion(node.index(), k, Change.Kind.RESONANCE));
        suspicions.add(new Suspicion(node.index(), k, Change.Kind.SENSITIVITY));
        wandering.add(TwinNumber.ofSynapse(calibration, node.index(), k, TwinNumber.RESONANCE));
      }
    }
    for (int neuron : node.neurons(file)) {
      List<TwinNumber> own = TwinNumber.ofNeuron(neuron);
      blocks.add(covariance(own, calibration.neurons().get(neuron).fit()));
      numbers.addAll(own);
      suspicions.add(new Suspicion(0, neuron, Change.Kind.POWER));
      if (node.chain()) {
        suspicions.add(new Suspicion(0, neuron, Change.Kind.EMISSION));
      }
    }
    factor = factor(blocks);
    leaking =
        IntStream.range(0, node.chain() ? 0 : file.neurons().size())
            .filter(neuron -> neuron != node.index())
            .toArray();
  }

  /** Covariance of numbers as a fit has it, or else their own deviations. */
  private RealMatrix covariance(List<TwinNumber> own, FitReport fit) {
    int size = own.size();
    RealMatrix covariance = new Array2DRowRealMatrix(size, size);
    for (int i = 0; i < size; i++) {
      int row = fit.parameters().indexOf(own.get(i).name());
      for (int j = 0; row >= 0 && j < size; j++) {
        int column = fit.parameters().indexOf(own.get(j).name());
        if (column >= 0) {
          covariance.setEntry(i, j, fit.covariance().get(row).get(column));
        }
      }
      double deviation = own.get(i).value().apply(calibration).deviation();
      // A resonance's deviation is larger than its fit's: it also scattered.
      covariance.setEntry(i, i, Math.max(covariance.getEntry(i, i), deviation * deviation));
    }
    return covariance;
  }

  /** L of C = L Lᵀ, with the blocks C of numbers that know nothing of each other. */
  private static double[][] factor(List<RealMatrix> blocks) {
    int size = blocks.stream().mapToInt(RealMatrix::getRowDimension).sum();
    double[][] factor = new double[size][size];
    int first = 0;
    for (RealMatrix block : blocks) {
      int n = block.getRowDimension();
      double[] deviations = new double[n];
      for (int i = 0; i < n; i++) {
        deviations[i] = Math.sqrt(block.getEntry(i, i));
      }
      RealMatrix correlation = new Array2DRowRealMatrix(n, n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double scale = deviations[i] * deviations[j];
          // Rounded numbers of a nearly singular covariance; a number that is exact stays so.
          double mean = (block.getEntry(i, j) + block.getEntry(j, i)) / 2;
          double whole = scale > 0 ? (1 - 1e-6) * mean / scale : 0;
          correlation.setEntry(i, j, i == j ? 1 : whole);
        }
      }
      RealMatrix l = new CholeskyDecomposition(correlation, 1e-9, 0).getL();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          factor[first + i][first + j] = deviations[i] * l.getEntry(i, j);
        }
      }
      first += n;
    }
    return factor;
  }

  /** Everything of the readings that is linear about a chip with changes. */
  private final class Linear {
    final Data data;
    final List<Suspicion> changed;
    final double[] sizes;
    final double[] residuals;
    final double[][] slopes;
    final double[] fluctuations;
    final double[] means;
    final double[] deviations;
    final double[] scales;

    Linear(Data data, List<Suspicion> changed, double[] sizes) {
      this.data = data;
      this.changed = changed;
      this.sizes = sizes;
      Calibration chip = chip(changed, sizes);
      int n = data.values().length;
      int size = numbers.size() + changed.size() + leaking.length + wandering.size();
      residuals = predicted(chip, data);
      for (int i = 0; i < n; i++) {
        residuals[i] = data.values()[i] - residuals[i];
      }
      int next = 0;
      slopes = new double[n][size];
      means = new double[size];
      deviations = new double[size];
      for (TwinNumber resonance : wandering) {
        put(slope(chip, data, resonance, 1e4), next);
        next++;
      }
      double[][] byNumber = new double[numbers.size()][];
      for (int j = 0; j < byNumber.length; j++) {
        byNumber[j] = slope(chip, data, numbers.get(j), deviation(j));
      }
      for (int z = 0; z < byNumber.length; z++) {
        for (int j = z; j < byNumber.length; j++) {
          for (int i = 0; i < n; i++) {
            slopes[i][next] += factor[j][z] * byNumber[j][i];
          }
        }
        deviations[next] = 1;
        next++;
      }
      scales = new double[changed.size()];
      for (int c = 0; c < changed.size(); c++) {
        Suspicion suspicion = changed.get(c);
        double scale = suspicion.scale(calibration);
        scales[c] = scale;
        double[] above = predicted(moved(c, scale), data);
        double[] below = predicted(moved(c, -scale), data);
        for (int i = 0; i < n; i++) {
          above[i] = (above[i] - below[i]) / 2;
        }
        put(above, next);
        means[next] = -sizes[c] / scale;
        deviations[next] = suspicion.range(calibration) / scale;
        next++;
      }
      for (int neuron : leaking) {
        put(new Node(false, neuron).predicted(chip, file, data.setpoints(), data.recorded()), next);
        deviations[next] = LEAK;
        next++;
      }
      fluctuations = fluctuations(chip, data);
    }

    private void put(double[] slope, int state) {
      for (int i = 0; i < slope.length; i++) {
        slopes[i][state] = slope[i];
      }
    }

    private Calibration moved(int change, double by) {
      double[] other = sizes.clone();
      other[change] += by;
      return chip(changed, other);
    }

    DriftFilter.Result filter(double rate, double fluctuation) {
      double[] variances = data.variances().clone();
      for (int i = 0; i < variances.length; i++) {
        variances[i] += fluctuation * fluctuations[i];
      }
      return new DriftFilter(data.times(), slopes, residuals, wandering.size())
          .run(means, deviations, variances, rate);
    }

    /** Whether the sizes are found where the problem is linear. */
    boolean stays(DriftFilter.Result filtered) {
      return IntStream.range(0, sizes.length)
          .allMatch(
              c -> {
                int state = change(c);
                double variance = filtered.covariance()[state][state];
                return Math.abs(filtered.mean()[state]) < Math.sqrt(variance);
              });
    }

    /** Sizes of the changes as the filter has them. */
    double[] sizes(DriftFilter.Result filtered) {
      double[] found = sizes.clone();
      for (int c = 0; c < found.length; c++) {
        found[c] += scales[c] * filtered.mean()[change(c)];
      }
      return found;
    }
  }

  /** Place of a change among the states: resonances that wander, numbers, changes, leaks. */
  private int change(int number) {
    return wandering.size() + numbers.size() + number;
  }

  private double deviation(int number) {
    double sum = 0;
    for (double part : factor[number]) {
      sum += part * part;
    }
    return Math.sqrt(sum);
  }

  private Calibration chip(List<Suspicion> changed, double[] sizes) {
    Calibration chip = calibration;
    for (int c = 0; c < sizes.length; c++) {
      chip = changed.get(c).applied(chip, sizes[c]);
    }
    return chip;
  }

  private double[] predicted(Calibration chip, Data data) {
    return node.predicted(chip, file, data.setpoints(), data.recorded());
  }

  /** Derivative of every reading by a number; zero by a number that is exact. */
  private double[] slope(Calibration chip, Data data, TwinNumber number, double deviation) {
    double step = 0.1 * deviation;
    if (step == 0) {
      return new double[data.values().length];
    }
    double[] above = predicted(number.moved(chip, step), data);
    double[] below = predicted(number.moved(chip, -step), data);
    for (int i = 0; i < above.length; i++) {
      above[i] = (above[i] - below[i]) / (2 * step);
    }
    return above;
  }

  /** Variance that the fluctuation of emitted powers adds to each reading. */
  private double[] fluctuations(Calibration chip, Data data) {
    double[] variances = new double[data.values().length];
    for (int neuron : node.neurons(file)) {
      NeuronResponse response = chip.neurons().get(neuron);
      Suspicion power = new Suspicion(0, neuron, Change.Kind.POWER);
      double[] above = predicted(power.applied(chip, 0.01), data);
      double[] below = predicted(power.applied(chip, -0.01), data);
      for (int i = 0; i < variances.length; i++) {
        double part = (above[i] - below[i]) / 0.02 * response.powerNoise();
        variances[i] += part * part;
      }
    }
    return variances;
  }

  Result run() {
    Data few = all.thinned(FEW);
    Solution ofFew = unchanged(few);
    Solution solution = few == all ? ofFew : unchanged(all);
    List<List<Change>> instead = new ArrayList<>();
    int most = Math.min(MOST_CHANGES, suspicions.size());
    while (solution.suspicions().size() < most) {
      List<Solution> tries = tries(few, ofFew);
      Solution best = tries.get(0);
      if (best.logLikelihood() < ofFew.logLikelihood() - HOPELESS) {
        break;
      }
      List<Solution> refined =
          tries.stream()
              .filter(one -> best.logLikelihood() - one.logLikelihood() < TOLD_APART)
              .map(one -> solve(all, one, one.sizes()))
              .sorted(LIKELIEST_FIRST)
              .toList();
      Solution likeliest = refined.get(0);
      if (likeliest.logLikelihood() - solution.logLikelihood() < BELIEVED) {
        break;
      }
      List<Solution> alike =
          refined.stream()
              .filter(one -> likeliest.logLikelihood() - one.logLikelihood() < TOLD_APART)
              .sorted(Comparator.comparingDouble(one -> -last(one).significance()))
              .toList();
      solution = alike.get(0);
      instead.add(alike.stream().skip(1).map(this::last).toList());
      ofFew = solve(few, solution, solution.sizes());
    }
    return result(solution, instead);
  }

  /** Each further suspicion together with those that are believed, the likeliest first. */
  private List<Solution> tries(Data few, Solution believed) {
    List<Solution> tries = new ArrayList<>();
    for (Suspicion suspicion : suspicions) {
      if (!believed.suspicions().contains(suspicion)) {
        List<Suspicion> more = new ArrayList<>(believed.suspicions());
        more.add(suspicion);
        tries.add(best(few, believed.with(more, Arrays.copyOf(believed.sizes(), more.size()))));
      }
    }
    tries.sort(LIKELIEST_FIRST);
    return tries;
  }

  /** From no change of the last suspicion, and from that which explains most by itself. */
  private Solution best(Data few, Solution start) {
    Solution near = solve(few, start, start.sizes());
    if (!start.suspicions().get(start.sizes().length - 1).isFrequency()) {
      return near;
    }
    double[] sizes = start.sizes().clone();
    sizes[sizes.length - 1] = searched(few, start.suspicions(), start.sizes());
    Solution far = solve(few, start, sizes);
    return far.logLikelihood() > near.logLikelihood() ? far : near;
  }

  /** The size of the last change, on a coarse grid, that leaves the smallest residuals. */
  private double searched(Data few, List<Suspicion> changed, double[] sizes) {
    int last = changed.size() - 1;
    double range = changed.get(last).range(calibration);
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    double[] tried = sizes.clone();
    for (double part = -0.96; part < 1; part += PART_OF_RANGE) {
      tried[last] = Math.rint(part / PART_OF_RANGE) * PART_OF_RANGE * range;
      double sum = 0;
      double[] predicted = predicted(chip(changed, tried), few);
      for (int i = 0; i < predicted.length; i++) {
        sum += Math.abs(few.values()[i] - predicted[i]);
      }
      if (sum < least) {
        least = sum;
        best = tried[last];
      }
    }
    return best;
  }

  private Solution unchanged(Data data) {
    Linear linear = new Linear(data, List.of(), new double[0]);
    double[] rates = likeliest(linear, WANDERING, FLUCTUATING);
    DriftFilter.Result filtered = linear.filter(rates[0], rates[1]);
    return new Solution(List.of(), new double[0], rates[0], rates[1], filtered);
  }

  /** Linear about the sizes, then about those that were found, until they stay. */
  private Solution solve(Data data, Solution start, double[] from) {
    double[] sizes = from;
    double[] rates = {start.rate(), start.fluctuation()};
    for (int pass = 0; ; pass++) {
      Linear linear = new Linear(data, start.suspicions(), sizes);
      DriftFilter.Result filtered = linear.filter(rates[0], rates[1]);
      if (pass == PASSES - 1 || linear.stays(filtered)) {
        rates = likeliest(linear, about(rates[0], FAR, WANDERING), FLUCTUATING);
        filtered = linear.filter(rates[0], rates[1]);
        sizes = linear.sizes(filtered);
        return new Solution(start.suspicions(), sizes, rates[0], rates[1], filtered);
      }
      sizes = linear.sizes(filtered);
    }
  }

  private static double[] about(double value, double factor, double[] range) {
    return new double[] {Math.max(range[0], value / factor), Math.min(range[1], value * factor)};
  }

  /** Rate of wandering and part of the fluctuation that make the readings likeliest. */
  private double[] likeliest(Linear linear, double[] rates, double[] parts) {
    boolean wanders = !wandering.isEmpty();
    boolean fluctuates = Arrays.stream(linear.fluctuations).anyMatch(f -> f > 0);
    double part = fluctuates ? 1 : 0;
    double rate = wanders ? rate(linear, part, rates) : 0;
    if (fluctuates) {
      part = part(linear, rate, parts);
    }
    if (wanders && fluctuates) {
      rate = rate(linear, part, about(rate, NEAR, WANDERING));
      part = part(linear, rate, about(part, NEAR, FLUCTUATING));
    }
    return new double[] {rate, part};
  }

  private static double rate(Linear linear, double part, double[] range) {
    return LogSearch.largest(range[0], range[1], r -> linear.filter(r, part).logLikelihood());
  }

  private static double part(Linear linear, double rate, double[] range) {
    return LogSearch.largest(range[0], range[1], f -> linear.filter(rate, f).logLikelihood());
  }

  /** The change that was added last. */
  private Change last(Solution solution) {
    return change(solution, solution.sizes().length - 1, List.of());
  }

  private Change change(Solution solution, int number, List<Change> instead) {
    Suspicion suspicion = solution.suspicions().get(number);
    int state = change(number);
    double variance = solution.filtered().covariance()[state][state];
    double deviation = suspicion.scale(calibration) * Math.sqrt(variance);
    return suspicion.found(calibration, solution.sizes()[number], deviation, instead);
  }

  private Result result(Solution solution, List<List<Change>> instead) {
    DriftFilter.Result filtered = solution.filtered();
    List<Change> changes =
        IntStream.range(0, solution.sizes().length)
            .mapToObj(c -> change(solution, c, instead.get(c)))
            .filter(change -> change.significance() > SIGNIFICANT)
            .toList();
    Linear calibrated = new Linear(all, List.of(), new double[0]);
    double[] scatter =
        Arrays.stream(calibrated.fluctuations).map(f -> f * solution.fluctuation()).toArray();
    return new Result(
        changes,
        filtered.innovations(),
        asCalibrated(calibrated, scatter, solution.rate()),
        wandering.isEmpty() ? 0 : solution.rate(),
        scatter,
        filtered.track(),
        filtered.trackDeviations(),
        base -> updated(base, solution));
  }

  /**
   * The calibration with what was found after the last reading. Its numbers stay as uncertain as
   * they were, and become more so by changes and drift: readings under a few settings, of a twin
   * that is no better than its equations, make no number better known than its calibration did.
   */
  private Calibration updated(Calibration base, Solution solution) {
    double[][] byState = byState(solution);
    double[] mean = solution.filtered().mean().clone();
    // The sizes of the changes are in the chip already.
    Arrays.fill(mean, change(0), change(solution.sizes().length), 0);
    Calibration chip = chip(solution.suspicions(), solution.sizes());
    RealMatrix map = new Array2DRowRealMatrix(byState, false);
    RealMatrix covariance =
        map.multiply(new Array2DRowRealMatrix(uncertain(solution), false))
            .multiply(map.transpose());
    double[] moves = map.operate(mean);
    Calibration updated = base;
    for (int j = 0; j < moves.length; j++) {
      TwinNumber number = numbers.get(j);
      double deviation = Math.sqrt(Math.max(0, covariance.getEntry(j, j)));
      Value value = new Value(number.of(chip) + moves[j], deviation);
      updated = number.with().with(updated, value);
    }
    return noted(updated, covariance, solution);
  }

  /** Covariance of the states: of the calibrated numbers as before, of the others as found. */
  private double[][] uncertain(Solution solution) {
    double[][] found = solution.filtered().covariance();
    double[][] covariance = new double[found.length][found.length];
    for (int j = 0; j < found.length; j++) {
      for (int k = 0; k < found.length; k++) {
        boolean calibrated = isNumber(j) || isNumber(k);
        covariance[j][k] = calibrated ? (j == k ? 1 : 0) : found[j][k];
      }
    }
    return covariance;
  }

  private boolean isNumber(int state) {
    return state >= wandering.size() && state < change(0);
  }

  /** Derivative of every number by every state of the filter. */
  private double[][] byState(Solution solution) {
    int states = solution.filtered().mean().length;
    double[][] byState = new double[numbers.size()][];
    for (int j = 0; j < byState.length; j++) {
      byState[j] = new double[states];
      System.arraycopy(factor[j], 0, byState[j], wandering.size(), factor[j].length);
      for (int k = 0; k < wandering.size(); k++) {
        boolean same = wandering.get(k).name().equals(numbers.get(j).name());
        byState[j][k] = same ? 1 : 0;
      }
    }
    for (int c = 0; c < solution.sizes().length; c++) {
      double[] moved = solution.sizes().clone();
      moved[c] += solution.suspicions().get(c).scale(calibration);
      Calibration without = chip(solution.suspicions(), solution.sizes());
      Calibration with = chip(solution.suspicions(), moved);
      for (int j = 0; j < byState.length; j++) {
        TwinNumber number = numbers.get(j);
        byState[j][change(c)] = number.of(with) - number.of(without);
      }
    }
    return byState;
  }

  /** The calibration with the scatters that were found, and the covariance of its numbers. */
  private Calibration noted(Calibration updated, RealMatrix covariance, Solution solution) {
    double chiSquare = Arrays.stream(solution.filtered().innovations()).map(nu -> nu * nu).sum();
    int readings = all.values().length;
    Calibration noted = updated;
    int first = 0;
    if (node.chain()) {
      int size = TwinNumber.ofChain(calibration, node.index()).size();
      FitReport report = report(covariance, 0, size, chiSquare, readings);
      double seconds = Math.abs(all.times()[readings - 1] - all.times()[0]);
      // A walk's mean square about its own mean.
      double scatter = Math.sqrt(solution.rate() * seconds / 6);
      noted = TwinNumber.withChain(noted, node.index(), c -> TwinNumber.noted(c, scatter, report));
      first = size;
    }
    for (int neuron : node.neurons(file)) {
      int size = TwinNumber.ofNeuron(neuron).size();
      FitReport report = report(covariance, first, first + size, chiSquare, readings);
      // The scatter of an output has more causes than its neuron's own.
      double larger = node.chain() ? Math.sqrt(solution.fluctuation()) : 1;
      noted =
          TwinNumber.withNeuron(
              noted, neuron, n -> TwinNumber.noted(n, n.powerNoise() * larger, report));
      first += size;
    }
    return noted;
  }

  private FitReport report(RealMatrix all, int from, int to, double chiSquare, int readings) {
    int[] free = IntStream.range(from, to).filter(j -> all.getEntry(j, j) > 0).toArray();
    return new FitReport(
        IntStream.of(free).mapToObj(j -> numbers.get(j).name()).toList(),
        IntStream.of(free)
            .mapToObj(j -> IntStream.of(free).mapToObj(k -> all.getEntry(j, k)).toList())
            .toList(),
        chiSquare,
        readings);
  }

  private double[] asCalibrated(Linear linear, double[] scatter, double rate) {
    double[] scaled = new double[linear.residuals.length];
    for (int i = 0; i < scaled.length; i++) {
      double variance = all.variances()[i] + scatter[i];
      for (int j = 0; j < linear.slopes[i].length; j++) {
        double part = linear.slopes[i][j] * linear.deviations[j];
        variance += part * part;
      }
      for (int k = 0; k < wandering.size(); k++) {
        double slope = linear.slopes[i][k];
        variance += slope * slope * rate * Math.abs(all.times()[i]);
      }
      scaled[i] = linear.residuals[i] / Math.sqrt(variance);
    }
    return scaled;
  }
}
