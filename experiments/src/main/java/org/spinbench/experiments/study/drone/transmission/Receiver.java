package org.spinbench.experiments.study.drone.transmission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.study.drone.transmission.RadioLink.Sender;
import org.spinbench.experiments.task.Normal;

/**
 * A receiver that averages spectra for one snapshot.
 *
 * <p>It integrates during the dwell whenever there is a signal in its band (a squelch): in bin f
 *
 * <pre>P(f) = G { Σ_c E_c · |h(f)|² · S(f - f_c) · Γ_k / k  +  N T · Γ_K / K } / T</pre>
 *
 * <p>with T the time with a signal, E_c the energy of the bursts on carrier c, h two paths of one
 * geometry for each sender, S the band of the waveform, N the noise, and Γ the speckle of a
 * spectrum that is averaged over k periodograms, one each 167 µs. N follows from the ratio of the
 * received power to the noise in the band, so the floor contains no information about the class.
 * The gain G is automatic: it sets the sum over all bins to {@link #TOTAL}.
 */
final class Receiver {
  /** Sum of all powers after the gain, relative: 2 µW into the network. */
  static final double TOTAL = 2;

  /** Periodograms per second. */
  static final double LOOKS = 6000;

  /** Standard deviation of power from burst to burst. */
  private static final double FADING_DB = 2;

  /** Standard deviation of the difference between remote control and aircraft. */
  static final double DIFFERENCE_DB = 8;

  /** Range of random starts of a pair's links in their sequences, s. */
  private static final double PAST = 1000;

  private final double dwell;
  private final RandomGenerator random;
  private final double[] energy = new double[Band.BINS];
  private final List<Span> onAir = new ArrayList<>();

  private record Span(double from, double to) {}

  /**
   * A receiver at the beginning of a snapshot.
   *
   * @param dwell duration of the snapshot, s
   */
  Receiver(double dwell, RandomGenerator random) {
    this.dwell = dwell;
    this.random = random;
  }

  /**
   * Receives a pair: both ends have the same power, and the nearer one has the given level.
   *
   * @param power received from the nearer one while it sends
   */
  void hear(List<RadioLink> links, double power) {
    boolean pair = links.stream().map(RadioLink::sender).distinct().count() > 1;
    double difference = pair ? DIFFERENCE_DB * Normal.draw(random) : 0;
    double begin = PAST * random.nextDouble();
    TwoPaths fromRemote = TwoPaths.draw(random);
    TwoPaths fromAircraft = TwoPaths.draw(random);
    for (RadioLink link : links) {
      boolean remote = link.sender() == Sender.REMOTE;
      double below = Math.max(0, remote ? -difference : difference);
      hear(link, begin, power * decibels(-below), remote ? fromRemote : fromAircraft);
    }
  }

  private void hear(RadioLink link, double begin, double power, TwoPaths paths) {
    double[] carriers = link.carriers();
    double[] seconds = new double[carriers.length];
    double[] received = new double[carriers.length];
    link.schedule()
        .between(
            begin,
            begin + dwell,
            (hop, from, to) -> {
              int carrier = (int) Math.floorMod(hop, (long) carriers.length);
              int bin = Band.bin(carriers[carrier]);
              if (bin >= 0 && bin < Band.BINS) {
                seconds[carrier] += to - from;
                received[carrier] +=
                    (to - from) * power * decibels(FADING_DB * Normal.draw(random));
                onAir.add(new Span(from - begin, to - begin));
              }
            });
    double[] band = new double[Band.BINS];
    for (int c = 0; c < carriers.length; c++) {
      if (seconds[c] > 0) {
        link.waveform().addTo(band, carriers[c], received[c], paths);
        add(band, Math.max(1, LOOKS * seconds[c]));
      }
    }
  }

  /** Adds and clears the power received on one carrier, with its speckle. */
  private void add(double[] band, double looks) {
    for (int bin = 0; bin < Band.BINS; bin++) {
      if (band[bin] > 0) {
        energy[bin] += band[bin] * GammaDistribution.draw(looks, random) / looks;
        band[bin] = 0;
      }
    }
  }

  /** Whether there was a signal in its band. */
  boolean heard() {
    return !onAir.isEmpty();
  }

  /**
   * The spectrum of the snapshot, relative powers.
   *
   * @param snr ratio of received power to noise in the whole band, dB
   */
  double[] spectrum(double snr) {
    double time = timeOnAir();
    double looks = Math.max(1, LOOKS * time);
    double floor = Arrays.stream(energy).sum() / (decibels(snr) * Band.BINS);
    double[] powers = new double[Band.BINS];
    for (int bin = 0; bin < Band.BINS; bin++) {
      powers[bin] = energy[bin] + floor * GammaDistribution.draw(looks, random) / looks;
    }
    double gain = TOTAL / Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> gain * power).toArray();
  }

  /** Time with a signal, s. */
  private double timeOnAir() {
    onAir.sort(Comparator.comparingDouble(Span::from));
    double sum = 0;
    double end = 0;
    for (Span span : onAir) {
      sum += Math.max(0, span.to() - Math.max(end, span.from()));
      end = Math.max(end, span.to());
    }
    return sum;
  }

  static double decibels(double value) {
    return StrictMath.pow(10, value / 10);
  }
}
