package org.spinbench.app.house.planted.experiments.registry;

import org.spinbench.app.house.planted.experiments.study.LargeNetwork;

/** Innocent: the registry names every kind of experiment. */
public final class ListsStudies {
  LargeNetwork study;
}
