package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.spinbench.drivers.bench.file.BenchFile;

/** The setpoints of a characterization, stage by stage. Each stage starts from rest. */
final class CharacterizationPlan {
  private static final int TONE_POINTS = 17;
  private static final double TONE_FIELD = 0.3;
  private static final int BIAS_POINTS = 16;
  private static final double BIAS_FROM = 0.4;
  private static final int FIELD_POINTS = 21;
  private static final double[] FIELD_BIASES = {0.75, 1};
  private static final double DESIGN_BIAS_FROM = 0.55;

  private final BenchFile file;
  private final double maximumField;

  CharacterizationPlan(BenchFile file) {
    this.file = file;
    maximumField = file.chip().limits().fieldLineCurrent();
  }

  Setpoint rest() {
    double[] frequencies = file.inputs().stream().mapToDouble(BenchFile.Input::frequency).toArray();
    int synapses = file.chains().stream().mapToInt(c -> c.synapses().size()).sum();
    return new Setpoint(
        frequencies,
        new double[frequencies.length],
        new double[synapses],
        new double[file.neurons().size()]);
  }

  /** Field-line currents at which the tones are swept, A. */
  double[] toneFields() {
    return new double[] {0, TONE_FIELD * maximumField};
  }

  /**
   * A sweep of one tone alone about its design frequency, at most half of the way to its
   * neighbours, with all field lines at one current.
   */
  List<Setpoint> toneSweep(int input, double field) {
    List<Setpoint> points = new ArrayList<>();
    BenchFile.Input tone = file.inputs().get(input);
    double scale = ToneSpacing.scale(file, tone.name(), tone.frequency());
    double range = ToneSpacing.RANGE * (scale / tone.frequency());
    for (int i = 0; i < TONE_POINTS; i++) {
      Setpoint point = rest();
      point.toneFrequencies()[input] = tone.frequency() * (1 + range * spread(i, TONE_POINTS));
      point.tonePowers()[input] = tone.maximumPower();
      Arrays.fill(point.fieldCurrents(), field);
      points.add(point);
    }
    return points;
  }

  /** A sweep of all biases from below threshold to their maximum, with the tones off. */
  List<Setpoint> biasSweep() {
    List<Setpoint> points = new ArrayList<>();
    for (int i = 0; i < BIAS_POINTS; i++) {
      double part = BIAS_FROM + (1 - BIAS_FROM) * i / (BIAS_POINTS - 1);
      points.add(biased(part));
    }
    return points;
  }

  /** Sets all biases to one part of their maximum. */
  private Setpoint biased(double part) {
    Setpoint point = rest();
    for (int n = 0; n < point.biases().length; n++) {
      point.biases()[n] = part * file.neurons().get(n).maximumCurrent();
    }
    return point;
  }

  /** Parts of the maximum bias at which field lines of deeper chains are swept. */
  double[] fieldBiases() {
    return FIELD_BIASES.clone();
  }

  /** A sweep of some field lines together over their range, with tones on and biases at zero. */
  List<Setpoint> fieldSweep(List<Integer> lines, double[] toneFrequencies) {
    Setpoint base = rest();
    for (int i = 0; i < toneFrequencies.length; i++) {
      base.toneFrequencies()[i] = toneFrequencies[i];
      base.tonePowers()[i] = file.inputs().get(i).maximumPower();
    }
    return fieldSweep(lines, base);
  }

  /**
   * A sweep of some field lines together over their range, with tones off and the biases at a
   * level.
   */
  List<Setpoint> fieldSweep(List<Integer> lines, double biasPart) {
    return fieldSweep(lines, biased(biasPart));
  }

  private List<Setpoint> fieldSweep(List<Integer> lines, Setpoint base) {
    List<Setpoint> points = new ArrayList<>();
    for (int i = 0; i < FIELD_POINTS; i++) {
      Setpoint point = base.copy();
      for (int line : lines) {
        point.fieldCurrents()[line] = maximumField * spread(i, FIELD_POINTS);
      }
      points.add(point);
    }
    return points;
  }

  /**
   * Points that fill the space of tone powers, field-line currents and biases evenly (Sobol
   * sequence). They separate tuning from cross-talk, and cover the settings that the network will
   * use.
   */
  List<Setpoint> spaceFilling(int count, double[] toneFrequencies) {
    Setpoint base = rest();
    int inputs = base.tonePowers().length;
    int synapses = base.fieldCurrents().length;
    int neurons = base.biases().length;
    SobolSequenceGenerator sobol = new SobolSequenceGenerator(inputs + synapses + neurons);
    sobol.skipTo(1);
    List<Setpoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] u = sobol.nextVector();
      Setpoint point = base.copy();
      for (int t = 0; t < inputs; t++) {
        BenchFile.Input input = file.inputs().get(t);
        point.toneFrequencies()[t] = toneFrequencies[t];
        point.tonePowers()[t] =
            input.minimumPower() + u[t] * (input.maximumPower() - input.minimumPower());
      }
      for (int s = 0; s < synapses; s++) {
        point.fieldCurrents()[s] = maximumField * (2 * u[inputs + s] - 1);
      }
      for (int n = 0; n < neurons; n++) {
        double part = DESIGN_BIAS_FROM + (1 - DESIGN_BIAS_FROM) * u[inputs + synapses + n];
        point.biases()[n] = part * file.neurons().get(n).maximumCurrent();
      }
      points.add(point);
    }
    return points;
  }

  /** Evenly spaced from −1 to 1. */
  private static double spread(int i, int points) {
    return 2.0 * i / (points - 1) - 1;
  }
}
