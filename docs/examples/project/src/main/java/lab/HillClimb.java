package lab;

import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;

/** Our own trainer: begins with a proposal of Spinbench, and keeps small random steps that help. */
public final class HillClimb implements Trainer {
  static final String NAME = "hill-climb";

  private static final int STEPS = 8;
  private static final int SAMPLES = 128;
  private static final double STEP = 20e-6; // A

  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    TrainedParameters start = Trainers.named("bayesian").train(problem, chip);
    RandomGenerator random = Seeds.generator(problem.seed(), 1);
    double[] best = start.parameters();
    int right = right(problem, chip, best, start.decisions());
    for (int k = 1; k <= STEPS && chip.ledger().left() >= SAMPLES && right < SAMPLES; k++) {
      double[] tried = stepped(best, problem.file(), random);
      int now = right(problem, chip, tried, start.decisions());
      if (now >= right) {
        best = tried;
        right = now;
      }
      problem.incumbents().said("step " + k + ": " + now + " of " + SAMPLES + " right");
    }
    String how = right + " of " + SAMPLES + " samples right";
    return new TrainedParameters(best, start.decisions(), right == SAMPLES, how);
  }

  /** Field-line currents, then bias currents, each a little further within its limits. */
  private static double[] stepped(double[] from, BenchFile file, RandomGenerator random) {
    double line = file.chip().limits().fieldLineCurrent();
    int synapses = file.synapses().size();
    double[] to = from.clone();
    for (int k = 0; k < to.length; k++) {
      boolean bias = k >= synapses;
      double highest = bias ? file.neurons().get(k - synapses).maximumCurrent() : line;
      double next = to[k] + STEP * random.nextGaussian();
      to[k] = Math.min(highest, Math.max(bias ? 0 : -line, next));
    }
    return to;
  }

  private static int right(
      Problem problem, Evaluations chip, double[] parameters, double[] decisions) {
    chip.apply(parameters);
    int right = 0;
    for (int k = 0; k < SAMPLES; k++) {
      int label = problem.train().labels()[k];
      double[] all = chip.evaluate(Purpose.TRAIN, problem.train().inputs()[k], label).powers();
      int[] outputs = problem.outputs();
      double[] powers = new double[outputs.length];
      for (int i = 0; i < powers.length; i++) {
        powers[i] = all[outputs[i]];
      }
      double answer = problem.answers().answer(powers, decisions);
      right += problem.answers().isRight(answer, problem.train().targets()[k]) ? 1 : 0;
    }
    return right;
  }
}
