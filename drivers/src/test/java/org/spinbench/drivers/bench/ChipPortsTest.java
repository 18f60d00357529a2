package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;

final class ChipPortsTest {
  private final StandInBench stand = new StandInBench();
  private final TestClock clock = new TestClock();
  private final Bench bench =
      Bench.open(BenchFile.parse(StandInBench.TOML, "small.toml"), stand, clock);
  private final ChipPorts ports = bench.ports();

  private void forget() {
    stand.instruments.values().forEach(one -> one.messages.clear());
    clock.sleeps.clear();
  }

  @Test
  void aToneIsSentAsLevelAtTheSourceBeforeItsOutput() {
    ports.tone(0, 251e6, 100e-6);
    // 100 µW are -10 dBm at the junction, and 10 dB are lost on the way
    assertEquals(
        List.of(":SOUR:FREQ 251000000", ":SOUR:POW 0", ":OUTP:STAT 1"),
        stand.of("rf_1").commands());
    ports.tonePower(1, 50e-6);
    // 50 µW are -13.0103 dBm, and 12 dB are lost
    assertEquals(List.of(":SOUR:POW -1.01", ":OUTP:STAT 1"), stand.of("rf_2").commands());
  }

  @Test
  void aPulsedSourceGivesItsToneWhileItsPulseInputIsHigh() {
    stand.of("rf_1").stuck.put("*OPT", "SGS-K22");
    ChipPorts pulsed = opened("model = \"SGS100A\"\npulsed = true");
    pulsed.tone(0, 250e6, 100e-6);
    assertEquals(
        List.of(
            ":CONN:TRIG:OMOD PEMS",
            ":SOUR:PULM:SOUR EXT",
            ":SOUR:PULM:POL NORM",
            ":SOUR:PULM:STAT 1",
            ":SOUR:FREQ 250000000",
            ":SOUR:POW 0",
            ":OUTP:STAT 1"),
        stand.of("rf_1").commands());
  }

  @Test
  void aSourceWithoutPulseInputCannotBePulsed() {
    stand.add("rf_1", "Stanford Research Systems,SG386,s/n001671,ver1.21.26");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> opened("model = \"SG386\"\npulsed = true"));
    assertTrue(e.getMessage().contains("source of a pulsed input 1"), e.getMessage());
  }

  /** The bench with another entry for rf_1. */
  private ChipPorts opened(String entry) {
    String toml = StandInBench.TOML.replaceFirst("model = \"SGS100A\"", entry);
    return Bench.open(BenchFile.parse(toml, "other.toml"), stand, clock).ports();
  }

  @Test
  void noPowerSwitchesTheSourceOff() {
    ports.tonePower(0, 100e-6);
    forget();
    ports.tonePower(0, 0);
    assertEquals(List.of(":OUTP:STAT 0"), stand.of("rf_1").commands());
    ports.tonePower(0, 10e-6);
    assertEquals(
        List.of(":OUTP:STAT 0", ":SOUR:POW -10", ":OUTP:STAT 1"), stand.of("rf_1").commands());
  }

  @Test
  void thePowerThatTheSourceWasSetToIsReturned() {
    // 33 µW are -14.8149 dBm, sent as -2.81 dBm behind 12 dB: -14.81 dBm are 33.037 µW
    assertEquals(3.303695e-5, ports.tone(1, 330e6, 33e-6), 1e-11);
    assertEquals(":SOUR:POW -2.81", stand.of("rf_2").commands().get(1));
    assertEquals(0, ports.tonePower(1, 0));
  }

  @Test
  void anImpossiblePowerIsRefused() {
    for (double power : new double[] {-1e-6, Double.NaN}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ports.tonePower(1, power));
      assertTrue(e.getMessage().contains("input 2"), e.getMessage());
    }
  }

  @Test
  void aFieldCurrentIsAVoltageAcrossLineAndResistor() {
    ports.fieldCurrent(2, -3.5e-3);
    assertEquals(-3.5, stand.of("field").number(":SOUR5:VOLT"));
    assertEquals(
        List.of(":SOUR5:VOLT:SLEW 20000", ":SOUR5:FILT MED", ":SOUR5:VOLT -3.5"),
        stand.of("field").commands());
  }

  @Test
  void aCurrentSourceDrivesAFieldLineWithTheCurrentItself() {
    StandInBench own = new StandInBench();
    own.add("coil", "YOKOGAWA,GS210,91N000009,2.01");
    own.of("coil").values.put(":SOUR:FUNC", "CURR");
    own.of("coil").values.put(":SOUR:RANG", "10E-3");
    String coil = "[instruments.coil]\nmodel = \"GS200\"\nresource = \"INPROC::coil::INSTR\"\n";
    BenchFile file =
        BenchFile.parse(StandInBench.TOML.replace("field:5", "coil") + coil, "coil.toml");
    ChipPorts line = Bench.open(file, own, clock).ports();
    line.fieldCurrent(2, -3.5e-3);
    // the level is zero when the output is switched on; 8 mA through 1 kΩ take 8 V
    assertEquals(
        List.of(":SOUR:PROT:VOLT 9.6", ":OUTP 1", ":SOUR:LEV -0.0035"),
        own.of("coil").commands().stream().filter(c -> !c.equals(":SOUR:LEV 0")).toList());
    LimitException e = assertThrows(LimitException.class, () -> line.fieldCurrent(2, 8.1e-3));
    assertTrue(e.getMessage().contains("field line of synapse 3"), e.getMessage());
  }

  @Test
  void aBiasIsSwitchedOnAtZeroAndRampedUp() {
    ports.bias(1, 1e-3);
    // steps of 9 mA / 20 = 0.45 mA at most: three
    List<String> commands = stand.of("bias_2").commands();
    assertEquals(List.of(":SOUR:LEV 0", ":SOUR:PROT:VOLT 1", ":OUTP 1"), commands.subList(0, 3));
    assertEquals(3, commands.size() - 3);
    assertEquals(":SOUR:LEV 0.001", commands.get(5));
  }

  @Test
  void aBiasOfZeroIsRampedDownAndSwitchedOff() {
    ports.bias(0, 0.8e-3);
    forget();
    ports.bias(0, 0);
    assertEquals(
        List.of(":SOUR:LEV 0.0004", ":SOUR:LEV 0", ":OUTP 0"), stand.of("bias_1").commands());
  }

  @Test
  void aSmallChangeOfBiasIsOneMessage() {
    ports.bias(0, 6e-3);
    forget();
    ports.bias(0, 6.1e-3);
    assertEquals(List.of(":SOUR:LEV 0.0061;:SYST:ERR?"), stand.of("bias_1").messages);
  }

  /** The order of all messages, of which each is answered at once. */
  private List<String> order() {
    List<String> order = new ArrayList<>();
    stand.instruments.forEach((name, one) -> one.onMessage = () -> order.add(name));
    return order;
  }

  @Test
  void biasesAreRampedSideBySide() {
    ports.biases(new int[] {0, 1}, 0.1e-3, 0.1e-3);
    forget();
    List<String> order = order();
    ports.biases(new int[] {0, 1}, 1.5e-3, 0.5e-3);
    double[] steps =
        stand.of("bias_1").commands().stream()
            .mapToDouble(command -> Double.parseDouble(command.substring(10)))
            .toArray();
    assertArrayEquals(new double[] {0.45e-3, 0.8e-3, 1.15e-3, 1.5e-3}, steps, 1e-12);
    assertEquals(List.of(":SOUR:LEV 0.0005"), stand.of("bias_2").commands());
    // Read back, then a step of each, then what is left of the longer way.
    assertEquals(List.of("bias_1", "bias_1", "bias_2", "bias_1", "bias_1", "bias_1"), order);
    // 0.35 mA at 200 A/s
    assertEquals(Collections.nCopies(3, Duration.ofNanos(1_750)), clock.sleeps);
  }

  @Test
  void allTonesChangeTogether() {
    ports.tones(new double[] {250e6, 330e6}, new double[] {1e-6, 1e-6});
    forget();
    ports.tones(new double[] {251e6, 330e6}, new double[] {2e-6, 0});
    assertEquals(List.of(":SOUR:FREQ 251000000", ":SOUR:POW -16.99"), stand.of("rf_1").commands());
    assertEquals(List.of(":OUTP:STAT 0"), stand.of("rf_2").commands());
    ports.settle();
    assertEquals(List.of(Duration.ofMillis(2)), clock.sleeps);
  }

  @Test
  void allFieldLinesChangeTogether() {
    ports.fieldCurrents(new double[] {1e-3, 0, -2e-3});
    assertEquals(1, stand.of("field").number(":SOUR1:VOLT"));
    assertEquals(-2, stand.of("field").number(":SOUR5:VOLT"));
    forget();
    ports.fieldCurrents(new double[] {1e-3, 0.5e-3, -2e-3});
    assertEquals(List.of(":SOUR2:VOLT 0.5"), stand.of("field").commands());
  }

  @Test
  void aBiasBeyondALimitIsRefusedBeforeAnythingIsSwitchedOn() {
    assertThrows(LimitException.class, () -> ports.bias(1, 9.2e-3));
    assertEquals(0, stand.of("bias_2").number(":OUTP"));
    assertEquals(0, stand.of("bias_2").number(":SOUR:LEV"));
  }

  @Test
  void whatWouldNotChangeAnythingIsNotSent() {
    ports.tone(0, 250e6, 100e-6);
    ports.fieldCurrent(0, 1e-3);
    ports.bias(0, 5e-3);
    ports.settle();
    forget();
    long before = bench.messagesSent();
    ports.tone(0, 250e6, 100e-6);
    ports.tonePower(0, 100.001e-6);
    ports.fieldCurrent(0, 1e-3);
    ports.bias(0, 5e-3);
    ports.settle();
    assertEquals(before, bench.messagesSent());
    assertEquals(List.of(), clock.sleeps);
  }

  @Test
  void settlingIsTheLongestOfWhatChangedAndTheAmplifiersBehind() {
    ports.tonePower(0, 1e-6);
    ports.settle();
    assertEquals(List.of(Duration.ofMillis(2)), clock.sleeps);
    clock.sleeps.clear();
    ports.fieldCurrent(0, 1e-3);
    ports.tonePower(0, 2e-6);
    ports.settle();
    ports.settle();
    assertEquals(List.of(Duration.ofMillis(3)), clock.sleeps);
    ports.bias(0, 0.1e-3);
    clock.sleeps.clear();
    ports.settle();
    assertEquals(List.of(Duration.ofMillis(6)), clock.sleeps);
  }

  @Test
  void allVoltmetersAreStartedBeforeTheFirstIsRead() {
    stand.of("voltmeter_1").stuck.put(":FETC", "+1.25E-03");
    stand.of("voltmeter_2").stuck.put(":FETC", "-2.5E-03");
    ports.chainVoltages();
    forget();
    stand.of("voltmeter_1").onMessage =
        () -> {
          boolean fetching = !stand.of("voltmeter_1").messages.isEmpty();
          assertEquals(fetching ? 1 : 0, stand.of("voltmeter_2").messages.size());
        };
    Reading[] readings = ports.chainVoltages();
    assertEquals(2, readings.length);
    assertEquals(1.25e-3, readings[0].value());
    assertEquals(-2.5e-3, readings[1].value());
    assertEquals("voltmeter_2", readings[1].source());
    assertEquals(List.of(":INIT;:SYST:ERR?", "*OPC?;:FETC?"), stand.of("voltmeter_1").messages);
  }

  /** The analyzer is at work while the voltmeters integrate. */
  @Test
  void chainsAndNeuronsAreMeasuredAtOnce() {
    stand.of("voltmeter_1").stuck.put(":FETC", "+1.25E-03");
    stand.of("voltmeter_2").stuck.put(":FETC", "-2.5E-03");
    stand.of("analyzer").stuck.put(":CALC:MARK1:Y", "-31.0");
    ports.nodes(new int[] {0, 1}, new int[] {1});
    forget();
    List<Reading> told = new ArrayList<>();
    ports.onReading(told::add);
    List<String> order = order();
    long before = ports.evaluations();
    ChipPorts.NodeReadings readings = ports.nodes(new int[] {0, 1}, new int[] {1, 0});
    List<String> meters = List.of("voltmeter_1", "voltmeter_2");
    assertEquals(meters, order.subList(0, 2), "started");
    assertEquals(meters, order.subList(order.size() - 2, order.size()), "fetched");
    assertEquals(Set.of("analyzer"), Set.copyOf(order.subList(2, order.size() - 2)));
    assertEquals(1.25e-3, readings.voltages()[0].value());
    assertEquals(-2.5e-3, readings.voltages()[1].value());
    assertEquals(ports.emittedPower(1).value(), readings.powers()[0].value());
    assertEquals(2, readings.powers().length);
    assertEquals(
        List.of("voltmeter_1", "voltmeter_2", "analyzer", "analyzer"),
        told.subList(0, 4).stream().map(Reading::source).toList());
    assertEquals(before + 2, ports.evaluations(), "one, and one more for the neuron read again");
  }

  @Test
  void chainsCanBeReadOneByOne() {
    stand.of("voltmeter_2").stuck.put(":FETC", "3.0E-3");
    Reading[] readings = ports.chainVoltages(1);
    assertEquals(1, readings.length);
    assertEquals(3e-3, readings[0].value());
    assertEquals("0.01", stand.of("voltmeter_2").values.get(":SENS:VOLT:CHAN1:RANG"));
    assertEquals("1", stand.of("voltmeter_2").values.get(":SENS:VOLT:NPLC"));
    assertEquals(List.of(), stand.of("voltmeter_1").commands());
  }

  @Test
  void theIntegrationChangesWhatWasPreparedAndWhatWillBe() {
    ports.integration(0.1);
    assertEquals(List.of(), stand.of("voltmeter_1").commands(), "nobody has asked for a reading");
    ports.chainVoltages(0);
    assertEquals("0.1", stand.of("voltmeter_1").values.get(":SENS:VOLT:NPLC"));
    forget();
    ports.integration(5);
    assertEquals(List.of(":SENS:VOLT:NPLC 5"), stand.of("voltmeter_1").commands());
    assertEquals(List.of(), stand.of("voltmeter_2").commands());
    forget();
    long before = bench.messagesSent();
    ports.integration(5);
    assertEquals(before, bench.messagesSent(), "what is so already is not sent");
    ports.chainVoltages(1);
    assertEquals("5", stand.of("voltmeter_2").values.get(":SENS:VOLT:NPLC"));
    assertThrows(LimitException.class, () -> ports.integration(61));
  }

  @Test
  void emittedPowerIsReferredToTheNeuron() {
    stand.of("analyzer").stuck.put(":CALC:MARK1:Y", "-31.0");
    // behind 4 dB of loss: -27 dBm at the neuron, 2 µW
    Reading reading = ports.emittedPower(1);
    assertEquals(1.9952623149688828e-6, reading.value(), 1e-18);
    assertEquals(Unit.WATT, reading.unit());
    // 0.1 dB are 2.3 %
    assertEquals(0.02302585 * reading.value(), reading.uncertainty(), 1e-12);
    assertEquals("emitted power of neuron 2", reading.quantity());
    assertEquals(3.4e8, stand.of("analyzer").number(":CALC:MARK1:X"));
    // with 4 dB of gain: -35 dBm at the neuron, 0.316 µW
    assertEquals(3.1622776601683795e-7, ports.emittedPower(0).value(), 1e-19);
    assertEquals(3e8, stand.of("analyzer").number(":FREQ:CENT"));
  }

  @Test
  void aTrainingEvaluationCostsOneMessageAtTheAnalyzer() {
    ports.emittedPower(1);
    forget();
    ports.tonePower(0, 3e-6);
    ports.emittedPower(1);
    assertEquals(
        List.of(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?"),
        stand.of("analyzer").messages);
  }

  @Test
  void aSpectrumIsReferredToTheNeuron() {
    stand.of("analyzer").blocks.put(":TRAC:DATA", new double[] {-100, -64});
    assertArrayEquals(new double[] {-96, -60}, ports.emission(1).levelsDbm());
    assertEquals(320e6, ports.emission(1).start());
    assertEquals(360e6, ports.emission(1).stop());
    assertArrayEquals(new double[] {-104, -68}, ports.emission(0).levelsDbm());
  }

  @Test
  void listenersHearEverySpectrumAtTheNeuron() {
    stand.of("analyzer").blocks.put(":TRAC:DATA", new double[] {-100, -64});
    List<String> heard = new ArrayList<>();
    ports.onSpectrum((neuron, trace) -> heard.add(neuron + " " + trace.levelsDbm()[1]));
    ports.onSpectrum((neuron, trace) -> heard.add("too"));
    ports.emission(1);
    ports.emission(0);
    assertEquals(List.of("neuron 2 -60.0", "too", "neuron 1 -68.0", "too"), heard);
  }

  @Test
  void readingsAtUnchangedSettingsBelongToOneEvaluation() {
    stand.of("analyzer").blocks.put(":TRAC:DATA", new double[] {-100, -64});
    assertEquals(0, ports.evaluations());
    ports.chainVoltages();
    ports.emittedPower(1);
    ports.emission(1);
    assertEquals(1, ports.evaluations());
    ports.emittedPower(1);
    assertEquals(2, ports.evaluations());
    ports.chainVoltages();
    assertEquals(2, ports.evaluations());
    ports.tonePower(0, 1e-6);
    assertEquals(2, ports.evaluations());
    ports.chainVoltages();
    assertEquals(3, ports.evaluations());
    ports.tonePower(0, 1e-6);
    ports.emittedPower(0);
    assertEquals(3, ports.evaluations());
    ports.chainVoltages();
    assertEquals(4, ports.evaluations());
  }

  @Test
  void everyListenerHearsEveryReading() {
    List<String> heard = new ArrayList<>();
    ports.onReading(reading -> heard.add(reading.source() + " " + reading.unit()));
    ports.onReading(reading -> heard.add("too"));
    ports.chainVoltages(0);
    ports.emittedPower(1);
    assertEquals(List.of("voltmeter_1 VOLT", "too", "analyzer WATT", "too"), heard);
  }

  @Test
  void restIsZeroEverywhereAndTheBenchStaysUsable() {
    ports.tonePower(0, 100e-6);
    ports.fieldCurrent(0, 1e-3);
    ports.bias(0, 5e-3);
    ports.rest();
    assertTrue(stand.atRest());
    ports.tonePower(0, 100e-6);
    ports.bias(0, 5e-3);
    assertEquals(0, stand.of("rf_1").number(":SOUR:POW"));
    assertEquals(1, stand.of("rf_1").number(":OUTP:STAT"));
    assertEquals(5e-3, stand.of("bias_1").number(":SOUR:LEV"));
  }
}
