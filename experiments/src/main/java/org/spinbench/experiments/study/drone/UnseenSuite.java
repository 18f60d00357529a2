package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;
import org.spinbench.experiments.study.drone.transmission.TransmissionGenerator;
import org.spinbench.experiments.study.drone.transmission.Transmissions;

/** Whether classifiers name transmitters that nobody learned from, on generated transmissions. */
public final class UnseenSuite {
  private final DroneEvaluation.Settings settings;
  private final School school;

  /**
   * How much is learned and tested.
   *
   * @param dwells times that a snapshot takes, s, one pair of rows each
   * @param transmitters of each class to learn from
   * @param strangers of each class to be judged on
   * @param snapshots of each of them
   * @param many transmitters of each class and epoch, one snapshot of each, for those who hear
   *     others in every epoch
   * @param course on either
   */
  public record Scope(
      List<Double> dwells,
      int transmitters,
      int strangers,
      int snapshots,
      int many,
      TrainingSchedule course) {
    /** 0.1 s; 60 transmitters, 20 strangers, 5 snapshots of each; 300 for many. */
    public static final Scope STANDARD =
        new Scope(
            List.of(0.1),
            60,
            20,
            5,
            300,
            new TrainingSchedule(50, 64, 0.03, 3e-5, 0.01, 5e-6, RfDesign.SELECTIVE));

    /** Copies the list. */
    public Scope {
      dwells = List.copyOf(dwells);
    }

    Scope withDwells(List<Double> seconds) {
      return new Scope(seconds, transmitters, strangers, snapshots, many, course);
    }

    Scope longer(double factor) {
      return new Scope(dwells, transmitters, strangers, snapshots, many, course.longer(factor));
    }
  }

  /** Teaches all classifiers. */
  interface School {
    /**
     * What all have become after a course on a stream.
     *
     * @param what the stream holds, for the progress
     */
    List<Classifier> taught(String what, SpectraStream stream, TrainingSchedule course, long seed);
  }

  UnseenSuite(DroneEvaluation.Settings settings, School school) {
    this.settings = settings;
    this.school = school;
  }

  SuiteTable run() {
    Scope scope = settings.unseen();
    List<SuiteTable.Row> rows = new ArrayList<>();
    for (double dwell : scope.dwells()) {
      String time = String.format(Locale.ROOT, "%.4g ms, ", 1e3 * dwell).replaceAll("\\.0+ ", " ");
      rows.add(
          new SuiteTable.Row(
              time + scope.transmitters() + " known",
              amongStrangers(
                  dwell,
                  generator ->
                      SpectraStream.of(
                          generator.rows(0, scope.transmitters(), 0, scope.snapshots())))));
      rows.add(
          new SuiteTable.Row(
              time + "always others",
              amongStrangers(dwell, generator -> generator.strangers(first(), scope.many()))));
    }
    return new SuiteTable(
        Suite.UNSEEN.title(),
        "heard for, learned from; " + scope.course().design().label(),
        rows,
        notes());
  }

  private List<String> notes() {
    Scope scope = settings.unseen();
    return List.of(
        String.format(
            Locale.ROOT,
            "Generated transmissions, other transmitters for every seed. Tested: %d of each"
                + " protocol that nobody learned from, %d snapshots of each.",
            scope.strangers(),
            scope.snapshots()),
        String.format(
            Locale.ROOT,
            "Known: %d snapshots of each of %d transmitters of a protocol, the same in every"
                + " epoch; always others: one snapshot of each of %d, new ones in every epoch.",
            scope.snapshots(),
            scope.transmitters(),
            scope.many()),
        String.format(
            Locale.ROOT,
            "All learn from the same spectra for %d epochs, in batches of %d.",
            scope.course().epochs(),
            scope.course().batch()),
        DroneEvaluation.intervals());
  }

  /** Number of the first transmitter who is none of the known ones and no stranger. */
  private int first() {
    return settings.unseen().transmitters() + settings.unseen().strangers();
  }

  /** What all make of strangers after they have learned from a stream. */
  private List<SuiteTable.Cell> amongStrangers(
      double dwell, Function<TransmissionGenerator, SpectraStream> lessons) {
    List<List<Score>> scores =
        settings.seedNumbers().mapToObj(seed -> amongStrangers(dwell, lessons, seed)).toList();
    return IntStream.range(0, TrainingSchedule.NAMES.size())
        .mapToObj(
            n ->
                SuiteTable.Cell.of(
                    TrainingSchedule.NAMES.get(n), scores.stream().map(all -> all.get(n)).toList()))
        .toList();
  }

  private List<Score> amongStrangers(
      double dwell, Function<TransmissionGenerator, SpectraStream> lessons, long seed) {
    Scope scope = settings.unseen();
    TransmissionGenerator generator =
        new TransmissionGenerator(Transmissions.DEFAULT.withDwell(dwell).withSeed(seed));
    Spectra strangers =
        generator.rows(scope.transmitters(), scope.strangers(), 0, scope.snapshots());
    return school.taught("generated", lessons.apply(generator), scope.course(), seed).stream()
        .map(classifier -> Score.of(classifier, strangers))
        .toList();
  }
}
