package org.spinbench.simulator.chip;

import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.device.DeviceParameters;
import org.spinbench.simulator.device.Emitter;
import org.spinbench.simulator.device.FittedEmitter;
import org.spinbench.simulator.physics.AutoOscillator;

/**
 * The oscillator of one neuron, and what describes it from outside.
 *
 * @param frequency that shifts count from, Hz
 * @param threshold A
 * @param q nonlinear damping
 * @param powerFactor K of P = K I² p, W/A²
 * @param pulling mean slope of the frequency above threshold, Hz/A
 * @param halfWidth of the passive resonance, Hz
 * @param usualWidth of the line at the neuron's largest current, Hz
 * @param flicker h of the 1/f noise of its frequency, Hz²
 * @param hooge α_H/A of the 1/f noise of its voltage
 * @param lowered whether the emitter loses magnetoresistance by its bias
 */
record NeuronDevice(
    Emitter emitter,
    double frequency,
    double threshold,
    double q,
    double powerFactor,
    double pulling,
    double halfWidth,
    double usualWidth,
    double flicker,
    double hooge,
    boolean lowered) {

  /** The neuron of that entry on one chip. */
  static NeuronDevice of(
      BenchFile file, BenchFile.Neuron entry, Simulation simulation, Variation variation) {
    String name = entry.name();
    double drawn =
        entry.frequency() * variation.factor(name, "frequency", simulation.spread().frequency());
    Optional<KnownChip.Neuron> known = simulation.known().neuron(name);
    if (simulation.neuronDesign().isEmpty()) {
      AutoOscillator oscillator = closedForm(entry, simulation, variation);
      return known
          .map(one -> fitted(entry, one, oscillator.passiveWidth(), oscillator.narrowing()))
          .orElseGet(() -> fitted(entry, drawn, new FittedEmitter(oscillator)));
    }
    DeviceParameters parameters = parameters(file, entry, drawn, simulation, variation);
    double most = parameters.supercriticality(entry.maximumCurrent());
    double width = parameters.oscillator().asymptoticWidth(most);
    if (known.isPresent()) {
      double passive = 2 * parameters.halfWidth();
      double amplitude = AutoOscillator.normalisedPower(most, parameters.damping());
      return fitted(entry, known.get(), passive, (passive / width - 1) / amplitude);
    }
    double p = parameters.oscillator().stationaryPower(most);
    return new NeuronDevice(
        simulation.model(name, simulation.neuronDesign().get()).emitter(parameters),
        drawn,
        parameters.threshold(),
        parameters.damping(),
        parameters.powerFactor(),
        parameters.oersted()
            + parameters.shift() * p / (entry.maximumCurrent() - parameters.threshold()),
        parameters.halfWidth(),
        width,
        parameters.flicker(),
        parameters.hooge() / parameters.area(),
        Double.isFinite(parameters.halfVoltage()));
  }

  private static NeuronDevice fitted(
      BenchFile.Neuron entry, double frequency, FittedEmitter emitter) {
    AutoOscillator oscillator = emitter.oscillator();
    return new NeuronDevice(
        emitter,
        frequency,
        oscillator.threshold(),
        oscillator.damping(),
        oscillator.powerFactor(),
        oscillator.pulling(),
        oscillator.passiveWidth() / 2,
        oscillator.linewidth(entry.maximumCurrent()),
        0,
        0,
        emitter.loss() > 0);
  }

  /** A known oscillator; its lines are as wide as those of one that was drawn. */
  private static NeuronDevice fitted(
      BenchFile.Neuron entry, KnownChip.Neuron known, double passiveWidth, double narrowing) {
    AutoOscillator oscillator =
        new AutoOscillator(
            known.threshold(),
            known.q(),
            known.powerFactor(),
            AutoOscillator.noiseFor(
                known.thresholdPower(), known.threshold(), known.q(), known.powerFactor()),
            known.pulling(),
            passiveWidth,
            narrowing);
    return fitted(
        entry, known.frequency(), new FittedEmitter(oscillator, known.loss(), known.curvature()));
  }

  private static AutoOscillator closedForm(
      BenchFile.Neuron entry, Simulation simulation, Variation variation) {
    Simulation.Neuron typical = simulation.neuron().orElseThrow();
    Simulation.Spread spread = simulation.spread();
    double most = entry.maximumCurrent();
    double amplitude = AutoOscillator.normalisedPower(most / entry.threshold(), typical.q());
    double factor = typical.maximumPower() / (most * most * amplitude);
    String name = entry.name();
    double width = variation.factor(name, "width", spread.width(), "width", "frequency");
    return new AutoOscillator(
        entry.threshold()
            * variation.factor(name, "threshold", spread.threshold(), "threshold", "frequency"),
        typical.q() * variation.factor(name, "q", spread.q(), "q", "frequency"),
        factor
            * variation.factor(name, "power", spread.emittedPower(), "emitted_power", "frequency"),
        AutoOscillator.noiseFor(
            typical.subthresholdPower(), entry.threshold(), typical.q(), factor),
        typical.pulling() * variation.factor(name, "pulling", spread.tuning()),
        typical.passiveWidth() * width,
        (typical.passiveWidth() / typical.linewidth() - 1) / amplitude);
  }

  /** The disc is one of the design frequency; its chirality is drawn. */
  private static DeviceParameters parameters(
      BenchFile file,
      BenchFile.Neuron entry,
      double resonance,
      Simulation simulation,
      Variation variation) {
    JunctionDesign typical = simulation.neuronDesign().orElseThrow();
    Simulation.Spread spread = simulation.spread();
    String name = entry.name();
    double power =
        variation.factor(name, "power", spread.emittedPower(), "emitted_power", "frequency");
    double resistance =
        file.chip().junctionResistance()
            * variation.factor(name, "resistance", spread.resistance(), "resistance", "frequency");
    return typical.neuron(
        resonance,
        entry.threshold()
            * variation.factor(name, "threshold", spread.threshold(), "threshold", "frequency"),
        resistance,
        new JunctionDesign.NeuronDeviation(
            variation.factor(name, "width", spread.width(), "width", "frequency"),
            variation.factor(name, "q", spread.q(), "q", "frequency"),
            variation.factor(name, "pulling", spread.tuning()),
            power,
            variation.deviation(name, "chirality")));
  }
}
