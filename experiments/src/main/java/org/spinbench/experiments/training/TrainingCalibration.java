package org.spinbench.experiments.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.FaultSearch;
import org.spinbench.calibration.refit.FaultSearch.Suspicion;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.calibration.refit.PosteriorEstimator.Believed;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.NotedSurvey;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.task.Seeds;

/**
 * The calibration of a training's chip: before it begins, from bring-up or from the design; at its
 * end, fitted to the readings of the network. If a bench cannot repeat the record of a resumed run,
 * the calibration in the run file is used.
 */
final class TrainingCalibration {
  /** Number of further starts of the last fit. */
  private static final int STARTS = 5;

  /** The same if that fit shows a faulty device. */
  private static final int MORE_STARTS = 24;

  private final Bench bench;
  private final BenchFile file;
  private final RunFile run;
  private final TrainingRecorder recorder;
  private final AgeCheck age;
  private final boolean answered;
  private final Optional<Calibration> fittedEarly;
  private final Instant begun;

  /**
   * The calibrations of a run.
   *
   * @param age checks their age
   * @param answered whether the record of a resumed run answers instead of the bench
   * @param fittedEarly what an earlier version fitted to the readings that the bench repeats
   * @param begun start of this session
   */
  TrainingCalibration(
      Bench bench,
      RunFile run,
      TrainingRecorder recorder,
      AgeCheck age,
      boolean answered,
      Optional<Calibration> fittedEarly,
      Instant begun) {
    this.bench = bench;
    this.file = bench.file();
    this.run = run;
    this.recorder = recorder;
    this.age = age;
    this.answered = answered;
    this.fittedEarly = fittedEarly;
    this.begun = begun;
  }

  /** A new calibration of every device, or that in the run file. */
  Calibration measured() {
    Optional<Calibration> kept = kept();
    if (kept.isPresent()) {
      age.uses(kept.get(), begun);
      return kept.get();
    }
    Calibration fitted =
        ChipCharacterization.calibrate(
            bench.ports(),
            new ChipCharacterization.Options(file.validity().duration(), identities()),
            (stage, done, total) -> recorder.at("calibrating", done, total, stage),
            one -> run.calibrated(Json.write(one)));
    Calibration calibration = fittedEarly.orElse(fitted);
    run.calibration(calibration.toJson());
    List<String> names = Dead.named(calibration);
    for (int i = 0; i < names.size(); i++) {
      recorder.damaged(names.get(i), calibration.dead().get(i));
    }
    age.uses(calibration, calibration.time());
    return calibration;
  }

  /**
   * The design in the bench file.
   *
   * @param trainer that starts from it
   * @throws IllegalArgumentException if the bench file declares none
   */
  Calibration designed(String trainer) {
    if (file.design().isEmpty()) {
      throw new IllegalArgumentException(
          "the trainer '"
              + trainer
              + "' begins with the design of the chip, which the bench file does not declare: give it"
              + " a section [design] (./spinbench bench shows one), or measure every device first:"
              + " --trainer bring-up");
    }
    if (answered) {
      run.lastEvaluated().ifPresent(last -> age.answers(last, begun));
    }
    return DesignPrior.of(file);
  }

  /**
   * The calibration from all readings, if only the design was known before.
   *
   * @param belief of the trainer; empty if it has none
   * @param readings of the network, in order
   */
  Calibration learned(
      Calibration design, Optional<Believed> belief, List<ChipObservation> readings) {
    Optional<Calibration> kept = kept();
    if (kept.isPresent()) {
      return kept.get();
    }
    long seed = run.start().seed();
    boolean fromBelief = TrainingExperiment.isFromBelief(run.start());
    Optional<Believed> believed = belief.filter(any -> fromBelief);
    PosteriorEstimator refit =
        believed.map(Believed::estimator).orElseGet(() -> new PosteriorEstimator(file, design));
    Posterior begin = believed.map(Believed::fit).orElseGet(refit::prior);
    Posterior fit = refit.fit(readings, begin, STARTS, Seeds.generator(seed, 12));
    Believed wider = refit.widened(readings, fit, STARTS, Seeds.generator(seed, 14));
    refit = wider.estimator();
    fit = wider.fit();
    List<String> faults = new ArrayList<>();
    Optional<Suspicion> suspicion = suspicion(refit, readings, fit);
    if (fromBelief && suspicion.isPresent()) {
      // Before a device is reported, the fit of a healthy chip gets another chance.
      Posterior suspected = suspicion.get().fit();
      fit = refit.better(readings, fit, suspected, MORE_STARTS, Seeds.generator(seed, 13));
      suspicion = suspicion(refit, readings, fit);
    }
    while (suspicion.filter(Suspicion::certain).isPresent()) {
      Suspicion sure = suspicion.get();
      recorder.damaged(sure.fault().device(), sure.text());
      faults.add(sure.text());
      refit = sure.believed();
      fit = refit.fit(readings, sure.fit(), 1, Seeds.generator(seed, 12));
      suspicion = suspicion(refit, readings, fit);
    }
    fit = refit.cautious(readings, fit, STARTS, Seeds.generator(seed, 15)).fit();
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "fitted to the last %d readings of the network, from the design; chi-square %.2f",
            readings.size(),
            fit.reducedChiSquare()));
    notes.addAll(faults);
    Calibration learned =
        fit.calibration()
            .learned(identities(), now(), now().plus(file.validity().duration()), notes);
    if (!run.evaluations().isEmpty()) {
      learned =
          learned.from(Recording.provenance(run, design.toneFrequencies(), readings, learned));
    }
    bench.requireOpen();
    run.calibration(learned.toJson());
    return learned;
  }

  /** The likeliest fault; a neuron that was seen to emit is not dead. */
  private Optional<Suspicion> suspicion(
      PosteriorEstimator refit, List<ChipObservation> readings, Posterior fit) {
    Optional<NotedSurvey> noted = NotedSurvey.of(run);
    return FaultSearch.search(refit, readings, fit)
        .filter(s -> noted.filter(n -> n.survey().contradicts(s.fault())).isEmpty());
  }

  /** The calibration in the run file, if the bench cannot repeat its readings. */
  private Optional<Calibration> kept() {
    return answered ? run.calibration().map(Calibration::fromJson) : Optional.empty();
  }

  private List<String> identities() {
    return StartDocument.identities(bench).entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .toList();
  }

  private Instant now() {
    return bench.clock().now();
  }
}
