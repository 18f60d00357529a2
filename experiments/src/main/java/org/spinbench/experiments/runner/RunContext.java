package org.spinbench.experiments.runner;

import java.util.Optional;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.run.RunFile;

/** What a run has at hand: an opened bench, its file, and the person who waits for it. */
public final class RunContext {
  private final Bench bench;
  private final RunFile file;
  private final Display display;
  private final SafeEnding ending;
  private final Optional<RunFile.GoingOn> resumed;

  RunContext(
      Bench bench,
      RunFile file,
      Display display,
      SafeEnding ending,
      Optional<RunFile.GoingOn> resumed) {
    this.bench = bench;
    this.file = file;
    this.display = display;
    this.ending = ending;
    this.resumed = resumed;
  }

  /** The opened bench, with its clock. */
  public Bench bench() {
    return bench;
  }

  /** Where the run is written. */
  public RunFile file() {
    return file;
  }

  /** Where a person sees how the run gets on. */
  public Display display() {
    return display;
  }

  /** Whether the user has stopped the run. The bench is being brought to rest then. */
  public boolean isStopping() {
    return ending.stopping();
  }

  /** Whether nothing but a transcript answers. */
  public boolean isReplay() {
    return ending.ofReplay();
  }

  /**
   * Brings the bench to rest, before anything else is done about a failure: to write down or draw
   * what there is takes time.
   */
  public void rest(Throwable failure) {
    ending.rest(failure);
  }

  /** From now on the run only writes down what it knows, which may take a while. */
  public void onlyWrites() {
    ending.ending();
    display.clear();
  }

  /** How the run takes up its record, if it is resumed. */
  public Optional<RunFile.GoingOn> resumed() {
    return resumed;
  }
}
