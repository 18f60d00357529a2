package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;

/** The designed bench, in numbers that follow from its file by hand. */
class FrequencyPlanTest {
  private static FrequencyPlan plan(BenchFile file) {
    return FrequencyPlan.of(file, DesignPrior.of(file));
  }

  /**
   * 3 MHz/mA over ±10 mA are 30 MHz either way; a half width is 5 MHz. Neuron 1 emits at 285 MHz at
   * 4 mA and, with 2 MHz/mA, at 295 MHz at 9 mA.
   */
  @Test
  void distancesAreThoseOfTheDesign() {
    FrequencyPlan plan = plan(Chips.bench());
    FrequencyPlan.Junction first = plan.synapses().get(0);
    assertEquals("input 1", first.tone());
    assertEquals(220e6, first.low(), 1);
    assertEquals(280e6, first.high(), 1);
    assertEquals(30 / 5.0, first.margin(), 1e-9);
    assertEquals("input 2", first.other());
    assertEquals((330 - 280) / 5.0, first.apart(), 1e-9);
    FrequencyPlan.Junction fifth = plan.synapses().get(4);
    assertEquals((319 - 295) / 5.0, fifth.margin(), 1e-9);
    assertEquals((395 - 319) / 5.0, fifth.apart(), 1e-9);
    FrequencyPlan.Line line = plan.neurons().get(0);
    assertEquals(285e6, line.low(), 1);
    assertEquals(295e6, line.high(), 1);
    assertEquals((310 - 295) / 0.3, line.bins(), 1e-6);
    assertEquals("neuron 3", line.other());
    assertEquals((340 - 295) / 0.3, line.apart(), 1e-6);
    assertEquals(
        List.of(
            "the read-out band of neuron 2, 370.0 to 420.0 MHz, contains 2 × input 2 − input 1 at"
                + " 410.0 MHz: what leaks to the analyzer counts as emission",
            "the read-out band of neuron 3, 315.0 to 365.0 MHz, contains input 2 at 330.0 MHz: what"
                + " leaks to the analyzer counts as emission"),
        plan.warnings());
  }

  /** Tones of 250 and 285 MHz; the third-order products are 215 and 320 MHz. */
  @Test
  void tonesThatAreTooCloseAreNamed() {
    BenchFile file =
        BenchFile.parse(Chips.text().replace("frequency = 330e6", "frequency = 285e6"), "close");
    List<String> warnings = plan(file).warnings();
    assertTrue(
        warnings.contains(
            "synapse 1, which tunes from 220.0 to 280.0 MHz, comes to 1.0 half widths of input 2 at"
                + " 285.0 MHz: it weighs that tone too"),
        warnings::toString);
    assertTrue(
        warnings.contains(
            "synapse 2, which tunes from 255.0 to 315.0 MHz, comes to 1.0 half widths of input 1 at"
                + " 250.0 MHz: it weighs that tone too"),
        warnings::toString);
    assertTrue(
        warnings.stream().noneMatch(w -> w.startsWith("synapse") && w.contains("product")),
        warnings::toString);
  }

  /** With 250 and 290 MHz, 2 × 250 − 290 = 210 MHz; with a range from 212 MHz it is met. */
  @Test
  void productsThatMeetAJunctionAreNamed() {
    BenchFile file =
        BenchFile.parse(
            Chips.text()
                .replace("frequency = 330e6", "frequency = 290e6")
                .replace(
                    "junction = 1, tone = \"input 1\", field_line = \"field:1\", frequency = 250e6",
                    "junction = 1, tone = \"input 1\", field_line = \"field:1\", frequency = 242e6"),
            "close");
    List<String> warnings = plan(file).warnings();
    assertTrue(
        warnings.contains(
            "synapse 1, which tunes from 212.0 to 272.0 MHz, meets the product 2 × input 1 −"
                + " input 2 at 210.0 MHz"),
        warnings::toString);
  }

  @Test
  void aToneAtTheEndOfARangeAndALineAtTheEndOfABandAreNamed() {
    BenchFile file =
        BenchFile.parse(
            Chips.text()
                .replace("frequency = 289e6", "frequency = 263e6")
                .replace("bandwidth = 50e6", "bandwidth = 12e6"),
            "tight");
    List<String> warnings = plan(file).warnings();
    assertTrue(
        warnings.stream()
            .anyMatch(
                w ->
                    w.startsWith(
                        "synapse 5, which tunes from 233.0 to 293.0 MHz, reaches only -0.4")),
        warnings::toString);
    assertTrue(
        warnings.contains(
            "neuron 1 at 285.0 to 295.0 MHz leaves the read-out band of neuron 1, 279.0 to 291.0"
                + " MHz, or is within 4 resolution bandwidths of its end"),
        warnings::toString);
  }
}
