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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spinbench.calibration.damage.Fault;

/**
 * Looks for a device that fails, by the evidence of all readings: those of a chip with a fault are
 * far more likely where the fault is believed in than where every device is believed to be near its
 * design, whatever numbers the fit of a sound chip finds to make up for it.
 *
 * <p>Only devices are looked at of which the fit of the sound chip had to move a number far from
 * its design; if one of them does fail, all others are its rivals. Where chains of a chip neither
 * feed each other nor a third one, each is looked at with its own readings alone.
 */
public final class FaultSearch {
  /** A number of a device is far from its design from so many deviations on. */
  private static final double STRAINED = 2.5;

  /** How much likelier a device is sound than failing in one certain way, beforehand: ln 1000. */
  private static final double ODDS = 6.9;

  /** Log-evidence by which a fault has to be likelier than any other that would explain as much. */
  private static final double MARGIN = 5;

  /**
   * So many readings show that a fault is out of the question: the log-evidence for one that is not
   * grows with each reading, and one that they contradict is contradicted by all.
   */
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
   * @param fault which it is
   * @param gain logarithm of how much likelier the readings are with it
   * @param refit a fit that believes in it
   * @param fit what is believed of the chip then
   * @param rival what else it may be: another fault that explains almost as much, or, if there is
   *     none, the device as designed
   * @param certain whether there is no other such fault
   */
  public record Suspicion(
      Fault fault,
      double gain,
      PosteriorEstimator refit,
      Posterior fit,
      Posterior rival,
      boolean certain) {
    /** The fit that goes on in the belief of it, in which a dead device is noted as such. */
    public PosteriorEstimator believed() {
      return fault.isDead() ? refit.noting(text()) : refit;
    }

    /** For people. */
    public String text() {
      return String.format(
          Locale.ROOT, "%s; the readings are e^%.0f times as likely so", fault.text(), gain);
    }
  }

  /** Readings from all of the time; all of them if they are few. */
  private static List<ChipObservation> spread(List<ChipObservation> readings) {
    int step = readings.size() / SCREENING;
    return step < 2
        ? readings
        : IntStream.range(0, readings.size() / step).mapToObj(n -> readings.get(n * step)).toList();
  }

  /**
   * Devices that are joined, and what is believed of them if none fails.
   *
   * @param screened the same of some readings alone
   */
  private record Network(PosteriorEstimator refit, Posterior sound, Posterior screened) {}

  /** A fault, the fits that believe in it, and how much likelier the readings are with it. */
  private record Tried(Fault fault, PosteriorEstimator refit, Posterior fit, double gain) {}

  /**
   * Searches.
   *
   * @param refit the fit of a chip of which no further device fails
   * @param sound what it came to
   * @return the likeliest fault if it is likelier than none
   */
  public static Optional<Suspicion> search(
      PosteriorEstimator refit, List<ChipObservation> readings, Posterior sound) {
    return new FaultSearch(refit, readings, sound).search();
  }

  private Optional<Suspicion> search() {
    List<String> strained = sound.devicesBeyond(STRAINED);
    List<Fault> faults = refit.possibleFaults();
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
    return Optional.of(
        new Suspicion(
            best.fault(),
            best.gain(),
            refit.believing(best.fault()),
            whole(best),
            rival.map(this::whole).orElseGet(() -> sound.asDesigned(best.fault().device())),
            rival.isEmpty()));
  }

  /** Fits side by side, in the order of the faults; those that readings contradict are left out. */
  private List<Tried> tried(List<Fault> faults, Predicate<Fault> which) {
    List<Fault> chosen = faults.stream().filter(which).toList();
    chosen.forEach(f -> networks.computeIfAbsent(refit.networkOf(f.device()), this::network));
    return chosen.parallelStream()
        .map(
            f -> {
              Network network = networks.get(refit.networkOf(f.device()));
              return contradicted(network, f)
                  ? Optional.<Tried>empty()
                  : Optional.of(tried(network.refit(), f, network.sound()));
            })
        .flatMap(Optional::stream)
        .toList();
  }

  /** The network that a device belongs to, for itself: no reading of another tells of it. */
  private Network network(int number) {
    PosteriorEstimator alone = refit.alone(number);
    Posterior whole = alone == refit ? sound : alone.fit(readings, sound);
    return new Network(alone, whole, some == readings ? whole : alone.apart().fit(some, whole));
  }

  /** Whether some of the readings alone speak against a fault. */
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

  /** What is believed of all of the chip with a fault. */
  private Posterior whole(Tried tried) {
    Network network = networks.get(refit.networkOf(tried.fault().device()));
    return network.refit() == refit
        ? tried.fit()
        : refit.believing(tried.fault()).fit(readings, tried.fit());
  }

  /** Whether a second fault is as likely beside the first as alone: it is no rival then. */
  private boolean bothFail(Tried first, Tried second) {
    String one = first.fault().device();
    String other = second.fault().device();
    if (one.equals(other)) {
      return false;
    }
    return refit.networkOf(one) == refit.networkOf(other)
        ? tried(first.refit(), second.fault(), first.fit()).gain() > ODDS
        : second.gain() > ODDS;
  }
}
