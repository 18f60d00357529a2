package org.spinbench.experiments.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.training.bayesian.BayesianTrainer;
import org.spinbench.experiments.training.bringup.BringUpTrainer;
import org.spinbench.experiments.training.trainer.Descent;
import org.spinbench.experiments.training.trainer.Evolution;
import org.spinbench.experiments.training.trainer.FiniteDifference;
import org.spinbench.experiments.training.trainer.FixedFirstLayer;
import org.spinbench.experiments.training.trainer.Multiplexed;
import org.spinbench.experiments.training.trainer.PhysicsAware;
import org.spinbench.experiments.training.trainer.RandomSearch;
import org.spinbench.experiments.training.trainer.SimultaneousPerturbation;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.experiments.training.trainer.Transfer;

/** The trainers by name. */
public final class Trainers {
  /** What runs and scripts of earlier versions call some trainers. */
  private static final Map<String, String> ALIASES =
      Map.of("ladder", TrainingOptions.DEFAULT_TRAINER);

  private static final Map<String, Trainer> DESIGNED = designed();
  private static final Map<String, Way> WAYS = ways();

  private Trainers() {}

  /** A trainer's knowledge of the chip before its first evaluation. */
  enum Prior {
    /** A full calibration of every device, measured first. */
    MEASURED,
    /** The design in the bench file. */
    DESIGNED
  }

  /** Makes a trainer for one run; its steps have times of the clock. */
  interface Maker {
    Trainer of(TrainingOptions options, Clock clock, TrainingProgress progress);
  }

  /** A trainer with its prior. */
  record Way(Prior prior, Maker maker) {}

  private static Map<String, Way> ways() {
    Map<String, Way> ways = new LinkedHashMap<>();
    DESIGNED.forEach((name, trainer) -> ways.put(name, byDesign(trainer)));
    ways.put(
        TrainingOptions.DEFAULT_TRAINER,
        new Way(
            Prior.DESIGNED,
            (options, clock, progress) -> new BayesianTrainer(evolution(), options.thorough())));
    ways.put("bring-up", new Way(Prior.MEASURED, BringUpTrainer::new));
    return ways;
  }

  /** The way of a trainer that starts from the design of a chip. */
  static Way byDesign(Trainer trainer) {
    return new Way(Prior.DESIGNED, (options, clock, progress) -> trainer);
  }

  private static Map<String, Trainer> designed() {
    Map<String, Trainer> all = new LinkedHashMap<>();
    Descent.Rules perturbed = new Descent.Rules(16, 0.05, 3000);
    Descent.Rules modelled = new Descent.Rules(16, 0.04, 2000);
    double reach = 0.15;
    all.put(TrainingOptions.DEFAULT_TRAINER, new BayesianTrainer(evolution()));
    double softness = 0.03;
    all.put("physics-aware", new Descent(modelled, p -> new PhysicsAware(p, true, softness)));
    all.put(
        "physics-aware-end-to-end",
        new Descent(modelled, p -> new PhysicsAware(p, false, softness)));
    all.put("twin", new Transfer(false));
    all.put("transfer", new Transfer(true));
    all.put("spsa", new Descent(perturbed, p -> new SimultaneousPerturbation(reach)));
    all.put("multiplexed", new Descent(perturbed, p -> new Multiplexed(reach, 4, p.seed())));
    all.put("finite-difference", new Descent(perturbed, p -> new FiniteDifference(reach)));
    all.put("device-gradients", Descent.byDevices(perturbed, reach));
    all.put("cma-es", evolution());
    all.put("random-search", new RandomSearch());
    all.put("fixed-first-layer", new FixedFirstLayer());
    return all;
  }

  private static Trainer evolution() {
    return new Evolution(new Evolution.Rules(10, 32, 0.35));
  }

  /** The name of a trainer, where another name for it is given; else what is given. */
  public static String canonical(String name) {
    return ALIASES.getOrDefault(name, name);
  }

  /** Whether a trainer has a belief about its chip. */
  static boolean believes(String name) {
    return canonical(name).equals(TrainingOptions.DEFAULT_TRAINER);
  }

  /** All names, without other names for the same. */
  public static List<String> names() {
    return List.copyOf(WAYS.keySet());
  }

  /** Names of the trainers that start from the design of a chip and need no calibration. */
  public static List<String> byDesign() {
    return List.copyOf(DESIGNED.keySet());
  }

  /**
   * A trainer that starts from the design of a chip.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  public static Trainer named(String name) {
    Trainer trainer = DESIGNED.get(canonical(name));
    if (trainer == null) {
      throw new IllegalArgumentException(
          "no trainer that begins with a chip's design is called '"
              + name
              + "'; "
              + Spelling.choices(name, byDesign()));
    }
    return trainer;
  }

  /**
   * The trainer with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Way way(String name) {
    Way way = WAYS.get(canonical(name));
    if (way == null) {
      throw new IllegalArgumentException(
          "there is no trainer '" + name + "'; " + Spelling.choices(name, names()));
    }
    return way;
  }
}
