package org.spinbench.app.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.CurrentVoltageRecipe;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.recipe.NoiseRecipe;
import org.spinbench.experiments.recipe.OscillatorRecipe;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.recipe.SpinDiodeRecipe;
import org.spinbench.experiments.recipe.TransmissionRecipe;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.ChipTruth;
import org.spinbench.simulator.chip.ChipTruth.NeuronTruth;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.Tone;
import org.spinbench.simulator.instrument.analyzer.SimulatedXSeries;
import org.spinbench.simulator.instrument.dcsource.SimulatedGs200;
import org.spinbench.simulator.instrument.meter.Simulated2182a;
import org.spinbench.simulator.instrument.rfsource.SimulatedSgs100a;
import org.spinbench.simulator.scpi.BenchClock;

/** Recipes find what a simulated chip is, which they cannot see, within what they state. */
@Tag("slow")
class RecipeTest {
  /** A normal deviation exceeds this once in 15 000 times. */
  private static final double FAR = 4;

  private static BenchFile file(String fidelity) {
    String text =
        DefaultBench.text().replace("fidelity = \"full\"", "fidelity = \"" + fidelity + "\"");
    return BenchFile.parse(text, "the bench with fidelity " + fidelity);
  }

  /** Runs a plan's recipe, and lets somebody look at the chip at every point. */
  private static Analysis measure(BenchFile file, SimulatedBench simulated, Plan plan, Look look) {
    return measure(file, simulated, simulated, plan, look);
  }

  private static Analysis measure(
      BenchFile file, Transports transports, SimulatedBench simulated, Plan plan, Look look) {
    try (Bench bench = Bench.open(file, transports, simulated.clock())) {
      Analysis analysis = Recipe.analysis(plan, file, Optional.empty());
      SweepListener looking = point -> look.at(point, simulated.truth());
      new Sweep(bench, plan).run(analysis, looking);
      return analysis;
    }
  }

  private interface Look {
    void at(Point point, ChipTruth truth);
  }

  private static Value found(Analysis analysis, String name) {
    return analysis.findings().stream()
        .filter(finding -> finding.name().startsWith(name))
        .map(Finding::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + analysis.findings()));
  }

  private static double pull(Value measured, double truth) {
    return (measured.value() - truth) / measured.deviation();
  }

  @Test
  void aSpinDiodeWithoutNoiseIsFoundAsItIs() {
    BenchFile file = file("static");
    SimulatedBench simulated = new SimulatedBench(file, 5);
    Plan plan = SpinDiodeRecipe.plan(file, "synapse 1");
    Analysis analysis = measure(file, simulated, plan, (point, truth) -> {});
    SynapseTruth truth = simulated.truth().synapses().get(0);
    assertEquals(truth.resonance(), found(analysis, "resonance").value(), 2e-4 * truth.halfWidth());
    assertEquals(truth.tuning(), found(analysis, "tuning").value(), 1e-3 * truth.tuning());
    assertEquals(
        truth.tuningQuadratic(),
        found(analysis, "quadratic").value(),
        2e-2 * truth.tuningQuadratic());
    assertEquals(
        truth.halfWidth(), found(analysis, "half width").value(), 1e-3 * truth.halfWidth());
    double gain = gain(simulated.truth(), file);
    assertEquals(
        truth.sign() * truth.sensitivity() * gain,
        found(analysis, "sensitivity at the extremum").value(),
        2e-3 * truth.sensitivity());
    assertEquals(
        truth.sign() * truth.symmetric() * gain,
        found(analysis, "sensitivity on resonance").value(),
        1e-2 * truth.sensitivity());
    assertEquals(List.of(), analysis.remarks());
  }

  /** What reaches the junction over what the bench file declares. */
  private static double gain(ChipTruth truth, BenchFile file) {
    double declared = StrictMath.pow(10, -file.inputs().get(0).lossDb() / 10);
    return truth.paths().stream()
            .filter(path -> path.from().equals("input 1") && path.chain().equals("chain 1"))
            .findFirst()
            .orElseThrow()
            .gain()
        / declared;
  }

  /** Every line of five chips, each against the resonance at the moment when the tone passed it. */
  @Test
  void resonancesAndWidthsLieWithinTheStatedUncertainty() {
    List<Double> resonances = new ArrayList<>();
    List<Double> widths = new ArrayList<>();
    List<Double> tunings = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> drifts = new ArrayList<>();
    BenchFile file = file("full");
    for (long seed = 1; seed <= 4; seed++) {
      String name = "synapse " + seed;
      int number = file.indexOfSynapse(name);
      SimulatedBench simulated = new SimulatedBench(file, seed);
      Map<String, SynapseTruth> truths = new HashMap<>();
      Analysis analysis =
          measure(
              file,
              simulated,
              SpinDiodeRecipe.plan(file, name),
              (point, truth) ->
                  truths.put(
                      point.readings().get(0).time().toString(), truth.synapses().get(number)));
      SpinDiodeRecipe diode = (SpinDiodeRecipe) analysis.itself();
      assertEquals(15, diode.lines().size());
      SynapseTruth last = simulated.truth().synapses().get(number);
      double mean = 0;
      for (SpinDiodeRecipe.Line line : diode.lines()) {
        SynapseTruth truth = truths.get(line.time().toString());
        double current = line.current();
        double resonance =
            truth.resonance()
                + truth.tuning() * current
                + truth.tuningQuadratic() * current * current;
        resonances.add(pull(line.resonance(), resonance));
        mean += truth.resonance() / 15;
      }
      means.add(pull(found(analysis, "resonance"), mean));
      // The bench file: a tenth of the full width in an hour.
      drifts.add(pull(found(analysis, "drift"), 0.1 * 2 * last.halfWidth() / Math.sqrt(3600)));
      widths.add(pull(found(analysis, "half width"), last.halfWidth()));
      tunings.add(pull(found(analysis, "tuning"), last.tuning()));
    }
    assertCalibrated(resonances);
    assertWithin(widths);
    assertWithin(tunings);
    assertWithin(means);
    assertWithin(drifts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anOscillatorIsFoundWithinTheStatedUncertainty(long seed) {
    BenchFile file = file("full");
    SimulatedBench simulated = new SimulatedBench(file, seed);
    int number = (int) (seed % 3);
    String name = "neuron " + (number + 1);
    Analysis analysis =
        measure(file, simulated, OscillatorRecipe.plan(file, name), (point, truth) -> {});
    NeuronTruth truth = simulated.truth().neurons().get(number);
    double moved = truth.transconductance() * truth.offset();
    assertWithin(
        List.of(
            pull(found(analysis, "threshold"), truth.threshold() - moved),
            pull(found(analysis, "frequency"), truth.frequency()),
            pull(found(analysis, "pulling"), truth.pulling()),
            pull(found(analysis, "nonlinear damping"), truth.q())));
    assertEquals(List.of(), analysis.remarks());
  }

  @Test
  void theLinewidthOfANominalOscillatorIsThatOfTheBenchFile() {
    BenchFile file = file("ideal");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Analysis analysis =
        measure(file, simulated, OscillatorRecipe.plan(file, "neuron 2"), (p, t) -> {});
    assertWithin(
        List.of(
            pull(found(analysis, "linewidth"), 0.3e6),
            pull(found(analysis, "threshold"), 4e-3),
            pull(found(analysis, "frequency"), 395e6),
            pull(found(analysis, "power at 0.008 A"), 2e-6)));
    assertTrue(found(analysis, "linewidth").deviation() < 0.05 * 0.3e6);
  }

  /** 70 nV peak to peak, as the simulated voltmeter has it, are six rms values. */
  @Test
  void theNoiseOfAVoltmeterIsFound() {
    BenchFile file = file("full");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Analysis analysis =
        measure(file, simulated, NoiseRecipe.plan("chain 1.voltage", 2000), (p, t) -> {});
    double white = 70e-9 / 6;
    // Autozero: a reading takes three apertures of 20 ms.
    assertWithin(
        List.of(
            pull(found(analysis, "density of white noise"), white * Math.sqrt(2 * 0.06)),
            pull(found(analysis, "Allan deviation over 0.0600 s"), white),
            pull(found(analysis, "Allan deviation over 0.240 s"), white / 2)));
  }

  @Test
  void aResistanceIsFound() {
    BenchFile file = file("full");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    SimulatedGs200 source =
        new SimulatedGs200(surroundings(simulated, 1), nanos -> new Resistor(45));
    Simulated2182a meter =
        new Simulated2182a(
            surroundings(simulated, 2), (from, to) -> 0.7321 * source.level(from).value());
    Transports wired = with(simulated, Map.of("bias_1", source, "voltmeter_1", meter));
    Plan plan = CurrentVoltageRecipe.plan("neuron 1.bias", "chain 1.voltage", 0, 8e-3);
    Analysis analysis = measure(file, wired, simulated, plan, (p, t) -> {});
    assertWithin(
        List.of(
            pull(found(analysis, "resistance"), 0.7321),
            pull(found(analysis, "forward less back"), 0)));
    assertTrue(found(analysis, "resistance").deviation() < 1e-5);
    assertEquals(0, found(analysis, "voltage at zero").value(), 40e-9, "the meter's own offset");
  }

  @Test
  void theGainOfAPathIsFound() {
    BenchFile file = file("full");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    SimulatedSgs100a source = new SimulatedSgs100a(surroundings(simulated, 1));
    // -7 dB at 250 MHz, and 1 dB less for each 100 MHz.
    SpectrumInput path =
        (from, to) -> {
          Tone tone = source.rfOutputs().get(0).tone(from);
          double gain = -7 - (tone.frequency() - 250e6) / 100e6;
          return List.of(
              new SpectralLine(tone.frequency(), tone.power() * StrictMath.pow(10, gain / 10), 0));
        };
    SimulatedXSeries analyzer = SimulatedXSeries.n9030b(surroundings(simulated, 2), path);
    Transports wired = with(simulated, Map.of("rf_1", source, "analyzer", analyzer));
    Plan plan = TransmissionRecipe.plan("rf_1", "analyzer", Optional.empty(), -20, 150e6, 350e6);
    Analysis analysis = measure(file, wired, simulated, plan, (p, t) -> {});
    assertWithin(
        List.of(
            pull(found(analysis, "gain at 250 MHz"), -7),
            pull(found(analysis, "slope"), -1e-8),
            pull(found(analysis, "highest gain"), -6),
            pull(found(analysis, "lowest gain"), -8)));
  }

  private static Surroundings surroundings(SimulatedBench simulated, long seed) {
    return new Surroundings(
        (BenchClock) simulated.clock(), new SplittableRandom(seed), true, () -> {});
  }

  /** A simulated bench in which some instruments are others. */
  private static Transports with(
      SimulatedBench simulated, Map<String, SimulatedInstrument> others) {
    return name -> {
      for (Map.Entry<String, SimulatedInstrument> other : others.entrySet()) {
        if (name.equals(ResourceName.parse("INPROC::" + other.getKey() + "::INSTR"))) {
          return new InProcess(name, other.getValue().endpoint());
        }
      }
      return simulated.open(name);
    };
  }

  private static void assertWithin(List<Double> pulls) {
    for (double pull : pulls) {
      assertTrue(Math.abs(pull) < FAR, "deviations from the truth over those stated: " + pulls);
    }
  }

  /** Stated uncertainties are neither too small nor too large. */
  private static void assertCalibrated(List<Double> pulls) {
    assertWithin(pulls);
    double squares = pulls.stream().mapToDouble(pull -> pull * pull).sum();
    double rms = Math.sqrt(squares / pulls.size());
    assertTrue(rms > 0.5 && rms < 1.5, "rms " + rms + " of " + pulls);
  }
}
