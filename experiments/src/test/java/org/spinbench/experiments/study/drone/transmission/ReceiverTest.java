package org.spinbench.experiments.study.drone.transmission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.study.drone.transmission.RadioLink.Sender;
import org.spinbench.experiments.task.Seeds;

class ReceiverTest {
  private static final int LEFT = 60;
  private static final int RIGHT = 180;

  private static RadioLink steady(Sender sender, int bin, double width, double duty) {
    return new RadioLink(
        sender,
        Waveform.flat(width),
        new double[] {Band.centre(bin)},
        Schedule.hopping(1e-3, duty * 1e-3));
  }

  private static double[] spectrum(List<RadioLink> links, double snr, long seed) {
    Receiver receiver = new Receiver(0.1, Seeds.generator(seed));
    receiver.hear(links, 1);
    return receiver.spectrum(snr);
  }

  private static double around(double[] powers, int bin) {
    return Arrays.stream(powers, bin - 6, bin + 7).sum();
  }

  /** Whatever comes in, 2 µW go out. */
  @Test
  void theGainBringsAllPowersTogetherToTwo() {
    for (double duty : new double[] {0.01, 0.5, 1}) {
      List<RadioLink> link = List.of(steady(Sender.REMOTE, LEFT, 5e6, duty));
      assertEquals(2, Arrays.stream(spectrum(link, 3, 1)).sum(), 1e-12);
    }
  }

  /**
   * At 10 dB the noise holds 1/11 of the power, however seldom the link sends and however wide it
   * is: 243 of 256 bins hold nothing else.
   */
  @Test
  void noiseCountsWhileSomethingIsOnTheAirAlone() {
    for (double duty : new double[] {0.05, 1}) {
      for (double width : new double[] {0.2e6, 2e6}) {
        double floor = 0;
        for (int seed = 0; seed < 20; seed++) {
          double[] powers = spectrum(List.of(steady(Sender.REMOTE, LEFT, width, duty)), 10, seed);
          floor += (Arrays.stream(powers).sum() - around(powers, LEFT)) / 20;
        }
        assertEquals(2.0 / 11 * 243 / 256, floor, 0.004, duty + ", " + width);
      }
    }
  }

  /** A floor of n looks scatters by 1/√n: 600 looks in 0.1 s, 30 where a twentieth is heard. */
  @Test
  void speckleFallsWithTheTimeOnTheAir() {
    assertEquals(1 / Math.sqrt(600), speckle(1), 0.004);
    assertEquals(1 / Math.sqrt(30), speckle(0.05), 0.02);
  }

  private static double speckle(double duty) {
    double[] powers = spectrum(List.of(steady(Sender.REMOTE, LEFT, 1e6, duty)), 0, 7);
    double[] floor = Arrays.copyOfRange(powers, LEFT + 20, Band.BINS);
    double mean = Arrays.stream(floor).average().orElseThrow();
    double square =
        Arrays.stream(floor).map(p -> (p / mean - 1) * (p / mean - 1)).average().orElse(0);
    return Math.sqrt(square);
  }

  /** Either end may be the nearer one; the other is 8 dB rms below or above, fading aside. */
  @Test
  void theEndsOfALinkAreHeardUnequallyLoud() {
    List<RadioLink> both =
        List.of(steady(Sender.REMOTE, LEFT, 1e6, 1), steady(Sender.AIRCRAFT, RIGHT, 1e6, 1));
    int count = 400;
    double[] decibels = new double[count];
    int remoteNearer = 0;
    for (int seed = 0; seed < count; seed++) {
      double[] powers = spectrum(both, 40, seed);
      decibels[seed] = 10 * Math.log10(around(powers, LEFT) / around(powers, RIGHT));
      remoteNearer += decibels[seed] > 0 ? 1 : 0;
    }
    double rms = Math.sqrt(Arrays.stream(decibels).map(d -> d * d).average().orElseThrow());
    assertTrue(rms > 7.2 && rms < 9.6, "rms " + rms + " dB"); // 8 dB and 2 x 2.3 dB of two paths
    assertEquals(0.5, (double) remoteNearer / count, 0.1);
  }

  /**
   * Two links of one end are as strong, whatever their widths. Two paths have a gain of 1 on
   * average and scatter the narrow one by half of that, so 400 snapshots tell it to 0.025.
   */
  @Test
  void aSenderSpreadsItsPowerOverItsBand() {
    List<RadioLink> both =
        List.of(steady(Sender.REMOTE, LEFT, 1e6, 1), steady(Sender.REMOTE, RIGHT, 16e6, 1));
    double ratio = 0;
    for (int seed = 0; seed < 400; seed++) {
      double[] powers = spectrum(both, 60, seed);
      double other = Arrays.stream(powers, RIGHT - 26, RIGHT + 27).sum();
      ratio += around(powers, LEFT) / other / 400;
    }
    assertEquals(1, ratio, 0.1);
  }

  /** Links that are on the air at the same time keep the squelch open once, not twice. */
  @Test
  void timeTogetherOnTheAirCountsOnce() {
    List<RadioLink> one = List.of(steady(Sender.REMOTE, LEFT, 1e6, 0.05));
    List<RadioLink> two =
        List.of(steady(Sender.REMOTE, LEFT, 1e6, 0.05), steady(Sender.REMOTE, RIGHT, 1e6, 0.05));
    double[] alone = spectrum(one, 0, 3);
    double[] together = spectrum(two, 0, 3);
    double[] quiet = Arrays.copyOfRange(alone, 100, 160);
    double[] quietToo = Arrays.copyOfRange(together, 100, 160);
    assertEquals(scatter(quiet), scatter(quietToo), 0.06, "30 looks at the floor in either");
  }

  private static double scatter(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v / mean - 1) * (v / mean - 1)).average().orElseThrow());
  }

  @Test
  void whatIsOutOfViewIsNotHeard() {
    Receiver receiver = new Receiver(0.1, Seeds.generator(1));
    receiver.hear(
        List.of(
            new RadioLink(
                Sender.REMOTE,
                Waveform.flat(1e6),
                new double[] {Band.START + Band.SPAN + 10e6},
                Schedule.hopping(1e-3, 1e-3))),
        1);
    assertFalse(receiver.heard());
    receiver.hear(List.of(steady(Sender.REMOTE, LEFT, 1e6, 1)), 1);
    assertTrue(receiver.heard());
  }
}
