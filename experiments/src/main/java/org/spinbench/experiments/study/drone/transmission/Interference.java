package org.spinbench.experiments.study.drone.transmission;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.study.drone.transmission.RadioLink.Sender;

/**
 * Interfering emitters: a Wi-Fi network on channel 1, 6 or 11 that sends for 2 % to 32 % of the
 * time, and a Bluetooth link of 800 packets a second, each 366 µs on another of its 79 channels of
 * 1 MHz (Bluetooth Core Specification 5.4, volume 2, part B).
 */
final class Interference {
  /** Minimum level relative to the nearer end of the wanted pair, dB. */
  static final double WEAKEST_DB = -20;

  private static final Waveform BLUETOOTH = Waveform.flat(0.85e6);
  private static final double WIFI_PERIOD = 3e-3;

  private Interference() {}

  static List<RadioLink> draw(RandomGenerator random) {
    double share = 0.02 + 0.3 * random.nextDouble();
    double[] channel = {2412e6 + 25e6 * random.nextInt(3)};
    double[] hops = new double[79];
    Arrays.setAll(hops, i -> 2402e6 + 1e6 * random.nextInt(79));
    return List.of(
        new RadioLink(
            Sender.AIRCRAFT,
            Protocols.wifiBand(random),
            channel,
            Schedule.hopping(WIFI_PERIOD, share * WIFI_PERIOD)),
        new RadioLink(Sender.REMOTE, BLUETOOTH, hops, Schedule.hopping(1.25e-3, 0.366e-3)));
  }
}
