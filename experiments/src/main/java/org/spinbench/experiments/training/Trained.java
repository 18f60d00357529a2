package org.spinbench.experiments.training;

/**
 * What training found.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param decision power that decides, W: class 1 above
 * @param reached whether the trainer's own test says that the goal is reached
 * @param how what was done and why it ended, for people
 */
public record Trained(double[] parameters, double decision, boolean reached, String how) {}
