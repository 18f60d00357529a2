package org.spinbench.experiments.drone.data;

import java.util.random.RandomGenerator;

/**
 * Emitters of others in a snapshot: a Wi-Fi network on channel 1, 6 or 11 that sends during half of
 * the bursts, and a Bluetooth link that meets half of them on one of its 79 channels of 1 MHz.
 *
 * @param present whether there is any
 * @param wifiCarrier centre of the Wi-Fi channel, Hz
 * @param wifiLevel power in its middle, relative
 * @param bluetoothLevel power in the middle of a Bluetooth burst, relative
 */
record Interference(boolean present, double wifiCarrier, double wifiLevel, double bluetoothLevel) {
  private static final double WEAKEST_DB = -20;
  private static final double BLUETOOTH_WIDTH = 0.85e6;

  static Interference draw(double probability, RandomGenerator random) {
    boolean present = random.nextDouble() < probability;
    return new Interference(
        present, 2412e6 + 25e6 * random.nextInt(3), level(random), level(random));
  }

  /** Between 20 dB below the wanted bursts and their own level. */
  private static double level(RandomGenerator random) {
    return TransmissionGenerator.LEVEL
        * TransmissionGenerator.decibels(WEAKEST_DB * random.nextDouble());
  }

  /** Adds what disturbs one burst. */
  void addTo(double[] burst, RandomGenerator random) {
    if (!present) {
      return;
    }
    if (random.nextBoolean()) {
      TransmissionGenerator.addBand(
          burst, wifiCarrier, Protocols.WIFI.bandwidth(), wifiLevel, TwoPaths.NONE);
    }
    if (random.nextBoolean()) {
      double carrier = 2402e6 + 1e6 * random.nextInt(79);
      TransmissionGenerator.addBand(burst, carrier, BLUETOOTH_WIDTH, bluetoothLevel, TwoPaths.NONE);
    }
  }
}
