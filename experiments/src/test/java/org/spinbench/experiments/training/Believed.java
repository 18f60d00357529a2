package org.spinbench.experiments.training;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.network.TwinNetwork;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.trainer.Belief;
import org.spinbench.experiments.training.trainer.Problem;

/** Problems and chips for tests of trainers: the belief is the design of the default bench. */
public final class Believed {
  public static final BenchFile FILE = Chips.file();
  public static final Calibration DESIGN = DesignPrior.of(FILE);
  public static final int OUTPUT = 2;

  /** A point at which every neuron emits and every coordinate matters. */
  public static final double[] POINT = {-1.2, -0.8, -0.7, -0.5, 0.6, 0.4, 5.6, 6.8, 6.4};

  private Believed() {}

  public static Problem problem(long seed, double goal, Problem.Incumbents incumbents) {
    TaskData data = TaskData.draw(Task.named("diagonal"), 1, new TaskData.Sizes(128, 128, 0));
    return problem(
        DESIGN,
        FILE,
        Examples.of(data.train(), FILE),
        Examples.of(data.validation(), FILE),
        goal,
        seed,
        incumbents);
  }

  public static Problem problem(long seed) {
    return problem(seed, 0.977, Problem.Incumbents.NONE);
  }

  /** The chip as it is believed to be, without any noise. */
  public static PhysicalNetwork exact() {
    return network(DESIGN, 0);
  }

  /** A chip drawn from the belief. */
  static PhysicalNetwork drawn(long seed) {
    return network(Belief.draw(DESIGN, Seeds.generator(seed, 1)), 0.02);
  }

  public static PhysicalNetwork network(Calibration truth, double powerNoise) {
    return new TwinNetwork(
        Twin.of(truth, FILE), new int[] {OUTPUT}, 0, powerNoise, Seeds.generator(7));
  }

  public static Evaluations evaluations(PhysicalNetwork network, long budget) {
    return new Evaluations(network, new Ledger(budget), EvaluationLog.NONE);
  }

  /** All parameter sets that were told to be the best, in order. */
  public static final class Heard implements Problem.Incumbents {
    public final List<double[]> parameters = new ArrayList<>();
    public final List<Told> steps = new ArrayList<>();

    @Override
    public void found(double[] best, double[] decision) {
      parameters.add(best);
    }

    @Override
    public void step(
        String phase,
        int number,
        double loss,
        double accuracy,
        boolean accepted,
        double[] parameters) {
      steps.add(new Told(phase, number, loss, accuracy, accepted));
    }
  }

  /** A step that was told. */
  public record Told(String phase, int number, double loss, double accuracy, boolean accepted) {
    /** Whether it says something that can be drawn. */
    public boolean sound() {
      return number >= 1 && loss >= 0 && Double.isFinite(loss) && accuracy >= 0 && accuracy <= 1;
    }
  }

  /** A problem of two classes that takes more than one layer. */
  public static Problem problem(
      Calibration prior,
      BenchFile file,
      Examples train,
      Examples validation,
      double goal,
      long seed,
      Problem.Incumbents incumbents) {
    return new Problem(
        prior,
        file,
        new Answers.TwoClasses(),
        train,
        validation,
        goal,
        Task.MORE_THAN_ONE_LAYER,
        seed,
        incumbents);
  }
}
