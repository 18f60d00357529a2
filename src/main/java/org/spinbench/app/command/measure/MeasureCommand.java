package org.spinbench.app.command.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.spinbench.app.command.Backends;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.recipe.CurrentVoltageRecipe;
import org.spinbench.experiments.recipe.HysteresisRecipe;
import org.spinbench.experiments.recipe.NoiseRecipe;
import org.spinbench.experiments.recipe.OscillatorRecipe;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.recipe.SpinDiodeRecipe;
import org.spinbench.experiments.recipe.SwitchingRecipe;
import org.spinbench.experiments.recipe.TransmissionRecipe;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanSense;
import org.spinbench.simulator.bench.SimulatedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Measures a plan, or the plan that a recipe makes. */
@Command(
    name = "measure",
    description = {
      "Sweeps any settings of a bench, takes any readings, and writes run file, data and "
          + "plot.",
      " spinbench measure PLAN.toml [BENCH.toml]",
      " spinbench measure spin-diode [BENCH.toml]",
      "A recipe prints its plan with --print-plan, so that you can edit it. docs/measure.md "
          + "describes plans."
    },
    mixinStandardHelpOptions = true)
public final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PLAN.toml",
      description = "plan to measure")
  private Path plan;

  @Mixin private MeasureOptions options;

  @Override
  public Integer call() {
    if (options.resume != null) {
      return new PlanRunner(spec.commandLine(), options).resume(Optional.ofNullable(plan));
    }
    if (options.skipPoint) {
      throw new ParameterException(spec.commandLine(), "--skip-point needs --resume RUN");
    }
    if (plan == null) {
      throw new ParameterException(
          spec.commandLine(), "give a PLAN.toml, or one of the recipes that --help lists");
    }
    String recipe = Spelling.nearest(plan.toString(), Recipe.words()).orElse("");
    if (!recipe.isEmpty() && !Files.exists(plan)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no plan and no recipe '" + plan + "'; did you mean '" + recipe + "'?");
    }
    Plan read = Plan.read(plan);
    if (options.bench.replay == null) {
      PlanSense.require(read);
    }
    return new PlanRunner(spec.commandLine(), options).measure(read);
  }

  @Command(
      name = "spin-diode",
      description = {
        "Measures the rectified voltage of a synapse against frequency, field-line current and "
            + "power.",
        "Finds resonance, width, tuning and sensitivity."
      },
      mixinStandardHelpOptions = true)
  int spinDiode(
      @Option(
              names = "--synapse",
              paramLabel = "NAME",
              description = "a synapse that an input feeds (default: the first of the bench file)")
          String synapse,
      @Mixin MeasureOptions chosen) {
    return measure(
        "spin-diode",
        chosen,
        file ->
            SpinDiodeRecipe.plan(
                file,
                synapse == null
                    ? first(
                        file.synapses().stream().map(BenchFile.Synapse::name).toList(), "synapse")
                    : synapse));
  }

  @Command(
      name = "oscillator",
      description = {
        "Measures the emission of a neuron against its bias: power, frequency and width of its "
            + "line.",
        "Finds threshold, pulling and linewidth."
      },
      mixinStandardHelpOptions = true)
  int oscillator(
      @Option(
              names = "--neuron",
              paramLabel = "NAME",
              description = "neuron to measure (default: the first of the bench file)")
          String neuron,
      @Mixin MeasureOptions chosen) {
    return measure(
        "oscillator",
        chosen,
        file ->
            OscillatorRecipe.plan(
                file,
                neuron == null
                    ? first(file.neurons().stream().map(BenchFile.Neuron::name).toList(), "neuron")
                    : neuron));
  }

  @Command(
      name = "iv",
      description =
          "Measures voltage against current, there and back. Finds resistance and offset.",
      mixinStandardHelpOptions = true)
  int currentVoltage(
      @Option(
              names = "--current",
              paramLabel = "SETTING",
              required = true,
              description = "setting to sweep, such as \"neuron 1.bias\" or bias_1.current")
          String current,
      @Option(
              names = "--voltage",
              paramLabel = "READING",
              required = true,
              description = "reading to take, such as voltmeter_1.voltage")
          String voltage,
      @Option(
              names = "--from",
              paramLabel = "A",
              defaultValue = "0",
              description = "first current (default: 0)")
          double from,
      @Option(names = "--to", paramLabel = "A", required = true, description = "last current")
          double to,
      @Mixin MeasureOptions chosen) {
    requireApart("iv", from, to, "A");
    if (!voltage.endsWith(".voltage")) {
      throw new ParameterException(
          spec.subcommands().get("iv"),
          "--voltage: \""
              + voltage
              + "\" is not a voltage; the name of a voltage ends in .voltage");
    }
    return measure("iv", chosen, file -> CurrentVoltageRecipe.plan(current, voltage, from, to));
  }

  @Command(
      name = "noise",
      description = {
        "Takes one reading many times.",
        "Finds mean, scatter, drift, density of white noise, and Allan deviations."
      },
      mixinStandardHelpOptions = true)
  int noise(
      @Option(
              names = "--reading",
              paramLabel = "READING",
              description =
                  "reading to take (default: voltage of the first chain of the bench file)")
          String reading,
      @Option(
              names = "--samples",
              paramLabel = "N",
              defaultValue = "1000",
              description = "number of samples (default: ${DEFAULT-VALUE})")
          int samples,
      @Mixin MeasureOptions chosen) {
    if (samples < 1) {
      throw new ParameterException(spec.commandLine(), "--samples is " + samples + "; at least 1");
    }
    return measure(
        "noise",
        chosen,
        file ->
            NoiseRecipe.plan(
                reading == null
                    ? first(file.chains().stream().map(BenchFile.Chain::name).toList(), "chain")
                        + ".voltage"
                    : reading,
                samples));
  }

  @Command(
      name = "s21",
      description =
          "Measures the gain of a path from an RF source to a spectrum analyzer against "
              + "frequency.",
      mixinStandardHelpOptions = true)
  int transmission(
      @Option(
              names = "--source",
              paramLabel = "NAME",
              required = true,
              description = "the RF source, such as rf_1")
          String source,
      @Option(
              names = "--analyzer",
              paramLabel = "NAME",
              description =
                  "the spectrum analyzer (default: that of the bench file's readout, or the only"
                      + " one)")
          String analyzer,
      @Option(
              names = "--power-meter",
              paramLabel = "NAME",
              description =
                  "a power meter at the output of the source; the gain is then relative to its"
                      + " readings")
          String meter,
      @Option(
              names = "--level",
              paramLabel = "dBm",
              defaultValue = "-20",
              description = "level of the source (default: ${DEFAULT-VALUE})")
          double level,
      @Option(names = "--from", paramLabel = "Hz", required = true, description = "first frequency")
          double from,
      @Option(names = "--to", paramLabel = "Hz", required = true, description = "last frequency")
          double to,
      @Mixin MeasureOptions chosen) {
    requireApart("s21", from, to, "Hz");
    return measure(
        "s21",
        chosen,
        file ->
            TransmissionRecipe.plan(
                source,
                analyzer == null ? analyzer(file) : analyzer,
                Optional.ofNullable(meter),
                level,
                from,
                to));
  }

  @Command(
      name = "hysteresis",
      description = {
        "Measures a reading against a setting, there and back.",
        "Finds the steps of both directions, coercivity, offset and height."
      },
      mixinStandardHelpOptions = true)
  int hysteresis(@Mixin LoopOptions loop, @Mixin MeasureOptions chosen) {
    requireApart("hysteresis", loop.from, loop.to, "");
    return measure(
        "hysteresis",
        chosen,
        file ->
            HysteresisRecipe.plan(
                loop.setting, loop.reading, loop.from, loop.to, loop.points, loop.loops(1)));
  }

  @Command(
      name = "switching",
      description = {
        "Measures many loops of a reading against a current, there and back.",
        "Finds the distribution of switching currents: critical current and thermal stability."
      },
      mixinStandardHelpOptions = true)
  int switching(@Mixin LoopOptions loop, @Mixin MeasureOptions chosen) {
    requireApart("switching", loop.from, loop.to, "");
    return measure(
        "switching",
        chosen,
        file ->
            SwitchingRecipe.plan(
                loop.setting, loop.reading, loop.from, loop.to, loop.points, loop.loops(100)));
  }

  @Command(
      name = "fmr",
      description = {
        "Measures a rectified voltage against frequency at several fields in the plane.",
        "Finds effective magnetisation, anisotropy field, damping."
      },
      mixinStandardHelpOptions = true)
  int ferromagneticResonance(@Mixin FieldOptions field, @Mixin MeasureOptions chosen) {
    requireApart("fmr", field.from, field.to, "Hz");
    requireApart("fmr", field.fromField, field.toField, "");
    return measure("fmr", chosen, field::plan);
  }

  @Command(
      name = "locking",
      description = {
        "Measures the line of a neuron against frequency and power of an injected tone.",
        "Finds its free frequency and the locking range of each power."
      },
      mixinStandardHelpOptions = true)
  int locking(@Mixin InjectionOptions tone, @Mixin MeasureOptions chosen) {
    requireApart("locking", tone.from, tone.to, "Hz");
    return measure("locking", chosen, tone::plan);
  }

  @Command(
      name = "intermodulation",
      description = {
        "Measures two tones and their third-order products against the level of the tones.",
        "Finds gain, exponent of the products, and intercepts."
      },
      mixinStandardHelpOptions = true)
  int intermodulation(@Mixin ToneOptions tones, @Mixin MeasureOptions chosen) {
    requireApart("intermodulation", tones.from, tones.to, "");
    return measure("intermodulation", chosen, tones::plan);
  }

  @Command(
      name = "noise-spectrum",
      description = {
        "Takes one reading many times at each bias.",
        "Finds white and 1/f noise of each bias, and how they grow with it."
      },
      mixinStandardHelpOptions = true)
  int noiseSpectrum(@Mixin NoiseOptions noise, @Mixin MeasureOptions chosen) {
    requireApart("noise-spectrum", noise.from, noise.to, "");
    return measure("noise-spectrum", chosen, file -> noise.plan());
  }

  @Command(
      name = "sequence",
      description = {
        "Measures plans one after another; later ones use what the recipes of earlier ones found.",
        " spinbench measure sequence SEQUENCE.toml [BENCH.toml]",
        " spinbench measure sequence --resume FILE.steps.json"
      },
      mixinStandardHelpOptions = true)
  int sequence(
      @Parameters(
              index = "0",
              arity = "0..1",
              paramLabel = "SEQUENCE.toml",
              description = "plans to measure in this order")
          Path file,
      @Mixin MeasureOptions chosen) {
    requireNothingBefore("sequence");
    return new SequenceRunner(spec.subcommands().get("sequence"), chosen)
        .run(Optional.ofNullable(file));
  }

  /** Refuses a range of one point, from which nothing can be computed. */
  private void requireApart(String recipe, double from, double to, String unit) {
    if (from == to) {
      throw new ParameterException(
          spec.subcommands().get(recipe),
          "--from and --to are both "
              + ScpiNumber.format(to)
              + (unit.isEmpty() ? "" : " " + unit)
              + "; give two that differ");
    }
  }

  /** The analyzer of the readout, or the only one. */
  static String analyzer(BenchFile file) {
    if (!file.readout().analyzer().isEmpty()) {
      return file.readout().analyzer();
    }
    List<String> all =
        file.instruments().entrySet().stream()
            .filter(
                entry ->
                    SimulatedModel.of(entry.getValue())
                        .filter(SimulatedModel::hasSpectrumInput)
                        .isPresent())
            .map(Map.Entry::getKey)
            .toList();
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          all.isEmpty()
              ? "the bench has no spectrum analyzer to measure with"
              : "the bench has several spectrum analyzers; give one of them as --analyzer: "
                  + String.join(", ", all));
    }
    return all.get(0);
  }

  private static String first(List<String> names, String what) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "the bench has no " + what + " to measure; name what to measure by an option or a plan");
    }
    return names.get(0);
  }

  private int measure(String recipe, MeasureOptions chosen, Function<BenchFile, Plan> planner) {
    requireNothingBefore(recipe);
    BenchFile file = Backends.file(chosen.bench.benchFile);
    return new PlanRunner(spec.subcommands().get(recipe), chosen).measure(planner.apply(file));
  }

  /**
   * Refuses arguments before the name of a recipe, which belong to a plan and would have no effect.
   */
  private void requireNothingBefore(String recipe) {
    ParseResult before = spec.commandLine().getParseResult();
    if (!before.matchedArgs().isEmpty()) {
      throw new ParameterException(
          spec.subcommands().get(recipe),
          String.join(" ", before.originalArgs())
              + ": put options and the bench file after the name of the recipe: measure "
              + recipe
              + " ...");
    }
  }
}
