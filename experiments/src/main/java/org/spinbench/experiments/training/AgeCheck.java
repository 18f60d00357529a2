package org.spinbench.experiments.training;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Expiry;
import org.spinbench.drivers.bench.BenchFile.Validity;

/**
 * Whether what a training knows of its chip still holds, by the clock of its readings: when it goes
 * on with what was measured before, and while it works.
 */
final class AgeCheck {
  private static final String NAME = "the calibration of this training";

  private final Validity rules;
  private final Consumer<String> warn;
  private Optional<Calibration> used = Optional.empty();

  /**
   * A check.
   *
   * @param rules of the bench file
   * @param warn is told when something does not hold that the bench file does not refuse, once
   */
  AgeCheck(Validity rules, Consumer<String> warn) {
    this.rules = rules;
    this.warn = warn;
  }

  /**
   * From now on a calibration is used.
   *
   * @throws org.spinbench.calibration.ExpiredCalibrationException if it does not hold any more, and
   *     the bench file refuses that
   */
  void uses(Calibration calibration, Instant at) {
    used = Optional.of(calibration);
    reading(at);
  }

  /**
   * Readings of an earlier session answer in the place of the chip.
   *
   * @param last when the last of them was taken
   * @throws org.spinbench.calibration.ExpiredCalibrationException likewise
   */
  void answers(Instant last, Instant at) {
    Expiry.check("the readings that the record answers with", last, at, rules).ifPresent(warn);
  }

  /**
   * A reading was taken.
   *
   * @throws org.spinbench.calibration.ExpiredCalibrationException likewise
   */
  void reading(Instant at) {
    if (used.isPresent() && used.get().expired(at)) {
      Calibration calibration = used.get();
      used = Optional.empty();
      Expiry.check(calibration, NAME, at, rules).ifPresent(warn);
    }
  }
}
