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

/**
 * Tests whether classifiers recognise transmitters without training on them, with generated
 * transmissions.
 */
public final class UnseenSuite {
  private final DroneEvaluation.Settings settings;
  private final School school;

  /**
   * The extent of training and test.
   *
   * @param dwells durations of a snapshot, s, one pair of rows each
   * @param transmitters number of training transmitters per class
   * @param strangers number of test transmitters per class
   * @param snapshots number per transmitter
   * @param many number of transmitters per class and epoch, one snapshot of each, for trainings
   *     with new transmitters in every epoch
   * @param course schedule of both trainings
   */
  public record Scope(
      List<Double> dwells,
      int transmitters,
      int strangers,
      int snapshots,
      int many,
      TrainingSchedule course) {
    /**
     * 0.1 s; 60 transmitters, 20 strangers, 5 snapshots of each; 300 in the training with new ones.
     */
    public static final Scope STANDARD =
        new Scope(
            List.of(0.1),
            60,
            20,
            5,
            300,
            new TrainingSchedule(50, 64, 0.03, 3e-5, 0.01, 5e-6, RfDesign.SELECTIVE));

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

  /** Trains all classifiers. */
  interface School {
    /**
     * All classifiers after a training on a stream.
     *
     * @param what name of the stream, for the progress
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
        "snapshots, training set; " + scope.course().design().label(),
        rows,
        notes());
  }

  private List<String> notes() {
    Scope scope = settings.unseen();
    return List.of(
        String.format(
            Locale.ROOT,
            "Generated transmissions, other transmitters for every seed. Test: %d transmitters"
                + " of each protocol that no training set contains, %d snapshots of each.",
            scope.strangers(),
            scope.snapshots()),
        String.format(
            Locale.ROOT,
            "Known: %d snapshots of each of %d transmitters of a protocol, the same in "
                + "every epoch; always others: one snapshot of each of %d new transmitters in "
                + "every epoch.",
            scope.snapshots(),
            scope.transmitters(),
            scope.many()),
        String.format(
            Locale.ROOT,
            "All models are trained on the same spectra for %d epochs, in batches of %d.",
            scope.course().epochs(),
            scope.course().batch()),
        DroneEvaluation.intervals());
  }

  /** Number of the first transmitter that is neither known nor a stranger. */
  private int first() {
    return settings.unseen().transmitters() + settings.unseen().strangers();
  }

  /** Scores of all classifiers on strangers after their training on a stream. */
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
