package org.spinbench.experiments.run;

/**
 * How a run was resumed from its record, for a replay.
 *
 * @param before extent of the file when the session began
 * @param setAside the first evaluation whose readings were separated from it because it was
 *     incomplete; null while the record answers
 */
public record Resumption(Extent before, Long setAside) {}
