package org.spinbench.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.NeuronFit;
import org.spinbench.calibration.fit.NeuronReading;
import org.spinbench.calibration.procedure.FitPriors;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Emission of a neuron as a function of its bias: power, frequency and width of the line, and from
 * these the threshold (Slavin and Tiberkevich 2009, DOI 10.1109/TMAG.2008.2009935).
 *
 * <p>Currents are those of the bias source. The offset of an amplifier shifts the threshold in the
 * bias.
 */
public final class OscillatorRecipe implements Analysis {
  private static final double FROM = 0.5;
  private static final int BIASES = 46;

  private final String neuron;
  private final NeuronFit.Design design;
  private final int bias;
  private final int power;
  private final int frequency;
  private final int width;
  private final List<NeuronReading> readings = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private double largest = Double.NEGATIVE_INFINITY;
  private Value brightest;
  private Value narrowest;

  OscillatorRecipe(Plan plan, BenchFile file) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost(".bias", "the bias of a neuron");
    neuron = PlanParts.owner(axis.setting());
    int number = file.indexOfNeuron(neuron);
    if (number < 0) {
      throw parts.lacks("sweeps the bias of no neuron");
    }
    bias = plan.axes().size() - 1;
    power = parts.reading(neuron + ".power");
    frequency = parts.readingOrNone(neuron + ".line_frequency");
    width = parts.readingOrNone(neuron + ".line_width");
    BenchFile.Neuron entry = file.neurons().get(number);
    design =
        new NeuronFit.Design(
            neuron,
            entry.junction(),
            entry.threshold(),
            entry.frequency(),
            entry.transconductance(),
            false,
            file.coupling().amplifierLimit(),
            file.coupling().totalLimit(),
            FitPriors.neuron(file.validity().priors()));
  }

  /**
   * The plan for a neuron.
   *
   * @throws IllegalArgumentException if there is no such neuron
   */
  public static Plan plan(BenchFile file, String name) {
    int number = file.indexOfNeuron(name);
    if (number < 0) {
      throw new IllegalArgumentException(
          "there is no neuron \""
              + name
              + "\"; "
              + Spelling.choices(
                  name, file.neurons().stream().map(BenchFile.Neuron::name).toList()));
    }
    BenchFile.Neuron entry = file.neurons().get(number);
    return Plan.named("oscillator " + name)
        .recipe(Recipe.OSCILLATOR.word())
        .sweep(
            Axis.linear(name + ".bias", FROM * entry.threshold(), entry.maximumCurrent(), BIASES))
        .read(name + ".power", name + ".line_frequency", name + ".line_width");
  }

  @Override
  public void point(Point point) {
    if (point.reference()) {
      return;
    }
    double amperes = point.settings().get(bias);
    Mean emitted = point.readings().get(power);
    if (emitted.samples() == 0) {
      return;
    }
    Mean line = frequency < 0 ? null : point.readings().get(frequency);
    boolean seen = line != null && line.samples() > 0;
    readings.add(
        new NeuronReading(
            amperes,
            0,
            0,
            emitted.value(),
            emitted.uncertainty(),
            seen ? line.value() : Double.NaN,
            seen ? line.uncertainty() : 0));
    if (amperes >= largest) {
      largest = amperes;
      brightest = new Value(emitted.value(), emitted.uncertainty());
      Mean wide = width < 0 ? null : point.readings().get(width);
      boolean there = wide != null && wide.samples() > 0;
      narrowest = there ? new Value(wide.value(), wide.uncertainty()) : null;
    }
  }

  @Override
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  @Override
  public List<Finding> findings() {
    remarks.clear();
    List<Finding> findings = new ArrayList<>();
    if (readings.isEmpty()) {
      return findings;
    }
    fit().ifPresent(response -> add(findings, response));
    findings.add(new Finding("power at " + largest + " A", brightest, "W"));
    if (narrowest != null) {
      findings.add(new Finding("linewidth at " + largest + " A", narrowest, "Hz"));
    }
    return findings;
  }

  private Optional<NeuronResponse> fit() {
    try {
      Optional<NeuronFit.Result> result = NeuronFit.fit(design, readings);
      if (result.isEmpty()) {
        remarks.add(neuron + " shows no emission that grows with its bias");
      }
      return result.map(NeuronFit.Result::response);
    } catch (FitException e) {
      remarks.add(e.getMessage());
      return Optional.empty();
    }
  }

  private void add(List<Finding> findings, NeuronResponse response) {
    findings.add(new Finding("threshold of " + neuron, response.threshold(), "A"));
    findings.add(new Finding("frequency at threshold", response.frequency(), "Hz"));
    findings.add(new Finding("pulling by current", response.pulling(), "Hz/A"));
    findings.add(new Finding("nonlinear damping Q", response.q(), ""));
    findings.add(new Finding("power at threshold", response.thresholdPower(), "W"));
    double scatter = response.powerNoise();
    findings.add(
        new Finding(
            "fluctuation of the power",
            new Value(scatter, scatter / Math.sqrt(2.0 * readings.size())),
            ""));
  }
}
