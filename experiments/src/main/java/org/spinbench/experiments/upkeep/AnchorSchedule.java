package org.spinbench.experiments.upkeep;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.calibration.drift.DriftModel;

/**
 * When an anchor is read, and which: as often as the drift needs that the anchors themselves show,
 * within the overhead that is allowed; mostly the one whose reading is worth most, one in four
 * times the one that was read longest ago, so that no device is out of sight.
 */
final class AnchorSchedule {
  /** One anchor in so many is the one that was read longest ago, whatever it is worth. */
  private static final int ROUND = 4;

  /** However still a chip seems, no less than that part of the allowed anchors is read. */
  private static final double LEAST_READ = 0.2;

  private static final long FIRST_MEASURED = 512;

  private final DriftCompensation upkeep;
  private final AllanDeviation allan;
  private DriftModel drift;

  /** Evaluation at which each anchor was last read. */
  private long[] lastRead = {};

  /** Anchors that can be afforded now. */
  private double credit;

  /** Tests and probes that are still to be saved for, with half of what may be spent. */
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

  /** From now on there are so many anchors, of which none was read. */
  void anchors(int number) {
    lastRead = new long[number];
  }

  /** Evaluations so far, those of upkeep included. */
  long evaluations() {
    return evaluations;
  }

  /** Whether all tests and probes are paid for. */
  boolean isPaid() {
    return debt < 1;
  }

  /** A test or a probe is taken now, and paid for later. */
  void borrow() {
    debt++;
  }

  /** An evaluation is about to be made, which earns its part of the overhead. */
  void pass() {
    evaluations++;
    double paid = Math.min(debt, upkeep.overhead() / 2);
    debt -= paid;
    credit = Math.min(credit + upkeep.overhead() - paid, lastRead.length);
  }

  /** Whether drift has had the time to matter, and an anchor can be afforded. */
  boolean isDue() {
    return lastRead.length > 0 && credit >= 1 && evaluations - lastAnchor + 1 >= interval();
  }

  /**
   * The anchor to be read next.
   *
   * @param gain what the reading of an anchor is worth
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

  /** An anchor is paid for. */
  void pay() {
    credit--;
  }

  /** An anchor was read by the last evaluation. */
  void read(int number) {
    lastAnchor = evaluations;
    lastRead[number] = evaluations;
  }

  /**
   * What an anchor shows of a synapse.
   *
   * @param offset half widths
   * @param deviation of it
   */
  void seen(int synapse, double offset, double deviation) {
    allan.add(synapse, evaluations, offset, deviation);
  }

  /** Fits the drift to what the anchors show, each time after twice as many evaluations. */
  boolean measure() {
    if (evaluations < nextMeasured) {
      return false;
    }
    nextMeasured *= 2;
    drift = allan.fit(DriftModel.flicker(upkeep.drift()));
    return true;
  }

  /** How the drift is believed to go on. */
  DriftModel drift() {
    return drift;
  }

  /** What the anchors show of the drift, by rising time; half widths. */
  List<AllanDeviation.Point> allanDeviation() {
    return allan.points();
  }

  /** Evaluations from one anchor to the next, as drift and overhead are. */
  double interval() {
    double wanted = drift.interval(upkeep.tolerance()) / Math.max(1, lastRead.length);
    double least = 1 / upkeep.overhead();
    return Math.max(least, Math.min(wanted, least / LEAST_READ));
  }
}
