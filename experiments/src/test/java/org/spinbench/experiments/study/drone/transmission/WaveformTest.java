package org.spinbench.experiments.study.drone.transmission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.study.drone.transmission.Waveform.Carrier;

/** Bands against sums over their carriers, and against the widths of the published recordings. */
class WaveformTest {
  private static final double MIDDLE = Band.centre(128);

  /** Standard deviation of a Hann window whose half-power width is 1.44 bins. */
  private static final double SIGMA = 1.44 * Band.BIN / (2 * Math.sqrt(2 * Math.log(2)));

  private static final Waveform N20 =
      Waveform.ofdm(
          28,
          312.5e3,
          new Carrier(-21, 1),
          new Carrier(-7, 1),
          new Carrier(0, 0),
          new Carrier(7, 1),
          new Carrier(21, 1));

  private static double[] band(Waveform waveform, double carrier) {
    double[] powers = new double[Band.BINS];
    waveform.addTo(powers, carrier, 1, TwoPaths.NONE);
    return powers;
  }

  /** 802.11n, carrier by carrier: 52 of data, 4 pilots as strong, none in the middle. */
  @Test
  void wifiIsTheSumOfItsDataCarriersAndPilots() {
    double[] sum = new double[Band.BINS];
    int carriers = 0;
    for (int n = -28; n <= 28; n++) {
      if (n != 0) {
        carriers++;
        addLine(sum, MIDDLE + n * 312.5e3);
      }
    }
    assertEquals(56, carriers);
    double[] band = band(N20, MIDDLE);
    double data = 1.0 / 56 * Band.BIN / 312.5e3;
    for (int bin = 0; bin < Band.BINS; bin++) {
      assertEquals(sum[bin] / 56, band[bin], 0.05 * data, "bin " + bin);
    }
    double notch = band[128] / band[128 + 10];
    assertTrue(notch > 0.4 && notch < 0.6, "half of the bin is dark: " + notch);
  }

  /** A carrier of unit power seen through the resolution. */
  private static void addLine(double[] powers, double frequency) {
    for (int bin = 0; bin < Band.BINS; bin++) {
      double x = (Band.centre(bin) - frequency) / SIGMA;
      powers[bin] += Band.BIN / SIGMA / Math.sqrt(2 * Math.PI) * Math.exp(-0.5 * x * x);
    }
  }

  /** Up to the ripple of sampling a Gaussian each bin: 2 exp(-2 π² 0.6115²) = 1.25e-3. */
  @Test
  void allBinsTogetherHoldThePowerOfTheBurst() {
    for (Waveform waveform :
        new Waveform[] {
          N20,
          Waveform.flat(94e3),
          Waveform.flat(1.1e6),
          Waveform.ofdm(600, 15e3, new Carrier(0, 0.1))
        }) {
      for (double carrier : new double[] {MIDDLE, MIDDLE + 0.3 * Band.BIN}) {
        assertEquals(1, Arrays.stream(band(waveform, carrier)).sum(), 1.26e-3, waveform.toString());
      }
    }
  }

  /** A pilot four times as strong as the data, three of four parts of it beyond the flat band. */
  @Test
  void strongPilotsStandOut() {
    Waveform strong = Waveform.ofdm(28, 312.5e3, new Carrier(0, 4));
    double[] band = band(strong, MIDDLE);
    double share = 0.486; // of a carrier's width of 312.5 kHz within a resolution of 239 kHz
    assertEquals(1 + 3 * share, band[128] / band[128 + 10], 0.01);
  }

  /** OcuSync's middle carrier is 15 kHz of a bin of 391 kHz: 2.3 % of what the bin sees. */
  @Test
  void theNotchOfOcusyncCannotBeSeen() {
    double[] band = band(Waveform.ofdm(600, 15e3, new Carrier(0, 0.1)), MIDDLE);
    assertEquals(1 - 0.9 * 15e3 / (SIGMA * Math.sqrt(2 * Math.PI)), band[128] / band[140], 1e-3);
  }

  /**
   * Widths at -3 dB as measured in the published recordings: 1.18 MHz for Spektrum, 0.78 MHz for
   * narrow hoppers, 16.9 MHz for one Wi-Fi and 18.4 MHz for another, in steps of one bin.
   */
  @Test
  void burstsAreAsWideAsInTheRecordings() {
    assertEquals(1.18e6, width(Waveform.flat(1.1e6), 0.5), 0.2e6);
    assertEquals(1.96e6, width(Waveform.flat(1.1e6), 0.1), 0.4e6);
    assertEquals(0.78e6, width(Waveform.flat(0.75e6), 0.5), 0.2e6);
    assertEquals(16.9e6, width(Waveform.ofdm(26, 312.5e3), 0.5), 0.8e6);
    assertEquals(18.4e6, width(N20, 0.5), 0.8e6);
  }

  /** Width at a share of the peak, read off a fine scan of carriers, Hz. */
  private static double width(Waveform waveform, double share) {
    int fine = 20;
    double[] seen = new double[2 * fine * 60];
    Arrays.setAll(seen, n -> band(waveform, MIDDLE + (n - seen.length / 2) * Band.BIN / fine)[128]);
    double peak = Arrays.stream(seen).max().orElseThrow();
    int first = 0;
    while (seen[first] < share * peak) {
      first++;
    }
    int last = seen.length - 1;
    while (seen[last] < share * peak) {
      last--;
    }
    return (last - first) * Band.BIN / fine;
  }

  @Test
  void refusesWhatIsNoBand() {
    assertThrows(IllegalArgumentException.class, () -> Waveform.flat(0));
    assertThrows(IllegalArgumentException.class, () -> Waveform.flat(200e6));
    assertThrows(
        IllegalArgumentException.class, () -> Waveform.ofdm(5, 312.5e3, new Carrier(6, 0)));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Waveform.ofdm(5, 312.5e3, new Carrier(5, -1)))
            .getMessage();
    assertTrue(message.contains("no carrier of a band"), message);
  }
}
