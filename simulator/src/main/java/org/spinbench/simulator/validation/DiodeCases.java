package org.spinbench.simulator.validation;

import java.util.List;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.OscillatorNetwork;
import org.spinbench.simulator.dynamics.RandomStreams;
import org.spinbench.simulator.physics.SpinDiode;

/**
 * A driven oscillator as a spin diode, and the link from an emitting junction to a rectifying one.
 */
final class DiodeCases {
  private static final double TURN = 2 * Math.PI;
  private static final double RATE = TURN * 5e6;
  private static final double STEP = 1e-9;

  /** Detects the emission of another; its orbit stays small. */
  private static final NonlinearOscillator DIODE = new NonlinearOscillator(RATE, 0, 1, 0, 0);

  private static final NonlinearOscillator NONLINEAR =
      new NonlinearOscillator(RATE, 2, 1, TURN * 30e6, 0);
  private static final NonlinearOscillator FOLDING =
      new NonlinearOscillator(RATE, 0, 1, TURN * 32e6, 0);

  /** Emits thermal noise of 3.02 MHz at half its threshold. */
  private static final NonlinearOscillator EMITTER =
      new NonlinearOscillator(TURN * 3e6, 2, 1, 0, 4e-4);

  private DiodeCases() {}

  static List<PhysicsCase> all() {
    CaseList cases = new CaseList("oscillator");
    String link = "arXiv:2001.00502, for a Lorentzian: P [S D D′ + A D δ]/(δ² + D′²), D′ = D + w/2";
    double[] voltages = {0.97087, 1.47023, 0.99389};
    for (int i = 0; i < 3; i++) {
      int detuning = 5 * i;
      cases.add(
          "emission of 0.3 MHz on a diode of 5 MHz, " + detuning + " MHz off, S = 1, A = 2",
          "V/W",
          voltages[i],
          1e-4,
          link,
          () -> overlap(detuning * 1e6));
    }
    for (int detuning : new int[] {0, 5}) {
      double width = 5 + 3.02 / 2;
      cases.add(
          "emitter and diode together, " + detuning + " MHz off, over both spectra measured alone",
          "V/W",
          (5 * width + 2 * 5 * detuning) / (detuning * detuning + width * width),
          0.03,
          "arXiv:2001.00502",
          () -> detected(detuning * 1e6));
    }
    cases.add(
        "third-order product of two tones in one junction, |c(2ω₁ − ω₂)|",
        "",
        5.32e-4,
        0.01,
        "perturbation of the same equation, −(iN + Γ Q) c₁² c₂*/[i(ω₀ − 2ω₁ + ω₂) + Γ]",
        DiodeCases::thirdOrder);
    cases.add(
        "power at the point of foldover, 2 Γ/(√3 N)",
        "",
        2 * 5 / (Math.sqrt(3) * 32),
        0.02,
        "L. D. Landau, E. M. Lifshitz, \"Mechanics\", section 29",
        DiodeCases::foldover);
    cases.add(
        "response of a diode at ζ = 0.8, one narrowed half width off, over that on resonance",
        "",
        Math.sqrt(0.5),
        1e-3,
        "linear response of the same equation, half width Γ (1 − ζ)",
        () -> response(0.2 * RATE) / response(0));
    return cases.all();
  }

  /** A Lorentzian as many tones of equal power, rectified one by one. */
  private static double overlap(double detuning) {
    SpinDiode diode = new SpinDiode(1, 2, 5e6, Double.POSITIVE_INFINITY);
    int tones = 20_000;
    double sum = 0;
    for (int k = 0; k < tones; k++) {
      double angle = Math.PI * ((k + 0.5) / tones - 0.5);
      double frequency = detuning + 0.15e6 * StrictMath.tan(angle);
      sum += diode.voltage(0, new double[] {frequency}, new double[] {1.0 / tones});
    }
    return sum;
  }

  /** What the diode's orbit and the emitter's current give together, S = 1, A = 2, P = 1. */
  private static double detected(double detuning) {
    double coupling = TURN * 1e4;
    OscillatorNetwork both =
        new OscillatorNetwork(
            List.of(EMITTER, DIODE),
            new double[] {0, -TURN * detuning},
            RandomStreams.several(8, 2));
    both.supercriticality(0, 0.5);
    both.couple(1, 0, coupling, 0);
    both.advance(STEP, 2000);
    double product = 0;
    double power = 0;
    for (int i = 0; i < 300_000; i++) {
      both.advance(STEP, 5);
      double re = both.real(1) * both.real(0) + both.imaginary(1) * both.imaginary(0);
      double im = both.imaginary(1) * both.real(0) - both.real(1) * both.imaginary(0);
      product += re + 2 * im;
      power += both.power(0);
    }
    return product / power * RATE / coupling;
  }

  private static OscillatorNetwork alone(NonlinearOscillator one, double detuning) {
    return new OscillatorNetwork(List.of(one), new double[] {detuning}, List.of());
  }

  /** Tones 2 and 4 MHz above the resonance: their product stands on it. */
  private static double thirdOrder() {
    OscillatorNetwork network = alone(NONLINEAR, 0);
    network.drive(
        List.of(
            new OscillatorNetwork.Drive(0, TURN * 2e6, 0.05 * RATE, 0),
            new OscillatorNetwork.Drive(0, TURN * 4e6, 0.05 * RATE, 0)));
    network.advance(STEP, 2000);
    double real = 0;
    double imaginary = 0;
    int samples = 5000; // ten periods of both tones
    for (int i = 0; i < samples; i++) {
      network.advance(STEP, 1);
      real += network.real(0) / samples;
      imaginary += network.imaginary(0) / samples;
    }
    return StrictMath.hypot(real, imaginary);
  }

  private static double foldover() {
    double shift = FOLDING.shift();
    OscillatorNetwork network = alone(FOLDING, -Math.sqrt(3) * RATE);
    double drive = Math.sqrt(8 * RATE * RATE * RATE / (3 * Math.sqrt(3) * shift));
    network.drive(List.of(new OscillatorNetwork.Drive(0, 0, drive, 0)));
    network.advance(STEP, 400_000);
    return network.power(0);
  }

  private static double response(double detuning) {
    OscillatorNetwork network = alone(NONLINEAR, detuning);
    network.supercriticality(0, 0.8);
    network.drive(List.of(new OscillatorNetwork.Drive(0, 0, 1e-4 * RATE, 0)));
    network.advance(STEP, 4000);
    return Math.sqrt(network.power(0));
  }
}
