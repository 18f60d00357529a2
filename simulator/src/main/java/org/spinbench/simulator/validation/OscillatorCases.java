package org.spinbench.simulator.validation;

import java.util.List;
import org.spinbench.simulator.dynamics.EmissionSpectrum;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.OscillatorNetwork;
import org.spinbench.simulator.dynamics.RandomStreams;
import org.spinbench.simulator.dynamics.StationaryPower;

/** The universal auto-oscillator: A. Slavin, V. Tiberkevich, doi:10.1109/TMAG.2008.2009935. */
final class OscillatorCases {
  private static final String THEORY = "doi:10.1109/TMAG.2008.2009935";
  private static final double RATE = 2 * Math.PI * 3e6;
  private static final double STEP = 1e-9;
  private static final NonlinearOscillator WARM =
      new NonlinearOscillator(RATE, 2, 1, 2 * Math.PI * 32e6, 4e-4);
  private static final NonlinearOscillator COLD =
      new NonlinearOscillator(RATE, 2, 1, 2 * Math.PI * 32e6, 0);

  private OscillatorCases() {}

  static List<PhysicsCase> all() {
    CaseList cases = new CaseList("oscillator");
    cases.add(
        "linewidth far below threshold, Γ_G (1 − ξ)/π at ξ = 0.5",
        "Hz",
        3.0e6,
        0.01,
        THEORY,
        () -> new EmissionSpectrum(WARM, 0.5).width());
    cases.add(
        "linewidth at threshold without shift, 2.36 (Γ_G/2π) √(η (q + Q))",
        "Hz",
        2.36 * 3e6 * Math.sqrt(4e-5 * 3),
        0.005,
        "grid solution of the Fokker-Planck equation",
        () -> new EmissionSpectrum(new NonlinearOscillator(RATE, 2, 1, 0, 4e-5), 1).width());
    cases.add(
        "linewidth above threshold, (1 + ν²) Γ₊ η/(2π p₀) at ξ = 2",
        "Hz",
        WARM.asymptoticWidth(2),
        0.005,
        THEORY,
        () -> new EmissionSpectrum(WARM, 2).width());
    cases.add(
        "mean power at threshold, √(2η/(π (q + Q)))",
        "",
        Math.sqrt(2 * 4e-7 / (3 * Math.PI)),
        0.001,
        "doi:10.1063/1.2812546",
        () -> new StationaryPower(new NonlinearOscillator(RATE, 2, 1, 0, 4e-7), 1).mean());
    cases.add(
        "relaxation time of the power, 1/(2 Γ_G (ξ − 1)) at ξ = 2",
        "s",
        1 / (2 * RATE),
        0.001,
        THEORY,
        OscillatorCases::relaxation);
    cases.add(
        "locking half range, √(1 + ν²) F/√p₀",
        "rad/s",
        COLD.lockingHalfRange(2, 0.005 * RATE * 0.5),
        0.02,
        THEORY,
        OscillatorCases::lockingRange);
    cases.add(
        "beat at 1.5 of the locking range, √(1.5² − 1)",
        "",
        Math.sqrt(1.25),
        0.01,
        "R. Adler, doi:10.1109/JRPROC.1946.229930",
        OscillatorCases::beat);
    cases.add(
        "response of a diode biased to ζ = 0.8, 1/(1 − ζ)",
        "",
        5,
        0.001,
        "linear response of the same equation",
        () -> response(0.8) / response(0));
    cases.add(
        "mean power in time at 300 K, ξ = 1.2",
        "",
        6.275e-2,
        0.02,
        "grid solution of the Fokker-Planck equation",
        OscillatorCases::thermalPower);
    return cases.all();
  }

  private static OscillatorNetwork alone(NonlinearOscillator one, double detuning) {
    return new OscillatorNetwork(
        List.of(one), new double[] {detuning}, RandomStreams.several(5, 1));
  }

  private static double relaxation() {
    OscillatorNetwork network = alone(COLD, -COLD.shift() / 4);
    network.supercriticality(0, 2);
    network.amplitude(0, Math.sqrt(0.25 + 1e-6), 0);
    double before = network.power(0) - 0.25;
    network.advance(STEP, 50);
    return 50 * STEP / StrictMath.log(before / (network.power(0) - 0.25));
  }

  private static double turning(double share) {
    double drive = 0.005 * RATE * 0.5;
    double range = COLD.lockingHalfRange(2, drive);
    double sum = 0;
    for (int side : new int[] {1, -1}) {
      OscillatorNetwork network = alone(COLD, -COLD.shift() / 4 - side * share * range);
      network.supercriticality(0, 2);
      network.amplitude(0, 0.5, 0);
      network.drive(List.of(new OscillatorNetwork.Drive(0, 0, drive, 0)));
      network.advance(STEP, 50_000);
      double last = network.phase(0);
      double turned = 0;
      int steps = 400_000;
      for (int i = 0; i < steps; i++) {
        network.advance(STEP, 1);
        turned += Math.IEEEremainder(network.phase(0) - last, 2 * Math.PI);
        last = network.phase(0);
      }
      sum += Math.abs(turned) / (steps * STEP) / 2;
    }
    return sum / range;
  }

  private static double beat() {
    return turning(1.5);
  }

  /** The locking range. A beat at b times the range begins at √(1 + b²) of it. */
  private static double lockingRange() {
    double beat = turning(1.2);
    double range = COLD.lockingHalfRange(2, 0.005 * RATE * 0.5);
    return range * Math.sqrt(1.2 * 1.2 - beat * beat);
  }

  private static double response(double supercriticality) {
    OscillatorNetwork network = alone(COLD, 0);
    network.supercriticality(0, supercriticality);
    network.drive(List.of(new OscillatorNetwork.Drive(0, 0, 1e-4 * RATE, 0)));
    network.advance(STEP, 4000);
    return Math.sqrt(network.power(0));
  }

  private static double thermalPower() {
    OscillatorNetwork network = alone(WARM, 0);
    network.supercriticality(0, 1.2);
    network.amplitude(0, Math.sqrt(WARM.stationaryPower(1.2)), 0);
    double sum = 0;
    int samples = 40_000;
    for (int i = 0; i < samples; i++) {
      network.advance(STEP, 50);
      sum += network.power(0);
    }
    return sum / samples;
  }
}
