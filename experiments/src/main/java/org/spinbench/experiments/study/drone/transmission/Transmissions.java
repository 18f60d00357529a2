package org.spinbench.experiments.study.drone.transmission;

import java.util.List;

/**
 * The options of the generator.
 *
 * @param protocols the classes, in the order of their labels
 * @param dwell duration of a snapshot, s
 * @param lowestSnr lowest ratio of received power to noise in the receiver's whole band during a
 *     signal, dB
 * @param highestSnr highest such ratio, dB; each snapshot has a random one, whatever its class
 * @param interference probability that a snapshot includes interfering Wi-Fi and Bluetooth
 * @param seed of transmitters and snapshots
 */
public record Transmissions(
    List<Protocol> protocols,
    double dwell,
    double lowestSnr,
    double highestSnr,
    double interference,
    long seed) {

  public static final double SHORTEST_DWELL = 1e-3;
  public static final double LONGEST_DWELL = 10;

  /** All protocols, 0.1 s a snapshot, 0 dB to 20 dB, no interference, seed 1. */
  public static final Transmissions DEFAULT = new Transmissions(Protocols.ALL, 0.1, 0, 20, 0, 1);

  public Transmissions {
    protocols = List.copyOf(protocols);
    if (protocols.size() < 2) {
      throw new IllegalArgumentException(
          protocols.size() + " protocols: two classes at least are needed");
    }
    if (!(dwell >= SHORTEST_DWELL && dwell <= LONGEST_DWELL)) {
      throw new IllegalArgumentException(
          "dwell "
              + dwell
              + " s: give a time of "
              + SHORTEST_DWELL
              + " s to "
              + LONGEST_DWELL
              + " s");
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

  /** The same with another duration of a snapshot, s. */
  public Transmissions withDwell(double seconds) {
    return new Transmissions(protocols, seconds, lowestSnr, highestSnr, interference, seed);
  }

  /** The same with another seed. */
  public Transmissions withSeed(long other) {
    return new Transmissions(protocols, dwell, lowestSnr, highestSnr, interference, other);
  }

  /** The same at other signal-to-noise ratios, dB. */
  public Transmissions withSnr(double lowest, double highest) {
    return new Transmissions(protocols, dwell, lowest, highest, interference, seed);
  }

  /** The same with another probability of interference. */
  public Transmissions withInterference(double probability) {
    return new Transmissions(protocols, dwell, lowestSnr, highestSnr, probability, seed);
  }
}
