package org.spinbench.calibration.procedure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.StrayedException;

/**
 * Calibrates a chip through its ports, device by device, starting from the wiring and the design
 * values of the bench file:
 *
 * <ol>
 *   <li>each input tone alone is swept over its design frequency at two field-line currents, all
 *       first-layer chains read together; the tones are then set to where the junctions that share
 *       them have the widest tuning range;
 *   <li>field lines of the first layer are swept over the placed tones;
 *   <li>all biases are swept with the tones off: threshold, power, frequency;
 *   <li>field lines of deeper layers are swept over the tones of the neurons that feed them, at two
 *       biases;
 *   <li>points that fill the space of powers, fields and biases separate cross-talk, saturation and
 *       the amplifiers.
 * </ol>
 *
 * Then chains and neurons are fitted layer by layer, each with all its readings. In every case the
 * chip is at rest afterwards. A calibration of one device takes the sweeps and points of this
 * device alone, with all that does not act on it at zero, and keeps the tones.
 */
public final class ChipCharacterization {
  /** Receives the progress of a calibration. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called before each evaluation.
     *
     * @param stage name of the stage
     * @param done evaluations so far
     * @param total evaluations planned
     */
    void at(String stage, int done, int total);
  }

  /**
   * Choices of a calibration.
   *
   * @param validity how long it is valid
   * @param instruments identities of the instruments, one line each, which the calibration records
   * @param selection which devices are measured, and with how many readings
   * @param complete whether a device whose fit fails ends the calibration; otherwise it is reported
   *     as not calibrated, unless there is no other
   */
  public record Options(
      Duration validity, List<String> instruments, Selection selection, boolean complete) {
    /** All devices, or none. */
    public Options(Duration validity, List<String> instruments) {
      this(validity, instruments, Selection.ALL, true);
    }

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
  private final Scope scope;
  private final CharacterizationPlan plan;
  private final SetpointReader measuring;
  private final double maximumField;
  private final List<MeasuredPoint> all = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final DeviceFits fits;
  private int total;

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
    scope = new Scope(file, options.selection());
    plan = new CharacterizationPlan(file, scope);
    maximumField = file.chip().limits().fieldLineCurrent();
    fits = new DeviceFits(wires, options.complete());
  }

  /** Number of evaluations that the calibration of a bench takes. */
  public static int evaluations(BenchFile file) {
    return evaluations(file, Selection.ALL);
  }

  /**
   * Number of evaluations that the calibration of some devices takes.
   *
   * @throws IllegalArgumentException if the selection does not suit the bench
   */
  public static int evaluations(BenchFile file, Selection selection) {
    ChipCharacterization planned =
        new ChipCharacterization(
            file,
            new RecordedSetpointReader(List.of(), List.of()),
            new Options(Duration.ZERO, List.of(), selection, true),
            (stage, done, total) -> {},
            one -> {});
    return planned.planned(planned.layer(false));
  }

  /** Calibrates with the standard options. */
  public static Calibration calibrate(ChipPorts ports, Progress progress) {
    return calibrate(ports, Options.standard(), progress, evaluation -> {});
  }

  /**
   * Computes a calibration again from its recorded evaluations, without a chip.
   *
   * @param file bench file of the calibration
   * @param kept the recorded calibration, from which time, instruments and validity are taken
   * @param selection which devices it measured
   * @param evaluations those of the calibration, in order
   * @param times when each was read; empty if unknown
   * @return the calibration as this version fits it
   * @throws IllegalStateException if these are not the evaluations that this version makes
   * @throws org.spinbench.calibration.fit.FitException if readings cannot be explained
   */
  public static Calibration again(
      BenchFile file,
      Calibration kept,
      Selection selection,
      List<MeasuredPoint> evaluations,
      List<Instant> times) {
    Options options =
        new Options(
            Duration.between(kept.time(), kept.validUntil()), kept.instruments(), selection, false);
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
   * Sets the recorded setpoints of a calibration on another chip and reads them.
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

  /** Completes a calibration with its time and its number of evaluations. */
  private interface Fitted {
    Calibration calibration(Instant now, long evaluations);
  }

  /**
   * Calibrates the chip. It starts from rest and ends at rest, also when it fails. The calibration
   * names devices that do not respond, with the observation; they have no weight or emission. So
   * have those whose fit fails, if the options allow it. The others are measured nevertheless.
   *
   * @param noted receives every evaluation as soon as it is made, as {@link #again} needs them
   * @throws FitException if readings cannot be explained
   * @throws StrayedException that names a source whose output is not as it was set, which explains
   *     such readings
   */
  public static Calibration calibrate(
      ChipPorts ports, Options options, Progress progress, Consumer<MeasuredPoint> noted) {
    Calibration calibration;
    try {
      ports.rest();
      long before = ports.evaluations();
      ChipCharacterization procedure =
          new ChipCharacterization(
              ports.file(), new ChipSetpointReader(ports), options, progress, noted);
      Fitted fitted = procedure.run();
      if (procedure.fits.failed()) {
        ports.requireAsLeft();
      }
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

  /**
   * The reason why readings cannot be explained: a source that went off or was changed, if there is
   * one.
   */
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
    sweepTones(first);
    double[] tones =
        options
            .selection()
            .kept()
            .map(kept -> kept.toneFrequencies().stream().mapToDouble(f -> f).toArray())
            .orElseGet(() -> placed(first));
    sweepFirstFields(first, tones);
    List<MeasuredPoint> biasSweep =
        scope.fitsNeurons() ? measure("bias sweep", plan.biasSweep()) : List.of();
    for (double part : deeper.isEmpty() ? new double[0] : plan.fieldBiases()) {
      sweepDeeperFields(deeper, part);
    }
    measure("space-filling points", plan.spaceFilling(scope.spaceFilling, tones));
    Optional<KeptDevices> kept =
        options
            .selection()
            .kept()
            .map(all -> times.isEmpty() ? all : all.aged(times.get(times.size() - 1)))
            .map(aged -> new KeptDevices(file, scope, aged));
    kept.ifPresent(devices -> fits.keep(devices.calibration()));
    for (List<Integer> layer : file.layers()) {
      layer.stream().filter(c -> scope.chains[c]).forEach(chain -> fits.fitChain(chain, all));
      IntStream.range(0, file.neurons().size())
          .filter(n -> scope.neurons[n] && layer.contains(wires.chainOf(n)))
          .forEach(neuron -> fits.fitNeuron(neuron, all));
    }
    fits.requireAny(scope.names(true));
    fits.checkRanges(scope, tones);
    IntStream.range(0, file.neurons().size())
        .filter(n -> scope.neurons[n] && all.stream().anyMatch(one -> one.leaving()[n]))
        .forEach(fits::warnOfBand);
    List<Curve> curves = new CharacterizationCurves(wires, fits, scope).all(biasSweep);
    Provenance provenance = provenance();
    fits.honest(scope, all, seconds(), provenance.wanders());
    Fitted measured = (now, evaluations) -> made(now, evaluations, tones, curves, provenance);
    return kept.<Fitted>map(
            devices -> (now, evaluations) -> devices.with(measured.calibration(now, evaluations)))
        .orElse(measured);
  }

  private Calibration made(
      Instant now, long evaluations, double[] tones, List<Curve> curves, Provenance provenance) {
    return new Calibration(
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
        List.of(fits.chains),
        List.of(fits.neurons),
        curves,
        List.copyOf(fits.dead),
        List.copyOf(fits.warnings),
        provenance);
  }

  /** The provenance; without the times of the evaluations, wander is unknown. */
  private Provenance provenance() {
    return times.size() < all.size()
        ? Provenance.UNKNOWN
        : Provenance.measured(
            times.get(0), new Wanders(wires, fits, scope, all, seconds()).all(), fits.powerDegrees);
  }

  /** Times of the evaluations, s; their numbers if the times are not known. */
  private double[] seconds() {
    return times.size() < all.size()
        ? IntStream.range(0, all.size()).asDoubleStream().toArray()
        : times.stream()
            .mapToDouble(time -> Duration.between(times.get(0), time).toNanos() * 1e-9)
            .toArray();
  }

  /** The chains of the first layer, or of the deeper ones, that are fitted. */
  private List<Integer> layer(boolean first) {
    return IntStream.range(0, file.chains().size())
        .filter(c -> scope.chains[c] && wires.firstLayer(c) == first)
        .boxed()
        .toList();
  }

  private int planned(List<Integer> deeper) {
    int sweepsOfTones =
        inputs(layer(true)).length * plan.toneFields().length * plan.toneSweep(0, 0).size();
    int firstFields = longest(layer(true)) * plan.fieldSweep(List.of(), 0).size();
    int deeperFields =
        longest(deeper) * plan.fieldBiases().length * plan.fieldSweep(List.of(), 0).size();
    int biasSweep = scope.fitsNeurons() ? plan.biasSweep().size() : 0;
    return sweepsOfTones + firstFields + biasSweep + deeperFields + scope.spaceFilling;
  }

  /**
   * The inputs whose tones are swept: all that are varied, if a chain of the first layer is fitted.
   */
  private int[] inputs(List<Integer> first) {
    return IntStream.range(0, file.inputs().size())
        .filter(i -> !first.isEmpty() && scope.tones[i])
        .toArray();
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

  /** Sweeps the input tones. */
  private void sweepTones(List<Integer> first) {
    for (int i : inputs(first)) {
      for (double field : plan.toneFields()) {
        List<MeasuredPoint> points =
            measure("tone of " + file.inputs().get(i).name(), plan.toneSweep(i, field));
        for (int c : first) {
          List<BenchFile.Synapse> synapses = file.chains().get(c).synapses();
          for (int k = 0; k < synapses.size(); k++) {
            if (file.indexOfInput(synapses.get(k).tone()) == i) {
              fits.toneSweeps.get(c).add(new DeviceFits.Sweep(k, points));
            }
          }
        }
      }
    }
  }

  /** The frequencies of the input tones, by a fit of the first layer to their sweeps. */
  private double[] placed(List<Integer> first) {
    List<List<TuningRange>> sharing = new ArrayList<>();
    file.inputs().forEach(input -> sharing.add(new ArrayList<>()));
    for (int c : first) {
      for (int k : fits.coarse(c)) {
        int input = file.indexOfInput(file.chains().get(c).synapses().get(k).tone());
        sharing.get(input).add(TuningRange.of(fits.chains[c].synapses().get(k), maximumField));
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
        .map(c -> file.firstSynapse(c) + k)
        .toList();
  }

  private void keep(List<Integer> some, int k, List<MeasuredPoint> points) {
    some.stream()
        .filter(c -> k < file.chains().get(c).synapses().size())
        .forEach(c -> fits.fieldSweeps.get(c).add(new DeviceFits.Sweep(k, points)));
  }
}
