package org.spinbench.experiments.drone.data;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;

/**
 * Makes spectra of remote controls and drones from the rules of their protocols.
 *
 * <p>A transmitter has an identity, which decides its carriers, and a crystal, which offsets them
 * by up to 30 kHz. A snapshot averages the spectra of consecutive bursts, starting anywhere in the
 * sequence. In a burst, bin f holds
 *
 * <pre>P(f) = [L · g · |h(f)|² · S(f − f_c) + N + interferers] · Γ_k / k</pre>
 *
 * <p>with L the mean level, g a log-normal level of 2 dB, h two paths of one geometry per snapshot,
 * S the flat band of the protocol seen through the receiver's resolution (1 at its centre), N the
 * noise floor, and Γ_k the speckle of a spectrum averaged over k = 6 periodograms. L and the
 * distribution of N are the same for all classes, so the floor tells nothing about the class.
 *
 * <p>The same numbers make the same row, bit for bit: a row depends on seed, class, transmitter and
 * its own number alone.
 */
public final class TransmissionGenerator {
  /** Mean power of a burst in the middle of its band, relative. */
  static final double LEVEL = 0.25;

  private static final double LEVEL_SPREAD_DB = 2;
  private static final int SPECKLE_SHAPE = 6;
  private static final double CRYSTAL_OFFSET = 30e3;

  /** Standard deviation of the resolution: a Hann window, 1.44 bins wide at half power. */
  private static final double RESOLUTION = 1.44 * Band.BIN / 2.3548;

  private static final long IDENTITY = 0;
  private static final long SNAPSHOT = 1;

  private final Transmissions transmissions;

  /** A generator; nothing is drawn yet. */
  public TransmissionGenerator(Transmissions transmissions) {
    this.transmissions = transmissions;
  }

  /**
   * Different snapshots of the same transmitters for training and test, as in the published set.
   *
   * @param transmitters per class
   * @param trainRows snapshots of each transmitter to learn from
   * @param testRows snapshots of each transmitter to be judged on
   */
  public SpectraSplit sameTransmitters(int transmitters, int trainRows, int testRows) {
    return new SpectraSplit(
        rows(0, transmitters, 0, trainRows), rows(0, transmitters, trainRows, testRows));
  }

  /**
   * Transmitters for the test that were never seen in training.
   *
   * @param trainTransmitters per class
   * @param testTransmitters per class
   * @param trainRows snapshots of each transmitter to learn from
   * @param testRows snapshots of each transmitter to be judged on
   */
  public SpectraSplit unseenTransmitters(
      int trainTransmitters, int testTransmitters, int trainRows, int testRows) {
    return new SpectraSplit(
        rows(0, trainTransmitters, 0, trainRows),
        rows(trainTransmitters, testTransmitters, 0, testRows));
  }

  /**
   * One snapshot of each of many transmitters, of others in every epoch.
   *
   * @param first number of the first transmitter of each class; no stream reaches below it
   * @param transmitters of each class and epoch
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
   * @param transmitters how many of each class
   * @param firstRow number of the first snapshot of each
   * @param rows how many of each
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
              Transmitter transmitter = transmitter(label, t);
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

  /** A transmitter: carriers with the offset of its crystal, in the order of its bursts, Hz. */
  record Transmitter(double bandwidth, double[] carriers) {}

  Transmitter transmitter(int label, int number) {
    RandomGenerator identity = Seeds.generator(transmissions.seed(), IDENTITY, label, number);
    Protocol protocol = transmissions.protocols().get(label);
    double[] carriers = protocol.rule().carriers(identity);
    double offset = CRYSTAL_OFFSET * (2 * identity.nextDouble() - 1);
    for (int i = 0; i < carriers.length; i++) {
      carriers[i] += offset;
    }
    return new Transmitter(protocol.bandwidth(), carriers);
  }

  private double[] snapshot(Transmitter transmitter, RandomGenerator random) {
    double snr =
        transmissions.lowestSnr()
            + random.nextDouble() * (transmissions.highestSnr() - transmissions.lowestSnr());
    double floor = LEVEL / decibels(snr);
    TwoPaths paths = TwoPaths.draw(random);
    Interference interference = Interference.draw(transmissions.interference(), random);
    int start = random.nextInt(transmitter.carriers().length);
    double[] sum = new double[Band.BINS];
    int[] quiet = new int[Band.BINS];
    for (int hop = 0; hop < transmissions.hops(); hop++) {
      double carrier = transmitter.carriers()[(start + hop) % transmitter.carriers().length];
      double[] burst = new double[Band.BINS];
      double level = LEVEL * decibels(LEVEL_SPREAD_DB * Normal.draw(random));
      addBand(burst, carrier, transmitter.bandwidth(), level, paths);
      interference.addTo(burst, random);
      speckle(burst, floor, sum, quiet, random);
    }
    return average(sum, quiet, floor, random);
  }

  /** Adds a burst with its floor where there is a signal, and counts where there is none. */
  private static void speckle(
      double[] burst, double floor, double[] sum, int[] quiet, RandomGenerator random) {
    for (int bin = 0; bin < Band.BINS; bin++) {
      if (burst[bin] == 0) {
        quiet[bin]++;
      } else {
        sum[bin] +=
            (burst[bin] + floor) * GammaDistribution.draw(SPECKLE_SHAPE, random) / SPECKLE_SHAPE;
      }
    }
  }

  /** Adds the floor of n quiet bursts as one draw: the sum of n draws Γ_k is a draw Γ_nk. */
  private double[] average(double[] sum, int[] quiet, double floor, RandomGenerator random) {
    double[] powers = new double[Band.BINS];
    for (int bin = 0; bin < Band.BINS; bin++) {
      double noise =
          quiet[bin] == 0
              ? 0
              : floor * GammaDistribution.draw(SPECKLE_SHAPE * quiet[bin], random) / SPECKLE_SHAPE;
      powers[bin] = (sum[bin] + noise) / transmissions.hops();
    }
    return powers;
  }

  /** Adds a flat band seen through the resolution, out to five standard deviations of its edges. */
  static void addBand(
      double[] powers, double carrier, double bandwidth, double level, TwoPaths paths) {
    double reach = bandwidth / 2 + 5 * RESOLUTION;
    int from = Math.max(0, Band.bin(carrier - reach));
    int to = Math.min(Band.BINS - 1, Band.bin(carrier + reach));
    double half = bandwidth / 2;
    double centre = 2 * Normal.cumulative(half / RESOLUTION) - 1;
    for (int bin = from; bin <= to; bin++) {
      double distance = Band.centre(bin) - carrier;
      double shape =
          Normal.cumulative((distance + half) / RESOLUTION)
              - Normal.cumulative((distance - half) / RESOLUTION);
      powers[bin] += level * paths.gain(Band.centre(bin)) * shape / centre;
    }
  }

  static double decibels(double value) {
    return StrictMath.pow(10, value / 10);
  }
}
