package org.spinbench.app.command.benchmark;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.ColumnOptions;
import org.spinbench.app.command.OptionSettings;
import org.spinbench.app.command.Usage;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.drivers.bench.file.ChipDesign.Spread;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.simulator.chip.World;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options for the virtual chips of a benchmark and their task. */
final class ChipOptions {
  private static final double LARGEST_SPREAD = 1;
  private static final double LARGEST_NOISE = 0.5;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file (default: nine junctions; 'spinbench bench' prints it)")
  private Path benchFile;

  @Option(
      names = "--chips",
      paramLabel = "N",
      defaultValue = "8",
      description = "number of chips (default: ${DEFAULT-VALUE})")
  private int number;

  @Option(
      names = "--first-chip",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "seed of the first chip; the others follow it (default: ${DEFAULT-VALUE})")
  private long first;

  @Option(
      names = "--spread",
      paramLabel = "S",
      defaultValue = "0.2",
      description = "spread of the devices, one sigma of the logarithm (default: ${DEFAULT-VALUE})")
  private double spread;

  @Option(
      names = "--structural",
      description = "give the chips effects that a plain model omits: cross-talk, mixing, ...")
  private boolean structural;

  @Option(
      names = "--world",
      paramLabel = "FILE",
      description = "world file: spreads and effects of the chips that no trainer knows")
  private Path worldFile;

  @Option(
      names = "--noise",
      paramLabel = "N",
      defaultValue = "0.02",
      description = "noise of each reading, relative to full scale (default: ${DEFAULT-VALUE})")
  private double noise;

  @Option(
      names = "--believed-spread",
      paramLabel = "S",
      description =
          "spread of the devices that trainers believe (default: as the bench file's section "
              + "[design.spread] states, whatever --spread is)")
  private Double believedSpread;

  @Option(
      names = "--believed-noise",
      paramLabel = "N",
      description =
          "noise of readings that trainers believe (default: as the bench file's section [design] "
              + "states, whatever --noise is)")
  private Double believedNoise;

  @Option(
      names = "--visibility",
      paramLabel = "all|output",
      defaultValue = "all",
      description =
          "visible nodes: all chain voltages and the output, or only the output (default: all)")
  private String visibility;

  @Option(
      names = "--task",
      paramLabel = "NAME|FILE.csv",
      defaultValue = "diagonal",
      description =
          "task to learn: xor, band, wedge, diagonal or iris, or a file of samples with a class or "
              + "quantity in the last column (default: ${DEFAULT-VALUE})")
  private String task;

  @Mixin private ColumnOptions columns;

  @Option(
      names = "--goal",
      paramLabel = "A",
      defaultValue = "0.977",
      description =
          "accuracy to reach, averaged over the noise of readings (default: ${DEFAULT-VALUE})")
  private double goal;

  /** Whether a value of an option or setting names a file. */
  static boolean isFile(String setting, String value) {
    return Set.of(OptionSettings.BENCH, "world").contains(setting)
        || setting.equals("task") && ColumnOptions.isFile(value);
  }

  int number() {
    return number;
  }

  long first() {
    return first;
  }

  /**
   * The deviations of chips from their design.
   *
   * @param drift of each resonance, half widths rms
   */
  Disorder disorder(double drift, Damage damage) {
    return new Disorder(spread, structural, noise, drift, damage, world());
  }

  /** The bench file as trainers believe it; nothing in it follows from the chips. */
  BenchFile believed() {
    BenchFile file = file();
    if (file.design().isEmpty()) {
      return file;
    }
    ChipDesign design = file.design().get();
    Spread stated = design.spread();
    double relative = believedSpread == null ? stated.relative() : believedSpread;
    double pulling = stated.pulling() == stated.relative() ? relative : stated.pulling();
    return file.withDesign(
        design
            .withSpread(
                new Spread(
                    relative, stated.resonance(), stated.emission(), stated.offset(), pulling))
            .withReadNoise(believedNoise == null ? design.readNoise() : believedNoise));
  }

  private World world() {
    return worldFile == null ? World.NONE : Backends.world(worldFile);
  }

  /** Adds what trainers believe, and the world of the chips if they have one, for people. */
  void describe(Map<String, String> conditions) {
    believed()
        .design()
        .ifPresent(
            design ->
                conditions.put(
                    "believed",
                    "spread "
                        + design.spread().relative()
                        + ", noise "
                        + design.readNoise()
                        + " of full scale"));
    if (worldFile != null) {
      conditions.put("world", world().name());
    }
  }

  double noise() {
    return noise;
  }

  String drawn() {
    return number + " from seed " + first;
  }

  String scattered() {
    return spread + (structural ? " with structural errors" : " without structural errors");
  }

  String visibility() {
    return visibility;
  }

  boolean outputOnly() {
    return visibility.equals("output");
  }

  /** The task as given. */
  String task() {
    return task;
  }

  /** The task to learn. */
  Assignment assignment() {
    return columns.assignment(task, spec);
  }

  double goal() {
    return goal;
  }

  BenchFile file() {
    return benchFile == null
        ? BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE)
        : BenchFile.read(benchFile);
  }

  /**
   * Refuses options from which no chips can be drawn.
   *
   * @param drift of each resonance, half widths rms, which is not an option of chips alone
   */
  void check(double drift) {
    if (number < 1) {
      throw usage("--chips is " + number + "; at least 1");
    }
    Usage.requireSeeds(spec, "--first-chip", first, number);
    if (!(spread >= 0 && spread <= LARGEST_SPREAD)) {
      throw usage("--spread is " + spread + "; from 0 to " + LARGEST_SPREAD);
    }
    if (!(noise >= 0 && noise <= LARGEST_NOISE)) {
      throw usage("--noise is " + noise + "; from 0 to " + LARGEST_NOISE + " of full scale");
    }
    if (believedSpread != null && !(believedSpread > 0 && believedSpread <= LARGEST_SPREAD)) {
      throw usage("--believed-spread is " + believedSpread + "; above 0, up to " + LARGEST_SPREAD);
    }
    if (believedNoise != null && !(believedNoise > 0 && believedNoise <= LARGEST_NOISE)) {
      throw usage(
          "--believed-noise is "
              + believedNoise
              + "; above 0, up to "
              + LARGEST_NOISE
              + " of full scale");
    }
    if (!(drift >= 0 && drift <= 1)) {
      throw usage("--drift is " + drift + "; from 0 to 1 half widths");
    }
    if (!(goal > 0.5 && goal < 1)) {
      throw usage("--goal is " + goal + "; from 0.5 to less than 1");
    }
    if (!visibility.equals("all") && !visibility.equals("output")) {
      throw usage("--visibility is '" + visibility + "'; it can be all or output");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
