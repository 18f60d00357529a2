package org.spinbench.experiments.comparison;

import java.util.List;
import java.util.Optional;
import org.spinbench.experiments.replay.ReferenceCalibration;
import org.spinbench.experiments.replay.TwinGap;

/**
 * The readings of a network compared with those of their repetition and with the calibration.
 *
 * @param opponent the repeating bench
 * @param physics of the simulated chip
 * @param reference the calibration to compare with
 * @param notes remarks for the reader, in sentences
 * @param untilFirst time from the beginning of the run to its first reading of the network, s
 * @param gap of the recorded readings
 * @param ofBench the same for the readings of the repeating bench
 * @param fitted of the recorded readings to a calibration fitted to them, {@link TwinGap#fitted},
 *     if requested
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
