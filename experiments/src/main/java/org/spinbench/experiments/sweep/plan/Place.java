package org.spinbench.experiments.sweep.plan;

import java.util.List;

/**
 * A place in a plan.
 *
 * @param repeat number of the repeat, from 0
 * @param line number of the innermost pass across all repeats, from 0
 * @param indices index of the point on each axis, outermost first
 * @param backward whether the innermost axis is on its way back
 */
public record Place(int repeat, long line, List<Integer> indices, boolean backward) {
  /** Number of the pass in one direction, from 0: the way back of a line is a pass of its own. */
  public long pass() {
    return 2 * line + (backward ? 1 : 0);
  }
}
