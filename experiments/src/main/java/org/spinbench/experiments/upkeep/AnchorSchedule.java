package org.spinbench.experiments.upkeep;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.calibration.drift.DriftModel;

/**
 * Decides when to read an anchor, and which: as often as the drift of the anchors requires, within
 * the allowed overhead. Mostly it chooses the most informative anchor; every fourth time the one
 * that was read longest ago, so that every device is checked.
 */
final class AnchorSchedule {
  /** Every so many anchors, the one that was read longest ago is chosen. */
  private static final int ROUND = 4;

  /** Minimum fraction of the allowed anchors that are read, however small the drift. */
  private static final double LEAST_READ = 0.2;

  private static final long FIRST_MEASURED = 512;

  private final DriftCompensation upkeep;
  private final AllanDeviation allan;
  private DriftModel drift;

  /** Evaluation of the last reading of each anchor. */
  private long[] lastRead = {};

  /** Number of anchors that can be afforded now. */
  private double credit;

  /** Tests and probes that are still to be paid, with half of the allowed overhead. */
  private double debt;

  private long evaluations;
  private long lastAnchor;
  private int turns;
  private long nextMeasured = FIRST_MEASURED;

  /**
   * A schedule without anchors.
   *
   * @param synapses of the chip
   */
  AnchorSchedule(DriftCompensation upkeep, int synapses) {
    this.upkeep = upkeep;
    allan = new AllanDeviation(synapses);
    drift = DriftModel.flicker(upkeep.drift());
  }

  /** Sets a number of new anchors, none of which was read. */
  void anchors(int number) {
    lastRead = new long[number];
  }

  /** Evaluations so far, including upkeep. */
  long evaluations() {
    return evaluations;
  }

  /** Whether all tests and probes are paid. */
  boolean isPaid() {
    return debt < 1;
  }

  /** Notes a test or a probe, to be paid later. */
  void borrow() {
    debt++;
  }

  /** Notes an evaluation, which earns its part of the overhead. */
  void pass() {
    evaluations++;
    double paid = Math.min(debt, upkeep.overhead() / 2);
    debt -= paid;
    credit = Math.min(credit + upkeep.overhead() - paid, lastRead.length);
  }

  /** Whether the drift may matter by now, and an anchor can be afforded. */
  boolean isDue() {
    return lastRead.length > 0 && credit >= 1 && evaluations - lastAnchor + 1 >= interval();
  }

  /**
   * The anchor to read next.
   *
   * @param gain value of a reading of an anchor
   */
  int next(IntToDoubleFunction gain) {
    turns++;
    int next = 0;
    if (turns % ROUND > 0) {
      double most = -1;
      for (int a = 0; a < lastRead.length; a++) {
        double worth = gain.applyAsDouble(a);
        if (worth > most) {
          most = worth;
          next = a;
        }
      }
      return next;
    }
    for (int a = 1; a < lastRead.length; a++) {
      next = lastRead[a] < lastRead[next] ? a : next;
    }
    return next;
  }

  /** Pays for an anchor. */
  void pay() {
    credit--;
  }

  /** Notes that the last evaluation read an anchor. */
  void read(int number) {
    lastAnchor = evaluations;
    lastRead[number] = evaluations;
  }

  /**
   * Notes the offset of a synapse from an anchor.
   *
   * @param offset half widths
   * @param deviation of it
   */
  void seen(int synapse, double offset, double deviation) {
    allan.add(synapse, evaluations, offset, deviation);
  }

  /** Fits the drift to the readings of the anchors, each time after twice as many evaluations. */
  boolean measure() {
    if (evaluations < nextMeasured) {
      return false;
    }
    nextMeasured *= 2;
    drift = allan.fit(DriftModel.flicker(upkeep.drift()));
    return true;
  }

  /** The model of the drift. */
  DriftModel drift() {
    return drift;
  }

  /** Allan deviation of the drift from the anchors, by rising time; half widths. */
  List<AllanDeviation.Point> allanDeviation() {
    return allan.points();
  }

  /** Evaluations between two anchors, for the present drift and overhead. */
  double interval() {
    double wanted = drift.interval(upkeep.tolerance()) / Math.max(1, lastRead.length);
    double least = 1 / upkeep.overhead();
    return Math.max(least, Math.min(wanted, least / LEAST_READ));
  }
}
