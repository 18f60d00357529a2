package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.fit.ChainFit;
import org.spinbench.calibration.fit.ChainReading;

/** Makes the curves of a calibration: the readings of its sweeps beside the fitted responses. */
final class CharacterizationCurves {
  private final Wires wires;
  private final DeviceFits fits;
  private final Scope scope;

  CharacterizationCurves(Wires wires, DeviceFits fits, Scope scope) {
    this.scope = scope;
    this.wires = wires;
    this.fits = fits;
  }

  /**
   * The resonance and tuning of every fitted synapse, the power and frequency of every fitted
   * neuron.
   *
   * @param biasSweep evaluations with all biases swept and the tones off
   */
  List<Curve> all(List<MeasuredPoint> biasSweep) {
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < fits.chains.length; c++) {
      if (!scope.chains[c]) {
        continue;
      }
      for (DeviceFits.Sweep sweep : fits.toneSweeps.get(c)) {
        int input =
            wires.file.indexOfInput(wires.chains.get(c).synapses().get(sweep.synapse()).tone());
        curves.add(curve(c, sweep, Curve.Kind.RESONANCE, m -> m.set().toneFrequencies()[input]));
      }
      for (DeviceFits.Sweep sweep : fits.fieldSweeps.get(c)) {
        int line = wires.file.firstSynapse(c) + sweep.synapse();
        curves.add(curve(c, sweep, Curve.Kind.TUNING, m -> m.set().fieldCurrents()[line]));
      }
    }
    for (int n = 0; n < fits.neurons.length; n++) {
      if (scope.neurons[n]) {
        curves.addAll(emission(n, biasSweep));
      }
    }
    return List.copyOf(curves);
  }

  private Curve curve(
      int chain, DeviceFits.Sweep sweep, Curve.Kind kind, ToDoubleFunction<MeasuredPoint> setting) {
    List<Curve.Point> points = new ArrayList<>();
    for (MeasuredPoint m : sweep.points()) {
      if (!wires.complete(chain, m)) {
        continue;
      }
      ChainReading reading = wires.chainReading(chain, m, fits.neurons);
      points.add(
          new Curve.Point(
              setting.applyAsDouble(m),
              reading.voltage(),
              reading.deviation(),
              ChainFit.voltage(fits.chains[chain], reading)));
    }
    return new Curve(
        fits.chains[chain].synapses().get(sweep.synapse()).name(),
        kind,
        kind == Curve.Kind.RESONANCE ? "tone frequency (Hz)" : "field-line current (A)",
        "chain voltage (V)",
        List.copyOf(points));
  }

  private List<Curve> emission(int n, List<MeasuredPoint> sweep) {
    List<Curve.Point> powers = new ArrayList<>();
    List<Curve.Point> frequencies = new ArrayList<>();
    for (MeasuredPoint m : sweep) {
      if (Double.isNaN(wires.current(n, m, fits.neurons[n]))) {
        continue;
      }
      double bias = m.set().biases()[n];
      double current = wires.current(n, m, fits.neurons[n]);
      powers.add(
          new Curve.Point(
              bias, m.powers()[n], m.powerDeviations()[n], Wires.power(fits.neurons[n], current)));
      if (Double.isFinite(m.frequencies()[n])) {
        frequencies.add(
            new Curve.Point(
                bias,
                m.frequencies()[n],
                m.frequencyDeviations()[n],
                fits.neurons[n].frequencyAt(current)));
      }
    }
    String name = fits.neurons[n].name();
    String setting = "bias current (A)";
    return List.of(
        new Curve(name, Curve.Kind.EMITTED_POWER, setting, "emitted power (W)", powers),
        new Curve(
            name, Curve.Kind.EMISSION_FREQUENCY, setting, "emission frequency (Hz)", frequencies));
  }
}
