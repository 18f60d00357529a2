package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.Wander;
import org.spinbench.calibration.fit.ChainErrors;
import org.spinbench.calibration.fit.ChainFit;
import org.spinbench.calibration.fit.ChainReading;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.NeuronFit;
import org.spinbench.calibration.fit.NeuronWander;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * Fits the devices of a chip one by one. It holds the sweeps of each synapse, the responses that
 * are fitted so far, and the findings about devices that fail.
 */
final class DeviceFits {
  /** Margin, in half widths, below which a synapse is reported. */
  private static final double TIGHT = 1;

  private static final FitReport UNFITTED = new FitReport(List.of(), List.of(), 0, 1);

  final ChainResponse[] chains;
  final NeuronResponse[] neurons;
  final List<List<Sweep>> toneSweeps = new ArrayList<>();
  final List<List<Sweep>> fieldSweeps = new ArrayList<>();

  /** Degrees of freedom of the fit of each neuron's power, by name. */
  final Map<String, Double> powerDegrees = new LinkedHashMap<>();

  final List<String> dead = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  private final BenchFile file;
  private final Wires wires;
  private final double maximumField;
  private final boolean complete;

  /** Why a chain or neuron could not be fitted, by its name. */
  private final Map<String, FitException> failures = new LinkedHashMap<>();

  /** Evaluations that pass one synapse's line over its tone. */
  record Sweep(int synapse, List<MeasuredPoint> points) {}

  /**
   * @param complete whether a fit that fails is an error; otherwise its device is reported
   */
  DeviceFits(Wires wires, boolean complete) {
    this.wires = wires;
    this.complete = complete;
    file = wires.file;
    maximumField = file.chip().limits().fieldLineCurrent();
    chains = new ChainResponse[file.chains().size()];
    neurons = new NeuronResponse[file.neurons().size()];
    for (int c = 0; c < chains.length; c++) {
      toneSweeps.add(new ArrayList<>());
      fieldSweeps.add(new ArrayList<>());
    }
  }

  /** Fits a chain to its sweeps and the given other evaluations. */
  ChainFit.Result fit(int chain, List<MeasuredPoint> others) {
    List<Sweep> own = wires.firstLayer(chain) ? toneSweeps.get(chain) : fieldSweeps.get(chain);
    Map<MeasuredPoint, ChainReading> seen = new IdentityHashMap<>();
    Function<MeasuredPoint, ChainReading> view =
        m -> seen.computeIfAbsent(m, x -> wires.chainReading(chain, x, neurons));
    List<ChainFit.Sweep> views =
        own.stream()
            .map(s -> new ChainFit.Sweep(s.synapse(), views(chain, s.points(), view)))
            .toList();
    return ChainFit.fit(
        file.chains().get(chain).name(),
        wires.designs(chain),
        maximumField,
        FitPriors.chain(file.validity().priors()),
        views,
        views(chain, others, view));
  }

  private List<ChainReading> views(
      int chain, List<MeasuredPoint> evaluations, Function<MeasuredPoint, ChainReading> view) {
    return evaluations.stream().filter(m -> wires.complete(chain, m)).map(view).toList();
  }

  /** Keeps all devices of an earlier calibration until they are fitted. */
  void keep(Calibration earlier) {
    earlier.chains().toArray(chains);
    earlier.neurons().toArray(neurons);
  }

  /** Whether the fit of any device failed. */
  boolean failed() {
    return !failures.isEmpty();
  }

  /**
   * Requires that a device could be fitted.
   *
   * @param names of the chains and neurons that were to be fitted
   * @throws FitException of the first, if none could
   */
  void requireAny(List<String> names) {
    if (failures.keySet().containsAll(names)) {
      throw failures.values().iterator().next();
    }
  }

  /**
   * Reports a device that cannot be fitted.
   *
   * @throws FitException if all devices must be fitted
   */
  private void reportFailed(String device, FitException cause) {
    if (complete) {
      throw cause;
    }
    failures.put(device, cause);
    warnings.add(
        device
            + " is not calibrated, and counts as missing: "
            + cause.getMessage()
            + " Calibrate it again: './spinbench calibrate --only \""
            + device
            + "\"'.");
  }

  /**
   * Fits a chain of the first layer to the sweeps of the tones alone, and keeps its response.
   *
   * @return numbers of the synapses that rectify; none if the fit fails
   */
  int[] coarse(int chain) {
    try {
      ChainFit.Result result = fit(chain, List.of());
      chains[chain] = result.response();
      return IntStream.range(0, chains[chain].synapses().size())
          .filter(k -> !result.silent().contains(k))
          .toArray();
    } catch (FitException failed) {
      if (complete) {
        throw failed;
      }
      return new int[0];
    }
  }

  private void requireTones(BenchFile.Chain chain) {
    chain.tones().stream()
        .filter(failures::containsKey)
        .findFirst()
        .ifPresent(
            neuron -> {
              throw new FitException(
                  chain.name() + ": the tones of " + neuron + ", which feeds it, are unknown.");
            });
  }

  /** Fits a chain whose feeding neurons are fitted, and keeps its response. */
  void fitChain(int chain, List<MeasuredPoint> all) {
    ChainFit.Result result;
    try {
      requireTones(file.chains().get(chain));
      result = fit(chain, all);
    } catch (FitException failed) {
      chains[chain] = silent(chain);
      reportFailed(chains[chain].name(), failed);
      return;
    }
    chains[chain] = result.response();
    result.silent().forEach(k -> reportSilent(chain, k));
    if (!result.settled()) {
      warnings.add(
          result.response().name()
              + ": its readings do not determine all of its numbers, so that its fit stopped before"
              + " its minimum. Do not rely on their deviations; calibrate again.");
    }
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

  /** The response of a chain that is not calibrated: design values without rectification. */
  private ChainResponse silent(int chain) {
    List<SynapseResponse> synapses =
        wires.designs(chain).stream()
            .map(
                d -> {
                  Value[] values = new Value[SynapseResponse.NUMBERS.size()];
                  Arrays.fill(values, Value.exact(0));
                  values[0] = Value.exact(d.frequency());
                  values[1] = Value.exact(d.range());
                  return SynapseResponse.of(d.name(), d.junction(), List.of(values));
                })
            .toList();
    return new ChainResponse(
        file.chains().get(chain).name(),
        Value.exact(0),
        Value.exact(0),
        file.chains().get(chain).tones().stream().map(tone -> Value.exact(1)).toList(),
        synapses,
        0,
        UNFITTED);
  }

  /**
   * Gives the fitted chains the deviations that the wander of their resonances causes. If it was
   * not measured, it is the walk that explains the scatter about its mean, a sixth of its mean
   * square from the first to the last reading.
   *
   * @param seconds times of the evaluations, s
   */
  void honest(Scope scope, List<MeasuredPoint> all, double[] seconds, List<Wander> wanders) {
    for (int n = 0; n < neurons.length; n++) {
      int neuron = n;
      String name = neurons[n].name();
      wanders.stream()
          .filter(w -> scope.neurons[neuron] && w.device().equals(name))
          .findFirst()
          .ifPresent(w -> neurons[neuron] = honest(neuron, all, seconds, w.meanSquare()));
    }
    for (int c = 0; c < chains.length; c++) {
      ChainResponse chain = chains[c];
      if (!scope.chains[c] || failures.containsKey(chain.name())) {
        continue;
      }
      int[] complete = wires.complete(c, all);
      double[] times = IntStream.of(complete).mapToDouble(i -> seconds[i]).toArray();
      Optional<Wander> wander =
          wanders.stream().filter(w -> w.device().equals(chain.name())).findFirst();
      double scatter = chain.resonanceNoise() * chain.resonanceNoise();
      chains[c] =
          ChainErrors.of(
              chain,
              chain.synapses().stream().map(SynapseResponse::name).toList(),
              wires.chainReadings(c, all, complete, neurons),
              times,
              common(c, all, complete),
              wander
                  .map(Wander::meanSquare)
                  .orElse(6 * scatter / (times[times.length - 1] - times[0])),
              wander.map(Wander::repeatability).orElse(0.0));
    }
  }

  private NeuronResponse honest(
      int neuron, List<MeasuredPoint> all, double[] seconds, double meanSquare) {
    return NeuronWander.honest(
        wires.design(neuron),
        neurons[neuron],
        wires.neuronReadings(neuron, all, chains[wires.chainOf(neuron)], neurons),
        IntStream.of(wires.emitting(neuron, all)).mapToDouble(i -> seconds[i]).toArray(),
        meanSquare);
  }

  /** The readings of a chain with each independent error of the neurons that feed it. */
  private List<List<ChainReading>> common(int chain, List<MeasuredPoint> all, int[] complete) {
    List<List<ChainReading>> common = new ArrayList<>();
    for (int n = 0; n < neurons.length; n++) {
      if (wires.chains.get(chain).tones().contains(neurons[n].name()) && neurons[n].emits()) {
        for (NeuronResponse other : neurons[n].deviated()) {
          NeuronResponse[] others = neurons.clone();
          others[n] = other;
          common.add(wires.chainReadings(chain, all, complete, others));
        }
      }
    }
    return common;
  }

  private void reportSilent(int chain, int k) {
    BenchFile.Synapse synapse = file.chains().get(chain).synapses().get(k);
    int neuron = file.indexOfNeuron(synapse.tone());
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
              wires.designs(chain).get(k).range() / 1e6,
              synapse.frequency() / 1e6,
              file.chains().get(chain).name()));
    }
  }

  /** Fits a neuron whose chain is fitted, and keeps its response. */
  void fitNeuron(int neuron, List<MeasuredPoint> all) {
    NeuronFit.Design design = wires.design(neuron);
    Optional<NeuronFit.Result> fitted;
    try {
      fitted =
          NeuronFit.fit(
              design, wires.neuronReadings(neuron, all, chains[wires.chainOf(neuron)], neurons));
    } catch (FitException failed) {
      neurons[neuron] = silent(design);
      reportFailed(design.name(), failed);
      return;
    }
    neurons[neuron] = fitted.map(NeuronFit.Result::response).orElseGet(() -> silent(design));
    fitted.ifPresent(f -> powerDegrees.put(design.name(), Math.max(1, f.powerDegrees())));
    fitted
        .filter(f -> f.leftOut() > 0)
        .ifPresent(
            f ->
                warnings.add(
                    design.name()
                        + ": readings far from its fit, left out: "
                        + f.leftOut()
                        + ". Another neuron's line may be in its band."));
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

  /** Warns of a neuron whose line left its read-out band. */
  void warnOfBand(int neuron) {
    BenchFile.Neuron n = file.neurons().get(neuron);
    double half = file.readout().bandwidth() / 2;
    String warning =
        String.format(
            Locale.ROOT,
            "%s (junction %d): a line leaves its read-out band, %.1f to %.1f MHz. Such readings"
                + " were left out",
            n.name(),
            n.junction(),
            (n.frequency() - half) / 1e6,
            (n.frequency() + half) / 1e6);
    NeuronResponse fitted = neurons[neuron];
    warnings.add(
        fitted.emits()
            ? String.format(
                Locale.ROOT,
                "%s; its own line is at %.1f MHz at threshold and %.1f MHz at %s mA.",
                warning,
                fitted.frequency().value() / 1e6,
                fitted.frequencyAt(file.coupling().totalLimit()) / 1e6,
                file.coupling().totalLimit() * 1e3)
            : warning
                + ", and the others give no fit. Find its line with the analyzer, and set its"
                + " 'frequency' in the bench file to it.");
  }

  /** The response of a neuron that does not emit: design values without power. */
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
        UNFITTED);
  }

  /**
   * Warns of fitted synapses whose tuning range hardly passes their tone.
   *
   * @param tones frequencies of the inputs, Hz
   */
  void checkRanges(Scope scope, double[] tones) {
    for (int c = 0; c < chains.length; c++) {
      for (int k = 0; scope.chains[c] && k < chains[c].synapses().size(); k++) {
        SynapseResponse synapse = chains[c].synapses().get(k);
        if (synapse.antisymmetric().value() != 0) {
          checkRange(synapse, file.chains().get(c).synapses().get(k).tone(), tones);
        }
      }
    }
  }

  private void checkRange(SynapseResponse synapse, String tone, double[] tones) {
    TuningRange range = TuningRange.of(synapse, maximumField);
    int neuron = file.indexOfNeuron(tone);
    double from;
    double to;
    if (neuron < 0) {
      from = tones[file.indexOfInput(tone)];
      to = from;
    } else {
      double a = neurons[neuron].frequencyAt(neurons[neuron].threshold().value());
      double b = neurons[neuron].frequencyAt(file.coupling().totalLimit());
      from = Math.min(a, b);
      to = Math.max(a, b);
    }
    double margin = range.margin(from, to);
    if (margin < TIGHT) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s (junction %d) tunes from %.2f to %.2f MHz: %.1f half widths (%.2f MHz) beyond"
                  + " the tone of %s (%.2f to %.2f MHz) on the tighter side",
              synapse.name(),
              synapse.junction(),
              range.low() / 1e6,
              range.high() / 1e6,
              margin,
              range.halfWidth() / 1e6,
              tone,
              from / 1e6,
              to / 1e6));
    }
  }
}
