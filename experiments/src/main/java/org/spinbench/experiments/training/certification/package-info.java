/**
 * Certification of an accuracy by fresh samples: the sequential plan, its exact binomial bounds,
 * and the measurement. Imports {@code loss} and {@code dataset}.
 */
package org.spinbench.experiments.training.certification;
