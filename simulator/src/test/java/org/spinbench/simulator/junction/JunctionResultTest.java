package org.spinbench.simulator.junction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.dynamics.EmissionSpectrum;
import org.spinbench.simulator.dynamics.PhysicalConstants;

/** From the file of a junction to what a meter and an analyzer would read, against closed forms. */
@Tag("any-jdk")
class JunctionResultTest {
  private static JunctionResult run(String toml) {
    return JunctionResult.of(JunctionSpec.parse(toml, "spec.toml").spec());
  }

  private static double value(JunctionResult result, String name) {
    return result.quantities().get(name).value();
  }

  /** s = 0.48124 at ξ = 1.2, f = 317.4 MHz; P = ½ (I ΔR s)² R_L/(R + R_L)². */
  @Test
  void aVortexOscillator() {
    String toml = JunctionSpecTest.VORTEX;
    JunctionResult result = run(toml);
    double threshold = value(result, "threshold_current");
    assertEquals(4.0e-3, threshold, 1e-5);
    // The current of the file is 1.2010 times that: the orbit follows from its equation.
    double ratio = 4.8e-3 / threshold;
    double s = Math.sqrt((-0.83 + Math.sqrt(0.83 * 0.83 + 4 * 0.145 * (ratio - 1))) / (2 * 0.145));
    assertEquals(s, value(result, "amplitude"), 2e-3);
    assertEquals(317.5e6, value(result, "emission_frequency"), 1e6);
    double power = Math.pow(4.8e-3 * 10.2 * s, 2) / 2 * 50 / (95 * 95);
    assertEquals(1, value(result, "emission_power") / power, 0.02);
    assertEquals(4.8e-3 * 45, value(result, "voltage"), 1e-3);
  }

  /** Power and width of a thermal oscillator, against the exact spectrum. */
  @Test
  void aThermalOscillatorBelowThreshold() {
    String toml =
        JunctionSpecTest.OSCILLATOR
            .replace("dc = 5e-3", "dc = 2e-3")
            .replaceAll("(?s)\\[\\[current.tones\\]\\].*?\\[osc", "[osc")
            .replace("duration = 2e-6", "duration = 4e-4\nsettle = 1e-6");
    JunctionResult result = run(toml);
    OscillatorDevice device =
        (OscillatorDevice) JunctionSpec.parse(toml, "spec.toml").spec().device();
    EmissionSpectrum exact = new EmissionSpectrum(device.model(), 0.5);
    double power = Math.pow(2e-3 * 10.2, 2) / 2 * exact.power().mean() * 50 / (95 * 95);
    assertEquals(1, value(result, "emission_power") / power, 0.08);
    assertEquals(1, value(result, "emission_width") / exact.width(), 0.1);
    assertEquals(300e6 + exact.peakShift(), value(result, "emission_frequency"), 0.2e6);
    assertTrue(
        result.remarks().get(0).contains("0.002000 A is below the threshold of 0.004000 A"),
        result.remarks().toString());
  }

  /** V = ½ I ΔR κI/Γ on resonance for a mode that the current drives in phase, below threshold. */
  @Test
  void rectificationOfAnOscillator() {
    String toml =
        JunctionSpecTest.OSCILLATOR
            .replace("dc = 5e-3", "dc = 0.0")
            .replace("3.01e8", "3e8")
            .replace("drive_efficiency = 1e9", "drive_efficiency = 1e8")
            .replace("temperature = 300.0", "settle = 1e-6")
            .replace("frequency = 300e6", "frequency = 3e8");
    JunctionResult result = run(toml);
    double amplitude = 1e8 * 1e-4 / (2 * Math.PI * 3e6);
    assertEquals(1, value(result, "amplitude") / amplitude, 1e-3);
    assertEquals(1, value(result, "rectified_voltage") / (0.5 * 1e-4 * 10.2 * amplitude), 5e-3);
  }

  /** Half a width above and below the resonance the response turns by 45°. */
  @Test
  void theRectifiedLineOfAnOscillator() {
    for (double detuning : new double[] {-3e6, 3e6}) {
      String toml =
          JunctionSpecTest.OSCILLATOR
              .replace("dc = 5e-3", "dc = 0.0")
              .replace("3.01e8", Double.toString(3e8 + detuning))
              .replace("drive_efficiency = 1e9", "drive_efficiency = 1e8")
              .replace("temperature = 300.0", "settle = 1e-6");
      double amplitude = 1e8 * 1e-4 / (2 * Math.PI * 3e6);
      double lorentzian = 0.5 * 1e-4 * 10.2 * amplitude / 2;
      assertEquals(1, value(run(toml), "rectified_voltage") / lorentzian, 0.01);
    }
  }

  /** cos θ turns from 1 to −1 with the precession: the mean conductance is that of its mean. */
  @Test
  void theTraceOfAMacrospin() {
    JunctionResult result = run(JunctionSpecTest.MACROSPIN);
    JunctionTrace trace = result.trace().orElseThrow();
    assertEquals(5001, trace.points());
    assertEquals(
        "[time, current, resistance, voltage, free_mx, free_my, free_mz]",
        trace.columns().stream().map(Device.Channel::name).toList().toString());
    double[] mx = trace.values()[4];
    double[] mz = trace.values()[6];
    double rate = PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD * 4e5 / (1 + 1e-4);
    int at = 1234;
    double time = trace.values()[0][at];
    assertEquals(Math.sqrt(1 - mz[at] * mz[at]) * Math.cos(rate * time), mx[at], 1e-5);
    double conductance = (1e-3 + 5e-4) / 2 + (1e-3 - 5e-4) / 2 * mx[at];
    assertEquals(1 / conductance, trace.values()[2][at], 1e-9);
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    String toml = JunctionSpecTest.MACROSPIN.replace("every = 4", "every = 4\ntemperature = 300.0");
    assertArrayEquals(
        run(toml).trace().orElseThrow().values(), run(toml).trace().orElseThrow().values());
    assertTrue(
        run(toml).trace().orElseThrow().values()[4][100]
            != run("seed = 2\n" + toml).trace().orElseThrow().values()[4][100]);
  }

  @Test
  void whyItDoesNotOscillate() {
    JunctionResult planar =
        run(JunctionSpecTest.VORTEX.replace("polarisation = 0.156", "polarisation = 0.0"));
    assertTrue(planar.remarks().toString().contains("no perpendicular component"));
    assertTrue(Double.isNaN(value(planar, "threshold_current")));
    JunctionResult backwards = run(JunctionSpecTest.VORTEX.replace("dc = 4.8e-3", "dc = -4.8e-3"));
    assertTrue(
        backwards.remarks().toString().contains("of the other sign"),
        backwards.remarks().toString());
    JunctionResult resting =
        run(JunctionSpecTest.VORTEX.replace("initial = [90e-9, 0.0]", "initial = [0.0, 0.0]"));
    assertTrue(
        resting.remarks().toString().contains("has not grown yet"), resting.remarks().toString());
  }

  private static final String TURNING =
      """
      model = "macrospin"
      duration = 4e-9
      step = 0.5e-12
      settle = 2e-9

      [current]
      dc = -4e-4

      [macrospin]
      resistance_parallel = 1000.0
      resistance_antiparallel = 2000.0
      reference = [1.0, 0.0, 0.0]

      [[macrospin.layers]]
      name = "free"
      magnetisation = 8e5
      damping = 0.02
      thickness = 2e-9
      area = 5e-15
      anisotropy = 4e3
      axis = [1.0, 0.0, 0.0]
      polarisation = 0.4
      polariser = [0.0, 0.0, 1.0]
      initial = [1.0, 0.0, 0.0]
      """;

  /**
   * A perpendicular polariser turns a film out of its plane once a_DL exceeds H_k/2, whatever the
   * sign: at 0.3038 mA. Below that only what already turns goes on.
   */
  @Test
  void anOutOfPlaneOscillatorOscillates() {
    JunctionResult turning = run(TURNING);
    double frequency = value(turning, "emission_frequency");
    assertTrue(frequency > 5e9 && frequency < 10e9, frequency + " Hz");
    assertEquals(-0.3038e-3, value(turning, "threshold_current"), 0.0005e-3);
    String said = turning.remarks().toString();
    assertTrue(!said.contains("does not oscillate") && !said.contains("still swings"), said);
    String early = TURNING.replace("-4e-4", "2.5e-4");
    said =
        run(early.replace("initial = [1.0, 0.0, 0.0]", "initial = [0.6, 0.0, 0.8]"))
            .remarks()
            .toString();
    assertTrue(said.contains("still swings at the end, although the current of 0.00025"), said);
    said = run(early.replace("2.5e-4", "1e-4")).remarks().toString();
    assertTrue(said.contains("does not oscillate: the current of 0.0001000 A is below"), said);
  }

  @Test
  void aStepThatIsTooLongIsReported() {
    JunctionResult vortex = run(JunctionSpecTest.VORTEX.replace("step = 1e-11", "step = 1e-10"));
    assertTrue(
        vortex.remarks().get(0).startsWith("The step of 1.00e-10 s is too long for a gyration"),
        vortex.remarks().toString());
    JunctionResult cold =
        run(JunctionSpecTest.MACROSPIN.replace("0.25e-12", "1e-12").replace("5e-9", "1e-9"));
    assertTrue(cold.remarks().toString().contains("can precess with"), cold.remarks().toString());
    JunctionResult warm =
        run(
            JunctionSpecTest.MACROSPIN
                .replace("every = 4", "every = 4\ntemperature = 300.0")
                .replace("area = 2e-15", "area = 2e-19"));
    assertTrue(
        warm.remarks().toString().contains("the thermal field of one step turns layer free"),
        warm.remarks().toString());
  }

  @Test
  void anExpelledCoreEndsTheTrace() {
    JunctionResult result =
        run(
            JunctionSpecTest.VORTEX
                .replace("oersted = 0.0", "oersted = 0.0\nlargest_orbit = 0.6")
                .replace("settle = 3e-6", "settle = 1e-7")
                .replace("dc = 4.8e-3", "dc = 7e-3"));
    assertTrue(result.trace().orElseThrow().points() < 20_000);
    assertTrue(result.remarks().toString().contains("left the disc"), result.remarks().toString());
  }
}
