package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;

class DesignPriorTest {
  private static final BenchFile FILE = Chips.bench();

  @Test
  void saysWhatTheBenchFileDeclares() {
    Calibration nominal = DesignPrior.of(FILE);
    SynapseResponse second = nominal.chains().get(0).synapses().get(1);
    assertEquals(new Value(330e6, 5e6), second.resonance());
    assertEquals(-60, second.antisymmetric().value());
    assertEquals(6, second.antisymmetric().deviation(), 1e-12);
    assertEquals(0, second.crosstalk().value());
    assertEquals(0.08, second.crosstalk().deviation());
    Twin twin = Twin.of(nominal, FILE);
    assertEquals(2e-6, twin.emittedPower(0, 8e-3), 1e-10);
    assertEquals(2e-9, twin.emittedPower(1, 4e-3), 1e-14);
  }

  @Test
  void aFileWithoutDesignIsRefused() {
    BenchFile without =
        new BenchFile(
            FILE.name(),
            FILE.instruments(),
            FILE.gpib(),
            FILE.keys(),
            FILE.chip(),
            FILE.inputs(),
            FILE.chains(),
            FILE.neurons(),
            FILE.stripLines(),
            FILE.readout(),
            FILE.coupling(),
            FILE.settling(),
            Optional.empty(),
            FILE.validity(),
            FILE.safety(),
            FILE.labels(),
            FILE.simulation());
    String message =
        assertThrows(IllegalArgumentException.class, () -> DesignPrior.of(without)).getMessage();
    assertTrue(message.contains("has no section [design]"), message);
    assertThrows(IllegalArgumentException.class, () -> new OptimalDesign(without));
  }

  /** The largest power is that of the design, whatever the voltage takes of it. */
  @Test
  void aHalfVoltageIsPartOfTheEmission() {
    Calibration bent = DesignPrior.of(DrawnChip.BENT);
    NeuronResponse neuron = bent.neurons().get(0);
    assertEquals(45 * 45 / (0.45 * 0.45), neuron.biasLoss().value(), 1e-9);
    assertEquals(2 * 0.3 * neuron.biasLoss().value(), neuron.biasLoss().deviation(), 1e-9);
    double most = DrawnChip.BENT.neurons().get(0).maximumCurrent();
    double designed = DrawnChip.BENT.design().orElseThrow().neuron().maximumPower();
    double noise = neuron.thresholdPower().value();
    assertEquals(
        designed, Twin.of(bent, DrawnChip.BENT).emittedPower(0, most), 0.01 * designed + noise);
    assertEquals(1e9, neuron.pulling().deviation(), 1);
    assertEquals(2e9 / most, neuron.curvature().deviation(), 1);
    NeuronResponse straight = DesignPrior.of(FILE).neurons().get(0);
    assertEquals(List.of(Value.exact(0), Value.exact(0)), straight.values().subList(8, 10));
  }

  @Test
  void anotherSpreadIsAnotherBelief() {
    ChipDesign design = FILE.design().orElseThrow();
    BenchFile wide = FILE.withDesign(design.withSpread(new ChipDesign.Spread(0.3, 2.5e6, 0, 0)));
    assertEquals(
        0.9e9, DesignPrior.of(wide).chains().get(0).synapses().get(0).tuning().deviation(), 1);
  }
}
