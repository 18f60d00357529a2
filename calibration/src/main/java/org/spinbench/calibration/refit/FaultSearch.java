package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.spinbench.calibration.damage.Fault;

/**
 * Looks for a device that fails, by the evidence of all readings: those of a chip with a fault are
 * far more likely where the fault is believed in than where every device is believed to be near its
 * design, whatever numbers the fit of a sound chip finds to make up for it.
 *
 * <p>Only devices are looked at of which the fit of the sound chip had to move a number far from
 * its design; if one of them does fail, all others are its rivals.
 */
public final class FaultSearch {
  /** A number of a device is far from its design from so many deviations on. */
  private static final double STRAINED = 2.5;

  /** How much likelier a device is sound than failing in one certain way, beforehand: ln 1000. */
  private static final double ODDS = 6.9;

  /** Log-evidence by which a fault has to be likelier than any other that would explain as much. */
  private static final double MARGIN = 5;

  private final Refit refit;
  private final List<Reading> readings;
  private final Fit sound;

  private FaultSearch(Refit refit, List<Reading> readings, Fit sound) {
    this.refit = refit;
    this.readings = readings;
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
      Fault fault, double gain, Refit refit, Fit fit, Fit rival, boolean certain) {
    /** The fit that goes on in the belief of it, in which a dead device is noted as such. */
    public Refit believed() {
      return fault.isDead() ? refit.noting(text()) : refit;
    }

    /** For people. */
    public String text() {
      return String.format(
          Locale.ROOT, "%s; the readings are e^%.0f times as likely so", fault.text(), gain);
    }
  }

  private record Tried(Fault fault, Refit refit, Fit fit) {
    double evidence() {
      return fit.evidence();
    }
  }

  /**
   * Searches.
   *
   * @param refit the fit of a chip of which no further device fails
   * @param sound what it came to
   * @return the likeliest fault if it is likelier than none
   */
  public static Optional<Suspicion> search(Refit refit, List<Reading> readings, Fit sound) {
    return new FaultSearch(refit, readings, sound).search();
  }

  private Optional<Suspicion> search() {
    List<String> strained = sound.devicesBeyond(STRAINED);
    List<Fault> faults = refit.possibleFaults();
    List<Tried> likely =
        new ArrayList<>(
            tried(faults, f -> strained.contains(f.device())).stream()
                .filter(t -> t.evidence() > sound.evidence() + ODDS)
                .toList());
    if (likely.isEmpty()) {
      return Optional.empty();
    }
    likely.addAll(tried(faults, f -> f.isDead() && !strained.contains(f.device())));
    likely.sort(Comparator.comparingDouble(Tried::evidence).reversed());
    Tried best = likely.get(0);
    Optional<Tried> rival =
        likely.stream()
            .skip(1)
            .filter(t -> t.evidence() > best.evidence() - MARGIN)
            .filter(t -> !bothFail(best, t.fault()))
            .findFirst();
    return Optional.of(
        new Suspicion(
            best.fault(),
            best.evidence() - sound.evidence(),
            best.refit(),
            best.fit(),
            rival.map(Tried::fit).orElseGet(() -> sound.asDesigned(best.fault().device())),
            rival.isEmpty()));
  }

  /** Fits side by side, in the order of the faults. */
  private List<Tried> tried(List<Fault> faults, Predicate<Fault> which) {
    return faults.stream().filter(which).parallel().map(f -> tried(refit, f, sound)).toList();
  }

  private Tried tried(Refit from, Fault fault, Fit start) {
    Refit failing = from.believing(fault);
    return new Tried(fault, failing, failing.fit(readings, start));
  }

  /** Whether a second fault is as likely beside the first as alone: it is no rival then. */
  private boolean bothFail(Tried first, Fault second) {
    return !first.fault().device().equals(second.device())
        && tried(first.refit(), second, first.fit()).evidence() > first.evidence() + ODDS;
  }
}
