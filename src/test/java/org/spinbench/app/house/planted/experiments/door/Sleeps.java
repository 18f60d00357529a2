package org.spinbench.app.house.planted.experiments.door;

/** A wait that no clock knows of. */
public final class Sleeps {
  public void pause() throws InterruptedException {
    Thread.sleep(1);
  }
}
