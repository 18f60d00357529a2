package org.spinbench.experiments.run;

/**
 * How a run was resumed from its record: what has to be known to replay it.
 *
 * @param before what the file held when the session began that answered from it
 * @param setAside the first evaluation whose readings were parted from it, as they had been cut
 *     off; null as long as the record answers
 */
public record Resumption(Extent before, Long setAside) {}
