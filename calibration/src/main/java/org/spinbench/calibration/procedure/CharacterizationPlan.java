package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.spinbench.drivers.bench.file.BenchFile;

/** The setpoints of a characterization, stage by stage. Each stage starts from rest. */
final class CharacterizationPlan {
  private static final double TONE_FIELD = 0.3;
  private static final double BIAS_FROM = 0.4;
  private static final double[] FIELD_BIASES = {0.75, 1};
  private static final double DESIGN_BIAS_FROM = 0.55;

  private final BenchFile file;
  private final Scope scope;
  private final double maximumField;

  /** Plans the readings for all devices, in the usual number. */
  CharacterizationPlan(BenchFile file) {
    this(file, new Scope(file, Selection.ALL));
  }

  CharacterizationPlan(BenchFile file, Scope scope) {
    this.file = file;
    this.scope = scope;
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
   * neighbours, with all varied field lines at one current.
   */
  List<Setpoint> toneSweep(int input, double field) {
    List<Setpoint> points = new ArrayList<>();
    BenchFile.Input tone = file.inputs().get(input);
    double scale = ToneSpacing.scale(file, tone.name(), tone.frequency());
    double range = ToneSpacing.RANGE * (scale / tone.frequency());
    for (int i = 0; i < scope.tonePoints; i++) {
      Setpoint point = rest();
      point.toneFrequencies()[input] = tone.frequency() * (1 + range * spread(i, scope.tonePoints));
      point.tonePowers()[input] = tone.maximumPower();
      for (int s = 0; s < scope.fields.length; s++) {
        point.fieldCurrents()[s] = scope.fields[s] ? field : 0;
      }
      points.add(point);
    }
    return points;
  }

  /** A sweep of all varied biases from below threshold to their maximum, with the tones off. */
  List<Setpoint> biasSweep() {
    List<Setpoint> points = new ArrayList<>();
    for (int i = 0; i < scope.biasPoints; i++) {
      double part = BIAS_FROM + (1 - BIAS_FROM) * i / (scope.biasPoints - 1);
      points.add(biased(part));
    }
    return points;
  }

  /** Sets all varied biases to one part of their maximum. */
  private Setpoint biased(double part) {
    Setpoint point = rest();
    for (int n = 0; n < point.biases().length; n++) {
      point.biases()[n] = scope.biases[n] ? part * file.neurons().get(n).maximumCurrent() : 0;
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
    for (int i = 0; i < scope.fieldPoints; i++) {
      Setpoint point = base.copy();
      for (int line : lines) {
        point.fieldCurrents()[line] = maximumField * spread(i, scope.fieldPoints);
      }
      points.add(point);
    }
    return points;
  }

  /**
   * Points that fill the space of tone powers, field-line currents and biases evenly (Sobol
   * sequence), as far as these are varied. They separate tuning from cross-talk, and cover the
   * settings that the network will use.
   */
  List<Setpoint> spaceFilling(int count, double[] toneFrequencies) {
    Setpoint base = rest();
    int varied = number(scope.tones) + number(scope.fields) + number(scope.biases);
    SobolSequenceGenerator sobol = new SobolSequenceGenerator(varied);
    sobol.skipTo(1);
    List<Setpoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PrimitiveIterator.OfDouble u = Arrays.stream(sobol.nextVector()).iterator();
      Setpoint point = base.copy();
      for (int t = 0; t < scope.tones.length; t++) {
        BenchFile.Input input = file.inputs().get(t);
        point.toneFrequencies()[t] = toneFrequencies[t];
        if (scope.tones[t]) {
          point.tonePowers()[t] =
              input.minimumPower() + u.nextDouble() * (input.maximumPower() - input.minimumPower());
        }
      }
      for (int s = 0; s < scope.fields.length; s++) {
        if (scope.fields[s]) {
          point.fieldCurrents()[s] = maximumField * (2 * u.nextDouble() - 1);
        }
      }
      for (int n = 0; n < scope.biases.length; n++) {
        if (scope.biases[n]) {
          double part = DESIGN_BIAS_FROM + (1 - DESIGN_BIAS_FROM) * u.nextDouble();
          point.biases()[n] = part * file.neurons().get(n).maximumCurrent();
        }
      }
      points.add(point);
    }
    return points;
  }

  private static int number(boolean[] varied) {
    int number = 0;
    for (boolean one : varied) {
      number += one ? 1 : 0;
    }
    return number;
  }

  /** Evenly spaced from −1 to 1. */
  private static double spread(int i, int points) {
    return 2.0 * i / (points - 1) - 1;
  }
}
