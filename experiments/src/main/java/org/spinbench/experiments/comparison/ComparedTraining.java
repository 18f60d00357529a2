package org.spinbench.experiments.comparison;

import java.util.List;
import java.util.Optional;
import org.spinbench.experiments.replay.ReferenceCalibration;
import org.spinbench.experiments.replay.TwinGap;

/**
 * The readings of a network beside those of its repetition, and beside its calibration.
 *
 * @param opponent what repeated them
 * @param physics of the simulated chip
 * @param reference the calibration that the chip is compared with
 * @param notes remarks for the reader, in sentences
 * @param untilFirst time from the beginning of the run to its first reading of the network, s
 * @param gap of the recorded readings
 * @param ofBench the same of the readings of the bench that repeated the run
 * @param fitted of the recorded readings to the calibration that was fitted to them, {@link
 *     TwinGap#fitted}, if that was asked for
 */
public record ComparedTraining(
    Opponent opponent,
    Physics physics,
    ReferenceCalibration reference,
    List<String> notes,
    double untilFirst,
    TwinGap gap,
    Optional<TwinGap> ofBench,
    Optional<TwinGap> fitted)
    implements ComparedRun {}
