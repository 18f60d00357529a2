package org.spinbench.experiments.run;

/**
 * What a session changed when it resumed a run, for a replay.
 *
 * @param plan text of the extended plan; null if the plan did not change
 * @param skipped number of the point that was left out; null for none
 */
public record Amendment(String plan, Long skipped) {}
