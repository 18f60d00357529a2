package org.spinbench.experiments.recipe;

import java.util.List;
import org.spinbench.experiments.sweep.SweepListener;

/** Computes physical quantities from the points of a recipe's plan; it listens to the sweep. */
public interface Analysis extends SweepListener {
  /** The results, after the sweep or a part of it. */
  List<Finding> findings();

  /** The analysis that computes the findings, if this one only filters its readings. */
  default Analysis itself() {
    return this;
  }

  /** Reasons for missing results, one line each. */
  default List<String> remarks() {
    return List.of();
  }
}
