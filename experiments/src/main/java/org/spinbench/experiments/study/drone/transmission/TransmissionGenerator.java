package org.spinbench.experiments.study.drone.transmission;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.spectra.SpectraStream;
import org.spinbench.experiments.task.Seeds;

/**
 * Makes spectra of remote controls and drones from the rules of their protocols.
 *
 * <p>A transmitter (remote control and aircraft) has an identity, which determines its carriers,
 * its timing, and the offsets of the crystals at its two ends, each up to 30 kHz. A {@link
 * Receiver} receives it for a while, from a random point of its sequence. The signal-to-noise ratio
 * is random for every snapshot of every class.
 *
 * <p>A row depends only on seed, class, transmitter and its own number, bit for bit.
 */
public final class TransmissionGenerator {
  private static final double CRYSTAL_OFFSET = 30e3;

  private static final long IDENTITY = 0;
  private static final long SNAPSHOT = 1;

  private final Transmissions transmissions;

  /** A generator; it draws nothing yet. */
  public TransmissionGenerator(Transmissions transmissions) {
    this.transmissions = transmissions;
  }

  /**
   * A split with unseen transmitters in the test.
   *
   * @param trainTransmitters per class
   * @param testTransmitters per class
   * @param trainRows training snapshots of each transmitter
   * @param testRows test snapshots of each transmitter
   */
  public SpectraSplit unseenTransmitters(
      int trainTransmitters, int testTransmitters, int trainRows, int testRows) {
    return new SpectraSplit(
        rows(0, trainTransmitters, 0, trainRows),
        rows(trainTransmitters, testTransmitters, 0, testRows));
  }

  /**
   * One snapshot of each of many transmitters, with new ones in every epoch.
   *
   * @param first number of the first transmitter of each class; the stream uses none below it
   * @param transmitters number per class and epoch
   */
  public SpectraStream strangers(int first, int transmitters) {
    return number ->
        rows(
            Math.addExact(first, Math.multiplyExact(number - 1, transmitters)), transmitters, 0, 1);
  }

  /**
   * Snapshots of some transmitters, class after class. Rows are made on all cores.
   *
   * @param firstTransmitter number of the first of each class
   * @param transmitters number per class
   * @param firstRow number of the first snapshot of each
   * @param rows number of snapshots of each
   */
  public Spectra rows(int firstTransmitter, int transmitters, int firstRow, int rows) {
    checkCounts(firstTransmitter, transmitters, firstRow, rows);
    int classes = transmissions.protocols().size();
    int total = Math.multiplyExact(Math.multiplyExact(classes, transmitters), rows);
    double[][] powers = new double[total][];
    int[] labels = new int[total];
    int[] identities = new int[total];
    IntStream.range(0, classes * transmitters)
        .parallel()
        .forEach(
            n -> {
              int label = n / transmitters;
              int t = firstTransmitter + n % transmitters;
              List<RadioLink> transmitter = links(label, t);
              for (int r = 0; r < rows; r++) {
                int row = n * rows + r;
                powers[row] =
                    snapshot(
                        transmitter,
                        Seeds.generator(transmissions.seed(), SNAPSHOT, label, t, firstRow + r));
                labels[row] = label;
                identities[row] = t * classes + label;
              }
            });
    return new Spectra(
        "generated transmissions, seed " + transmissions.seed(),
        names(),
        powers,
        labels,
        identities);
  }

  private static void checkCounts(int first, int transmitters, int firstRow, int rows) {
    if (first < 0 || firstRow < 0 || transmitters < 1 || rows < 1) {
      throw new IllegalArgumentException(
          transmitters
              + " transmitters from number "
              + first
              + ", "
              + rows
              + " snapshots from number "
              + firstRow
              + ": at least one of each is needed, numbered from 0");
    }
  }

  private List<String> names() {
    return transmissions.protocols().stream().map(Protocol::name).toList();
  }

  /** The links of a transmitter, with its crystals. */
  List<RadioLink> links(int label, int number) {
    RandomGenerator identity = Seeds.generator(transmissions.seed(), IDENTITY, label, number);
    List<RadioLink> links = transmissions.protocols().get(label).rule().links(identity);
    double[] offsets = {crystal(identity), crystal(identity)};
    return links.stream().map(link -> link.shifted(offsets[link.sender().ordinal()])).toList();
  }

  private static double crystal(RandomGenerator identity) {
    return CRYSTAL_OFFSET * (2 * identity.nextDouble() - 1);
  }

  private double[] snapshot(List<RadioLink> transmitter, RandomGenerator random) {
    double snr =
        transmissions.lowestSnr()
            + random.nextDouble() * (transmissions.highestSnr() - transmissions.lowestSnr());
    Receiver receiver = new Receiver(transmissions.dwell(), random);
    do {
      receiver.hear(transmitter, 1);
    } while (!receiver.heard());
    if (random.nextDouble() < transmissions.interference()) {
      double below = Interference.WEAKEST_DB * random.nextDouble();
      receiver.hear(Interference.draw(random), Receiver.decibels(below));
    }
    return receiver.spectrum(snr);
  }
}
