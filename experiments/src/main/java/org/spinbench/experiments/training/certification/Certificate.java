package org.spinbench.experiments.training.certification;

/**
 * What fresh samples proved.
 *
 * @param claim the accuracy that was to be proven
 * @param proven whether it was
 * @param right samples classified right
 * @param samples fresh samples measured
 * @param lowerBound accuracy that they prove with 95 % confidence, as {@link CertificationPlan}
 *     states it
 * @param powers emitted powers of the output neurons for the samples, in their order, W
 */
public record Certificate(
    double claim, boolean proven, int right, int samples, double lowerBound, double[][] powers) {}
