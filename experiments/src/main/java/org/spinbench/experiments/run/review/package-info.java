/**
 * What is made of run files afterwards: the time that each part of an evaluation took, what two
 * runs differ in, and which old runs a folder can do without.
 *
 * <p>It reads run files through {@code experiments.run} and writes none. {@code experiments.run}
 * does not import it.
 */
package org.spinbench.experiments.run.review;
