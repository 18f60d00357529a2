package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same junction at each fidelity: the closed form, the oscillator in time, the vortex, the
 * macrospin. The models are written apart from each other, so each is the expected value of the
 * others within what the models differ by.
 */
@Tag("any-jdk")
class ModelAgreementTest {
  private static final double[] DETUNINGS = {-15e6, -7e6, -3e6, 0, 2e6, 5e6, 9e6, 15e6};

  /** Emission: bounds of power, of the width (relative) and of the shift (Hz). */
  private static void compare(
      JunctionMotion.Model model,
      double seconds,
      double xi,
      double power,
      double width,
      double hz) {
    FreeOscillation exact = TabulatedEmitter.behavioural(Discs.NEURON).at(xi);
    FreeOscillation moved = new Wanderings(Discs.NEURON, model, seconds).at(xi);
    assertEquals(1, moved.power() / exact.power(), power, "power");
    assertEquals(1, moved.deviation() / exact.deviation(), 2 * power + 0.1, "deviation");
    assertEquals(1, moved.width() / exact.width(), width, "width");
    assertEquals(exact.shift(), moved.shift(), hz, "shift");
  }

  /** At threshold the line is no Lorentzian, so its width depends on how it is measured. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.03, 0.08", "1.0, 0.06, 0.16", "1.5, 0.01, 0.12", "2.0, 0.01, 0.12"})
  void theOscillatorEmitsWhatItsStatisticsSay(double xi, double power, double width) {
    compare(new AmplitudeModel(Discs.NEURON), 1e-3, xi, power, width, 0.05e6);
  }

  /** Its deviations relax up to a third faster, which narrows the line as far as N widens it. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.08", "1.5, 0.02", "2.0, 0.02"})
  void theVortexEmitsAlmostTheSame(double xi, double power) {
    compare(new VortexMotionModel(Discs.NEURON), 200e-6, xi, power, 0.4, 0.25e6);
  }

  /** Its orbit between threshold and ξ = 2 follows from the asymmetry of its torque. */
  @ParameterizedTest
  @CsvSource({"1.5, 0.13", "2.0, 0.02"})
  void theMacrospinEmitsAboutTheSame(double xi, double power) {
    FreeOscillation exact = TabulatedEmitter.behavioural(Discs.NEURON).at(xi);
    FreeOscillation moved =
        new Wanderings(Discs.NEURON, new MacrospinMotionModel(Discs.NEURON), 20e-6).at(xi);
    assertEquals(1, moved.power() / exact.power(), power);
    assertEquals(exact.shift(), moved.shift(), 0.6e6);
  }

  /**
   * Two tones, one of them 80 MHz off: largest difference from the closed form over the line, as
   * part of its highest point.
   */
  private static double difference(JunctionModel model, double power, double bias) {
    Rectifier line = JunctionModel.BEHAVIOURAL.rectifier(Discs.DIODE);
    Rectifier other = model.rectifier(Discs.DIODE);
    double highest = 0;
    double difference = 0;
    for (double detuning : DETUNINGS) {
      double[] frequencies = {250e6 + detuning, 330e6};
      double[] powers = {power, 50e-6};
      double expected = line.voltage(250e6, frequencies, powers, new double[2], bias);
      double found = other.voltage(250e6, frequencies, powers, new double[2], bias);
      highest = Math.max(highest, Math.abs(expected));
      difference = Math.max(difference, Math.abs(found - expected));
    }
    return difference / highest;
  }

  /**
   * The third-order product of the tones, which the closed form leaves out, is all that differs.
   */
  @ParameterizedTest
  @CsvSource({"10e-6, 0", "115e-6, 0", "10e-6, 2e-3", "115e-6, 2e-3", "50e-6, 3.2e-3"})
  void theOscillatorRectifiesAsTheClosedForm(double power, double bias) {
    double found = difference(JunctionModel.OSCILLATOR, power, bias);
    assertTrue(found < 2e-3, "differs by " + found);
  }

  /** A force along one axis also turns the other way, so tones far off count for less. */
  @ParameterizedTest
  @CsvSource({"50e-6, 0, 0.08", "115e-6, 0, 0.08", "115e-6, 2e-3, 0.1", "50e-6, 3.2e-3, 0.13"})
  void theVortexRectifiesAlmostTheSame(double power, double bias, double bound) {
    double found = difference(JunctionModel.VORTEX, power, bias);
    assertTrue(found < bound, "differs by " + found);
  }

  /** Its damping falls with its orbit, where that of the others grows. */
  @ParameterizedTest
  @CsvSource({"50e-6, 0.12", "115e-6, 0.2"})
  void theMacrospinRectifiesAboutTheSame(double power, double bound) {
    double found = difference(JunctionModel.MACROSPIN, power, 0);
    assertTrue(found < bound, "differs by " + found);
  }

  /** The third-order product lies where 2f₁ − f₂ does: with tones 2 MHz apart it is felt. */
  @Test
  void tonesMixInOneJunction() {
    Rectifier line = JunctionModel.BEHAVIOURAL.rectifier(Discs.DIODE);
    Rectifier oscillator = JunctionModel.OSCILLATOR.rectifier(Discs.DIODE);
    double[] frequencies = {252e6, 254e6};
    double[] powers = {100e-6, 100e-6};
    double plain = line.voltage(250e6, frequencies, powers, new double[2], 0);
    double mixed = oscillator.voltage(250e6, frequencies, powers, new double[2], 0);
    assertTrue(Math.abs(mixed - plain) > 5e-3 * Math.abs(plain), plain + " " + mixed);
    assertEquals(plain, mixed, 0.15 * Math.abs(plain));
  }

  /** A drive that has not changed gives the same bits, and so does one that comes back. */
  @Test
  void sameDriveSameBits() {
    for (JunctionModel model : JunctionModel.values()) {
      Rectifier one = model.rectifier(Discs.DIODE);
      double[] powers = {100e-6};
      double first = one.voltage(250e6, new double[] {255e6}, powers, new double[1], 0);
      assertEquals(first, one.voltage(250e6, new double[] {255e6}, powers, new double[1], 0));
      one.voltage(250e6, new double[] {251e6}, powers, new double[1], 0);
      assertEquals(first, one.voltage(250e6, new double[] {255e6}, powers, new double[1], 0));
      Rectifier another = model.rectifier(Discs.DIODE);
      assertEquals(first, another.voltage(250e6, new double[] {255e6}, powers, new double[1], 0));
    }
  }
}
