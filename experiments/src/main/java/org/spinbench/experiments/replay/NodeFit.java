package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.spinbench.experiments.replay.NodeSolver.Solution;

/**
 * Explains the readings of one node by the known numbers of its devices within their uncertainty,
 * by wandering resonances, and by as few changes of devices as necessary, each with an onset.
 *
 * <p>A change is accepted if chance produces its gain in likelihood, and its size in deviations, in
 * at most one of a thousand runs, over all devices and onsets ({@link #FALSE_ALARM}). Of
 * indistinguishable changes, the one with the most precise size is named first.
 */
final class NodeFit {
  /** Probability that a run without changes reports one. */
  static final double FALSE_ALARM = 1e-3;

  /** Minimum size of a reported change in standard deviations, for any number of trials. */
  private static final double SIGNIFICANT = 5;

  /** Difference of log likelihoods that distinguishes two changes. */
  private static final double TOLD_APART = 4.5;

  private static final int MOST_CHANGES = 4;

  /** Number of changes whose onset is refined. */
  private static final int MOST_DATED = 4;

  /** Minimum number of readings at an end of the run that show its state there. */
  private static final int FEWEST_OF_END = 40;

  /** Number of readings for a choice among suspicions. */
  private static final int FEW = 128;

  private static final Comparator<Solution> LIKELIEST_FIRST =
      Comparator.comparingDouble(Solution::logLikelihood).reversed();

  /** Loss of log likelihood that a further change may cause in few readings if it improves all. */
  private static final double HOPELESS = 4;

  /** Step of the search for a shifted line: less than half of the usual width. */
  private static final double PART_OF_RANGE = 1.0 / 24;

  private final NodeModel model;
  private final NodeReadings all;
  private final NodeSolver solver;
  private final double significant;

  /**
   * An accepted change.
   *
   * @param onset index of its first reading
   * @param instead changes that the readings cannot distinguish from it
   */
  record AcceptedChange(
      Hypothesis change, double deviation, Onset onset, List<AcceptedChange> instead) {}

  /**
   * The result.
   *
   * @param solution with all accepted changes
   * @param unchanged without changes
   * @param believed the changes, each with its dating
   */
  record Result(Solution solution, Solution unchanged, List<AcceptedChange> believed) {
    Result withoutChanges() {
      return new Result(unchanged, unchanged, List.of());
    }

    /** Whether a change before the first reading was accepted. */
    boolean beganChanged() {
      return believed.stream().anyMatch(one -> one.onset().earliest() == 0);
    }
  }

  /**
   * A fit.
   *
   * @param start initial z of the numbers
   * @param looks number of trials for changes: devices times readings, in all nodes of the run
   */
  NodeFit(NodeModel model, NodeReadings data, double[] start, double looks) {
    this.model = model;
    this.all = data;
    this.solver = new NodeSolver(model, start);
    significant =
        Math.max(
            SIGNIFICANT,
            -new NormalDistribution().inverseCumulativeProbability(FALSE_ALARM / (2 * looks)));
  }

  /** Gain of log likelihood for an accepted change. */
  private double believed() {
    return significant * significant / 2;
  }

  /**
   * Explains the readings. With a wide prior, a fit of the whole run may end between two states of
   * a changed chip; so the search also starts from each end of the run alone.
   */
  Result run() {
    NodeReadings few = all.thinned(FEW);
    Solution unchanged = solver.unchanged(all);
    Result best = run(few, unchanged, few == all ? unchanged : solver.unchanged(few));
    if (!solver.beginsAsForeseen()) {
      int end = Math.max(FEWEST_OF_END, all.size() / 3);
      for (NodeReadings one :
          List.of(all.part(0, end), all.part(Math.max(0, all.size() - end), all.size()))) {
        Solution found = solver.unchanged(one);
        Result other = run(few, solver.of(all, found), solver.of(few, found));
        best = merit(other) > merit(best) ? other : best;
      }
    }
    return best;
  }

  /** The result without changes that explains large drifts too. */
  Result drifting(Result found) {
    Solution drifting = solver.drifting(found.unchanged());
    return new Result(drifting, drifting, List.of());
  }

  /** The merit of a result; each change has its price. */
  private double merit(Result result) {
    return result.solution().logLikelihood() - result.believed().size() * believed();
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
      ofFew = solver.solve(few, solution, solution.changes());
    }
    return new Result(solution, unchanged, believed(solution, instead));
  }

  private static List<AcceptedChange> believed(Solution solution, List<List<Solution>> instead) {
    List<AcceptedChange> believed = new ArrayList<>();
    for (int c = 0; c < instead.size(); c++) {
      believed.add(believed(solution, c, instead.get(c)));
    }
    return believed;
  }

  private static AcceptedChange believed(Solution solution, int change, List<Solution> instead) {
    return new AcceptedChange(
        solution.changes().get(change),
        solution.linear().deviation(solution.filtered(), change),
        Onset.of(solution, change),
        instead.stream().map(one -> believed(one, change, List.of())).toList());
  }

  /** Promising further changes, fitted to all readings, the likeliest first. */
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
      tries.add(solver.solve(few, ofFew, added(ofFew, within(one))));
      if (one.suspicion().isFrequency()) {
        tries.add(solver.solve(few, ofFew, added(ofFew, searched(few, ofFew, one.suspicion()))));
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
            .map(one -> solver.solve(all, solution, added(solution, one)))
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

  /** A change limited to its range, within which its linear effect is valid. */
  private Hypothesis within(Hypothesis change) {
    double range = change.suspicion().range(model.known) / 2;
    return change.ofSize(Math.max(-range, Math.min(range, change.size())));
  }

  private static List<Hypothesis> added(Solution believed, Hypothesis further) {
    List<Hypothesis> more = new ArrayList<>(believed.changes());
    more.add(further);
    return more;
  }

  /** The last change with its best onset. */
  private Solution dated(Solution rough) {
    List<Hypothesis> changes = new ArrayList<>(rough.changes());
    int last = changes.size() - 1;
    Onset onset = Onset.of(rough, last);
    double from = time(onset.likeliest());
    if (from == changes.get(last).from()) {
      return rough;
    }
    changes.set(last, changes.get(last).from(from));
    Solution fine = solver.solve(all, rough, changes);
    return fine.logLikelihood() > rough.logLikelihood() ? fine : rough;
  }

  /** The time of a reading; a change at the first one came before it. */
  private double time(int onset) {
    return onset == 0 ? Hypothesis.BEFORE : all.times()[onset];
  }

  /** The size and the onset with the smallest residuals, on a coarse grid. */
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
}
