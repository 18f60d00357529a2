package org.spinbench.experiments.recipe;

import java.util.List;
import org.spinbench.experiments.sweep.SweepListener;

/** What turns the points of a recipe's plan into numbers of physics; it listens to the sweep. */
public interface Analysis extends SweepListener {
  /** What came out, after the sweep or whatever part of it there was. */
  List<Finding> findings();

  /** What computes the findings, where something stands before it that keeps readings from it. */
  default Analysis itself() {
    return this;
  }

  /** What could not be found out, and why: one line each. */
  default List<String> remarks() {
    return List.of();
  }
}
