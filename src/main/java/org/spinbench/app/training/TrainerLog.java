package org.spinbench.app.training;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.app.training.Ensemble.Improvement;
import org.spinbench.app.training.Ensemble.Named;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.training.trainer.Problem;

/**
 * The reports of a trainer during the training of a virtual chip, with their times and the oracle's
 * judgement.
 */
final class TrainerLog implements Problem.Incumbents {
  private final Oracle oracle;
  private final Ledger ledger;
  private final List<Improvement> improvements = new ArrayList<>();
  private final List<Named> named = new ArrayList<>();
  private double[] parameters;
  private double[] decision;

  /**
   * @param ledger counts the evaluations of the chip
   */
  TrainerLog(Oracle oracle, Ledger ledger) {
    this.oracle = oracle;
    this.ledger = ledger;
  }

  @Override
  public void found(double[] incumbent, double[] levels) {
    double accuracy = oracle.accuracy(incumbent, levels);
    if (parameters == null || accuracy > best()) {
      improvements.add(new Improvement(ledger.total(), accuracy));
      parameters = incumbent.clone();
      decision = levels.clone();
    }
  }

  @Override
  public void failing(Fault fault, String how) {
    named.add(new Named(fault.device(), fault.kind(), ledger.total(), how));
  }

  /** Incumbents that were better than all before them. */
  List<Improvement> improvements() {
    return List.copyOf(improvements);
  }

  /** Devices that the trainer reported as failing. */
  List<Named> named() {
    return List.copyOf(named);
  }

  /** Evaluations when an incumbent first reached an accuracy; −1 if none did. */
  long firstOf(double accuracy) {
    return firstOf(improvements, accuracy);
  }

  /** The same for a list of improvements. */
  static long firstOf(List<Improvement> improvements, double accuracy) {
    return improvements.stream()
        .filter(one -> one.accuracy() >= accuracy)
        .mapToLong(Improvement::evaluations)
        .findFirst()
        .orElse(-1);
  }

  /** Accuracy of the best incumbent; 0 if there was none. */
  double best() {
    return improvements.isEmpty() ? 0 : improvements.get(improvements.size() - 1).accuracy();
  }

  /** Accuracy of a search on the chip itself from the best incumbent; 0 without one. */
  double ceiling(Ensemble ensemble, long seed) {
    return parameters == null ? 0 : Ceiling.from(ensemble, seed, parameters, decision);
  }
}
