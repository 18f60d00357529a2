package org.spinbench.experiments.drone.data;

import java.util.List;

/**
 * What the generator is to make.
 *
 * @param protocols the classes, in the order of their labels
 * @param hops bursts that a snapshot averages: the integration time of the detector
 * @param lowestSnr lowest ratio of a burst's power density to the noise floor, dB
 * @param highestSnr highest such ratio, dB; every snapshot draws its own, whatever its class
 * @param interference probability that a snapshot also holds Wi-Fi and Bluetooth of others
 * @param seed of transmitters and snapshots
 */
public record Transmissions(
    List<Protocol> protocols,
    int hops,
    double lowestSnr,
    double highestSnr,
    double interference,
    long seed) {

  /** All protocols, 10 bursts a snapshot, 10 dB to 30 dB, no interference, seed 1. */
  public static final Transmissions DEFAULT = new Transmissions(Protocols.ALL, 10, 10, 30, 0, 1);

  /** Checks the ranges. */
  public Transmissions {
    protocols = List.copyOf(protocols);
    if (protocols.size() < 2) {
      throw new IllegalArgumentException(
          protocols.size() + " protocols: two classes at least are needed");
    }
    if (hops < 1) {
      throw new IllegalArgumentException("hops " + hops + ": a snapshot averages at least 1 burst");
    }
    if (!(lowestSnr >= -40 && highestSnr <= 60 && lowestSnr <= highestSnr)) {
      throw new IllegalArgumentException(
          "SNR " + lowestSnr + " dB to " + highestSnr + " dB: give a range within -40 dB to 60 dB");
    }
    if (!(interference >= 0 && interference <= 1)) {
      throw new IllegalArgumentException(
          "interference " + interference + " is a probability, 0 to 1");
    }
  }

  /** The same with another integration time. */
  public Transmissions withHops(int bursts) {
    return new Transmissions(protocols, bursts, lowestSnr, highestSnr, interference, seed);
  }

  /** The same from another seed. */
  public Transmissions withSeed(long other) {
    return new Transmissions(protocols, hops, lowestSnr, highestSnr, interference, other);
  }

  /** The same at other signal-to-noise ratios, dB. */
  public Transmissions withSnr(double lowest, double highest) {
    return new Transmissions(protocols, hops, lowest, highest, interference, seed);
  }

  /** The same with another probability of interference. */
  public Transmissions withInterference(double probability) {
    return new Transmissions(protocols, hops, lowestSnr, highestSnr, probability, seed);
  }
}
