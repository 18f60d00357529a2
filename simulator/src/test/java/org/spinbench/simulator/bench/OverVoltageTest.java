package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;

/**
 * Whatever can drive a terminal breaks the junction behind it beyond the bench file's law and not
 * below it, and every meter sees it. The junctions of these benches do not age, so that the wall at
 * {@link #LIMIT} alone counts.
 */
@Tag("any-jdk")
class OverVoltageTest {
  /** V; above the 1 V that is a GS200's smallest compliance. */
  private static final double LIMIT = 1.2;

  /** For tones, V: not every source has more than 10 dBm. */
  private static final double TONE_LIMIT = 0.9;

  private static final double OVER = 1.05;
  private static final double BELOW = 0.95;

  /** Of a sound junction and of a broken one, Ω. */
  private static final double SOUND = 45;

  private static final double BROKEN = 5;

  /** A current at which neuron 3 oscillates, A. */
  private static final double SAFE = 6e-3;

  /**
   * A way to put a voltage across a neuron.
   *
   * @param message for a level and a compliance, {@code %1$e} and {@code %2$e}
   * @param current whether the level is a current, and the compliance a voltage
   * @param compliance the smallest there is; infinite for a model without
   * @param question for a voltage or current at the terminals; empty for a model that measures none
   * @param readsCurrent whether it is the current
   */
  private record Direct(
      String model,
      String port,
      String message,
      boolean current,
      double compliance,
      String question,
      boolean readsCurrent) {
    @Override
    public String toString() {
      return model + (current ? " as a source of current" : " as a source of voltage");
    }

    String bench() {
      return Trial.withBias(Trial.text(LIMIT), model, port);
    }
  }

  private static Direct amperes(String model, String port, String message, String question) {
    return new Direct(model, port, message, true, 0.1, question, false);
  }

  private static Direct volts(String model, String port, String message, String question) {
    return new Direct(model, port, message, false, 1e-3, question, true);
  }

  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final String TSP =
      "smub.source.func = smub.OUTPUT_DCAMPS smub.source.limitv = %2$e smub.source.leveli = %1$e"
          + " smub.source.output = 1";
  private static final String TSP_VOLTS =
      "smub.source.func = smub.OUTPUT_DCVOLTS smub.source.limiti = %2$e smub.source.levelv = %1$e"
          + " smub.source.output = 1";
  private static final String B2900 =
      ":SOUR%3$s:FUNC:MODE CURR;:SENS%3$s:VOLT:PROT %%2$e;:SOUR%3$s:CURR %%1$e;:OUTP%3$s 1";
  private static final String B2900_VOLTS =
      ":SOUR%3$s:FUNC:MODE VOLT;:SENS%3$s:CURR:PROT %%2$e;:SOUR%3$s:VOLT %%1$e;:OUTP%3$s 1";

  private static String numbered(String message, int channel) {
    return message.replace("%3$s", Integer.toString(channel)).replace("%%", "%");
  }

  private static final List<String> LIKE_2400 = List.of("2400", "2401", "2410", "2420");
  private static final List<String> LIKE_2450 = List.of("2450", "2461");

  private static List<Direct> all() {
    List<Direct> all = new ArrayList<>(DIRECT);
    for (String model : LIKE_2400) {
      all.add(
          amperes(
              model,
              "",
              ":SOUR:FUNC CURR;:SENS:VOLT:PROT %2$e;:SOUR:CURR %1$e;:OUTP 1",
              ":SENS:FUNC 'VOLT';:FORM:ELEM VOLT;:READ?"));
      all.add(
          volts(
              model,
              "",
              ":SOUR:FUNC VOLT;:SENS:CURR:PROT %2$e;:SOUR:VOLT %1$e;:OUTP 1",
              ":SENS:FUNC 'CURR';:FORM:ELEM CURR;:READ?"));
    }
    for (String model : LIKE_2450) {
      all.add(
          amperes(
              model,
              "",
              ":SOUR:FUNC CURR;:SOUR:CURR:VLIM %2$e;:SOUR:CURR %1$e;:OUTP 1",
              ":MEAS:VOLT?"));
      all.add(
          volts(
              model,
              "",
              ":SOUR:FUNC VOLT;:SOUR:VOLT:ILIM %2$e;:SOUR:VOLT %1$e;:OUTP 1",
              ":MEAS:CURR?"));
    }
    return all;
  }

  private static final List<Direct> DIRECT =
      List.of(
          new Direct(
              "GS200",
              "",
              ":SOUR:FUNC CURR;:SOUR:PROT:VOLT %2$e;:SOUR:RANG 0.1;:SOUR:LEV %1$e;:OUTP ON",
              true,
              1,
              "",
              false),
          new Direct(
              "GS200",
              "",
              ":SOUR:FUNC VOLT;:SOUR:PROT:CURR %2$e;:SOUR:RANG 10;:SOUR:LEV %1$e;:OUTP ON",
              false,
              1e-3,
              "",
              false),
          new Direct(
              "6221",
              "",
              ":SOUR:CURR:RANG 0.1;COMP %2$e;:SOUR:CURR %1$e;:OUTP 1",
              true,
              0.1,
              "",
              false),
          new Direct("QDAC-II", ":7", ":SOUR7:VOLT %1$e", false, NONE, "READ7?", true),
          amperes("2602B", ":2", TSP, "print(smub.measure.v())"),
          volts("2602B", ":2", TSP_VOLTS, "print(smub.measure.i())"),
          amperes("B2901A", "", numbered(B2900, 1), ":MEAS:VOLT?"),
          volts("B2901A", "", numbered(B2900_VOLTS, 1), ":MEAS:CURR?"),
          amperes("B2912A", ":2", numbered(B2900, 2), ":MEAS:VOLT? (@2)"),
          volts("B2912A", ":2", numbered(B2900_VOLTS, 2), ":MEAS:CURR? (@2)"));

  /** A way to put a tone on the chains: for a level, dBm. */
  private record Rf(String model, String port, String message) {
    @Override
    public String toString() {
      return model + port;
    }

    String bench() {
      return Trial.withTone(Trial.text(TONE_LIMIT), model, port);
    }
  }

  private static final String SCPI = ":FREQ 250E6;:POW %1$.3f;:OUTP ON";
  private static final String MNEMONIC = "FREQ 250E6;AMPR %1$.3f;ENBR 1";

  private static final List<Rf> TONES =
      List.of(
          new Rf("SGS100A", "", SCPI),
          new Rf("SMB100A", "", SCPI),
          new Rf("N5171B", "", SCPI),
          new Rf("N5173B", "", SCPI),
          new Rf("N5181B", "", SCPI),
          new Rf("N5183B", "", SCPI),
          new Rf("E8257D", "", SCPI),
          new Rf("SG382", "", MNEMONIC),
          new Rf("SG384", "", MNEMONIC),
          new Rf("SG386", "", MNEMONIC),
          new Rf("SynthHD", ":2", "C1f250W%1$.3fE1r1h1"),
          new Rf("MG3692C", "", SCPI));

  /** A lock-in whose sine is put on a device, and that reads chain 1: for an rms voltage, V. */
  private record Lock(String model, String message, String harmonic) {
    @Override
    public String toString() {
      return model;
    }

    Trial trial(String device, double limit) {
      return Trial.of(Trial.withLockIn(Trial.text(limit), model, device));
    }
  }

  private static final List<Lock> SINES =
      List.of(
          new Lock("SR830", "SENS 26;SLVL %1$.4f", "OUTP? 1"),
          new Lock("SR860", "SCAL 0;SLVL %1$.6f", "OUTP? 0"));

  static Stream<Direct> direct() {
    return all().stream();
  }

  static Stream<Rf> tones() {
    return TONES.stream();
  }

  static Stream<Lock> sines() {
    return SINES.stream();
  }

  @Test
  void everyModelThatCanDriveATerminalIsThere() {
    Predicate<String> drives =
        name -> {
          Surroundings alone =
              new Surroundings(new VirtualClock(), new java.util.Random(1), false, () -> {});
          SimulatedInstrument made =
              SimulatedModel.of(name).orElseThrow().make(alone, Connections.NONE);
          return !made.dcOutputs().isEmpty()
              || !made.rfOutputs().isEmpty()
              || made.sine().isPresent();
        };
    Set<String> tried =
        Stream.of(all().stream().map(Direct::model), TONES.stream().map(Rf::model))
            .flatMap(models -> models)
            .collect(Collectors.toSet());
    SINES.forEach(sine -> tried.add(sine.model()));
    assertEquals(SimulatedModel.names().stream().filter(drives).collect(Collectors.toSet()), tried);
  }

  /** Level for a voltage across a sound junction, A or V. */
  private static double level(Direct source, double volts) {
    return source.current ? volts / SOUND : volts;
  }

  /** A compliance that never counts, V or A. */
  private static double ample(Direct source) {
    return source.current ? 10 : 0.1;
  }

  @ParameterizedTest
  @MethodSource("direct")
  void aDirectOverVoltageOfEitherSignBreaksTheNeuronAndTheMetersSeeIt(Direct source) {
    for (int sign : new int[] {1, -1}) {
      Trial trial = Trial.of(source.bench());
      trial.tell("bias_3", source.message, sign * level(source, BELOW * LIMIT), ample(source));
      assertFalse(trial.broken(3), "at 95 %, sign " + sign);
      assertReads(trial, source, SOUND);
      double sound = trial.console().bandPower(340e6);
      trial.tell("bias_3", source.message, sign * level(source, OVER * LIMIT), ample(source));
      assertTrue(trial.broken(3), "at 105 %, sign " + sign);
      assertFalse(trial.broken(1));
      assertReads(trial, source, BROKEN);
      assertTrue(trial.console().bandPower(340e6) < sound / 1000, "it emits no more");
    }
  }

  /** Sends a harmless current through a neuron and reads the other quantity. */
  private static void assertReads(Trial trial, Direct source, double resistance) {
    double volts = SAFE * resistance;
    trial.tell("bias_3", source.message, source.current ? SAFE : volts, ample(source));
    if (!source.question.isEmpty()) {
      double expected = source.readsCurrent ? SAFE : volts;
      double reading = Double.parseDouble(trial.console().query("bias_3", source.question));
      assertEquals(expected, reading, 1e-3 * expected, source + " at " + resistance + " Ω");
    }
  }

  @ParameterizedTest
  @MethodSource("direct")
  void aComplianceBelowTheLimitProtects(Direct source) {
    if (source.compliance == NONE) {
      return;
    }
    for (int sign : new int[] {1, -1}) {
      Trial trial = Trial.of(source.bench());
      double most = source.current ? BELOW * LIMIT : BELOW * LIMIT / SOUND;
      double compliance = Math.max(source.compliance, most);
      trial.tell("bias_3", source.message, sign * level(source, 3 * LIMIT), compliance);
      assertFalse(trial.broken(3), "sign " + sign);
      if (!source.question.isEmpty()) {
        double reading = Double.parseDouble(trial.console().query("bias_3", source.question));
        assertEquals(sign * compliance, reading, 1e-3 * compliance);
      }
    }
  }

  /** Level of a tone for its peak voltage across a junction, dBm without loss. */
  private static double dbm(double volts) {
    return 10 * Math.log10(1e3 * volts * volts / (2 * SOUND));
  }

  @ParameterizedTest
  @MethodSource("tones")
  void aToneWhosePeakIsAnOverVoltageBreaksTheChainsThatItReaches(Rf source) {
    Trial trial = Trial.of(source.bench());
    trial.tell("rf_1", source.message, dbm(BELOW * TONE_LIMIT));
    assertEquals(0, trial.brokenSynapses(), "at 95 %");
    trial.tell("rf_1", source.message, -10.0);
    assertTrue(Math.abs(trial.console().chains()[0]) > 1e-5);
    trial.tell("rf_1", source.message, dbm(OVER * TONE_LIMIT));
    assertEquals(4, trial.brokenSynapses(), "at 105 %");
    trial.tell("rf_1", source.message, -10.0);
    assertEquals(0, trial.console().chains()[0], 1e-7);
  }

  private static double harmonic(Trial trial, Lock lockIn) {
    return Double.parseDouble(trial.console().query("lock_in", lockIn.harmonic));
  }

  /** Level of a sine for its peak across one of so many junctions, V rms, behind 100 Ω. */
  private static double rms(double volts, int junctions) {
    return volts / SOUND * (100 + junctions * SOUND) / Math.sqrt(2);
  }

  @ParameterizedTest
  @MethodSource("sines")
  void theSineOfALockInBreaksTheNeuronThatItReaches(Lock source) {
    Trial trial = source.trial("neuron 3", 0.6);
    trial.tell("lock_in", source.message, 0.01);
    // Half of the voltage is the bias, of which the 100 Ω of the lock-in take a part.
    trial.console().bias(3, 0.3 * (1 / SOUND + 1 / 100.0));
    double sound = trial.console().bandPower(340e6);
    trial.tell("lock_in", source.message, rms(BELOW * 0.6 - 0.3, 1));
    assertFalse(trial.broken(3), "at 95 %");
    assertTrue(trial.console().bandPower(340e6) > sound / 10);
    trial.tell("lock_in", source.message, rms(OVER * 0.6 - 0.3, 1));
    assertTrue(trial.broken(3), "at 105 %");
    assertTrue(trial.console().bandPower(340e6) < sound / 1000, "it emits no more");
  }

  @ParameterizedTest
  @MethodSource("sines")
  void theSineOfALockInBreaksAChainAndItSeesTheShort(Lock source) {
    Trial trial = source.trial("chain 1", 0.4);
    double below = rms(BELOW * 0.4, 2);
    trial.tell("lock_in", source.message, below);
    assertEquals(0, trial.brokenSynapses(), "at 95 %");
    trial.bench().clock().sleep(Duration.ofSeconds(10));
    assertEquals(below * 90 / 190, harmonic(trial, source), 1e-3 * below);
    trial.tell("lock_in", source.message, rms(OVER * 0.4, 2));
    assertEquals(2, trial.brokenSynapses(), "at 105 %");
    trial.tell("lock_in", source.message, below);
    trial.bench().clock().sleep(Duration.ofSeconds(10));
    assertEquals(below * 10 / 110, harmonic(trial, source), 1e-3 * below);
  }
}
