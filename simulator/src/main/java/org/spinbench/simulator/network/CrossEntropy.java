package org.spinbench.simulator.network;

/** The mean cross-entropy of softmax(logits) against class labels, in nats. */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * Loss of a batch.
   *
   * @param logits [sample][class]
   * @param labels class of each sample
   * @param gradient receives ∂loss/∂logits, [sample][class]
   */
  public static double of(double[][] logits, int[] labels, double[][] gradient) {
    if (logits.length != labels.length) {
      throw new IllegalArgumentException(
          logits.length + " rows of logits for " + labels.length + " labels");
    }
    double loss = 0;
    for (int s = 0; s < labels.length; s++) {
      loss += ofSample(logits[s], labels[s], gradient[s], 1.0 / labels.length);
    }
    return loss / labels.length;
  }

  private static double ofSample(double[] logits, int label, double[] gradient, double weight) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      gradient[c] = StrictMath.exp(logits[c] - highest);
      sum += gradient[c];
    }
    for (int c = 0; c < logits.length; c++) {
      gradient[c] = weight * (gradient[c] / sum - (c == label ? 1 : 0));
    }
    return highest + StrictMath.log(sum) - logits[label];
  }
}
