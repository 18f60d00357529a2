package org.spinbench.experiments.training;

/**
 * Choices of a training run.
 *
 * @param twinSamples samples to train the twin with; they cost no evaluation until used on the chip
 * @param acceptSamples validation samples that every proposal is measured on
 * @param decisionSamples validation samples that set the decision power at the end
 * @param testSamples samples of the final test
 * @param blocks largest number of blocks of training on the chip
 * @param stepsPerBlock gradient steps of a block
 * @param batch samples of a gradient step
 * @param rate length of a gradient step, as a part of each parameter's range; halved when a block
 *     is rejected
 * @param rejections so many blocks rejected in a row end the training
 * @param budget most evaluations of the chip, calibration included
 */
public record TrainingOptions(
    int twinSamples,
    int acceptSamples,
    int decisionSamples,
    int testSamples,
    int blocks,
    int stepsPerBlock,
    int batch,
    double rate,
    int rejections,
    long budget) {

  /** About 2 000 evaluations of the chip, of which 500 are the test and 400 the calibration. */
  public static TrainingOptions standard() {
    return new TrainingOptions(2000, 128, 200, 500, 6, 4, 16, 0.004, 3, 4000);
  }

  /** The same with another number of test samples. */
  public TrainingOptions withTestSamples(int number) {
    return new TrainingOptions(
        twinSamples,
        acceptSamples,
        decisionSamples,
        number,
        blocks,
        stepsPerBlock,
        batch,
        rate,
        rejections,
        budget);
  }
}
