package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Supply powers against arithmetic done by hand. */
class SupplyModelTest {
  private static final SupplyModel LOSSLESS = new SupplyModel(1e9, 0, 0, 1);

  /** Every junction tuned by 0.147 MHz, which takes 0.147 mA of a line of 1 MHz/mA. */
  private static PowerLedger ledger() {
    RfNetwork network = RfNetwork.published(128);
    for (int l = 0; l < 2; l++) {
      for (double[] chain : network.shifts(l)) {
        Arrays.fill(chain, 0.147e6);
      }
    }
    double[][] powers = {filled(1e-8), filled(3e-8)};
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 2, workers, Numerics.EXACT);
      workspace.forward(powers);
      return PowerLedger.of(workspace);
    }
  }

  private static double[] filled(double power) {
    double[] powers = new double[256];
    Arrays.fill(powers, power);
    return powers;
  }

  /** 34 048 lines x (0.147 mA)² = 7.3575e-4 A²: 36.8 mW at 50 Ω, 736 mW at 1000 Ω. */
  @Test
  void fieldLinesTakeTheSquareOfTheirCurrents() {
    PowerLedger ledger = ledger();
    assertEquals(36.787e-3, ledger.fieldLines(SupplyModel.STANDARD, 50), 1e-6);
    assertEquals(735.74e-3, ledger.fieldLines(SupplyModel.STANDARD, 1000), 2e-5);
    SupplyModel better = new SupplyModel(17e9, 0.5, 10, 0.5);
    assertEquals(36.787e-3 / 289, ledger.fieldLines(better, 50), 1e-8, "17 MHz/mA, 17² times less");
  }

  /**
   * Linear resonances from 20 to 120 MHz have a mean square of (70² + 100²/12 · 257/255) MHz² =
   * 5739.9 MHz². A spread of 1 % of 256 such junctions in one chain asks for 256 · 0.57399 MHz² =
   * 146.94 MHz², hence 1.4694e-4 A² at 1 MHz/mA: 7.347 mW at 50 Ω.
   */
  @Test
  void aSpreadOfResonancesIsBroughtBackFirst() {
    LayerDesign layer = RfNetwork.published(1).layers().get(0);
    RfNetwork network = new RfNetwork(List.of(layer), OscillatorModel.PUBLISHED);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 1, workers, Numerics.EXACT);
      workspace.forward(new double[][] {filled(1e-8)});
      PowerLedger ledger = PowerLedger.of(workspace);
      assertEquals(0, ledger.fieldLines(SupplyModel.STANDARD, 50));
      assertEquals(7.347e-3, ledger.fieldLines(SupplyModel.STANDARD, 50, 0.01), 1e-6);
    }
  }

  /**
   * The strongest sample has 256 x 30 nW = 7.68 µW, times 128 chains 0.98304 mW. Lossless
   * amplifiers draw just that; seven splitters of 0.5 dB and 10 dB of crest make 13.5 dB, half the
   * efficiency twice as much.
   */
  @Test
  void amplifiersAreMadeForTheStrongestSample() {
    PowerLedger.Layer first = ledger().layers().get(0);
    assertEquals(128, first.copies());
    assertEquals(0.98304e-3, first.strongestPower(), 1e-9);
    assertEquals(0.98304e-3, LOSSLESS.amplifiers(first.strongestPower(), 128), 1e-9);
    assertEquals(
        0.98304e-3 * Math.pow(10, 1.35) * 2,
        SupplyModel.STANDARD.amplifiers(first.strongestPower(), 128),
        1e-9);
  }

  @Test
  void eachDivisionByTwoCostsASplitter() {
    SupplyModel model = new SupplyModel(1e9, 1, 0, 1);
    assertEquals(0, model.amplifiers(1e-3, 1), "nothing to divide");
    assertEquals(Math.pow(10, 0.1), model.amplifiers(1, 2), 1e-12);
    assertEquals(Math.pow(10, 0.2), model.amplifiers(1, 3), 1e-12);
    assertEquals(Math.pow(10, 0.2), model.amplifiers(1, 4), 1e-12);
    assertEquals(Math.pow(10, 0.4), model.amplifiers(1, 10), 1e-12);
    assertEquals(Math.pow(10, 0.7), model.amplifiers(1, 128), 1e-12);
  }

  /** The RF is part of what amplifiers take, so it is not counted twice. */
  @Test
  void theSupplyFeedsAmplifiersOscillatorsAndLines() {
    PowerLedger ledger = ledger();
    double oscillators = ledger.layers().get(0).oscillatorPower();
    assertEquals(
        ledger.amplifiers(SupplyModel.STANDARD)
            + oscillators
            + ledger.fieldLines(SupplyModel.STANDARD, 50),
        ledger.supply(SupplyModel.STANDARD, 50),
        1e-15);
    assertTrue(ledger.supply(LOSSLESS, 0) > ledger.total(), "strongest sample, not the mean");
  }

  @Test
  void impossibleModelsAreRefusedAndAssumptionsStated() {
    assertThrows(IllegalArgumentException.class, () -> new SupplyModel(0, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new SupplyModel(1e9, -1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new SupplyModel(1e9, 0, Double.NaN, 1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> new SupplyModel(1e9, 0, 0, 1.1))
            .getMessage();
    assertTrue(message.contains("efficiency 1.1"), message);
    String text = SupplyModel.STANDARD.text();
    assertTrue(
        text.contains("50 % efficient") && text.contains("10 dB") && text.contains("1 MHz/mA"),
        text);
  }
}
