package org.spinbench.experiments.training.trainer;

import java.util.Map;
import java.util.TreeMap;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.certification.CertificationPlan;

/**
 * Options of a training run.
 *
 * @param trainer name of the trainer, such as {@value #DEFAULT_TRAINER}
 * @param claim accuracy to certify with fresh samples; 0 for a test of fixed size instead
 * @param goal accuracy at which training ends, 0.5 to less than 1
 * @param trainSamples number of training samples; they cost an evaluation only if used on the chip
 * @param validationSamples number of samples for the choice among trained twins, without
 *     evaluations
 * @param acceptSamples number of these for the measurement of every proposal
 * @param decisionSamples number of others for the decision power at the end
 * @param testSamples number of samples in the final test
 * @param starts number of random parameter sets for the training of the twin
 * @param blocks largest number of blocks of training on the chip
 * @param stepsPerBlock gradient steps of a block
 * @param batch samples of a gradient step
 * @param rate length of a gradient step, relative to each parameter's range; halved when a block is
 *     rejected
 * @param rejections number of blocks rejected in a row that ends the training
 * @param biasJitter fluctuation of every bias current that the trained twin must tolerate, A rms
 * @param budget maximum number of evaluations for calibration and training, without test or
 *     certification
 * @param thorough whether the default trainer places a decision where most answers are right, and
 *     tries networks of other chips of the design; not in runs of earlier versions
 */
public record TrainingOptions(
    String trainer,
    double claim,
    double goal,
    int trainSamples,
    int validationSamples,
    int acceptSamples,
    int decisionSamples,
    int testSamples,
    int starts,
    int blocks,
    int stepsPerBlock,
    int batch,
    double rate,
    int rejections,
    double biasJitter,
    long budget,
    boolean thorough) {

  /** Option of a run, and its value if the trainer is thorough. */
  private static final String SEARCH = "search";

  private static final String THOROUGH = "thorough";

  /** The default trainer. */
  public static final String DEFAULT_TRAINER = "bayesian";

  /**
   * Accuracy that nine junctions have reached (Ross et al. 2023, doi:10.1038/s41565-023-01452-w).
   */
  private static final double GOAL = 0.977;

  public TrainingOptions {
    if (claim != 0) {
      new CertificationPlan(claim);
    }
    checkGoal(goal);
    if (acceptSamples + decisionSamples > validationSamples) {
      throw new IllegalArgumentException(
          acceptSamples
              + " samples to accept with and "
              + decisionSamples
              + " to decide with are more than "
              + validationSamples
              + " validation samples");
    }
  }

  private static void checkGoal(double goal) {
    if (!(goal >= 0.5 && goal < 1)) {
      throw new IllegalArgumentException(
          "an accuracy of "
              + goal
              + " cannot be the goal of a training; give one from 0.5 to less than 1, such as "
              + GOAL);
    }
  }

  /** About 2 000 evaluations of the chip, of which 500 are the test and some 400 calibration. */
  public static TrainingOptions standard() {
    return new TrainingOptions(
        DEFAULT_TRAINER,
        0,
        GOAL,
        8000,
        1000,
        128,
        200,
        500,
        4000,
        6,
        4,
        16,
        0.004,
        3,
        30e-6,
        4000,
        true);
  }

  /** The same with another trainer. */
  public TrainingOptions withTrainer(String name) {
    return with("trainer", name);
  }

  public TrainingOptions withTestSamples(int number) {
    return with("test samples", Integer.toString(number));
  }

  public TrainingOptions withBudget(long evaluations) {
    return with("budget", Long.toString(evaluations));
  }

  /** The same with an accuracy to certify. It is also the goal, unless another one was set. */
  public TrainingOptions withClaim(double accuracy) {
    return with("claim", Json.write(accuracy));
  }

  /** The same with another accuracy at which training ends. */
  public TrainingOptions withGoal(double accuracy) {
    checkGoal(accuracy);
    return with("goal", Json.write(accuracy));
  }

  public TrainingOptions withStarts(int number) {
    return with("starts", Integer.toString(number));
  }

  private TrainingOptions with(String name, String value) {
    Map<String, String> map = new TreeMap<>(toMap());
    map.put(name, value);
    return of(map);
  }

  /** Maximum number of samples in each part; a certification needs no test samples. */
  public TaskData.Sizes sizes() {
    return new TaskData.Sizes(trainSamples, validationSamples, claim > 0 ? 0 : testSamples);
  }

  /** The options by name; the goal only if it is not the usual one. */
  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    if (goal != usualGoal(claim)) {
      map.put("goal", Json.write(goal));
    }
    map.put("trainer", trainer);
    map.put("claim", Json.write(claim));
    map.put("train samples", Integer.toString(trainSamples));
    map.put("validation samples", Integer.toString(validationSamples));
    map.put("accept samples", Integer.toString(acceptSamples));
    map.put("decision samples", Integer.toString(decisionSamples));
    map.put("test samples", Integer.toString(testSamples));
    map.put("starts", Integer.toString(starts));
    map.put("blocks", Integer.toString(blocks));
    map.put("steps per block", Integer.toString(stepsPerBlock));
    map.put("batch", Integer.toString(batch));
    map.put("rate", Json.write(rate));
    map.put("rejections", Integer.toString(rejections));
    map.put("bias jitter", Json.write(biasJitter));
    map.put("budget", Long.toString(budget));
    if (thorough) {
      map.put(SEARCH, THOROUGH);
    }
    return map;
  }

  /** Reads the options of {@link #toMap}; ignores others. */
  public static TrainingOptions of(Map<String, String> map) {
    String trainer = text(map, "trainer");
    double claim = Double.parseDouble(text(map, "claim"));
    return new TrainingOptions(
        trainer,
        claim,
        map.containsKey("goal") ? Double.parseDouble(map.get("goal")) : usualGoal(claim),
        whole(map, "train samples"),
        whole(map, "validation samples"),
        whole(map, "accept samples"),
        whole(map, "decision samples"),
        whole(map, "test samples"),
        whole(map, "starts"),
        whole(map, "blocks"),
        whole(map, "steps per block"),
        whole(map, "batch"),
        Double.parseDouble(text(map, "rate")),
        whole(map, "rejections"),
        Double.parseDouble(text(map, "bias jitter")),
        Long.parseLong(text(map, "budget")),
        THOROUGH.equals(map.get(SEARCH)));
  }

  /** The accuracy to certify, if any, is also the goal. */
  private static double usualGoal(double claim) {
    return claim > 0 ? claim : GOAL;
  }

  private static int whole(Map<String, String> map, String name) {
    return Integer.parseInt(text(map, name));
  }

  private static String text(Map<String, String> map, String name) {
    String text = map.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "the run's options lack '" + name + "': another version of this program began it");
    }
    return text;
  }
}
