package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.spinbench.experiments.replay.NodeSolver.Solution;

/**
 * Explains what one node did: with what is known of its devices, within its uncertainty; with
 * resonances that wander; and with as few changed devices as the readings need, each from a reading
 * on.
 *
 * <p>A change is believed if the readings become so much likelier by it, and its size is so many
 * deviations, as chance brings about once in a thousand runs, whichever device it is looked for in
 * and from whichever reading on ({@link #FALSE_ALARM}). Of changes that the readings cannot tell
 * apart, that whose size is known best is named first.
 */
final class NodeFit {
  /** Chance that any change is named in a run in which nothing changed. */
  static final double FALSE_ALARM = 1e-3;

  /** Standard deviations from zero at which a size is worth naming, however few there are. */
  private static final double SIGNIFICANT = 5;

  /** ln of the ratio of likelihoods from which one change is believed rather than another. */
  private static final double TOLD_APART = 4.5;

  private static final int MOST_CHANGES = 4;

  /** Changes that are looked at again with the reading from which on they explain most. */
  private static final int MOST_DATED = 4;

  /** Readings at an end of the run that show its state there, at least. */
  private static final int FEWEST_OF_END = 40;

  /** Readings that suffice to choose among suspicions. */
  private static final int FEW = 128;

  private static final Comparator<Solution> LIKELIEST_FIRST =
      Comparator.comparingDouble(Solution::logLikelihood).reversed();

  /** ln of the ratio by which a further change may make few readings less likely, and all more. */
  private static final double HOPELESS = 4;

  /** Step of the search for a line that lies elsewhere: less than half a width of usual lines. */
  private static final double PART_OF_RANGE = 1.0 / 24;

  private final NodeModel model;
  private final NodeReadings all;
  private final NodeSolver solver;
  private final double significant;

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
    this.solver = new NodeSolver(model, start);
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

  /** Each change has to be worth believing. */
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
    Solution fine = solver.solve(all, rough, changes);
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
}
