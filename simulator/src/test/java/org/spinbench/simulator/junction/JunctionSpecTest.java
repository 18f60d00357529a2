package org.spinbench.simulator.junction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFileException;
import org.spinbench.simulator.dynamics.VortexModel;

/** The file of a simulation: what it means, and what is wrong with it. */
class JunctionSpecTest {
  static final String OSCILLATOR =
      """
      model = "oscillator"
      duration = 2e-6
      step = 1e-9
      temperature = 300.0
      [current]
      dc = 5e-3
      [[current.tones]]
      amplitude = 1e-4
      frequency = 3.01e8
      [oscillator]
      frequency = 300e6
      half_width = 3e6
      nonlinear_damping = 2.0
      nonlinear_shift = 32e6
      noise_300k = 4e-4
      threshold_current = 4e-3
      drive_efficiency = 1e9
      resistance = 45.0
      resistance_swing = 10.2
      """;

  static final String VORTEX =
      """
      model = "vortex"
      duration = 4e-6
      settle = 3e-6
      step = 1e-11
      every = 20
      [current]
      dc = 4.8e-3
      [vortex]
      radius = 185e-9
      thickness = 7e-9
      magnetisation = 1.6
      damping = 0.005
      damping_factor = 2.0
      polarisation = 0.156
      oersted = 0.0
      initial = [90e-9, 0.0]
      resistance = 45.0
      resistance_swing = 10.2
      """;

  static final String MACROSPIN =
      """
      model = "macrospin"
      duration = 5e-9
      step = 0.25e-12
      every = 4
      [macrospin]
      field = [0.0, 0.0, 4e5]
      resistance_parallel = 1000.0
      resistance_antiparallel = 2000.0
      reference = [1.0, 0.0, 0.0]
      [[macrospin.layers]]
      name = "free"
      magnetisation = 954930.0
      damping = 0.01
      thickness = 2e-9
      area = 2e-15
      demagnetisation = [0.0, 0.0, 0.0]
      initial = [1.0, 0.0, 0.1]
      """;

  private static JunctionSpec parse(String toml) {
    return JunctionSpec.parse(toml, "spec.toml").spec();
  }

  private static String refusal(String toml) {
    return assertThrows(IllegalArgumentException.class, () -> JunctionSpec.parse(toml, "spec.toml"))
        .getMessage();
  }

  @Test
  void theFileIsTheSimulation() {
    JunctionSpec spec = parse(OSCILLATOR);
    OscillatorDevice device = (OscillatorDevice) spec.device();
    assertEquals(2 * Math.PI * 3e6, device.model().relaxation());
    assertEquals(1, device.model().depletion(), "absent: 1");
    assertEquals(2 * Math.PI * 32e6, device.model().shift());
    assertEquals(5e-3, spec.conditions().current().constant());
    assertEquals(3.01e8, spec.conditions().current().tones().get(0).frequency());
    assertEquals(300, spec.conditions().temperature());
    assertEquals(1, spec.every());
    assertEquals(0, spec.settle());
    assertEquals(50, spec.load());
  }

  @Test
  void correctionsOfTheVortexComeFromTheFile() {
    String fitted =
        VORTEX.replace(
            "oersted = 0.0",
            "oersted = 0.5\nstiffness = 7e-4\nstiffness_s4 = 0.1\n"
                + "damping_s2 = 0.7\ngyration_s2 = 0.02\nchirality = -1");
    VortexModel model = ((VortexDevice) parse(fitted).device()).model();
    VortexModel plain = new VortexModel.Disc(185e-9, 7e-9, 1.6, 0.005, 2, 0.156).model(0.25, 0.7);
    assertEquals(7e-4, model.stiffness().value());
    assertEquals(0.1, model.stiffness().fourth());
    assertEquals(0.7, model.damping().second());
    assertEquals(0.02, model.gyration().second());
    assertEquals(plain.oersted().value() / 2, model.oersted().value());
    assertEquals(-1, model.chirality());
  }

  @Test
  void aStackOfTwoLayers() {
    String stack =
        MACROSPIN.replace("reference = [1.0, 0.0, 0.0]\n", "")
            + """
              [[macrospin.layers]]
              name = "reference"
              magnetisation = 1e6
              damping = 0.02
              thickness = 3e-9
              area = 2e-15
              [[macrospin.couplings]]
              layers = ["free", "reference"]
              exchange = 1e-4
              """;
    MacrospinDevice device = (MacrospinDevice) parse(stack).device();
    assertEquals(List.of("free", "reference"), device.names());
    assertEquals(2, device.couplings().size());
    assertEquals(6, device.channels().size());
    String said = refusal(stack.replace("[\"free\", \"reference\"]", "[\"free\", \"pinned\"]"));
    assertTrue(said.contains("two of the layers free, reference are expected"), said);
    assertTrue(refusal(stack.replace("exchange = 1e-4", "")).contains("couples nothing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step = 1e-9 | step = 0.0 | step: a number above zero is expected",
        "duration = 2e-6 | duration = 5e-10 | has no point after the settling",
        "step = 1e-9 | step = 1e-9\\nsettle = 3e-6 | is not shorter than the duration",
        "step = 1e-9 | step = 2e-9 | do not resolve the resonance",
        "step = 1e-9 | step = 1e-9\\nevery = 0 | every: at least 1 is expected",
        "half_width = 3e6 | half_widht = 3e6 | did you mean",
        "model = \"oscillator\" | model = \"oscilator\" | one of oscillator, vortex, macrospin",
        "threshold_current = 4e-3 | threshold_current = 0.0 | threshold current is 0 A",
        "resistance = 45.0 | resistance = \"45 Ohm\" | write it without quotation marks",
      })
  void whatIsWrongIsNamed(String good, String bad, String said) {
    String toml = OSCILLATOR.replace(good.strip(), bad.strip().replace("\\n", "\n"));
    String message = refusal(toml);
    assertTrue(message.contains(said.strip()), message);
  }

  @Test
  void vectorsHaveTheirNumberOfComponents() {
    String said = refusal(MACROSPIN.replace("[0.0, 0.0, 4e5]", "[0.0, 4e5]"));
    assertTrue(said.contains("macrospin.field: a list of 3 numbers is expected"), said);
  }

  @Test
  void aSweepReplacesOneNumber() {
    String toml =
        MACROSPIN
            + "[sweep]\nparameter = \"macrospin.layers.0.damping\"\n"
            + "from = 0.01\nto = 0.03\npoints = 3\n";
    JunctionSpec.Contents contents = JunctionSpec.parse(toml, "spec.toml");
    JunctionSpec.Sweep sweep = contents.sweep().orElseThrow();
    assertEquals(List.of(0.01, 0.02, 0.03), sweep.values());
    JunctionSpec last = JunctionSpec.at(toml, "spec.toml", sweep.parameter(), 0.03);
    assertEquals(0.03, ((MacrospinDevice) last.device()).layers().get(0).gilbert());
    assertEquals(contents.spec().duration(), last.duration());
    JunctionSpec field = JunctionSpec.at(toml, "spec.toml", "macrospin.field.2", 1e5);
    assertEquals(1e5, ((MacrospinDevice) field.device()).field().z());
    JunctionSpec seed = JunctionSpec.at("seed = 3\n" + toml, "spec.toml", "seed", 9);
    assertEquals(9, seed.conditions().seed());
  }

  @Test
  void aSweepNeedsANumberToReplace() {
    String said = refusal(OSCILLATOR + "[sweep]\nparameter = \"current.dcc\"\nvalues = [1e-3]\n");
    assertTrue(said.contains("the file has no number at current.dcc"), said);
    said = refusal(OSCILLATOR + "[sweep]\nparameter = \"current.dc\"\nvalues = [1e-3, \"2\"]\n");
    assertTrue(said.contains("a list of finite numbers is expected"), said);
    said =
        refusal(
            OSCILLATOR
                + "[sweep]\nparameter = \"current.dc\"\nfrom = 0.0\nto = 1e-3\npoints = 1\n");
    assertTrue(said.contains("at least 2 are expected"), said);
  }

  /** A value that the model refuses names the value of the sweep. */
  @Test
  void aSweptValueIsCheckedLikeTheFile() {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> JunctionSpec.at(OSCILLATOR, "spec.toml", "oscillator.half_width", -1))
            .getMessage();
    assertTrue(said.contains("oscillator.half_width = -1.0"), said);
  }

  private static String disc(double radius) {
    return VORTEX
        .replace("radius = 185e-9", "radius = " + radius)
        .replace("resistance = 45.0", "resistance_area_product = 4.838e-12")
        .replace("resistance_swing = 10.2", "swing_area_product = 1.097e-12")
        .replace("initial = [90e-9, 0.0]", "initial = [0.0, 0.0]");
  }

  private static double threshold(String toml) {
    JunctionSpec spec = parse(toml);
    return spec.device().threshold(spec.conditions()).orElseThrow();
  }

  private static double startingResistance(String toml) {
    return parse(toml).device().start(parse(toml).conditions()).resistance(0);
  }

  /**
   * R of the area, I_th of volume times resonance, which falls with the diameter: twice the radius
   * has a quarter of the resistance and twice the threshold.
   */
  @Test
  void resistanceAndThresholdFollowTheDiameter() {
    assertEquals(45, startingResistance(disc(185e-9)), 0.01);
    assertEquals(45.0 / 4, startingResistance(disc(370e-9)), 0.01);
    double usual = threshold(disc(185e-9));
    assertEquals(usual, threshold(VORTEX), 1e-12 * usual);
    assertEquals(2, threshold(disc(370e-9)) / usual, 1e-9);
    String thick = disc(185e-9).replace("thickness = 7e-9", "thickness = 14e-9");
    assertEquals(4, threshold(thick) / usual, 1e-9, "twice the volume, twice the resonance");
  }

  @Test
  void aResistanceIsGivenOnce() {
    String both =
        VORTEX.replace("resistance = 45.0", "resistance = 45.0\nresistance_area_product = 5e-12");
    String message = assertThrows(BenchFileException.class, () -> parse(both)).getMessage();
    assertTrue(message.contains("gives the same as resistance; write one of the two"), message);
  }

  /** A macrospin's free layer has the area of the barrier, and a threshold of its volume. */
  @Test
  void aMacrospinsResistanceFollowsItsArea() {
    String products =
        MACROSPIN
            .replace("resistance_parallel = 1000.0", "resistance_area_product_parallel = 2e-12")
            .replace(
                "resistance_antiparallel = 2000.0", "resistance_area_product_antiparallel = 4e-12");
    double usual = startingResistance(MACROSPIN);
    assertEquals(usual, startingResistance(products), 1e-9 * usual);
    String wide = products.replace("area = 2e-15", "area = 8e-15");
    assertEquals(usual / 4, startingResistance(wide), 1e-9 * usual);
  }
}
