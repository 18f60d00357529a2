package org.spinbench.experiments.comparison;

/** The result of repeating a run on another bench. */
public sealed interface ComparedRun permits ComparedReadings, ComparedTraining {}
