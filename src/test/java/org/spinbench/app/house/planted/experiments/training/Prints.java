package org.spinbench.app.house.planted.experiments.training;

/** An experiment that prints. */
public final class Prints {
  public void run() {
    System.out.println();
  }
}
