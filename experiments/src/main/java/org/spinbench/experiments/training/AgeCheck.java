package org.spinbench.experiments.training;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Expiry;
import org.spinbench.drivers.bench.file.CalibrationValidity;

/**
 * Checks by the time of the readings whether a training's knowledge of its chip is still valid:
 * when it resumes, and at each reading.
 */
final class AgeCheck {
  private static final String REMEDY = "start a new training, which measures the chip again";

  private final CalibrationValidity rules;
  private final Consumer<String> warn;
  private Optional<Calibration> used = Optional.empty();

  /**
   * A check.
   *
   * @param rules of the bench file
   * @param warn receives one warning for each expired calibration
   */
  AgeCheck(CalibrationValidity rules, Consumer<String> warn) {
    this.rules = rules;
    this.warn = warn;
  }

  /**
   * Checks a calibration now and at each later reading.
   *
   * @throws org.spinbench.calibration.ExpiredCalibrationException if it has expired and the bench
   *     file says "refuse"
   */
  void uses(Calibration calibration, Instant at) {
    used = Optional.of(calibration);
    reading(at);
  }

  /**
   * Checks readings of an earlier session that replace a calibration.
   *
   * @param last time of the last of them
   * @throws org.spinbench.calibration.ExpiredCalibrationException likewise
   */
  void answers(Instant last, Instant at) {
    Expiry.check("the recorded readings of this training", REMEDY, last, at, rules).ifPresent(warn);
  }

  /**
   * Checks the calibration in use at the time of a reading.
   *
   * @throws org.spinbench.calibration.ExpiredCalibrationException likewise
   */
  void reading(Instant at) {
    if (used.isPresent() && used.get().expired(at)) {
      Calibration calibration = used.get();
      used = Optional.empty();
      Expiry.check(calibration, "the calibration of this training", REMEDY, at, rules)
          .ifPresent(warn);
    }
  }
}
