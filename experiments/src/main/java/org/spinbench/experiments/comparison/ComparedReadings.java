package org.spinbench.experiments.comparison;

import java.util.List;
import org.spinbench.experiments.replay.ReadingGap;

/**
 * The readings of a sweep, an import or a calibration, and those of their repetition.
 *
 * @param other the repeating bench, in words
 * @param notes remarks for the reader, in sentences
 * @param gap the differences
 */
public record ComparedReadings(String other, List<String> notes, ReadingGap gap)
    implements ComparedRun {}
