package org.spinbench.experiments.training;

import java.util.Map;
import java.util.TreeMap;

/**
 * Choices of a training run.
 *
 * @param trainSamples samples to learn from; they cost an evaluation only where used on the chip
 * @param validationSamples samples to choose among trained twins with, without evaluations
 * @param acceptSamples how many of these every proposal is measured on
 * @param decisionSamples how many others of these set the decision power at the end
 * @param testSamples samples of the final test
 * @param blocks largest number of blocks of training on the chip
 * @param stepsPerBlock gradient steps of a block
 * @param batch samples of a gradient step
 * @param rate length of a gradient step, as a part of each parameter's range; halved when a block
 *     is rejected
 * @param rejections so many blocks rejected in a row end the training
 * @param biasJitter fluctuation of every bias current that the trained twin has to stand, A rms
 * @param budget most evaluations of the chip, calibration included
 */
public record TrainingOptions(
    int trainSamples,
    int validationSamples,
    int acceptSamples,
    int decisionSamples,
    int testSamples,
    int blocks,
    int stepsPerBlock,
    int batch,
    double rate,
    int rejections,
    double biasJitter,
    long budget) {

  public TrainingOptions {
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

  /** About 2 000 evaluations of the chip, of which 500 are the test and some 400 calibration. */
  public static TrainingOptions standard() {
    return new TrainingOptions(2000, 1000, 128, 200, 500, 6, 4, 16, 0.004, 3, 30e-6, 4000);
  }

  /** The same with another number of test samples. */
  public TrainingOptions withTestSamples(int number) {
    Map<String, String> map = new TreeMap<>(toMap());
    map.put("test samples", Integer.toString(number));
    return of(map);
  }

  /** The choices by name. */
  public Map<String, String> toMap() {
    return Map.ofEntries(
        Map.entry("train samples", Integer.toString(trainSamples)),
        Map.entry("validation samples", Integer.toString(validationSamples)),
        Map.entry("accept samples", Integer.toString(acceptSamples)),
        Map.entry("decision samples", Integer.toString(decisionSamples)),
        Map.entry("test samples", Integer.toString(testSamples)),
        Map.entry("blocks", Integer.toString(blocks)),
        Map.entry("steps per block", Integer.toString(stepsPerBlock)),
        Map.entry("batch", Integer.toString(batch)),
        Map.entry("rate", Double.toString(rate)),
        Map.entry("rejections", Integer.toString(rejections)),
        Map.entry("bias jitter", Double.toString(biasJitter)),
        Map.entry("budget", Long.toString(budget)));
  }

  /** The choices that {@link #toMap} wrote; other names are left alone. */
  public static TrainingOptions of(Map<String, String> map) {
    return new TrainingOptions(
        whole(map, "train samples"),
        whole(map, "validation samples"),
        whole(map, "accept samples"),
        whole(map, "decision samples"),
        whole(map, "test samples"),
        whole(map, "blocks"),
        whole(map, "steps per block"),
        whole(map, "batch"),
        Double.parseDouble(text(map, "rate")),
        whole(map, "rejections"),
        Double.parseDouble(text(map, "bias jitter")),
        Long.parseLong(text(map, "budget")));
  }

  private static int whole(Map<String, String> map, String name) {
    return Integer.parseInt(text(map, name));
  }

  private static String text(Map<String, String> map, String name) {
    String text = map.get(name);
    if (text == null) {
      throw new IllegalArgumentException("the run's options lack '" + name + "'");
    }
    return text;
  }
}
