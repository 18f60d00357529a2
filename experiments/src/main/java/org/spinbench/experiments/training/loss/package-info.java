/**
 * The meaning of output powers, and losses for their errors. Pure functions of powers in W; nothing
 * here knows a chip, a trainer or a run. Each loss has its derivatives, which a test compares with
 * differences.
 */
package org.spinbench.experiments.training.loss;
