package org.spinbench.experiments.network;

import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.Purpose;

/** A record of evaluations: in a run file, or nowhere for a computed chip. */
public interface EvaluationLog {
  /** No record. */
  EvaluationLog NONE =
      new EvaluationLog() {
        @Override
        public void parameters(double[] parameters) {}

        @Override
        public void evaluation(long number, Purpose purpose, double[] input, int label) {}

        @Override
        public void reading(long number, Purpose purpose, Reading reading) {}
      };

  /** Notes parameters that were set, A. */
  void parameters(double[] parameters);

  /**
   * Notes the start of an evaluation: powers of the input tones at the junctions, W, and the
   * sample's class.
   */
  void evaluation(long number, Purpose purpose, double[] input, int label);

  /** Notes a reading of an evaluation. */
  void reading(long number, Purpose purpose, Reading reading);

  /** Notes a survey of emissions after an evaluation. */
  default void survey(long number, EmissionSurvey survey) {}
}
