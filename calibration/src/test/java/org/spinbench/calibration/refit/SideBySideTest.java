package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.refit.FaultSearch.Suspicion;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

/** Chips of one layer: each chain is a network of its own. */
@Tag("any-jdk")
class SideBySideTest {
  private static final BenchFile FILE = DrawnChip.SIDE_BY_SIDE;
  private static final Calibration DESIGN = DesignPrior.of(FILE);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(41);
  private final PosteriorEstimator refit = new PosteriorEstimator(FILE, DESIGN);

  private List<ChipObservation> read(Calibration truth, int number) {
    return new DrawnChip(FILE, truth, false, 0.02, random).read(number);
  }

  @Test
  void chainsThatDoNotFeedEachOtherAreNetworksOfTheirOwn() {
    assertEquals(refit.networkOf("synapse 1"), refit.networkOf("neuron 1"));
    assertEquals(refit.networkOf("synapse 5"), refit.networkOf("neuron 3"));
    Set<Integer> networks =
        IntStream.rangeClosed(1, 6)
            .mapToObj(s -> refit.networkOf("synapse " + s))
            .collect(Collectors.toSet());
    assertEquals(3, networks.size());
    assertNotSame(refit, refit.alone(refit.networkOf("synapse 1")));
    PosteriorEstimator nine =
        new PosteriorEstimator(DrawnChip.FILE, DesignPrior.of(DrawnChip.FILE));
    assertSame(nine, nine.alone(nine.networkOf("synapse 4")));
    assertEquals(nine.networkOf("synapse 4"), nine.networkOf("neuron 1"));
  }

  /** The whole fit is made of those of its networks, since no reading joins them. */
  @Test
  void aNetworkForItselfIsFittedAsInTheWholeChip() {
    List<ChipObservation> readings = read(refit.prior().draw(random), 60);
    Posterior whole = refit.fit(readings, refit.prior(), 3, random);
    PosteriorEstimator alone = refit.alone(refit.networkOf("synapse 3"));
    Posterior part = alone.fit(readings, whole);
    List<Unknown> unknowns = new ChipModel(FILE, DESIGN).unknowns();
    double[][] covariance = whole.covariance();
    double[][] own = part.covariance();
    for (int j = 0; j < unknowns.size(); j++) {
      String device = unknowns.get(j).device();
      assertEquals(whole.z()[j], part.z()[j], 0.05, device + " " + unknowns.get(j).kind());
      if (Set.of("synapse 3", "synapse 4", "neuron 2").contains(device)) {
        double ratio = own[j][j] / covariance[j][j];
        assertTrue(ratio > 0.7 && ratio < 1.4, device + ": variances differ by " + ratio);
      } else if (!device.equals("chain 2")) {
        assertEquals(whole.z()[j], part.z()[j], 0, device + " was not to be moved");
        assertEquals(1, own[j][j], 0, device + " is as before for a fit that leaves it alone");
      }
    }
  }

  /** What is known of one network tells nothing of another. */
  @Test
  void numbersOfDifferentNetworksAreIndependent() {
    Posterior fit = refit.fit(read(refit.prior().draw(random), 40), refit.prior(), 2, random);
    List<Unknown> unknowns = new ChipModel(FILE, DESIGN).unknowns();
    double[][] covariance = fit.covariance();
    for (int i = 0; i < unknowns.size(); i++) {
      for (int j = 0; j < unknowns.size(); j++) {
        boolean apart =
            Set.of("synapse 1", "neuron 1").contains(unknowns.get(i).device())
                && Set.of("synapse 4", "synapse 5", "neuron 3").contains(unknowns.get(j).device());
        assertTrue(!apart || covariance[i][j] == 0);
        assertEquals(covariance[i][j], covariance[j][i], 1e-12);
      }
    }
  }

  @Test
  void aFaultIsFoundByTheReadingsOfItsNetworkAndTheRestIsLeftAlone() {
    for (Fault.Kind kind :
        List.of(Fault.Kind.RECTIFIES_NOT, Fault.Kind.PINNED, Fault.Kind.REVERSED)) {
      Fault fault =
          Fault.all(DESIGN).stream()
              .filter(f -> f.device().equals("synapse 4") && f.kind() == kind)
              .findFirst()
              .orElseThrow();
      List<ChipObservation> readings = read(fault.of(refit.prior().draw(random)), 120);
      Posterior sound = refit.fit(readings, refit.prior(), 3, random);
      Suspicion found = FaultSearch.search(refit, readings, sound).orElseThrow();
      assertEquals(fault, found.fault());
      assertTrue(found.certain(), found.text());
      // what is handed back is of the whole chip: all chains are foretold
      ChipModel model =
          found
              .fit()
              .at(new OperatingPoint(readings.get(0).parameters(), new double[] {1e-4, 1e-4}));
      assertTrue(model.voltages[0] != 0 && model.voltages[2] != 0);
      Posterior after = found.believed().fit(readings, found.fit(), 1, random);
      assertTrue(FaultSearch.search(found.believed(), readings, after).isEmpty(), kind.name());
    }
  }

  @Test
  void twoFaultsInTwoNetworksAreNoRivals() {
    Fault one = new Fault("synapse 2", 2, Fault.Kind.RECTIFIES_NOT);
    Fault other = new Fault("synapse 5", 5, Fault.Kind.RECTIFIES_NOT);
    List<ChipObservation> readings = read(other.of(one.of(refit.prior().draw(random))), 120);
    Posterior sound = refit.fit(readings, refit.prior(), 3, random);
    Suspicion first = FaultSearch.search(refit, readings, sound).orElseThrow();
    assertTrue(first.certain(), first.text());
    Posterior after = first.believed().fit(readings, first.fit(), 1, random);
    Suspicion second = FaultSearch.search(first.believed(), readings, after).orElseThrow();
    assertEquals(Set.of(one, other), Set.of(first.fault(), second.fault()));
  }

  @Test
  void drawsKeepToWhatWasReadOfEachNetwork() {
    List<ChipObservation> readings = read(DESIGN, 80);
    Posterior fit = refit.fit(readings, refit.prior(), 1, random);
    double[] first = voltages(fit.calibration(), readings.get(0));
    double[] drawn = voltages(fit.draw(random), readings.get(0));
    double[] full = DesignPrior.fullScale(FILE).chainVoltages();
    for (int c = 0; c < 3; c++) {
      assertEquals(first[c], drawn[c], 0.1 * full[c]);
    }
    assertArrayEquals(first, voltages(fit.calibration(), readings.get(0)));
  }

  private static double[] voltages(Calibration chip, ChipObservation at) {
    return Twin.of(chip, FILE).forward(at.parameters(), at.input()).chainVoltages();
  }
}
