package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.spinbench.calibration.fit.DriftFilter;
import org.spinbench.calibration.fit.LogSearch;

/**
 * Explains what one node did: with what is known of its devices, within its uncertainty; with
 * resonances that wander; and with as few changed devices as the readings need, each from a reading
 * on.
 *
 * <p>A change is believed if the readings become so much likelier by it, and its size is so many
 * deviations, as chance brings about once in a thousand runs, whichever device it is looked for in
 * and from whichever reading on ({@link #FALSE_ALARM}). Of changes that the readings cannot tell
 * apart, that whose size is known best is named first. How fast resonances wander, and how much
 * powers and settings fluctuate, are what makes the readings likeliest.
 */
final class NodeFit {
  /** Chance that any change is named in a run in which nothing changed. */
  static final double FALSE_ALARM = 1e-3;

  /** Standard deviations from zero at which a size is worth naming, however few there are. */
  private static final double SIGNIFICANT = 5;

  /** ln of the ratio of likelihoods from which one change is believed rather than another. */
  private static final double TOLD_APART = 4.5;

  private static final int MOST_CHANGES = 4;

  /** Times that a problem is made linear at most. */
  private static final int PASSES = 12;

  /** ln of the ratio of likelihoods below which a further step is the last. */
  private static final double STILL = 0.5;

  /**
   * Noise that readings are taken to have at first, over their difference from what is foreseen.
   */
  private static final double[] COOLING = {1, 0.3, 0.1, 0.03, 0.01};

  private static final int PASSES_OF_COOLING = 3;

  /** Part of a step below which none is taken. */
  private static final double SHORTEST = 0.1;

  /** Changes that are looked at again with the reading from which on they explain most. */
  private static final int MOST_DATED = 4;

  /** Readings at an end of the run that show its state there, at least. */
  private static final int FEWEST_OF_END = 40;

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

  /** Range of the fluctuations, as a part of the variance that is known beforehand. */
  private static final double[] FLUCTUATING = {0.01, 10};

  /** Step of the search for a line that lies elsewhere: less than half a width of usual lines. */
  private static final double PART_OF_RANGE = 1.0 / 24;

  private final NodeModel model;
  private final NodeReadings all;
  private final double[] start;
  private final double significant;

  /**
   * What explains the readings.
   *
   * @param linear about numbers and changes
   * @param rate of wandering of the resonances, Hz²/s
   * @param fluctuation over what is known beforehand, as variances
   * @param filtered as the filter left it
   */
  record Solution(LinearNode linear, double rate, double fluctuation, DriftFilter.Result filtered) {
    double logLikelihood() {
      return filtered.logLikelihood();
    }

    List<Hypothesis> changes() {
      return linear.changes(filtered);
    }

    double[] z() {
      return linear.z(filtered);
    }

    /** The change that was added last. */
    Hypothesis last() {
      return changes().get(linear.changes.size() - 1);
    }

    /** How many deviations its size is. */
    double significance() {
      int last = linear.changes.size() - 1;
      return Math.abs(last().size()) / linear.deviation(filtered, last);
    }
  }

  /**
   * A change that is believed.
   *
   * @param onset from which reading on
   * @param instead what the readings cannot tell from it
   */
  record Believed(Hypothesis change, double deviation, Onset onset, List<Believed> instead) {}

  /**
   * The result.
   *
   * @param solution with all changes that are believed
   * @param unchanged without any
   * @param believed the changes, each with its dating
   */
  record Result(Solution solution, Solution unchanged, List<Believed> believed) {
    Result withoutChanges() {
      return new Result(unchanged, unchanged, List.of());
    }
  }

  /**
   * A fit.
   *
   * @param start z of the numbers from which it begins
   * @param looks devices times readings at which changes are looked for, in all nodes of the run
   */
  NodeFit(NodeModel model, NodeReadings data, double[] start, double looks) {
    this.model = model;
    this.all = data;
    this.start = start;
    significant =
        Math.max(
            SIGNIFICANT,
            -new NormalDistribution().inverseCumulativeProbability(FALSE_ALARM / (2 * looks)));
  }

  /** ln of the ratio of likelihoods from which a change is believed. */
  private double believed() {
    return significant * significant / 2;
  }

  /**
   * Explains the readings. Where little is known beforehand, a fit of the whole run may end between
   * two states of a chip that changed; so the search also begins with what each end of the run
   * shows by itself.
   */
  Result run() {
    NodeReadings few = all.thinned(FEW);
    Solution unchanged = unchanged(all);
    Result best = run(few, unchanged, few == all ? unchanged : unchanged(few));
    if (!isForeseen(start)) {
      int end = Math.max(FEWEST_OF_END, all.size() / 3);
      for (NodeReadings one :
          List.of(all.part(0, end), all.part(Math.max(0, all.size() - end), all.size()))) {
        Solution found = unchanged(one);
        Result other = run(few, of(all, found), of(few, found));
        best = merit(other) > merit(best) ? other : best;
      }
    }
    return best;
  }

  /** Each change has to be worth believing. */
  private double merit(Result result) {
    return result.solution().logLikelihood() - result.believed().size() * believed();
  }

  /** What explains some readings, of others. */
  private Solution of(NodeReadings data, Solution found) {
    return solution(
        new LinearNode(model, data, found.z(), List.of()),
        new double[] {found.rate(), found.fluctuation()});
  }

  private Result run(NodeReadings few, Solution unchanged, Solution thinned) {
    Solution ofFew = thinned;
    Solution solution = unchanged;
    List<List<Solution>> instead = new ArrayList<>();
    int most = Math.min(MOST_CHANGES, model.suspicions.size());
    while (solution.changes().size() < most) {
      Solution believed = solution;
      List<Solution> refined = candidates(few, ofFew, believed);
      if (refined.isEmpty()) {
        break;
      }
      Solution likeliest = refined.get(0);
      List<Solution> alike =
          refined.stream()
              .filter(one -> likeliest.logLikelihood() - one.logLikelihood() < TOLD_APART)
              .sorted(Comparator.comparingDouble(Solution::significance).reversed())
              .toList();
      Solution best = alike.get(0);
      if (best.logLikelihood() - believed.logLikelihood() < believed()
          || best.significance() < significant) {
        break;
      }
      solution = best;
      instead.add(alike.subList(1, alike.size()));
      ofFew = solve(few, solution, solution.changes());
    }
    return new Result(solution, unchanged, believed(solution, instead));
  }

  private static List<Believed> believed(Solution solution, List<List<Solution>> instead) {
    List<Believed> believed = new ArrayList<>();
    for (int c = 0; c < instead.size(); c++) {
      believed.add(believed(solution, c, instead.get(c)));
    }
    return believed;
  }

  private static Believed believed(Solution solution, int change, List<Solution> instead) {
    return new Believed(
        solution.changes().get(change),
        solution.linear().deviation(solution.filtered(), change),
        Onset.of(solution, change),
        instead.stream().map(one -> believed(one, change, List.of())).toList());
  }

  /** Further changes that are worth a look, fitted to all readings, the likeliest first. */
  private List<Solution> candidates(NodeReadings few, Solution ofFew, Solution solution) {
    List<Hypothesis> near = new ArrayList<>();
    double most = 0;
    Hypothesis jump = null;
    for (Suspicion suspicion : model.suspicions) {
      JumpScan.Jump found =
          JumpScan.best(
              solution.linear().slopes,
              solution.filtered(),
              solution.linear().signature(suspicion));
      double size = found.size() * suspicion.scale(model.known);
      Hypothesis one = new Hypothesis(suspicion, size, time(found.onset()));
      near.add(one);
      if (found.ratio() > most) {
        most = found.ratio();
        jump = one;
      }
    }
    List<Solution> tries = new ArrayList<>();
    for (Hypothesis one : near) {
      tries.add(solve(few, ofFew, added(ofFew, within(one))));
      if (one.suspicion().isFrequency()) {
        tries.add(solve(few, ofFew, added(ofFew, searched(few, ofFew, one.suspicion()))));
      }
    }
    tries.sort(LIKELIEST_FIRST);
    Solution best = tries.get(0);
    List<Hypothesis> chosen = new ArrayList<>();
    if (best.logLikelihood() > ofFew.logLikelihood() - HOPELESS) {
      tries.stream()
          .filter(one -> best.logLikelihood() - one.logLikelihood() < TOLD_APART)
          .map(Solution::last)
          .forEach(chosen::add);
    }
    if (jump != null && most > 2 * believed()) {
      chosen.add(within(jump));
    }
    List<Solution> rough =
        chosen.stream()
            .map(one -> solve(all, solution, added(solution, one)))
            .sorted(LIKELIEST_FIRST)
            .toList();
    List<Solution> dated =
        rough.stream()
            .filter(one -> rough.get(0).logLikelihood() - one.logLikelihood() < believed())
            .limit(MOST_DATED)
            .map(this::dated)
            .sorted(LIKELIEST_FIRST)
            .toList();
    Set<Suspicion> seen = new HashSet<>();
    return dated.stream()
        .filter(one -> one.last().isPossible())
        .filter(one -> seen.add(one.last().suspicion()))
        .toList();
  }

  /** A change no larger than one may be, as far as a straight line foretells it. */
  private Hypothesis within(Hypothesis change) {
    double range = change.suspicion().range(model.known) / 2;
    return change.ofSize(Math.max(-range, Math.min(range, change.size())));
  }

  private static List<Hypothesis> added(Solution believed, Hypothesis further) {
    List<Hypothesis> more = new ArrayList<>(believed.changes());
    more.add(further);
    return more;
  }

  /** The last change from that reading on from which it explains most. */
  private Solution dated(Solution rough) {
    List<Hypothesis> changes = new ArrayList<>(rough.changes());
    int last = changes.size() - 1;
    Onset onset = Onset.of(rough, last);
    double from = time(onset.likeliest());
    if (from == changes.get(last).from()) {
      return rough;
    }
    changes.set(last, changes.get(last).from(from));
    Solution fine = solve(all, rough, changes);
    return fine.logLikelihood() > rough.logLikelihood() ? fine : rough;
  }

  /** When a reading was taken; a change that is there at the first came before. */
  private double time(int onset) {
    return onset == 0 ? Hypothesis.BEFORE : all.times()[onset];
  }

  /** The size and the beginning, on a coarse grid, that leave the smallest residuals. */
  private Hypothesis searched(NodeReadings few, Solution believed, Suspicion suspicion) {
    double range = suspicion.range(model.known);
    double most = Double.NEGATIVE_INFINITY;
    Hypothesis best = new Hypothesis(suspicion, 0, Hypothesis.BEFORE);
    LinearNode linear = new LinearNode(model, few, believed.z(), believed.changes());
    double[] now = linear.predicted(suspicion, 0);
    for (double part = -0.96; part < 1; part += PART_OF_RANGE) {
      double size = Math.rint(part / PART_OF_RANGE) * PART_OF_RANGE * range;
      double[] then = linear.predicted(suspicion, size);
      double gain = 0;
      for (int i = few.size() - 1; i >= 0; i--) {
        double value = few.values()[i];
        gain += Math.abs(value - now[i]) - Math.abs(value - then[i]);
        if (gain > most && i <= few.size() - JumpScan.FEWEST_AFTER) {
          most = gain;
          double from = i == 0 ? Hypothesis.BEFORE : few.times()[i];
          best = new Hypothesis(suspicion, size, from);
        }
      }
    }
    return best;
  }

  /** What explains the readings if nothing changed. */
  Solution unchanged() {
    return unchanged(all);
  }

  private Solution unchanged(NodeReadings data) {
    double[] z = cooled(data, start);
    return solve(data, z, List.of(), WANDERING, new double[] {Double.NaN, 1});
  }

  /**
   * z that explain readings which are taken for as noisy as they are far from what is foreseen,
   * then for less and less so: from far away no reading counts as a wrong one. Where the readings
   * are as foreseen within the uncertainty of what is known, nothing is to be done.
   */
  private double[] cooled(NodeReadings data, double[] from) {
    double[] z = from;
    if (isForeseen(from)) {
      return z;
    }
    double hot = ResidualBins.meanSquare(new LinearNode(model, data, z, List.of()).residuals);
    for (double part : COOLING) {
      for (int pass = 0; pass < PASSES_OF_COOLING; pass++) {
        LinearNode linear = new LinearNode(model, data, z, List.of());
        z = linear.z(linear.filter(WANDERING[0], 1, part * part * hot));
      }
    }
    return z;
  }

  /** Whether z are those of what is known beforehand. */
  private static boolean isForeseen(double[] z) {
    return Arrays.stream(z).allMatch(one -> one == 0);
  }

  private Solution solve(NodeReadings data, Solution from, List<Hypothesis> changes) {
    double[] rates = {from.rate(), from.fluctuation()};
    return solve(data, from.z(), changes, about(from.rate(), FAR, WANDERING), rates);
  }

  /**
   * Linear about numbers and sizes, then about those that were found, until they stay.
   *
   * @param range in which the rate is looked for
   * @param from rate and fluctuation to begin with; the rate may not be known yet
   */
  private Solution solve(
      NodeReadings data, double[] z, List<Hypothesis> changes, double[] range, double[] from) {
    LinearNode linear = new LinearNode(model, data, z, changes);
    double[] rates = Double.isNaN(from[0]) ? likeliest(linear, range) : from;
    Solution solution = solution(linear, rates);
    for (int pass = 0; pass < PASSES; pass++) {
      Solution better = stepped(solution);
      if (better == solution) {
        break;
      }
      double gained = better.logLikelihood() - solution.logLikelihood();
      solution =
          gained < STILL
              ? better
              : solution(
                  better.linear(), likeliest(better.linear(), about(better.rate(), FAR, range)));
    }
    return solution(solution.linear(), likeliest(solution.linear(), range));
  }

  private static Solution solution(LinearNode linear, double[] rates) {
    return new Solution(linear, rates[0], rates[1], linear.filter(rates[0], rates[1]));
  }

  /** Linear about what was found, or on the way there as far as it makes the readings likelier. */
  private Solution stepped(Solution solution) {
    double[] z = solution.z();
    List<Hypothesis> changes = solution.changes();
    LinearNode old = solution.linear();
    for (double part = 1; part > SHORTEST; part /= 2) {
      double[] between = old.z.clone();
      for (int k = 0; k < between.length; k++) {
        between[k] += part * (z[k] - between[k]);
      }
      List<Hypothesis> sizes = new ArrayList<>();
      for (int c = 0; c < changes.size(); c++) {
        double size = old.changes.get(c).size();
        sizes.add(changes.get(c).ofSize(size + part * (changes.get(c).size() - size)));
      }
      LinearNode next = new LinearNode(model, old.data, between, sizes);
      Solution tried = solution(next, new double[] {solution.rate(), solution.fluctuation()});
      if (tried.logLikelihood() > solution.logLikelihood()) {
        return tried;
      }
    }
    return solution;
  }

  private static double[] about(double value, double factor, double[] range) {
    return new double[] {Math.max(range[0], value / factor), Math.min(range[1], value * factor)};
  }

  /** Rate of wandering and part of the fluctuation that make the readings likeliest. */
  private double[] likeliest(LinearNode linear, double[] rates) {
    return likeliest(linear, rates, i -> true);
  }

  /** Some of the readings. */
  @FunctionalInterface
  interface Some {
    boolean has(int reading);
  }

  /** The same for some of the readings, each foreseen from all before it. */
  private double[] likeliest(LinearNode linear, double[] rates, Some some) {
    boolean wanders = !model.wandering.isEmpty();
    boolean fluctuates = Arrays.stream(linear.fluctuations).anyMatch(f -> f > 0);
    double part = fluctuates ? 1 : 0;
    double rate = wanders ? rate(linear, part, rates, some) : 0;
    if (fluctuates) {
      part = part(linear, rate, FLUCTUATING, some);
    }
    if (wanders && fluctuates) {
      rate = rate(linear, part, about(rate, NEAR, WANDERING), some);
      part = part(linear, rate, about(part, NEAR, FLUCTUATING), some);
    }
    return new double[] {rate, part};
  }

  /**
   * Rate of wandering and part of the fluctuation that make some readings likeliest.
   *
   * @param solution of all
   */
  double[] likeliest(Solution solution, Some some) {
    return likeliest(solution.linear(), about(solution.rate(), FAR, WANDERING), some);
  }

  private static double rate(LinearNode linear, double part, double[] range, Some some) {
    return LogSearch.largest(range[0], range[1], r -> of(some, linear.filter(r, part)));
  }

  private static double part(LinearNode linear, double rate, double[] range, Some some) {
    return LogSearch.largest(range[0], range[1], f -> of(some, linear.filter(rate, f)));
  }

  private static double of(Some some, DriftFilter.Result filtered) {
    double sum = 0;
    for (int i = 0; i < filtered.logLikelihoods().length; i++) {
      sum += some.has(i) ? filtered.logLikelihoods()[i] : 0;
    }
    return sum;
  }
}
