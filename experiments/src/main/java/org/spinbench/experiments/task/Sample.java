package org.spinbench.experiments.task;

/**
 * One labelled input of the network.
 *
 * @param x1 power of input 1 over its maximum power, in [{@link Task#LOWEST}, 1]
 * @param x2 power of input 2 over its maximum power, in [{@link Task#LOWEST}, 1]
 * @param label class, 0 or 1
 */
public record Sample(double x1, double x2, int label) {}
