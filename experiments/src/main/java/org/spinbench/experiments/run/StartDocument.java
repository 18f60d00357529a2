package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.scpi.Identity;

/**
 * The knowledge before a run's first measurement.
 *
 * @param time start of the run
 * @param kind of the run, such as {@code train}
 * @param bench text of the bench file
 * @param chipSeed seed of the simulated chip; null for a real one
 * @param seed seed of the experiment: data, starts, batches
 * @param task name of the task; empty for a run without one
 * @param options every other choice, by name
 * @param program version of the program, of Java and of the operating system
 * @param instruments identity of each instrument, by its name on the bench
 * @param settings every setting of every instrument as found, by {@code instrument.setting}
 */
public record StartDocument(
    Instant time,
    String kind,
    String bench,
    Long chipSeed,
    long seed,
    String task,
    Map<String, String> options,
    Program program,
    Map<String, String> instruments,
    Map<String, String> settings) {

  /**
   * The start of a run on an opened bench; queries every setting.
   *
   * @param benchText the bench file as the user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static StartDocument on(
      Bench bench,
      String kind,
      String benchText,
      Long chipSeed,
      long seed,
      String task,
      Map<String, String> options,
      Program program) {
    Map<String, String> settings = new LinkedHashMap<>();
    bench
        .snapshot()
        .forEach(
            (instrument, values) ->
                values.forEach((name, value) -> settings.put(instrument + "." + name, value)));
    return new StartDocument(
        bench.clock().now(),
        kind,
        benchText,
        chipSeed,
        seed,
        task,
        options,
        program,
        identities(bench),
        settings);
  }

  /**
   * The start of a run whose bench could not be opened, without instruments.
   *
   * @param benchText the bench file as the user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static StartDocument withoutBench(
      Instant time,
      String kind,
      String benchText,
      Long chipSeed,
      long seed,
      String task,
      Map<String, String> options,
      Program program) {
    return new StartDocument(
        time, kind, benchText, chipSeed, seed, task, options, program, Map.of(), Map.of());
  }

  /** The same of a chip of a world, by the text of its file; empty for that of the bench file. */
  public StartDocument in(Optional<String> world) {
    if (world.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put(RunFile.WORLD, world.get());
    return new StartDocument(
        time, kind, bench, chipSeed, seed, task, all, program, instruments, settings);
  }

  /** The same beginning of a run that another program made. */
  StartDocument by(Program other) {
    return new StartDocument(
        time, kind, bench, chipSeed, seed, task, options, other, instruments, settings);
  }

  /**
   * The identities from the opening of the bench, by name of the instrument, in the form of {@code
   * *IDN?}.
   */
  public static Map<String, String> identities(Bench bench) {
    Map<String, String> instruments = new LinkedHashMap<>();
    bench.identities().forEach((name, identity) -> instruments.put(name, text(identity)));
    return instruments;
  }

  private static String text(Identity identity) {
    return String.join(
        ",", identity.manufacturer(), identity.model(), identity.serial(), identity.firmware());
  }

  /**
   * The program that made a run.
   *
   * @param version of Spinbench
   * @param commit of its source at build time, with {@code -dirty} if that had been changed; {@code
   *     unknown} if the build could not determine it; empty in runs of versions that did not record
   *     it
   * @param java version and vendor
   * @param system operating system and architecture
   */
  public record Program(String version, String commit, String java, String system) {

    /** This program on this machine. */
    public static Program running(String version, String commit) {
      return new Program(
          version,
          commit,
          System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"),
          System.getProperty("os.name")
              + " "
              + System.getProperty("os.version")
              + ", "
              + System.getProperty("os.arch"));
    }

    /** Version, commit, and Java. */
    public String text() {
      return version + (commit.isEmpty() ? "" : ", commit " + commit + ",") + " on Java " + java;
    }
  }
}
