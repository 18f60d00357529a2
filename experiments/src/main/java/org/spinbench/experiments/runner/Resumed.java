package org.spinbench.experiments.runner;

import java.util.function.Consumer;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.store.RunException;

/** Takes over the record of a run that was stopped or killed. */
public final class Resumed {
  private final Bench bench;
  private final RunFile run;
  private final Consumer<String> said;

  /**
   * A run on an opened bench.
   *
   * @param said receives remarks for the user
   */
  public Resumed(Bench bench, RunFile run, Consumer<String> said) {
    this.bench = bench;
    this.run = run;
    this.said = said;
  }

  /**
   * Compares the bench with that of the record. A restarting bench must be the recorded one. For
   * any other, the remarks name exchanged instruments.
   *
   * @throws RunException if a simulated bench is not the recorded one
   */
  public void takeUp(RunFile.GoingOn how) {
    run.goOn(how);
    if (how == RunFile.GoingOn.REPEATED) {
      compareStart();
    } else {
      compareInstruments();
    }
  }

  private void compareInstruments() {
    StartDocument start = run.start();
    StartDocument.identities(bench)
        .forEach(
            (name, identity) -> {
              String before = start.instruments().get(name);
              if (!identity.equals(before)) {
                String line = name + " was " + before + " and is " + identity;
                run.event(bench.clock().now(), "resume", line);
                this.said.accept(line);
              }
            });
  }

  private void compareStart() {
    StartDocument start = run.start();
    StartDocument now =
        StartDocument.on(
            bench,
            start.kind(),
            start.bench(),
            start.chipSeed(),
            start.seed(),
            start.task(),
            start.options(),
            start.program());
    if (!now.equals(start)) {
      throw new RunException(
          "the simulated bench of "
              + run.path()
              + " begins differently now: "
              + start
              + ", then "
              + now);
    }
  }
}
