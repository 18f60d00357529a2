package org.spinbench.experiments.study.drone;

/**
 * The result of one pass through the training samples.
 *
 * @param number from 1
 * @param loss mean cross-entropy of the samples, each just before its step, nats
 * @param accuracy fraction of correctly classified samples, 0 to 1
 */
public record Epoch(int number, double loss, double accuracy) {}
