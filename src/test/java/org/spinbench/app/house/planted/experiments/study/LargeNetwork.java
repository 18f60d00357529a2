package org.spinbench.app.house.planted.experiments.study;

/** Innocent: a study. */
public final class LargeNetwork {}
