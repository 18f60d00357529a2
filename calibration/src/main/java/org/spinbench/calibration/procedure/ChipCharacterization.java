package org.spinbench.calibration.procedure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.ChainFit;
import org.spinbench.calibration.fit.ChainReading;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.NeuronFit;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.StrayedException;

/**
 * Calibrates a chip through its ports, from nothing but the bench file's wiring and design values:
 *
 * <ol>
 *   <li>each input tone alone is swept over its design frequency at two field-line currents, all
 *       first-layer chains read together; the tones are placed where the junctions that share them
 *       reach best;
 *   <li>field lines of the first layer are swept over the placed tones;
 *   <li>all biases are swept with the tones off: threshold, power, frequency;
 *   <li>field lines of deeper layers are swept over the tones of the neurons that feed them, at two
 *       biases;
 *   <li>points that fill the space of powers, fields and biases tell cross-talk, saturation and the
 *       amplifiers apart.
 * </ol>
 *
 * Then chains and neurons are fitted layer by layer, each with all its readings. Whatever happens,
 * the chip is left at rest.
 */
public final class ChipCharacterization {
  private static final int SPACE_FILLING = 160;

  /** Margins, in half widths, below which a synapse is reported. */
  private static final double TIGHT = 1;

  /** Receives the progress of a calibration. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called before each evaluation.
     *
     * @param stage what is measured
     * @param done evaluations so far
     * @param total evaluations planned
     */
    void at(String stage, int done, int total);
  }

  /**
   * Choices of a calibration.
   *
   * @param validity how long it holds
   * @param instruments identities of the instruments, one line each; recorded
   */
  public record Options(Duration validity, List<String> instruments) {
    /** Valid for 24 hours, no identities. */
    public static Options standard() {
      return new Options(Duration.ofHours(24), List.of());
    }
  }

  private final Options options;
  private final Progress progress;
  private final Consumer<MeasuredPoint> noted;
  private final BenchFile file;
  private final Wires wires;
  private final CharacterizationPlan plan;
  private final SetpointReader measuring;
  private final double maximumField;
  private final List<MeasuredPoint> all = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final List<List<SweepOf>> toneSweeps = new ArrayList<>();
  private final List<List<SweepOf>> fieldSweeps = new ArrayList<>();
  private final ChainResponse[] chains;
  private final NeuronResponse[] neurons;
  private final Map<String, Double> powerDegrees = new LinkedHashMap<>();
  private final List<String> dead = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int total;

  /** Evaluations that pass one synapse's line over its tone. */
  private record SweepOf(int synapse, List<MeasuredPoint> points) {}

  private ChipCharacterization(
      BenchFile file,
      SetpointReader measuring,
      Options options,
      Progress progress,
      Consumer<MeasuredPoint> noted) {
    this.file = file;
    this.measuring = measuring;
    this.options = options;
    this.progress = progress;
    this.noted = noted;
    wires = new Wires(file);
    plan = new CharacterizationPlan(file);
    maximumField = file.chip().limits().fieldLineCurrent();
    chains = new ChainResponse[file.chains().size()];
    neurons = new NeuronResponse[file.neurons().size()];
    for (int c = 0; c < chains.length; c++) {
      toneSweeps.add(new ArrayList<>());
      fieldSweeps.add(new ArrayList<>());
    }
  }

  /** How many evaluations of its chip the calibration of a bench takes. */
  public static int evaluations(BenchFile file) {
    ChipCharacterization planned =
        new ChipCharacterization(
            file,
            new RecordedSetpointReader(List.of(), List.of()),
            Options.standard(),
            (stage, done, total) -> {},
            one -> {});
    return planned.planned(planned.layer(false));
  }

  /** Calibrates with the standard options. */
  public static Calibration calibrate(ChipPorts ports, Progress progress) {
    return calibrate(ports, Options.standard(), progress, evaluation -> {});
  }

  /**
   * Computes a calibration again from its evaluations, without a chip.
   *
   * @param file bench file of the calibration
   * @param kept what it came to; what no reading tells is taken from it: time, instruments,
   *     validity
   * @param evaluations those of the calibration, in order
   * @param times when each was read; empty where nobody knows
   * @return the calibration as this version fits it
   * @throws IllegalStateException if these are not the evaluations that this version makes
   * @throws org.spinbench.calibration.fit.FitException if readings cannot be explained
   */
  public static Calibration again(
      BenchFile file, Calibration kept, List<MeasuredPoint> evaluations, List<Instant> times) {
    Options options =
        new Options(Duration.between(kept.time(), kept.validUntil()), kept.instruments());
    return new ChipCharacterization(
            file,
            new RecordedSetpointReader(evaluations, times),
            options,
            (stage, done, total) -> {},
            one -> {})
        .run()
        .calibration(kept.time(), kept.evaluations());
  }

  /**
   * Sets recorded setpoints of a calibration once more, on another chip, and reads again.
   *
   * @param sets in order
   * @param progress is called after each
   * @return an evaluation for each
   */
  public static List<MeasuredPoint> repeat(
      ChipPorts ports, List<Setpoint> sets, Progress progress) {
    try {
      ports.rest();
      ChipSetpointReader meter = new ChipSetpointReader(ports);
      List<MeasuredPoint> measured = new ArrayList<>();
      for (Setpoint set : sets) {
        measured.add(meter.at(set));
        progress.at("repeating", measured.size(), sets.size());
      }
      ports.rest();
      return List.copyOf(measured);
    } catch (RuntimeException | Error e) {
      restAfter(ports, e);
      throw e;
    }
  }

  /** Completes a calibration with what the readings do not tell. */
  private interface Fitted {
    Calibration calibration(Instant now, long evaluations);
  }

  /**
   * Calibrates the chip. Starts from rest and ends there, also when it fails. A device that does
   * not respond is named in the calibration, with what was seen of it; it has no weight or emission
   * there, and the others are measured all the same.
   *
   * @param noted is given every evaluation as soon as it is made; {@link #again} takes them
   * @throws FitException if readings cannot be explained
   * @throws StrayedException naming a source that is not as it was left, which explains that
   */
  public static Calibration calibrate(
      ChipPorts ports, Options options, Progress progress, Consumer<MeasuredPoint> noted) {
    Calibration calibration;
    try {
      ports.rest();
      long before = ports.evaluations();
      Fitted fitted =
          new ChipCharacterization(
                  ports.file(), new ChipSetpointReader(ports), options, progress, noted)
              .run();
      calibration = fitted.calibration(ports.clock().now(), ports.evaluations() - before);
    } catch (FitException unexplained) {
      RuntimeException cause = strayed(ports, unexplained);
      restAfter(ports, cause);
      throw cause;
    } catch (RuntimeException | Error e) {
      restAfter(ports, e);
      throw e;
    }
    ports.rest();
    return calibration;
  }

  /** Why readings cannot be explained: perhaps a source has gone off or was changed. */
  private static RuntimeException strayed(ChipPorts ports, FitException unexplained) {
    try {
      ports.requireAsLeft();
      return unexplained;
    } catch (StrayedException strayed) {
      return strayed;
    }
  }

  private static void restAfter(ChipPorts ports, Throwable cause) {
    try {
      ports.rest();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private Fitted run() {
    List<Integer> first = layer(true);
    List<Integer> deeper = layer(false);
    total = planned(deeper);
    double[] tones = sweepTones(first);
    sweepFirstFields(first, tones);
    List<MeasuredPoint> biasSweep = measure("bias sweep", plan.biasSweep());
    for (double part : deeper.isEmpty() ? new double[0] : plan.fieldBiases()) {
      sweepDeeperFields(deeper, part);
    }
    measure("space-filling points", plan.spaceFilling(SPACE_FILLING, tones));
    for (List<Integer> layer : file.layers()) {
      layer.forEach(this::fitChain);
      IntStream.range(0, neurons.length)
          .filter(n -> layer.contains(wires.chainOf(n)))
          .forEach(this::fitNeuron);
    }
    checkReach(tones);
    IntStream.range(0, neurons.length)
        .filter(n -> all.stream().anyMatch(one -> one.leaving()[n]))
        .forEach(this::warnOfBand);
    List<Curve> curves = curves(biasSweep);
    Provenance provenance = provenance();
    return (now, evaluations) ->
        new Calibration(
            file.name(),
            file.chip().name(),
            "tone powers at the junctions, emitted power at the neuron, by the bench file's losses and"
                + " gains; chain voltages at the voltmeter; currents at the sources",
            List.copyOf(options.instruments()),
            now,
            now.plus(options.validity()),
            file.coupling().mode(),
            evaluations,
            Arrays.stream(tones).boxed().toList(),
            List.of(chains),
            List.of(neurons),
            curves,
            List.copyOf(dead),
            List.copyOf(warnings),
            provenance);
  }

  /** Without the times of its evaluations nobody knows how fast anything wanders. */
  private Provenance provenance() {
    return times.size() < all.size()
        ? Provenance.UNKNOWN
        : Provenance.measured(
            times.get(0), new Wanders(wires, chains, neurons, all, times).all(), powerDegrees);
  }

  private List<Integer> layer(boolean first) {
    return IntStream.range(0, chains.length)
        .filter(c -> wires.firstLayer(c) == first)
        .boxed()
        .toList();
  }

  private int planned(List<Integer> deeper) {
    int inputs = file.inputs().size();
    int sweepsOfTones = inputs * plan.toneFields().length * plan.toneSweep(0, 0).size();
    int firstFields = longest(layer(true)) * plan.fieldSweep(List.of(), 0).size();
    int deeperFields =
        longest(deeper) * plan.fieldBiases().length * plan.fieldSweep(List.of(), 0).size();
    return sweepsOfTones + firstFields + plan.biasSweep().size() + deeperFields + SPACE_FILLING;
  }

  private int longest(List<Integer> some) {
    return some.stream().mapToInt(c -> file.chains().get(c).synapses().size()).max().orElse(0);
  }

  private List<MeasuredPoint> measure(String stage, List<Setpoint> points) {
    List<MeasuredPoint> measured = new ArrayList<>();
    for (Setpoint point : points) {
      progress.at(stage, all.size(), total);
      MeasuredPoint one = measuring.at(point);
      noted.accept(one);
      measured.add(one);
      all.add(one);
      measuring.time().ifPresent(times::add);
    }
    return measured;
  }

  /** Sweeps the input tones, fits what they tell, and places the tones. */
  private double[] sweepTones(List<Integer> first) {
    for (int i = 0; i < file.inputs().size(); i++) {
      for (double field : plan.toneFields()) {
        List<MeasuredPoint> points =
            measure("tone of " + file.inputs().get(i).name(), plan.toneSweep(i, field));
        for (int c : first) {
          List<BenchFile.Synapse> synapses = file.chains().get(c).synapses();
          for (int k = 0; k < synapses.size(); k++) {
            if (wires.input(synapses.get(k).tone()) == i) {
              toneSweeps.get(c).add(new SweepOf(k, points));
            }
          }
        }
      }
    }
    List<List<TuningRange>> sharing = new ArrayList<>();
    file.inputs().forEach(input -> sharing.add(new ArrayList<>()));
    for (int c : first) {
      ChainFit.Result result = fit(c, List.of());
      for (int k = 0; k < result.response().synapses().size(); k++) {
        if (!result.silent().contains(k)) {
          int input = wires.input(file.chains().get(c).synapses().get(k).tone());
          sharing.get(input).add(TuningRange.of(result.response().synapses().get(k), maximumField));
        }
      }
    }
    double[] tones = new double[sharing.size()];
    for (int i = 0; i < tones.length; i++) {
      tones[i] =
          sharing.get(i).isEmpty()
              ? file.inputs().get(i).frequency()
              : TuningRange.place(sharing.get(i));
    }
    return tones;
  }

  private void sweepFirstFields(List<Integer> first, double[] tones) {
    for (int k = 0; k < longest(first); k++) {
      List<Setpoint> points = plan.fieldSweep(lines(first, k), tones);
      keep(first, k, measure("field lines of the first layer", points));
    }
  }

  private void sweepDeeperFields(List<Integer> deeper, double part) {
    for (int k = 0; k < longest(deeper); k++) {
      List<Setpoint> points = plan.fieldSweep(lines(deeper, k), part);
      keep(deeper, k, measure("field lines of deeper layers", points));
    }
  }

  private List<Integer> lines(List<Integer> some, int k) {
    return some.stream()
        .filter(c -> k < file.chains().get(c).synapses().size())
        .map(c -> wires.synapse(c, k))
        .toList();
  }

  private void keep(List<Integer> some, int k, List<MeasuredPoint> points) {
    some.stream()
        .filter(c -> k < file.chains().get(c).synapses().size())
        .forEach(c -> fieldSweeps.get(c).add(new SweepOf(k, points)));
  }

  /** Fits a chain to its sweeps and the given other evaluations. */
  private ChainFit.Result fit(int chain, List<MeasuredPoint> others) {
    List<SweepOf> own = wires.firstLayer(chain) ? toneSweeps.get(chain) : fieldSweeps.get(chain);
    Map<MeasuredPoint, ChainReading> seen = new IdentityHashMap<>();
    Function<MeasuredPoint, ChainReading> view =
        m -> seen.computeIfAbsent(m, x -> wires.chainReading(chain, x, neurons));
    List<ChainFit.Sweep> views =
        own.stream()
            .map(s -> new ChainFit.Sweep(s.synapse(), views(chain, s.points(), view)))
            .toList();
    return ChainFit.fit(
        file.chains().get(chain).name(),
        wires.designs(chain, neurons),
        maximumField,
        views,
        views(chain, others, view));
  }

  private List<ChainReading> views(
      int chain, List<MeasuredPoint> evaluations, Function<MeasuredPoint, ChainReading> view) {
    return evaluations.stream().filter(m -> wires.complete(chain, m)).map(view).toList();
  }

  private void fitChain(int chain) {
    ChainFit.Result result = fit(chain, all);
    chains[chain] = result.response();
    result.silent().forEach(k -> reportSilent(chain, k));
    if (result.response().fit().unexplained()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s: its fit does not explain its readings (chi-square %.1f per degree of freedom)."
                  + " Do not rely on its numbers; calibrate again, and look at its sweeps.",
              result.response().name(),
              result.response().fit().reducedChiSquare()));
    }
  }

  private void reportSilent(int chain, int k) {
    BenchFile.Synapse synapse = file.chains().get(chain).synapses().get(k);
    int neuron = wires.neuron(synapse.tone());
    if (neuron >= 0 && neurons[neuron].slope().value() == 0) {
      warnings.add(
          synapse.name() + " could not be measured: " + synapse.tone() + " does not emit.");
    } else {
      dead.add(
          String.format(
              Locale.ROOT,
              "%s (junction %d) does not rectify: no line of %s within %.1f MHz of %.1f MHz in"
                  + " %s's voltage. Check the field line, the tone's path and the junction.",
              synapse.name(),
              synapse.junction(),
              synapse.tone(),
              wires.designs(chain, neurons).get(k).range() / 1e6,
              synapse.frequency() / 1e6,
              file.chains().get(chain).name()));
    }
  }

  private void fitNeuron(int neuron) {
    NeuronFit.Design design = wires.design(neuron);
    Optional<NeuronFit.Result> fitted =
        NeuronFit.fit(
            design, wires.neuronReadings(neuron, all, chains[wires.chainOf(neuron)], neurons));
    neurons[neuron] = fitted.map(NeuronFit.Result::response).orElseGet(() -> silent(design));
    fitted.ifPresent(f -> powerDegrees.put(design.name(), Math.max(1, f.powerDegrees())));
    fitted
        .filter(f -> f.leftOut() > 0)
        .ifPresent(
            f ->
                warnings.add(
                    f.leftOut()
                        + " readings of "
                        + design.name()
                        + " were left out: another neuron's line is in its band."));
    if (fitted.isEmpty()) {
      dead.add(
          String.format(
              Locale.ROOT,
              "%s (junction %d) does not emit up to %s mA: no line about %.1f MHz in its spectrum."
                  + " Check its bias and its path to the analyzer.",
              design.name(),
              design.junction(),
              file.neurons().get(neuron).maximumCurrent() * 1e3,
              design.frequency() / 1e6));
    }
  }

  private void warnOfBand(int neuron) {
    BenchFile.Neuron n = file.neurons().get(neuron);
    double half = file.readout().bandwidth() / 2;
    warnings.add(
        String.format(
            Locale.ROOT,
            "%s (junction %d): a line leaves its read-out band, %.1f to %.1f MHz. Such readings"
                + " were left out; its own line is at %.1f MHz at threshold and %.1f MHz at %s mA.",
            n.name(),
            n.junction(),
            (n.frequency() - half) / 1e6,
            (n.frequency() + half) / 1e6,
            neurons[neuron].frequency().value() / 1e6,
            Wires.frequency(neurons[neuron], file.coupling().totalLimit()) / 1e6,
            file.coupling().totalLimit() * 1e3));
  }

  /** What is recorded for a neuron that does not emit: design values, no power. */
  private static NeuronResponse silent(NeuronFit.Design d) {
    return new NeuronResponse(
        d.name(),
        d.junction(),
        Value.exact(d.threshold()),
        Value.exact(0),
        Value.exact(2),
        Value.exact(0),
        Value.exact(d.frequency()),
        Value.exact(0),
        Value.exact(d.transconductance()),
        Value.exact(0),
        0,
        0,
        new FitReport(List.of(), List.of(), 0, 1));
  }

  private void checkReach(double[] tones) {
    for (int c = 0; c < chains.length; c++) {
      for (int k = 0; k < chains[c].synapses().size(); k++) {
        SynapseResponse synapse = chains[c].synapses().get(k);
        if (synapse.antisymmetric().value() != 0) {
          checkReach(synapse, file.chains().get(c).synapses().get(k).tone(), tones);
        }
      }
    }
  }

  private void checkReach(SynapseResponse synapse, String tone, double[] tones) {
    TuningRange reach = TuningRange.of(synapse, maximumField);
    int neuron = wires.neuron(tone);
    double from;
    double to;
    if (neuron < 0) {
      from = tones[wires.input(tone)];
      to = from;
    } else {
      double a = Wires.frequency(neurons[neuron], neurons[neuron].threshold().value());
      double b = Wires.frequency(neurons[neuron], file.coupling().totalLimit());
      from = Math.min(a, b);
      to = Math.max(a, b);
    }
    double margin = reach.margin(from, to);
    if (margin < TIGHT) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s (junction %d) tunes from %.2f to %.2f MHz: %.1f half widths (%.2f MHz) beyond"
                  + " the tone of %s (%.2f to %.2f MHz) on the tighter side",
              synapse.name(),
              synapse.junction(),
              reach.low() / 1e6,
              reach.high() / 1e6,
              margin,
              reach.halfWidth() / 1e6,
              tone,
              from / 1e6,
              to / 1e6));
    }
  }

  private List<Curve> curves(List<MeasuredPoint> biasSweep) {
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < chains.length; c++) {
      for (SweepOf sweep : toneSweeps.get(c)) {
        int input = wires.input(file.chains().get(c).synapses().get(sweep.synapse()).tone());
        curves.add(curve(c, sweep, Curve.Kind.RESONANCE, m -> m.set().toneFrequencies()[input]));
      }
      for (SweepOf sweep : fieldSweeps.get(c)) {
        int line = wires.synapse(c, sweep.synapse());
        curves.add(curve(c, sweep, Curve.Kind.TUNING, m -> m.set().fieldCurrents()[line]));
      }
    }
    for (int n = 0; n < neurons.length; n++) {
      curves.addAll(curves(n, biasSweep));
    }
    return List.copyOf(curves);
  }

  private Curve curve(
      int chain, SweepOf sweep, Curve.Kind kind, ToDoubleFunction<MeasuredPoint> setting) {
    List<Curve.Point> points = new ArrayList<>();
    for (MeasuredPoint m : sweep.points()) {
      if (!wires.complete(chain, m)) {
        continue;
      }
      ChainReading reading = wires.chainReading(chain, m, neurons);
      points.add(
          new Curve.Point(
              setting.applyAsDouble(m),
              reading.voltage(),
              reading.deviation(),
              ChainFit.voltage(chains[chain], reading)));
    }
    return new Curve(
        chains[chain].synapses().get(sweep.synapse()).name(),
        kind,
        kind == Curve.Kind.RESONANCE ? "tone frequency (Hz)" : "field-line current (A)",
        "chain voltage (V)",
        List.copyOf(points));
  }

  private List<Curve> curves(int n, List<MeasuredPoint> sweep) {
    List<Curve.Point> powers = new ArrayList<>();
    List<Curve.Point> frequencies = new ArrayList<>();
    for (MeasuredPoint m : sweep) {
      if (Double.isNaN(wires.current(n, m, neurons[n]))) {
        continue;
      }
      double bias = m.set().biases()[n];
      double current = wires.current(n, m, neurons[n]);
      powers.add(
          new Curve.Point(
              bias, m.powers()[n], m.powerDeviations()[n], Wires.power(neurons[n], current)));
      if (Double.isFinite(m.frequencies()[n])) {
        frequencies.add(
            new Curve.Point(
                bias,
                m.frequencies()[n],
                m.frequencyDeviations()[n],
                Wires.frequency(neurons[n], current)));
      }
    }
    String name = neurons[n].name();
    String setting = "bias current (A)";
    return List.of(
        new Curve(name, Curve.Kind.EMITTED_POWER, setting, "emitted power (W)", powers),
        new Curve(
            name, Curve.Kind.EMISSION_FREQUENCY, setting, "emission frequency (Hz)", frequencies));
  }
}
