package org.spinbench.experiments.study.drone;

import java.util.Arrays;
import java.util.List;
import org.spinbench.simulator.network.Devices;
import org.spinbench.simulator.network.LayerDesign;
import org.spinbench.simulator.network.RfNetwork;

/**
 * Measures a chip of the large network: the resonance of every junction, and the power and
 * frequency of every oscillator.
 *
 * <p>The field line distinguishes a junction from the others of its chain. A single tone near its
 * design frequency is applied, while the field line moves the junction across the tone in steps of
 * a half width. The rectification of the other junctions stays constant. The readings are fitted
 * with the junction's antisymmetric line on that background:
 *
 * <pre>V = B + A · 2 D (f − f_r) / [D² + (f − f_r)²],   f_r = c (f_design + shift),   D = α f_r
 * </pre>
 *
 * with c, A and B unknown. The same junction of all chains of a layer is measured at once, because
 * every chain has a voltmeter. After the first layer the tone is that of a single oscillator at its
 * largest current. Its frequency is first read with the spectrum analyzer; its power follows from
 * the fitted amplitudes A.
 */
public final class ChipCalibration {
  /** Bias that keeps an oscillator below threshold or at its largest current, V. */
  private static final double HARD_BIAS = 1;

  private static final double SIGMAS = 5;
  private static final double LEAST_RANGE = 2;

  private final Chip chip;
  private final RfNetwork design;
  private final RfNetwork command;
  private final double range;
  private final double power;
  private final double[][][] resonance;
  private final double[][] tone;
  private final double[][] emitted;

  private ChipCalibration(Chip chip, RfNetwork design, double expectedSpread, double power) {
    this.chip = chip;
    this.design = design;
    this.command = new RfNetwork(design.layers(), design.oscillator());
    double damping = design.layers().get(0).synapse().damping();
    this.range = Math.max(LEAST_RANGE, Math.ceil(SIGMAS * expectedSpread / damping));
    this.power = power;
    List<LayerDesign> layers = design.layers();
    resonance = new double[layers.size()][][];
    tone = new double[layers.size()][];
    emitted = new double[layers.size()][];
    for (int l = 0; l < layers.size(); l++) {
      resonance[l] = new double[layers.get(l).chains()][layers.get(l).chainLength()];
      tone[l] = new double[layers.get(l).toneCount()];
      emitted[l] = new double[layers.get(l).chains()];
      Arrays.fill(tone[l], 1);
      Arrays.fill(emitted[l], 1);
    }
  }

  /**
   * Measures a chip, with 2 n + 1 readings per position of a junction in its chain, n = 5 ε/α.
   *
   * @param chip keeps the parameters of the last reading
   * @param design the structure of the chip
   * @param expectedSpread ε: relative standard deviation expected of its frequencies
   * @param power of the tone applied to the first layer, W
   * @return the measured devices
   * @throws IllegalStateException if a junction has no resonance in the search range
   */
  public static Devices measure(Chip chip, RfNetwork design, double expectedSpread, double power) {
    ChipCalibration calibration = new ChipCalibration(chip, design, expectedSpread, power);
    for (int l = 0; l < design.layers().size(); l++) {
      calibration.measureLayer(l);
    }
    return Devices.of(
        design.layers(), calibration.resonance, calibration.tone, calibration.emitted);
  }

  private void measureLayer(int l) {
    LayerDesign layer = design.layers().get(l);
    if (l > 0) {
      measureTones(l);
    }
    double[] amplitudes = new double[layer.toneCount()];
    int[] fits = new int[layer.toneCount()];
    for (int k = 0; k < layer.chainLength(); k++) {
      int nearest = nearest(layer.tones(), layer.resonances()[k]);
      amplitudes[nearest] += sweep(l, k, nearest);
      fits[nearest]++;
    }
    if (l > 0) {
      double full = design.oscillator().power(largestCurrent());
      for (int i = 0; i < amplitudes.length; i++) {
        if (fits[i] > 0) {
          double expected = full * layer.synapse().sensitivity();
          emitted[l - 1][i] = amplitudes[i] / (fits[i] * expected);
        }
      }
    }
    Arrays.fill(command.biases(l), -HARD_BIAS);
  }

  private void measureTones(int l) {
    double[] designed = design.layers().get(l).tones();
    double pulled =
        design.oscillator().pulling() * (largestCurrent() - design.oscillator().thresholdCurrent());
    for (int i = 0; i < designed.length; i++) {
      driveAlone(l, i);
      chip.set(command);
      tone[l][i] = (chip.emissionFrequency(l - 1, i) - pulled) / designed[i];
    }
  }

  private void driveAlone(int layer, int oscillator) {
    Arrays.fill(command.biases(layer - 1), -HARD_BIAS);
    command.biases(layer - 1)[oscillator] = HARD_BIAS;
  }

  private double largestCurrent() {
    return design.oscillator().currentRatio() * design.oscillator().thresholdCurrent();
  }

  /** Measures one junction of every chain of a layer, and returns the mean amplitude, V. */
  private double sweep(int l, int k, int i) {
    LayerDesign layer = design.layers().get(l);
    double[] input = new double[design.inputs()];
    double frequency = layer.tones()[i] * tone[l][i];
    if (l == 0) {
      input[i] = power;
    } else {
      driveAlone(l, i);
      frequency +=
          design.oscillator().pulling()
              * (largestCurrent() - design.oscillator().thresholdCurrent());
    }
    double designed = layer.resonances()[k];
    double[] moved = shifts(designed, frequency, layer.synapse().damping());
    double[][] readings = new double[layer.chains()][moved.length];
    for (int m = 0; m < moved.length; m++) {
      command(l, k, moved[m]);
      double[] voltages = chip.voltages(l, input);
      for (int j = 0; j < voltages.length; j++) {
        readings[j][m] = voltages[j];
      }
    }
    command(l, k, 0);
    double sign = k % 2 == 0 ? -1 : 1;
    double amplitude = 0;
    double[] commanded = Arrays.stream(moved).map(shift -> designed + shift).toArray();
    for (int j = 0; j < readings.length; j++) {
      ResonanceFactorFit fit =
          new ResonanceFactorFit(
              frequency, layer.synapse().damping(), sign, commanded, readings[j]);
      resonance[l][j][k] = fit.factor(range, "junction " + k + " of chain " + j + ", layer " + l);
      amplitude += fit.amplitude(resonance[l][j][k]);
    }
    return amplitude / readings.length;
  }

  private double[] shifts(double designed, double frequency, double damping) {
    int half = (int) range;
    double[] shifts = new double[2 * half + 1];
    Arrays.setAll(shifts, m -> frequency - designed + (m - half) * damping * designed);
    return shifts;
  }

  private void command(int layer, int junction, double shift) {
    for (double[] chain : command.shifts(layer)) {
      chain[junction] = shift;
    }
    chip.set(command);
  }

  private static int nearest(double[] tones, double frequency) {
    int best = 0;
    for (int i = 1; i < tones.length; i++) {
      if (Math.abs(tones[i] - frequency) < Math.abs(tones[best] - frequency)) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Adapts the parameters of a network that was trained on ideal devices to measured ones. In the
   * first layer every junction keeps its resonance; in later layers it keeps its relative detuning
   * from its own oscillator's tone.
   */
  public static void cancelOffsets(RfNetwork network, Devices measured) {
    for (int l = 0; l < network.layers().size(); l++) {
      LayerDesign layer = network.layers().get(l);
      double[] designed = layer.resonances();
      for (int j = 0; j < layer.chains(); j++) {
        double[] shifts = network.shifts(l)[j];
        for (int k = 0; k < shifts.length; k++) {
          double tone = measured.tone(l, nearest(layer.tones(), designed[k]));
          double wanted = (designed[k] + shifts[k]) * tone;
          shifts[k] = wanted / measured.resonance(l, j, k) - designed[k];
        }
      }
    }
  }
}
