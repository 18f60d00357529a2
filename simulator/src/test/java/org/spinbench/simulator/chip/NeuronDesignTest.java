package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.Simulation.Fidelity;

/** Neurons that are given by what they are made of, in the whole chip. */
@Tag("any-jdk")
class NeuronDesignTest {
  private static final long SECOND = 1_000_000_000L;
  private static final BenchFile FILE = Designs.neurons();

  private static Response at(JunctionChip chip, double bias) {
    return chip.respond(NineJunctions.drive(0, 0, bias), SECOND);
  }

  /** 2.00 µW, 34 nW and 0.5 nW at 8, 4 and 1.5 mA; closed forms at 300 K. */
  @Test
  void emitsWhatTheDiscDoes() {
    JunctionChip chip = NineJunctions.chip(FILE, Fidelity.IDEAL, 1);
    assertEquals(2.00e-6, at(chip, 8e-3).emittedPowers()[0], 0.02e-6);
    // Neurons 1 and 2 resonate at 285 and 395 MHz: at one thickness a disc of higher frequency is
    // smaller, so its thermal energy is larger against E₁, as √η counts at threshold.
    Response threshold = at(chip, 4e-3);
    double ratio = threshold.emittedPowers()[1] / threshold.emittedPowers()[0];
    assertEquals(Math.sqrt(395.0 / 285), ratio, 0.01);
    // Below threshold ⟨p⟩ = η/(1 − ξ).
    double eta = 4.037e-4 * 285 / 300;
    double swing = 10.2 / (1 + Math.pow(1.5e-3 * 45 / 0.5, 2));
    double expected = Math.pow(1.5e-3 * swing, 2) / 2 * eta / (1 - 1.5 / 4) * 50 / (95 * 95);
    assertEquals(1, at(chip, 1.5e-3).emittedPowers()[0] / expected, 0.01);
  }

  /** N p₀ + c_Oe I: 8 MHz and 2.4 MHz at 8 mA. */
  @Test
  void itsFrequencyRisesWithPowerAndCurrent() {
    JunctionChip chip = NineJunctions.chip(FILE, Fidelity.IDEAL, 1);
    assertEquals(285e6 + 8.0e6 + 2.4e6, at(chip, 8e-3).emissionFrequencies()[0], 0.05e6);
  }

  /** Far below threshold 2 D (1 − ξ); above it 1/f noise makes the width of a reading of 10 ms. */
  @Test
  void widthOfTheLine() {
    JunctionChip chip = NineJunctions.chip(FILE, Fidelity.IDEAL, 1);
    assertEquals(6e6 * 0.5, at(chip, 2e-3).linewidths()[0], 0.06e6);
    double voigt = 0.5346 * 0.0584e6 + Math.hypot(Math.sqrt(0.2166) * 0.0584e6, 0.256e6);
    assertEquals(voigt, at(chip, 8e-3).linewidths()[0], 0.01e6);
  }

  /** 4.9 % within nanoseconds, 0.04 % over 1 ms: white noise averages away. */
  @Test
  void longReadingsAreQuieter() {
    BenchFile quiet = Designs.alike(Designs.neurons("hooge", 0.0));
    double[] lasting = {1e-3, 100e-3};
    double[] spread = new double[2];
    for (int k = 0; k < 2; k++) {
      JunctionChip chip = NineJunctions.chip(quiet, Fidelity.FULL, 7);
      int readings = 400;
      double sum = 0;
      double squares = 0;
      for (int i = 1; i <= readings; i++) {
        chip.fluctuate(i * SECOND - Math.round(lasting[k] * SECOND), i * SECOND);
        double power = at(chip, 8e-3).emittedPowers()[2];
        sum += power;
        squares += power * power;
      }
      double mean = sum / readings;
      spread[k] = Math.sqrt(squares / readings - mean * mean) / mean;
    }
    // Neuron 3 resonates at 340 MHz, so its η is larger than that of 300 MHz.
    double expected = 0.049 * Math.sqrt(340.0 / 300 * 2 * 26.5e-9 / 1e-3);
    assertEquals(expected, spread[0], 0.12 * expected);
    assertEquals(spread[0] / 10, spread[1], 0.02 * spread[0]);
  }

  /** Hooge's noise of the voltage, 0.03 % rms over four decades and more, does not. */
  @Test
  void hoogeNoiseStays() {
    JunctionChip chip = NineJunctions.chip(FILE, Fidelity.FULL, 7);
    int readings = 300;
    double sum = 0;
    double squares = 0;
    for (int i = 1; i <= readings; i++) {
      chip.fluctuate((i - 1) * 1000 * SECOND, i * 1000 * SECOND);
      double power = at(chip, 8e-3).emittedPowers()[2];
      sum += power;
      squares += power * power;
    }
    double mean = sum / readings;
    double radius = 185e-9 * 300 / 340;
    double sigma = 2 * Math.sqrt(1e-21 / (Math.PI * radius * radius) * Math.log(1e5));
    assertEquals(sigma, Math.sqrt(squares / readings - mean * mean) / mean, 0.25 * sigma);
  }

  /** The chirality of a disc, and so the sign of its Oersted shift, is drawn. */
  @Test
  void chipsDiffer() {
    int up = 0;
    for (long seed = 0; seed < 40; seed++) {
      double pulling =
          NineJunctions.chip(FILE, Fidelity.STATIC, seed).truth().neurons().get(0).pulling();
      up += pulling > 2e9 ? 1 : 0;
    }
    assertTrue(up > 5 && up < 35, up + " of 40");
  }

  @Test
  void whatIsWrongIsNamed() {
    Map<String, Object> both = new HashMap<>(NineJunctions.FILE.simulation());
    both.put("model", "behavioural");
    assertEquals(
        "bench file: simulation.model needs junctions that are given by what they are made of"
            + " (thickness, magnetisation, temperature, ...); this file gives closed forms",
        refused(NineJunctions.withSimulation(NineJunctions.FILE, both)));
    assertEquals(
        "bench file: simulation.neuron.swing is missing", refused(Designs.neurons("swing", null)));
    assertEquals(
        "bench file: simulation.neuron.model is exact, but must be one of \"behavioural\"",
        refused(Designs.neurons("model", "exact")).replaceAll("(\"behavioural\").*", "$1"));
    assertEquals(
        "bench file: simulation.neuron.maximum_power is no key of this section",
        refused(Designs.neurons("maximum_power", 2e-6)).split(";")[0]);
    assertEquals(
        "bench file: simulation.noise.frequency is no key of this section",
        refused(withNoise("frequency")).split(";")[0]);
  }

  private static BenchFile withNoise(String key) {
    Map<String, Object> simulation = new HashMap<>(FILE.simulation());
    Map<String, Object> noise = new HashMap<>();
    ((Map<?, ?>) simulation.get("noise")).forEach((k, v) -> noise.put(k.toString(), v));
    noise.put(key, 1.0);
    simulation.put("noise", noise);
    return NineJunctions.withSimulation(FILE, simulation);
  }

  private static String refused(BenchFile file) {
    return assertThrows(SimulationException.class, () -> Simulation.parse(file.simulation()))
        .getMessage();
  }
}
