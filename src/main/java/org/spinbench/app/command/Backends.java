package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.spinbench.app.watchdog.Heartbeat;
import org.spinbench.app.watchdog.Pulse;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.drivers.bench.file.TightestLimits;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.DeadManSwitch;
import org.spinbench.experiments.runner.SameNetwork;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.World;
import org.spinbench.simulator.server.Servers;

/**
 * The backend that a command line selects: real links, a simulated bench, a simulated bench with
 * sockets, or a transcript.
 */
public final class Backends {
  private static final long DEFAULT_CHIP_SEED = 1;
  private static final long COPY_SEED = 1;

  private final BenchOptions options;
  private final String text;
  private final BenchFile file;
  private final Collection<ResourceName> real;
  private final Long chipSeed;

  private Backends(
      BenchOptions options,
      String text,
      BenchFile file,
      Collection<ResourceName> real,
      Long chipSeed) {
    this.options = options;
    this.text = text;
    this.file = file;
    this.real = real;
    this.chipSeed = chipSeed;
  }

  /** The backend that a command line selects. */
  public static Backend of(BenchOptions options) {
    return of(options, text(options.benchFile), origin(options.benchFile));
  }

  /**
   * The same for the text of a bench file.
   *
   * @param origin its name in messages
   */
  public static Backend of(BenchOptions options, String text, String origin) {
    return of(options, text, origin, file -> file);
  }

  private static Backend of(
      BenchOptions options, String text, String origin, UnaryOperator<BenchFile> limited) {
    BenchFile file = limited.apply(options.coupled(BenchFile.parse(text, origin), origin));
    Collection<ResourceName> real = real(file, options.simulated);
    boolean anySimulated = real.size() < file.instruments().size();
    options.requireEffect(real, anySimulated, origin);
    Long seed = options.chipSeed == null ? Long.valueOf(DEFAULT_CHIP_SEED) : options.chipSeed;
    try {
      return new Backends(options, text, file, real, anySimulated ? seed : null).backend();
    } catch (RuntimeException e) {
      throw SimulationRefusal.of(e, text, origin);
    }
  }

  /**
   * The backend on which a run is resumed. It allows nothing that the present bench file forbids,
   * or that the run's original one forbade. The run computes with the original one.
   */
  static Backend resuming(BenchOptions options, RunFile run, BenchOfRun now) {
    BenchFile then = run.benchFile();
    Backend backend =
        of(
            options,
            now.text(),
            now.origin(),
            file -> {
              SameNetwork.require(run, file);
              return TightestLimits.of(file, then);
            });
    now.path().ifPresent(backend::from);
    return backend.computingWith(then);
  }

  private Backend backend() {
    Backend backend = options.replay == null ? live() : replaying();
    try {
      backend.copiedBy(Backends::openCopy);
      if (options.benchFile != null) {
        backend.from(options.benchFile);
      }
      if (options.record != null) {
        backend.recordingTo(options.record);
      }
      return backend;
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private Backend replaying() {
    Replay recorded = Replay.read(options.replay);
    return Backend.replaying(text, file, chipSeed, recorded).closing(recorded::close);
  }

  private Backend live() {
    Map<String, ResourceName> owned = byName(file, real);
    boolean guarded = !owned.isEmpty() && file.safety().watchdog() && options.clock == null;
    Pulse pulse = guarded ? new Pulse() : null;
    Clock computers = guarded ? pulse : new SystemClock();
    Backend backend = chipSeed == null ? real(computers) : simulated(computers);
    Transports servers = new SystemTransports(links(file, options.keys).toDrive());
    backend.owning(owned, options.typed(), servers);
    if (guarded) {
      Optional<Path> keys = Optional.ofNullable(options.keys);
      Consumer<String> warnings = options.warnings();
      backend.guardedBy(
          new DeadManSwitch.Starter() {
            @Override
            public DeadManSwitch start(BooleanSupplier waits) {
              BooleanSupplier works = () -> waits.getAsBoolean() | pulse.works();
              return Heartbeat.start(text, keys, works, warnings);
            }

            @Override
            public void works() {
              pulse.nanos();
            }
          });
    }
    return backend;
  }

  private Backend real(Clock computers) {
    Transports links = new SystemTransports(links(file, options.keys), computers);
    if (options.clock == null) {
      return Backend.of(text, file, null, links, computers);
    }
    ServedClock served = new ServedClock(ResourceName.parse(options.clock), links);
    return Backend.of(text, file, null, links, served).closing(served::close);
  }

  private Backend simulated(Clock computers) {
    World world = options.world();
    SimulatedBench bench = new SimulatedBench(world.over(file), chipSeed);
    Optional<ServedBench> served =
        options.served ? Optional.of(bench.serve(Servers.Ports.loopback())) : Optional.empty();
    Transports inside = served.map(ServedBench::asNamed).orElse(bench);
    Transports outside = new SystemTransports(links(file, options.keys), computers);
    Transports either = name -> (real.contains(name) ? outside : inside).open(name);
    Clock clock = real.isEmpty() ? bench.clock() : new MixedClock(computers, bench.clock());
    Backend backend = Backend.of(text, file, chipSeed, either, clock);
    if (world != World.NONE) {
      backend.inWorld(world.text());
    }
    served.ifPresent(server -> backend.closing(server::close));
    return real.isEmpty() ? backend.startingOver() : backend;
  }

  /** A simulated bench, inside this program. */
  public static Backend simulated(BenchFile file, long chipSeed) {
    SimulatedBench bench = new SimulatedBench(file, chipSeed);
    return Backend.of("", file, chipSeed, bench, bench.clock());
  }

  /** Opens a simulated copy of a bench, for a rehearsal. */
  public static Bench openCopy(BenchFile file) {
    SimulatedBench copy = new SimulatedBench(simulable(file), COPY_SEED);
    return Bench.open(file, copy, copy.clock());
  }

  /** The bench file at a path; null for the default bench. */
  public static BenchFile file(Path path) {
    return BenchFile.parse(text(path), origin(path));
  }

  /**
   * Makes a simulated bench from a bench file at a path; null for the default bench.
   *
   * @throws org.spinbench.drivers.bench.file.BenchFileException if its section on simulation is
   *     wrong, with the lines of all problems
   */
  public static <T> T simulated(Path path, Supplier<T> bench) {
    try {
      return bench.get();
    } catch (RuntimeException e) {
      throw SimulationRefusal.of(e, text(path), origin(path));
    }
  }

  /** The bench file of a command line, for a simulation. */
  public static BenchFile copyToRehearse(BenchOptions options) {
    return simulable(options.coupled(file(options.benchFile), origin(options.benchFile)));
  }

  /**
   * A bench file for a simulation of any instruments; one without a section on simulation gets that
   * of the default bench.
   */
  public static BenchFile simulable(BenchFile file) {
    return file.simulation().isEmpty() ? file.withSimulation(file(null).simulation()) : file;
  }

  /** The text of the bench file at a path; null for the default bench. */
  public static String text(Path path) {
    return path == null ? DefaultBench.text() : DriverFiles.text(path);
  }

  /** The world file at a path. */
  public static World world(Path path) {
    return World.parse(UserFile.text(path, "a world file"), path.toString());
  }

  /** The name of the bench file at a path, in messages; null for the default bench. */
  public static String origin(Path path) {
    return path == null ? "the default bench" : path.toString();
  }

  /** The instruments with one of these resource names, by their names. */
  public static Map<String, ResourceName> byName(
      BenchFile file, Collection<ResourceName> resources) {
    Map<String, ResourceName> named = new LinkedHashMap<>();
    file.instruments()
        .forEach(
            (name, entry) -> {
              ResourceName resource = ResourceName.parse(entry.resource());
              if (resources.contains(resource)) {
                named.put(name, resource);
              }
            });
    return named;
  }

  /** The instruments that are not simulated. */
  public static Collection<ResourceName> real(BenchFile file, boolean allSimulated) {
    return file.instruments().values().stream()
        .map(entry -> ResourceName.parse(entry.resource()))
        .filter(name -> !allSimulated && !(name instanceof ResourceName.InProcess))
        .toList();
  }

  /**
   * The link settings of a bench.
   *
   * @param keys for a bench on another computer; null for those of the bench file
   */
  public static LinkSettings links(BenchFile file, Path keys) {
    LinkSettings links = file.links();
    return keys == null ? links : new LinkSettings(links.serial(), links.gpib(), Optional.of(keys));
  }
}
