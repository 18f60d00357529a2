package org.spinbench.app.heldout;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.Baseline;
import org.spinbench.experiments.study.drone.DroneStudy;
import org.spinbench.experiments.study.drone.TrainerOptions;
import org.spinbench.experiments.study.drone.transmission.TransmissionGenerator;
import org.spinbench.experiments.study.drone.transmission.Transmissions;
import org.spinbench.simulator.network.Workers;

/**
 * What {@code drone train} does without {@code --data}, on two worlds that nothing was developed on
 * (those were 101 to 103): a linear model does not suffice there, the network does.
 */
@HeldOut
class GeneratedDronesTest {
  private static final long[] WORLDS = {201, 202};

  @Test
  void aLinearModelDoesNotSufficeOnGeneratedTransmissions() {
    double network = 0;
    Map<Baseline, Double> baselines = new EnumMap<>(Baseline.class);
    try (Workers workers = Workers.ofMachine()) {
      for (long world : WORLDS) {
        SpectraSplit data =
            new TransmissionGenerator(Transmissions.DEFAULT.withSeed(world))
                .unseenTransmitters(1000, 100, 1, 1);
        TrainerOptions options = TrainerOptions.PUBLISHED.withCooling(0.5);
        DroneStudy study = new DroneStudy(data, 128, options, workers, new SystemClock());
        network +=
            100 * study.train(world, (seed, epoch, test) -> {}).score().accuracy() / WORLDS.length;
        for (Baseline baseline : Baseline.values()) {
          double right = 100 * baseline.train(data.train(), workers, world).accuracy(data.test());
          baselines.merge(baseline, right / WORLDS.length, Double::sum);
        }
      }
    }
    double linear = baselines.get(Baseline.LINEAR);
    double log = baselines.get(Baseline.LINEAR_LOG);
    new Acceptance("generated transmissions, worlds 201 and 202, % right of 1100 each")
        .between("RF network", network, 91, 98)
        .between("linear", linear, 60, 76)
        .between("linear, log power", log, 80, 90)
        .between("one resonator layer", baselines.get(Baseline.RESONATOR_LAYER), 55, 72)
        .between("perceptron", baselines.get(Baseline.PERCEPTRON), 92, 99)
        .between("perceptron, log power", baselines.get(Baseline.PERCEPTRON_LOG), 92, 99)
        .between("RF network less linear, log power", network - log, 3, 20)
        .conclude();
  }
}
