package org.spinbench.experiments.drone.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.drone.baseline.InputKind;
import org.spinbench.experiments.drone.baseline.SoftwareNetwork;

class TransmissionGeneratorTest {
  private static final Transmissions ONE_HOP = Transmissions.DEFAULT.withHops(1);

  private static TransmissionGenerator of(Transmissions transmissions) {
    return new TransmissionGenerator(transmissions);
  }

  private static Transmissions only(Protocol protocol) {
    return new Transmissions(List.of(protocol, Protocols.WIFI), 1, 40, 40, 0, 3);
  }

  @Test
  void sameNumbersMakeTheSameRow() {
    Spectra first = of(ONE_HOP).rows(0, 2, 0, 3);
    Spectra again = of(ONE_HOP).rows(1, 1, 2, 1);
    int classes = Protocols.ALL.size();
    assertEquals(classes, again.rows());
    for (int label = 0; label < classes; label++) {
      assertArrayEquals(first.powers(6 * label + 5), again.powers(label));
      assertEquals(first.transmitter(6 * label + 5), again.transmitter(label));
    }
  }

  @Test
  void anotherSeedTransmitterOrRowIsAnother() {
    double[] row = of(ONE_HOP).rows(0, 1, 0, 1).powers(0);
    assertFalse(Arrays.equals(row, of(ONE_HOP.withSeed(2)).rows(0, 1, 0, 1).powers(0)));
    assertFalse(Arrays.equals(row, of(ONE_HOP).rows(1, 1, 0, 1).powers(0)));
    assertFalse(Arrays.equals(row, of(ONE_HOP).rows(0, 1, 1, 1).powers(0)));
    TransmissionGenerator generator = of(ONE_HOP);
    assertFalse(
        Arrays.equals(
            generator.transmitter(1, 0).carriers(), generator.transmitter(1, 1).carriers()));
    assertArrayEquals(
        generator.transmitter(1, 0).carriers(), of(ONE_HOP).transmitter(1, 0).carriers());
  }

  @Test
  void unseenTransmittersAreDisjointAndSameOnesAreTheSame() {
    SpectraSplit unseen = of(ONE_HOP).unseenTransmitters(3, 2, 2, 1);
    Set<Integer> both = identities(unseen.train());
    both.retainAll(identities(unseen.test()));
    assertEquals(Set.of(), both);
    assertEquals(3 * Protocols.ALL.size(), identities(unseen.train()).size());
    assertEquals(2 * Protocols.ALL.size(), identities(unseen.test()).size());
    SpectraSplit same = of(ONE_HOP).sameTransmitters(2, 3, 2);
    assertEquals(identities(same.train()), identities(same.test()));
    assertEquals(6, same.train().rowsPerClass()[4]);
    assertEquals(4, same.test().rowsPerClass()[4]);
  }

  private static Set<Integer> identities(Spectra spectra) {
    Set<Integer> identities = new TreeSet<>();
    for (int row = 0; row < spectra.rows(); row++) {
      identities.add(spectra.transmitter(row).orElseThrow());
    }
    return identities;
  }

  /** One burst's peak stands at a carrier of its transmitter. */
  @Test
  void burstsStandOnTheCarriersOfTheirTransmitter() {
    for (Protocol protocol : Protocols.ALL) {
      TransmissionGenerator generator = of(only(protocol));
      double[] carriers = generator.transmitter(0, 0).carriers();
      Spectra spectra = generator.rows(0, 1, 0, 40);
      for (int row = 0; row < 40; row++) {
        double[] powers = spectra.powers(row);
        int peak = argmax(powers);
        if (powers[peak] < 0.02) {
          continue; // a burst outside the receiver's view
        }
        double nearest =
            Arrays.stream(carriers).map(f -> Math.abs(f - Band.centre(peak))).min().orElseThrow();
        assertTrue(
            nearest < protocol.bandwidth() / 2 + 2 * Band.BIN,
            () -> protocol.name() + ": peak at " + Band.centre(peak) + " Hz");
      }
    }
  }

  private static int argmax(double[] values) {
    return IntStream.range(0, values.length)
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElse(0);
  }

  @Test
  void allCarriersOfASequenceAppearWhenItIsIntegrated() {
    Transmissions transmissions = only(Protocols.DSMX).withHops(23);
    TransmissionGenerator generator = of(transmissions);
    double[] powers = generator.rows(0, 1, 0, 1).powers(0);
    for (double carrier : generator.transmitter(0, 0).carriers()) {
      int bin = Band.bin(carrier);
      double around = Math.max(powers[bin], Math.max(powers[bin - 1], powers[bin + 1]));
      assertTrue(around > 1e-3, () -> "nothing at " + carrier + " Hz");
    }
  }

  /**
   * Widths at -3 dB as measured in the published recordings (1.18 MHz for Spektrum, 0.78 MHz for
   * narrow hoppers, 16.9 MHz to 18.4 MHz for OFDM, in steps of one bin).
   */
  @Test
  void burstsAreAsWideAsInTheRecordings() {
    assertEquals(1.18e6, width(Protocols.DSMX, 0.5), 0.2e6);
    assertEquals(1.96e6, width(Protocols.DSMX, 0.1), 0.4e6);
    assertEquals(0.78e6, width(Protocols.AFHDS, 0.5), 0.2e6);
    assertEquals(16.9e6, width(Protocols.WIFI, 0.5), 0.8e6);
    assertEquals(9e6, width(Protocols.OCUSYNC, 0.5), 0.4e6);
  }

  /** Width of the mean burst at a share of its peak, read off a fine scan of carriers, Hz. */
  private static double width(Protocol protocol, double share) {
    int fine = 20;
    int above = 0;
    for (int offset = -fine * 60; offset < fine * 60; offset++) {
      double[] powers = new double[Band.BINS];
      double carrier = Band.centre(128) + offset * Band.BIN / fine;
      TransmissionGenerator.addBand(powers, carrier, protocol.bandwidth(), 1, TwoPaths.NONE);
      if (powers[128] >= share) {
        above++;
      }
    }
    return above * Band.BIN / fine;
  }

  @Test
  void powersLieInTheRangeOfThePublishedSet() {
    double[] all =
        Arrays.stream(of(ONE_HOP).rows(0, 3, 0, 10).powers())
            .flatMapToDouble(Arrays::stream)
            .sorted()
            .toArray();
    assertTrue(all[0] > 1e-5);
    assertTrue(all[(int) (0.999 * all.length)] < 1);
    assertTrue(all[(int) (0.98 * all.length)] > 0.01);
  }

  /** Over SNR 20 dB exactly, floor bins have mean LEVEL / 100 and the spread of the speckle. */
  @Test
  void floorHasTheAskedLevelAndSpeckle() {
    Spectra spectra = of(ONE_HOP.withSnr(20, 20)).rows(0, 10, 0, 30);
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (double[] powers : spectra.powers()) {
      for (int bin = 0; bin < 6; bin++) {
        sum += powers[bin];
        squares += powers[bin] * powers[bin];
        count++;
      }
    }
    double mean = sum / count;
    double relativeVariance = squares / count / (mean * mean) - 1;
    double expected = 0.25 / 100;
    assertEquals(expected, mean, 5 * expected / Math.sqrt(6.0 * count));
    assertEquals(1.0 / 6, relativeVariance, 0.01);
  }

  @Test
  void integrationNarrowsTheSpeckle() {
    Spectra spectra = of(ONE_HOP.withSnr(20, 20).withHops(16)).rows(0, 5, 0, 20);
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (double[] powers : spectra.powers()) {
      for (int bin = 0; bin < 6; bin++) {
        sum += powers[bin];
        squares += powers[bin] * powers[bin];
        count++;
      }
    }
    double mean = sum / count;
    assertEquals(1.0 / (6 * 16), squares / count / (mean * mean) - 1, 0.002);
  }

  /**
   * The six bins below every carrier hold nothing but floor. A linear classifier of them, trained
   * on 1 100 rows, guesses 1 100 others: 1/11 right on average, with a standard deviation of 0.9
   * percentage points. Ten per cent more would be a leak.
   */
  @Test
  void floorTellsNothingAboutTheClass() {
    SpectraSplit split = of(ONE_HOP).unseenTransmitters(10, 10, 10, 10);
    SpectraSplit floors = split.map(powers -> Arrays.copyOf(powers, 6));
    double accuracy =
        SoftwareNetwork.logistic(floors.train(), InputKind.POWER).accuracy(floors.test());
    assertEquals(1.0 / 11, accuracy, 4 * 0.0087);
  }

  @Test
  void levelsOfBurstsVaryByTwoDecibels() {
    Spectra spectra = of(only(Protocols.WIFI)).rows(0, 1, 0, 400);
    double[] decibels = new double[400];
    double[] carriers = of(only(Protocols.WIFI)).transmitter(0, 0).carriers();
    int centre = Band.bin(carriers[0]);
    for (int row = 0; row < 400; row++) {
      double[] powers = spectra.powers(row);
      double sum = 0;
      for (int bin = centre - 15; bin <= centre + 15; bin++) {
        sum += powers[bin];
      }
      decibels[row] = 10 * Math.log10(sum);
    }
    double mean = Arrays.stream(decibels).average().orElseThrow();
    double variance =
        Arrays.stream(decibels).map(d -> (d - mean) * (d - mean)).average().orElseThrow();
    assertTrue(Math.sqrt(variance) > 1.8 && Math.sqrt(variance) < 2.8, "spread " + variance);
  }

  @Test
  void interferenceAddsPowerWhereItsEmittersAre() {
    Transmissions quiet = only(Protocols.BAYANG);
    double clean = total(of(quiet).rows(0, 1, 0, 50));
    double disturbed = total(of(quiet.withInterference(1)).rows(0, 1, 0, 50));
    assertTrue(disturbed > 1.2 * clean);
  }

  private static double total(Spectra spectra) {
    double sum = 0;
    for (int row = 0; row < spectra.rows(); row++) {
      if (spectra.label(row) == 0) {
        sum += Arrays.stream(spectra.powers(row)).sum();
      }
    }
    return sum;
  }

  @Test
  void crystalsStayWithin30Kilohertz() {
    TransmissionGenerator generator = of(ONE_HOP);
    int wifi = Protocols.ALL.indexOf(Protocols.WIFI);
    double largest = 0;
    for (int t = 0; t < 200; t++) {
      double carrier = generator.transmitter(wifi, t).carriers()[0];
      double offset = carrier - 1e6 * Math.rint(carrier / 1e6);
      largest = Math.max(largest, Math.abs(offset));
    }
    assertTrue(largest <= 30e3 && largest > 25e3, "largest offset " + largest);
  }

  @Test
  void refusesWhatItCannotMake() {
    assertThrows(IllegalArgumentException.class, () -> ONE_HOP.withHops(0));
    assertThrows(IllegalArgumentException.class, () -> ONE_HOP.withSnr(20, 10));
    assertThrows(IllegalArgumentException.class, () -> ONE_HOP.withSnr(Double.NaN, 10));
    assertThrows(IllegalArgumentException.class, () -> ONE_HOP.withInterference(1.1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Transmissions(List.of(Protocols.DSM2), 1, 10, 20, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Protocol("wide", 200e6, HopRules::wifi));
    assertThrows(IllegalArgumentException.class, () -> of(ONE_HOP).rows(0, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> of(ONE_HOP).rows(-1, 1, 0, 1));
  }

  /** |1 + a|² / (1 + a²) and |1 - a|² / (1 + a²) where the paths meet in and out of phase. */
  @Test
  void twoPathsInterfere() {
    TwoPaths paths = new TwoPaths(0.5, 50e-9, 0);
    assertEquals(2.25 / 1.25, paths.gain(Band.START), 1e-12);
    assertEquals(0.25 / 1.25, paths.gain(Band.START + 10e6), 1e-12);
    assertEquals(2.25 / 1.25, paths.gain(Band.START + 20e6), 1e-12);
    assertEquals(1, TwoPaths.NONE.gain(2.45e9), 0);
  }
}
