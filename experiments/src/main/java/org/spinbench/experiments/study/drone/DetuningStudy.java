package org.spinbench.experiments.study.drone;

import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.simulator.network.Devices;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * The effect of off-design frequencies of a chip's junctions on a trained network, and its
 * correction.
 *
 * <p>Four ways are compared on each chip. <em>Transfer</em>: the network trained on ideal devices
 * is used unchanged. <em>Published</em>: it is trained further with the chip in the loop; the
 * gradient of the ideal network is to correct the chip's errors. <em>Injected</em>: the same, but
 * with the gradient at the voltages and powers measured inside the chip, which costs no further
 * readings because every chain has a voltmeter. <em>Calibrated</em>: every junction is measured
 * first ({@link ChipCalibration}). Training starts from shifts that cancel the offsets, continues
 * in the model of the measured devices, which costs no readings, and ends with a few epochs in the
 * loop.
 */
public final class DetuningStudy {
  private static final double TONE = 1e-6;

  private final SpectraSplit data;
  private final TrainerOptions options;
  private final int loopEpochs;
  private final SimulatedChip.ReadingNoise noise;
  private final Workers workers;

  /**
   * Describes a study.
   *
   * @param options of the trainings, with the epochs before those in the loop
   * @param loopEpochs epochs in the loop after calibration
   * @param noise of the chip's instruments
   */
  public DetuningStudy(
      SpectraSplit data,
      TrainerOptions options,
      int loopEpochs,
      SimulatedChip.ReadingNoise noise,
      Workers workers) {
    this.data = data;
    this.options = options;
    this.loopEpochs = loopEpochs;
    this.noise = noise;
    this.workers = workers;
  }

  /**
   * The result of one way on one chip; all scores are read from the chip.
   *
   * @param score on the test spectra
   * @param readings of the chip, without the test
   */
  public record Outcome(Score score, long readings) {}

  /**
   * The results on one chip.
   *
   * @param transfer trained on ideal devices
   * @param published trained in the loop through the ideal model
   * @param injected trained in the loop through the ideal model at measured nodes
   * @param model calibrated and trained in the measured model, before the loop
   * @param calibrated the same after some epochs in the loop
   */
  public record Result(
      Outcome transfer, Outcome published, Outcome injected, Outcome model, Outcome calibrated) {}

  /**
   * Runs all ways on identical chips.
   *
   * @param trained on ideal devices; not changed
   * @param spread relative standard deviation of frequencies and emitted powers
   * @param seed of the chip
   */
  public Result run(RfNetwork trained, double spread, long seed) {
    Outcome transfer = test(chip(trained, spread, seed), trained);
    Outcome published = inTheLoop(chip(trained, spread, seed), trained, seed, false);
    Outcome injected = inTheLoop(chip(trained, spread, seed), trained, seed, true);
    Outcome[] calibrated = calibrated(chip(trained, spread, seed), trained, spread, seed);
    return new Result(transfer, published, injected, calibrated[0], calibrated[1]);
  }

  private Chip chip(RfNetwork design, double spread, long seed) {
    return new SimulatedChip(design, spread, spread, noise, seed, workers);
  }

  private Outcome inTheLoop(Chip chip, RfNetwork trained, long seed, boolean injecting) {
    RfNetwork network = new RfNetwork(trained.layers(), trained.oscillator());
    DroneTrainer.initialise(network, seed);
    DroneTrainer trainer = new DroneTrainer(network, options.withSeed(seed), workers);
    (injecting ? trainer.injecting(chip) : trainer.inTheLoop(chip))
        .fit(data.train().watts(), data.train().labels(), DroneTrainer.EpochListener.NONE);
    return test(chip, network);
  }

  private Outcome[] calibrated(Chip chip, RfNetwork trained, double spread, long seed) {
    Devices measured = ChipCalibration.measure(chip, trained, spread, TONE);
    RfNetwork network = new RfNetwork(trained.layers(), trained.oscillator());
    DroneTrainer.initialise(network, seed);
    ChipCalibration.cancelOffsets(network, measured);
    TrainerOptions all =
        options.withSeed(seed).withEpochs(options.epochs() + loopEpochs).withCooling(0.3);
    DroneTrainer trainer = new DroneTrainer(network.on(measured), all, workers);
    double[][] powers = data.train().watts();
    int[] labels = data.train().labels();
    for (int epoch = 0; epoch < options.epochs(); epoch++) {
      trainer.epoch(powers, labels);
    }
    Outcome model = test(chip, network);
    // The readings of the test do not count.
    long tested = data.test().rows();
    trainer.inTheLoop(chip).fit(powers, labels, DroneTrainer.EpochListener.NONE);
    Outcome loop = test(chip, network);
    return new Outcome[] {model, new Outcome(loop.score(), loop.readings() - tested)};
  }

  private Outcome test(Chip chip, RfNetwork network) {
    long readings = chip.readings();
    chip.set(network);
    Score score = Score.of(chip.logits(data.test().watts()), data.test().labels());
    return new Outcome(score, readings);
  }
}
