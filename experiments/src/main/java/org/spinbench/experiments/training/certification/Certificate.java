package org.spinbench.experiments.training.certification;

/**
 * The result of a certification.
 *
 * @param claim the claimed accuracy
 * @param proven whether it is proven
 * @param right number of correctly classified samples
 * @param samples number of fresh samples measured
 * @param lowerBound accuracy that they prove with 95 % confidence, as {@link CertificationPlan}
 *     states it
 * @param powers emitted powers of the output neurons for the samples, in their order, W
 */
public record Certificate(
    double claim, boolean proven, int right, int samples, double lowerBound, double[][] powers) {}
