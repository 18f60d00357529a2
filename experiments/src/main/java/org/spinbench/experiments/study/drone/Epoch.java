package org.spinbench.experiments.study.drone;

/**
 * What one pass through the training samples gave.
 *
 * @param number from 1
 * @param loss mean cross-entropy of the samples, each taken just before the step it belonged to,
 *     nats
 * @param accuracy share of them that was classified correctly, 0 to 1
 */
public record Epoch(int number, double loss, double accuracy) {}
