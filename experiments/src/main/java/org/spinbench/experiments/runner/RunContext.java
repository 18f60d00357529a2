package org.spinbench.experiments.runner;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;

/** What a run has at hand: an opened bench, its file, and the person who waits for it. */
public final class RunContext {
  /** Kind of the event that keeps what a step came to. */
  private static final String STEP = "step result";

  /** A step as the run file keeps it. */
  private record Kept(String name, String result) {}

  private final Bench bench;
  private final RunFile file;
  private final Display display;
  private final SafeEnding ending;
  private final Optional<RunFile.GoingOn> resumed;

  /** What steps came to before the run was resumed, as JSON, by their names. */
  private final Map<String, String> known = new HashMap<>();

  private final Set<String> done = new HashSet<>();

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
    if (resumed.equals(Optional.of(RunFile.GoingOn.CONTINUED))) {
      file.events(STEP).stream()
          .map(json -> Json.read(json, Kept.class))
          .forEach(step -> known.put(step.name(), step.result()));
    }
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

  /**
   * Does one step of the run, and keeps what it comes to. If the run is resumed on instruments, a
   * step that was done before is not done again: the run file answers.
   *
   * @param name of the step, which no other step of the run has
   * @param type of the result: a record, a number, a string, or an array of these
   * @throws IllegalArgumentException if the run has already done a step of this name
   */
  public <T> T step(String name, Class<T> type, Supplier<T> work) {
    if (!done.add(name)) {
      throw new IllegalArgumentException(
          "the run has already done a step '" + name + "'; give each step a name of its own");
    }
    String before = known.get(name);
    if (before != null) {
      return Json.read(before, type);
    }
    T result = work.get();
    Kept kept = new Kept(name, Json.write(result));
    file.event(bench.clock().now(), STEP, Json.write(kept));
    return result;
  }

  /** Keeps every reading of the bench's ports in the run file from now on. */
  public void keepReadings(Purpose purpose) {
    bench.ports().onReading(reading -> file.reading(reading, purpose, OptionalLong.empty()));
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
