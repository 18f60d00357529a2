package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.simulator.chip.NineJunctions;
import org.spinbench.simulator.chip.PlainNetwork;

/** Whatever reads a voltage reads a chain: lock-in amplifiers and source meters, too. */
@Tag("any-jdk")
class ChainMetersTest {
  private static BenchFile file(String model, String port, String more, String rest) {
    String text =
        NineJunctions.text()
            .replaceFirst(
                "(\\[instruments\\.voltmeter_1]\nmodel = )\"[^\"]*\"", "$1\"" + model + "\"" + more)
            .replace("voltmeter = \"voltmeter_1\"", "voltmeter = \"" + port + "\"")
            .replace("fidelity = \"full\"", "fidelity = \"ideal\"")
            .replaceAll("(\\[instruments\\.rf_[12]]\n)", "$1" + rest);
    return BenchFile.parse(text, model);
  }

  private static Bench open(BenchFile file) {
    SimulatedBench simulated = new SimulatedBench(file, 1);
    return Bench.open(file, simulated, simulated.clock(), Manner.PRESENT);
  }

  /**
   * Compared with the closed form of the chain, within five standard deviations of the meter and
   * the rest of the tone's change when its settling time is over.
   */
  private static Reading read(Bench bench, double power) {
    bench.ports().tone(0, 252e6, power);
    bench.ports().tone(1, 327e6, power / 2);
    Reading reading = bench.ports().chainVoltages(0)[0];
    double[] tones = {252e6, 327e6};
    PlainNetwork plain =
        new PlainNetwork(tones, new double[] {power, power / 2}, new double[6], new double[3]);
    double rest = 3e-5 * Math.abs(plain.chains[0]);
    assertEquals(plain.chains[0], reading.value(), 5 * reading.uncertainty() + rest);
    assertTrue(Math.abs(reading.value()) > 20 * reading.uncertainty(), reading.toString());
    return reading;
  }

  /** The rms of a first harmonic, times π/√2, is what the tones do to the chain. */
  @ParameterizedTest
  @ValueSource(strings = {"SR830", "SR860"})
  void aLockInReadsWhatItsPulsesSwitch(String model) {
    try (Bench bench = open(file(model, "voltmeter_1", "", "pulsed = true\n"))) {
      double weak = read(bench, 20e-6).value();
      Reading strong = read(bench, 80e-6);
      assertTrue(strong.value() / weak > 3, "about four times");
      assertEquals("voltage", strong.quantity());
      assertEquals(5e-3 * Math.PI / Math.sqrt(2), strong.range(), 1e-12, "sensitivity 5 mV");
      assertTrue(strong.integration() >= 1 / 50.0, "a power-line cycle or more");
      bench.ports().integration(10);
      Reading longer = bench.ports().chainVoltages(0)[0];
      assertTrue(longer.integration() >= 10 / 50.0, "ten cycles or more");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2400, voltmeter_1",
    "2450, voltmeter_1",
    "2602B, voltmeter_1:2",
    "B2901A, voltmeter_1",
    "B2912A, voltmeter_1:1"
  })
  void aSourceMeterReadsWithoutACurrent(String model, String port) {
    try (Bench bench = open(file(model, port, "", ""))) {
      read(bench, 100e-6);
      bench.ports().integration(5);
      Reading longer = bench.ports().chainVoltages(0)[0];
      assertEquals(5 / 50.0, longer.integration(), 1e-9);
      Object whole = bench.instruments().get("voltmeter_1");
      BiasSource source =
          whole instanceof Channels<?> channels
              ? (BiasSource) channels.channel(port.endsWith("2") ? 2 : 1)
              : (BiasSource) whole;
      assertEquals(0, source.level().get());
      assertTrue(((SourceMeter) source).compliance().get() <= 0.8, "the card's absolute voltage");
      LimitException refused =
          assertThrows(LimitException.class, () -> source.level().set(5e-9), model);
      String told = refused.getMessage();
      assertTrue(told.contains("through chain 1") && told.contains("stays at 0 A"), told);
      assertEquals(0, source.level().get(), "nothing was sent");
    }
  }

  @Test
  void atTheEndTheOutputOfASourceMeterIsOff() {
    BenchFile file = file("2450", "voltmeter_1", "", "");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Console console = new Console(file, simulated, simulated.clock());
    try (Bench bench = Bench.open(file, simulated, simulated.clock(), Manner.PRESENT)) {
      read(bench, 100e-6);
      assertEquals("1", console.query("voltmeter_1", ":OUTP?"));
    }
    assertEquals("0", console.query("voltmeter_1", ":OUTP?"));
    assertFalse(simulated.energised().contains("voltmeter_1"));
    assertEquals(List.of(), simulated.queuedErrors());
  }

  private static String refusal(BenchFile file) {
    return assertThrows(IllegalArgumentException.class, () -> open(file)).getMessage();
  }

  @Test
  void aLockInWithoutPulsesIsRefused() {
    String told = refusal(file("SR830", "voltmeter_1", "", ""));
    assertTrue(told.contains("voltmeter_1") && told.contains("chain 1"), told);
    assertTrue(told.contains("input 1") && told.contains("'pulsed = true'"), told);
  }

  /** A neuron's emission cannot be switched. */
  @Test
  void aLockInBehindANeuronIsRefused() {
    String text =
        NineJunctions.text().replaceAll("(\\[instruments\\.rf_[12]]\n)", "$1pulsed = true\n");
    text = text.replaceFirst("(\\[instruments\\.voltmeter_3]\nmodel = )\"[^\"]*\"", "$1\"SR860\"");
    String told = refusal(BenchFile.parse(text, "a lock-in at chain 3"));
    assertTrue(told.contains("chain 3") && told.contains("neuron 1 is emitted"), told);
  }

  @Test
  void aSourceOfVoltageIsRefused() {
    String told = refusal(file("2450", "voltmeter_1", "\nsource = \"voltage\"", ""));
    assertTrue(told.contains("voltmeter_1 is a source of voltage"), told);
  }
}
