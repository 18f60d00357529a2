package org.spinbench.experiments.network;

import java.util.Arrays;
import java.util.Optional;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.Purpose;

/**
 * The evaluations of one network in one run. Each is counted by purpose, numbered from 1, and
 * recorded with its settings and readings. A trainer has no other access to a chip.
 */
public final class Evaluations {
  private final PhysicalNetwork network;
  private final Ledger ledger;
  private final EvaluationLog log;
  private double[] applied = new double[0];
  private Purpose purpose;
  private long number;

  public Evaluations(PhysicalNetwork network, Ledger ledger, EvaluationLog log) {
    this(network, ledger, log, 0);
  }

  /**
   * The same for a resumed run.
   *
   * @param before number of the last evaluation in its file
   */
  public Evaluations(PhysicalNetwork network, Ledger ledger, EvaluationLog log, long before) {
    this.network = network;
    this.ledger = ledger;
    this.log = log;
    number = before;
  }

  /** Sets the parameters of the network, A; each changed parameter counts as written. */
  public void apply(double[] parameters) {
    int written = 0;
    for (int i = 0; i < parameters.length; i++) {
      written += i < applied.length && applied[i] == parameters[i] ? 0 : 1;
    }
    ledger.countWrites(written);
    applied = parameters.clone();
    log.parameters(parameters);
    network.apply(parameters);
  }

  /**
   * Applies one sample and reads the network once.
   *
   * @param input powers of the input tones at the junctions, W
   * @param label class of the sample, for the record
   * @throws IllegalStateException if the ledger's budget is exhausted
   */
  public Nodes evaluate(Purpose why, double[] input, int label) {
    ledger.count(why, 1);
    purpose = why;
    number++;
    double[] kept = kept(input);
    log.evaluation(number, why, kept, label);
    network.measureFor(why);
    return network.forward(kept);
  }

  /**
   * Looks directly where the neurons emit; each spectrum counts as an evaluation.
   *
   * @param most largest number of spectra
   * @return empty if that is impossible or the budget does not allow it
   */
  public Optional<EmissionSurvey> survey(int most) {
    if (ledger.left() < most) {
      return Optional.empty();
    }
    Optional<EmissionSurvey> survey = network.survey();
    survey.ifPresent(
        seen -> {
          ledger.count(Purpose.CALIBRATE, seen.sweeps());
          log.survey(number, seen);
        });
    return survey;
  }

  /** The input as the sources would realise it, W; use it in computations with the readings. */
  public double[] kept(double[] input) {
    return network.kept(input);
  }

  /** Samples as the sources would realise them. */
  public double[][] kept(double[][] inputs) {
    return Arrays.stream(inputs).map(this::kept).toArray(double[][]::new);
  }

  /** Records a reading of the current evaluation. */
  public void note(Reading reading) {
    log.reading(number, purpose, reading);
  }

  /** Number of the last evaluation in the run. */
  public long number() {
    return number;
  }

  /** The counts by purpose. */
  public Ledger ledger() {
    return ledger;
  }
}
