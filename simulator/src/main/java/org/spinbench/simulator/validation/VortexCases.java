package org.spinbench.simulator.validation;

import java.util.List;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.RandomStreams;
import org.spinbench.simulator.dynamics.VortexDynamics;
import org.spinbench.simulator.dynamics.VortexModel;

/** A vortex core in the Thiele equation: A. A. Thiele, doi:10.1103/PhysRevLett.30.230. */
final class VortexCases {
  private static final double STEP = 1e-11;
  private static final VortexModel.Disc DISC =
      new VortexModel.Disc(185e-9, 7e-9, 1.6, 0.005, 2.0, 0.156);
  private static final VortexModel BENCH = DISC.model(0.25, 0.58).withOersted(0);
  private static final VortexModel PERMALLOY =
      new VortexModel.Disc(100e-9, 10e-9, 1.005, 0.01, 1.51, 0.2).model(0.25, 0.58);

  private VortexCases() {}

  static List<PhysicsCase> all() {
    CaseList cases = new CaseList("vortex");
    double perField = 1.6 / PhysicalConstants.VACUUM_PERMEABILITY;
    cases.add(
        "gyration of a 370 nm disc, 5 γ₀ M_s L/(9π R)",
        "Hz",
        5
            * PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD
            * perField
            * 7e-9
            / (9 * Math.PI * 185e-9)
            / (2 * Math.PI),
        3e-4,
        "K. Yu. Guslienko et al., doi:10.1063/1.1450816",
        () -> frequency(at(BENCH.withOersted(0), 0, 0.001), 20_000));
    cases.add(
        "orbit at ξ = 1.2, (1 + a₁ s²)(1 + d₁ s²) = ξ",
        "",
        0.48124,
        1e-4,
        "stationary Thiele equation",
        () -> settled(1.2).orbit());
    cases.add(
        "frequency at ξ = 1.45, k(s)/G",
        "Hz",
        337.441e6,
        1e-5,
        "stationary Thiele equation",
        () -> frequency(settled(1.45), 50_000));
    cases.add(
        "orbit 400 ns after a start at s = 0.05, ξ = 1.3",
        "",
        0.3749,
        1e-3,
        "independent integration",
        VortexCases::transientOrbit);
    double plain = PERMALLOY.withOersted(0).threshold();
    double split = PERMALLOY.oersted().value() * plain / PERMALLOY.stiffness().value();
    for (int chirality : new int[] {1, -1}) {
      cases.add(
          "threshold at chirality " + (chirality > 0 ? "+1" : "−1") + ", J_c0/(1 − C b)",
          "A/m²",
          plain / (1 - chirality * split),
          2e-3,
          "form of doi:10.1038/s41598-022-14574-3",
          () -> foundThreshold(PERMALLOY.withChirality(chirality)));
    }
    cases.add(
        "thermal displacement along an axis at 300 K, √(k_B T/k)",
        "m",
        Math.sqrt(PhysicalConstants.BOLTZMANN * 300 / BENCH.stiffness().value()),
        0.03,
        "equipartition",
        VortexCases::displacement);
    return cases.all();
  }

  private static VortexDynamics at(VortexModel model, double density, double orbit) {
    VortexDynamics core = new VortexDynamics(model, 0, null);
    core.current(density);
    core.place(orbit * model.radius(), 0, 1);
    return core;
  }

  private static VortexDynamics settled(double supercriticality) {
    VortexDynamics core = at(BENCH, supercriticality * BENCH.threshold(), 0.4);
    core.advance(STEP, 400_000);
    return core;
  }

  private static double frequency(VortexDynamics core, int steps) {
    double last = StrictMath.atan2(core.y(), core.x());
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      core.advance(STEP, 1);
      double now = StrictMath.atan2(core.y(), core.x());
      sum += Math.IEEEremainder(now - last, 2 * Math.PI);
      last = now;
    }
    return sum / (2 * Math.PI * steps * STEP);
  }

  private static double transientOrbit() {
    VortexDynamics core = at(BENCH, 1.3 * BENCH.threshold(), 0.05);
    core.advance(STEP, 40_000);
    return core.orbit();
  }

  /**
   * The current at which a small orbit neither grows nor decays, computed from two growth rates.
   */
  private static double foundThreshold(VortexModel model) {
    double guess = model.withOersted(0).threshold();
    double low = 0.8 * guess;
    double high = 1.2 * guess;
    double atLow = growth(model, low);
    double atHigh = growth(model, high);
    double first = low - atLow * (high - low) / (atHigh - atLow);
    double again = growth(model, first);
    return first - again * (high - first) / (atHigh - again);
  }

  private static double growth(VortexModel model, double density) {
    VortexDynamics core = at(model, density, 1e-4);
    core.advance(STEP, 20_000);
    return StrictMath.log(core.orbit() / 1e-4);
  }

  private static double displacement() {
    VortexModel harmonic = DISC.model(0, 0).withOersted(0);
    double sum = 0;
    int count = 0;
    for (int k = 0; k < 60; k++) {
      VortexDynamics core = new VortexDynamics(harmonic, 300, RandomStreams.of(2, k));
      core.advance(5e-11, 6000);
      for (int i = 0; i < 100; i++) {
        core.advance(5e-11, 600);
        sum += core.x() * core.x() + core.y() * core.y();
        count += 2;
      }
    }
    return Math.sqrt(sum / count);
  }
}
