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

/** What a run can use: an opened bench, its file, and a display. */
public final class RunContext {
  /** Kind of the event with the result of a step. */
  private static final String STEP = "step result";

  /** A step in the run file. */
  private record StoredStep(String name, String result) {}

  private final Bench bench;
  private final RunFile file;
  private final Display display;
  private final SafeEnding ending;
  private final Optional<RunFile.GoingOn> resumed;
  private final int session;

  /** Results of steps from before the run was resumed, as JSON, by their names. */
  private final Map<String, String> known = new HashMap<>();

  private final Set<String> done = new HashSet<>();

  RunContext(
      Bench bench,
      RunFile file,
      Display display,
      SafeEnding ending,
      Optional<RunFile.GoingOn> resumed,
      int session) {
    this.bench = bench;
    this.file = file;
    this.display = display;
    this.ending = ending;
    this.resumed = resumed;
    this.session = session;
    if (resumed.equals(Optional.of(RunFile.GoingOn.CONTINUED))) {
      file.events(STEP).stream()
          .map(json -> Json.read(json, StoredStep.class))
          .forEach(step -> known.put(step.name(), step.result()));
    }
  }

  /** The opened bench, with its clock. */
  public Bench bench() {
    return bench;
  }

  /** The run file. */
  public RunFile file() {
    return file;
  }

  /** The display of the run's progress. */
  public Display display() {
    return display;
  }

  /**
   * Executes one step of the run, and records its result. If the run is resumed on instruments, a
   * step that was done before is not repeated: the run file answers.
   *
   * @param name unique name of the step
   * @param type of the result: a record, a number, a string, or an array of these
   * @throws IllegalArgumentException if the run already has a step with this name
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
    StoredStep kept = new StoredStep(name, Json.write(result));
    file.event(bench.clock().now(), STEP, Json.write(kept));
    return result;
  }

  /** Records every reading of the bench's ports in the run file from now on. */
  public void keepReadings(Purpose purpose) {
    bench.ports().onReading(reading -> file.reading(reading, purpose, OptionalLong.empty()));
  }

  /** Whether the user has stopped the run; then the bench is being brought to rest. */
  public boolean isStopping() {
    return ending.stopping();
  }

  /**
   * Brings the bench to rest after a failure. Call this first, because recording and drawing take
   * time.
   */
  public void rest(Throwable failure) {
    ending.rest(failure);
  }

  /** Declares that the run only writes results from now on, which may take a while. */
  public void onlyWrites() {
    ending.ending();
    display.clear();
  }

  /** How often the run has opened the bench until now, including this time. */
  public int session() {
    return session;
  }

  /** How the run takes over its record, if it is resumed. */
  public Optional<RunFile.GoingOn> resumed() {
    return resumed;
  }
}
