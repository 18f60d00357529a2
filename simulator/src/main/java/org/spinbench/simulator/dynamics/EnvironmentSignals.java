package org.spinbench.simulator.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What surrounds layers, at one time after another. A signal that several layers share is evaluated
 * once, and so is a tone that several signals share.
 */
final class EnvironmentSignals {
  private final MacrospinState state;
  private final LayerEnvironment[] layers;
  private final double[] perDensity;
  private final double[] perVolt;
  private final double[] stiffness;
  private final int[] densityOf;
  private final int[] voltageOf;
  private final int[] lineOf;
  private int[][] tonesOf = {};
  private double[][] amplitudes = {};
  private double[] constants = {};
  private double[] frequencies = {};
  private double[] phases = {};
  private double[] cosines = {};
  private double[] values = {};
  private boolean densityMoves;
  private boolean voltageMoves;
  private boolean lineMoves;
  private double preparedAt = Double.NaN;

  EnvironmentSignals(MacrospinState state, List<MagneticLayer> of) {
    this.state = state;
    layers = new LayerEnvironment[of.size()];
    Arrays.fill(layers, LayerEnvironment.field(Vector3.ZERO));
    perDensity =
        of.stream()
            .mapToDouble(
                layer -> {
                  double square = layer.torque().asymmetry() * layer.torque().asymmetry();
                  return layer.torquePerDensity() * 2 * square / (square + 1);
                })
            .toArray();
    perVolt = of.stream().mapToDouble(MagneticLayer::fieldPerVolt).toArray();
    stiffness = of.stream().mapToDouble(layer -> layer.innerField().zz()).toArray();
    densityOf = new int[layers.length];
    voltageOf = new int[layers.length];
    lineOf = new int[layers.length];
  }

  void surround(int layer, LayerEnvironment with) {
    layers[layer] = with;
    preparedAt = Double.NaN;
  }

  /** Writes fields, torques and voltages of a time into the state. */
  void prepare(double when) {
    if (when == preparedAt) {
      return;
    }
    boolean fresh = Double.isNaN(preparedAt);
    if (fresh) {
      collect();
    }
    preparedAt = when;
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = Excitation.Tone.cosine(frequencies[i] * when + phases[i]);
    }
    for (int i = 0; i < values.length; i++) {
      double sum = constants[i];
      for (int j = 0; j < tonesOf[i].length; j++) {
        sum += amplitudes[i][j] * cosines[tonesOf[i][j]];
      }
      values[i] = sum;
    }
    if (fresh || densityMoves) {
      for (int i = 0; i < layers.length; i++) {
        state.data[MacrospinState.at(i) + MacrospinState.TORQUE] =
            perDensity[i] * values[densityOf[i]];
      }
    }
    if (fresh || voltageMoves) {
      for (int i = 0; i < layers.length; i++) {
        state.data[MacrospinState.at(i) + MacrospinState.ZZ] =
            stiffness[i] + perVolt[i] * values[voltageOf[i]];
      }
    }
    if (fresh || lineMoves) {
      for (int i = 0; i < layers.length; i++) {
        LayerEnvironment one = layers[i];
        state.set(i, MacrospinState.FIELD, one.field().plus(one.line().times(values[lineOf[i]])));
      }
    }
  }

  private void collect() {
    List<Excitation> signals = new ArrayList<>();
    List<Excitation.Tone> tones = new ArrayList<>();
    densityMoves = false;
    voltageMoves = false;
    lineMoves = false;
    for (int i = 0; i < layers.length; i++) {
      LayerEnvironment one = layers[i];
      densityOf[i] = index(signals, one.density());
      voltageOf[i] = index(signals, one.voltage());
      lineOf[i] = index(signals, one.lineCurrent());
      densityMoves |= !one.density().tones().isEmpty();
      voltageMoves |= !one.voltage().tones().isEmpty();
      lineMoves |= !one.lineCurrent().tones().isEmpty();
    }
    values = new double[signals.size()];
    tonesOf = new int[values.length][];
    amplitudes = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      List<Excitation.Tone> own = signals.get(i).tones();
      amplitudes[i] = own.stream().mapToDouble(Excitation.Tone::amplitude).toArray();
      tonesOf[i] =
          own.stream()
              .map(tone -> new Excitation.Tone(1, tone.frequency(), tone.phase()))
              .mapToInt(tone -> index(tones, tone))
              .toArray();
    }
    constants = signals.stream().mapToDouble(Excitation::constant).toArray();
    frequencies = tones.stream().mapToDouble(Excitation.Tone::frequency).toArray();
    phases = tones.stream().mapToDouble(Excitation.Tone::turns).toArray();
    cosines = new double[tones.size()];
  }

  private static <T> int index(List<T> known, T one) {
    int at = known.indexOf(one);
    if (at < 0) {
      known.add(one);
      return known.size() - 1;
    }
    return at;
  }
}
