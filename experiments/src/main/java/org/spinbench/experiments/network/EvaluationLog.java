package org.spinbench.experiments.network;

import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.Purpose;

/** Where evaluations are written down: a run file, or nowhere for a chip that is only computed. */
public interface EvaluationLog {
  /** Keeps nothing. */
  EvaluationLog NONE =
      new EvaluationLog() {
        @Override
        public void parameters(double[] parameters) {}

        @Override
        public void evaluation(long number, Purpose purpose, double[] input, int label) {}

        @Override
        public void reading(long number, Purpose purpose, Reading reading) {}
      };

  /** Parameters were put on the network, A. */
  void parameters(double[] parameters);

  /**
   * An evaluation begins: powers of the input tones at the junctions, W, and the sample's class.
   */
  void evaluation(long number, Purpose purpose, double[] input, int label);

  /** An instrument was read in an evaluation. */
  void reading(long number, Purpose purpose, Reading reading);
}
