package org.spinbench.experiments.runner;

import java.util.function.Supplier;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.run.RunFile;

/** Two followers of the same runs. */
record BothFollowers(RunFollower one, RunFollower other) implements RunFollower {
  @Override
  public void began(RunFile run, Bench bench, RunControl control) {
    one.began(run, bench, control);
    other.began(run, bench, control);
  }

  @Override
  public void recorded(Supplier<?> what) {
    one.recorded(what);
    other.recorded(what);
  }

  @Override
  public void progress(String stage, double share, String detail) {
    one.progress(stage, share, detail);
    other.progress(stage, share, detail);
  }

  @Override
  public void said(String line) {
    one.said(line);
    other.said(line);
  }

  @Override
  public void failed(RuntimeException failure) {
    one.failed(failure);
    other.failed(failure);
  }

  @Override
  public void ended() {
    try {
      one.ended();
    } finally {
      other.ended();
    }
  }
}
