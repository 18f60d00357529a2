package org.spinbench.experiments.study.drone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.PowerLedger;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/**
 * The published study: a network with one hidden layer, trained with several seeds on one split of
 * spectra.
 */
public final class DroneStudy {
  private static final int SAVE_EVERY = 10;
  private static final double NANO = 1e-9;
  private static final double INFERENCE_SECONDS = 0.3;
  private static final int INFERENCE_BATCH = 4096;

  private final SpectraSplit data;
  private final String fingerprint;
  private final int hidden;
  private final TrainerOptions options;
  private final Workers workers;
  private final Clock clock;

  /**
   * Describes a study.
   *
   * @param hidden oscillators of the hidden layer (published: 128)
   * @param options of every training, except the seed
   * @param workers threads that do the work
   * @param clock times the epochs and the inferences
   */
  public DroneStudy(
      SpectraSplit data, int hidden, TrainerOptions options, Workers workers, Clock clock) {
    this.data = data;
    this.fingerprint = data.fingerprint();
    this.hidden = hidden;
    this.options = options;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * The result of one seed.
   *
   * @param seed of the training
   * @param network trained network
   * @param score on the test spectra
   * @param history of the training
   * @param testAccuracy after every epoch, 0 to 1
   * @param epochSeconds mean duration of an epoch, without tests, s; of all epochs, including those
   *     before an interruption
   */
  public record SeedResult(
      long seed,
      RfNetwork network,
      Score score,
      List<Epoch> history,
      List<Double> testAccuracy,
      double epochSeconds) {}

  /** Called after every epoch, on the thread that trains. */
  @FunctionalInterface
  public interface Listener {
    /** Called after an epoch of a seed. */
    void after(long seed, Epoch epoch, double testAccuracy);
  }

  /** Trains with one seed. */
  public SeedResult train(long seed, Listener listener) {
    return train(seed, trainer(seed), new ArrayList<>(), null, listener);
  }

  /**
   * Trains with one seed, saves every ten epochs, and resumes from the file if it exists.
   *
   * @param checkpoint file of this training
   * @throws IllegalArgumentException if the file contains a training on other spectra
   */
  public SeedResult train(long seed, Path checkpoint, Listener listener) {
    DroneTrainer trainer = trainer(seed);
    List<Lap> laps = new ArrayList<>();
    if (Files.exists(checkpoint)) {
      Checkpoint.Record saved = trainer.resume(checkpoint);
      checkSpectra(checkpoint, saved, trainer);
      laps.addAll(saved.laps());
    }
    return train(seed, trainer, laps, checkpoint, listener);
  }

  /**
   * Checks the spectra of an old file, which does not name them, by the network's accuracy in the
   * last lap.
   */
  private void checkSpectra(Path file, Checkpoint.Record saved, DroneTrainer trainer) {
    boolean same;
    if (saved.spectra().isEmpty()) {
      int last = saved.laps().size() - 1;
      same =
          last >= 0 && saved.laps().get(last).testAccuracy() == score(trainer.network()).accuracy();
    } else {
      same = saved.spectra().equals(fingerprint);
    }
    if (!same) {
      throw new IllegalArgumentException(
          file
              + " contains a training on other spectra than "
              + data.train().source()
              + "; choose another folder, or delete the file to start again");
    }
  }

  private DroneTrainer trainer(long seed) {
    RfNetwork network = RfDesign.PUBLISHED.network(data.train(), hidden, seed);
    return new DroneTrainer(network, options.withSeed(seed), workers);
  }

  private SeedResult train(
      long seed, DroneTrainer trainer, List<Lap> laps, Path checkpoint, Listener listener) {
    double[][] powers = data.train().watts();
    int[] labels = data.train().labels();
    while (trainer.history().size() < options.epochs()) {
      long begin = clock.nanos();
      Epoch epoch = trainer.epoch(powers, labels);
      double seconds = (clock.nanos() - begin) * NANO;
      Lap lap = new Lap(score(trainer.network()).accuracy(), seconds);
      laps.add(lap);
      if (checkpoint != null
          && (epoch.number() % SAVE_EVERY == 0 || epoch.number() == options.epochs())) {
        trainer.save(checkpoint, laps, fingerprint);
      }
      listener.after(seed, epoch, lap.testAccuracy());
    }
    return new SeedResult(
        seed,
        trainer.network(),
        score(trainer.network()),
        trainer.history(),
        laps.stream().map(Lap::testAccuracy).toList(),
        laps.stream().mapToDouble(Lap::seconds).average().orElseThrow());
  }

  private RfClassifier classifier(RfNetwork network) {
    return new RfClassifier(network, workers, options.numerics());
  }

  private Score score(RfNetwork network) {
    return Score.of(classifier(network), data.test());
  }

  /**
   * Inferences of a trained network per second, in batches of 4096 samples, without tuning and
   * warm-up.
   */
  public double inferencesPerSecond(RfNetwork network) {
    RfClassifier classifier = classifier(network);
    double[][] batch = new double[INFERENCE_BATCH][];
    double[][] test = data.test().watts();
    for (int s = 0; s < batch.length; s++) {
      batch[s] = test[s % test.length];
    }
    inferencesPerSecond(classifier, batch);
    return inferencesPerSecond(classifier, batch);
  }

  private double inferencesPerSecond(RfClassifier classifier, double[][] batch) {
    long begin = clock.nanos();
    long samples = 0;
    double seconds = 0;
    while (seconds < INFERENCE_SECONDS) {
      classifier.logits(batch);
      samples += batch.length;
      seconds = (clock.nanos() - begin) * NANO;
    }
    return samples / seconds;
  }

  /** Power ledger of a trained network, averaged over the test spectra. */
  public PowerLedger ledger(RfNetwork network) {
    double[][] powers = data.test().watts();
    Workspace workspace = new Workspace(network, powers.length, workers, Numerics.EXACT);
    workspace.forward(powers);
    return PowerLedger.of(workspace);
  }
}
