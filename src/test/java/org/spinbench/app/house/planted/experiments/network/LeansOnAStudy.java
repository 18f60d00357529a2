package org.spinbench.app.house.planted.experiments.network;

import org.spinbench.app.house.planted.experiments.study.LargeNetwork;

/** A part of the controller that falls with a study. */
public final class LeansOnAStudy {
  LargeNetwork study;
}
