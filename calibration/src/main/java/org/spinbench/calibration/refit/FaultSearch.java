package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.fit.FitException;

/**
 * Searches for a device that fails, by the evidence of all readings. The readings of a chip with a
 * fault are far likelier under a prior with that fault than under one in which every device is near
 * its design.
 *
 * <p>It examines only devices of which the fit of the sound chip moved a parameter far from its
 * design. If one of them fails, all others of its network are examined as alternatives. Networks on
 * one chip that are not connected are examined separately.
 */
public final class FaultSearch {
  /** Distance of a parameter from its design, in deviations, from which on it is far. */
  private static final double STRAINED = 2.5;

  /** Prior log-odds of a sound device against one certain fault: ln 1000. */
  private static final double ODDS = 6.9;

  /** Log-evidence by which a fault must exceed any other fault to be certain. */
  private static final double MARGIN = 5;

  /** Declared noise of a reading from which on it shows a signal, in standard deviations. */
  private static final double VISIBLE = 5;

  /** Number of such readings that show that a device is alive. */
  private static final int SEEN = 2;

  /** Number of readings that suffice to exclude a fault: if they contradict it, all readings do. */
  private static final int SCREENING = 75;

  private final PosteriorEstimator refit;
  private final List<ChipObservation> readings;
  private final List<ChipObservation> some;
  private final Posterior sound;
  private final Map<Integer, Network> networks = new HashMap<>();

  private FaultSearch(PosteriorEstimator refit, List<ChipObservation> readings, Posterior sound) {
    this.refit = refit;
    this.readings = readings;
    this.some = spread(readings);
    this.sound = sound;
  }

  /**
   * The likeliest fault of a chip.
   *
   * @param fault the likeliest fault
   * @param gain logarithm of how much likelier the readings are with it
   * @param refit the estimator with this fault in its prior
   * @param fit the posterior with this fault
   * @param rival the alternative: the posterior with another fault that is almost as likely, or, if
   *     there is none, with the device as designed
   * @param certain whether no other fault is almost as likely, and the model with this one explains
   *     the readings
   */
  public record Suspicion(
      Fault fault,
      double gain,
      PosteriorEstimator refit,
      Posterior fit,
      Posterior rival,
      boolean certain) {
    /** The estimator to continue with. Its prior reports a dead device as such. */
    public PosteriorEstimator believed() {
      return fault.isDead() ? refit.noting(text()) : refit;
    }

    /** The finding in one line, for a message. */
    public String text() {
      return String.format(
          Locale.ROOT, "%s; the readings are e^%.0f times as likely so", fault.text(), gain);
    }
  }

  /** A selection of readings from the whole time; all of them if they are few. */
  private static List<ChipObservation> spread(List<ChipObservation> readings) {
    int step = readings.size() / SCREENING;
    return step < 2
        ? readings
        : IntStream.range(0, readings.size() / step).mapToObj(n -> readings.get(n * step)).toList();
  }

  /**
   * A network of connected devices, and its posterior if none fails.
   *
   * @param screened its posterior from the selected readings
   */
  private record Network(PosteriorEstimator refit, Posterior sound, Posterior screened) {}

  /** A fault, the posterior with it, and its gain in log-evidence. */
  private record Tried(Fault fault, PosteriorEstimator refit, Posterior fit, double gain) {}

  /**
   * Searches for the likeliest fault.
   *
   * @param refit the estimator of a chip without a further fault
   * @param sound its posterior
   * @return the likeliest fault if it is likelier than none
   */
  public static Optional<Suspicion> search(
      PosteriorEstimator refit, List<ChipObservation> readings, Posterior sound) {
    return new FaultSearch(refit, readings, sound).search();
  }

  /**
   * Whether readings of a device stand far above the noise, so that it is not dead whatever a model
   * says. Only the emission of a neuron that the analyzer reads shows this directly.
   */
  private boolean isSeenAlive(Fault fault) {
    return fault.kind() == Fault.Kind.EMITS_NOT
        && readings.stream().filter(r -> refit.emits(r, fault.device(), VISIBLE)).count() >= SEEN;
  }

  private Optional<Suspicion> search() {
    List<String> strained = sound.devicesBeyond(STRAINED);
    List<Fault> faults =
        refit.possibleFaults().stream().filter(fault -> !isSeenAlive(fault)).toList();
    List<Tried> likely =
        new ArrayList<>(
            tried(faults, f -> strained.contains(f.device())).stream()
                .filter(t -> t.gain() > ODDS)
                .toList());
    if (likely.isEmpty()) {
      return Optional.empty();
    }
    Set<Integer> failing =
        likely.stream().map(t -> refit.networkOf(t.fault().device())).collect(Collectors.toSet());
    likely.addAll(
        tried(
            faults,
            f ->
                f.isDead()
                    && !strained.contains(f.device())
                    && failing.contains(refit.networkOf(f.device()))));
    likely.sort(Comparator.comparingDouble(Tried::gain).reversed());
    Tried best = likely.get(0);
    Optional<Tried> rival =
        likely.stream()
            .skip(1)
            .filter(t -> t.gain() > best.gain() - MARGIN)
            .filter(t -> !bothFail(best, t))
            .findFirst();
    return determined(() -> whole(best))
        .map(
            fit ->
                new Suspicion(
                    best.fault(),
                    best.gain(),
                    refit.believing(best.fault()),
                    fit,
                    rival
                        .flatMap(t -> determined(() -> whole(t)))
                        .orElseGet(() -> sound.asDesigned(best.fault().device())),
                    rival.isEmpty() && !fit.fails()));
  }

  /**
   * Fits all faults in parallel; the result is in their order, without those that readings
   * contradict. A fault whose fit does not determine the chip explains nothing, and is left out.
   */
  private List<Tried> tried(List<Fault> faults, Predicate<Fault> which) {
    List<Fault> chosen = faults.stream().filter(which).toList();
    chosen.forEach(f -> networks.computeIfAbsent(refit.networkOf(f.device()), this::network));
    return chosen.parallelStream()
        .map(
            f -> {
              Network network = networks.get(refit.networkOf(f.device()));
              return determined(
                  () ->
                      contradicted(network, f) ? null : tried(network.refit(), f, network.sound()));
            })
        .flatMap(Optional::stream)
        .toList();
  }

  /** The fits of one network alone; the readings of others contain nothing about it. */
  private Network network(int number) {
    PosteriorEstimator alone = refit.alone(number);
    Posterior whole = alone == refit ? sound : alone.fit(readings, sound);
    return new Network(alone, whole, some == readings ? whole : alone.apart().fit(some, whole));
  }

  /** Whether the selected readings contradict a fault. */
  private boolean contradicted(Network network, Fault fault) {
    if (some == readings) {
      return false;
    }
    Posterior failing = network.refit().believing(fault).fit(some, network.screened());
    return failing.evidence() - network.screened().evidence() < -MARGIN;
  }

  private Tried tried(PosteriorEstimator from, Fault fault, Posterior start) {
    PosteriorEstimator failing = from.believing(fault);
    Posterior fit = failing.fit(readings, start);
    return new Tried(fault, failing, fit, fit.evidence() - start.evidence());
  }

  /** The result of fits with a fault; empty if it is null, or if a fit determines no chip. */
  private static <T> Optional<T> determined(Supplier<T> fits) {
    try {
      return Optional.ofNullable(fits.get());
    } catch (FitException undetermined) {
      return Optional.empty();
    }
  }

  /** The posterior of the whole chip with a fault. */
  private Posterior whole(Tried tried) {
    Network network = networks.get(refit.networkOf(tried.fault().device()));
    return network.refit() == refit
        ? tried.fit()
        : refit.believing(tried.fault()).fit(readings, tried.fit());
  }

  /** Whether a second fault is also likely in addition to the first; it is no alternative then. */
  private boolean bothFail(Tried first, Tried second) {
    String one = first.fault().device();
    String other = second.fault().device();
    if (one.equals(other)) {
      return false;
    }
    return refit.networkOf(one) == refit.networkOf(other)
        ? determined(() -> tried(first.refit(), second.fault(), first.fit()))
            .filter(t -> t.gain() > ODDS)
            .isPresent()
        : second.gain() > ODDS;
  }
}
