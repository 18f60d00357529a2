package org.spinbench.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * The device card stands on every way from a typed line to the wire, in every dialect: what is
 * typed here by nobody's mistake but a bad one leaves each twin as it was.
 */
class ConsoleCardTest {
  /** The default bench with other sources of bias and RF. */
  private static BenchFile bench(String bias, String rf) {
    String text = DefaultBench.text();
    text = text.replace("\"GS200\"", '"' + bias + '"');
    if (rf.equals("SynthHD")) {
      text = text.replace("\"SGS100A\"", "\"SynthHD\"");
      text = text.replaceAll("(?s)\\[instruments\\.rf_2].*?\\n\\n", "");
      text = text.replace("source = \"rf_1\"", "source = \"rf_1:1\"");
      text = text.replace("source = \"rf_2\"", "source = \"rf_1:2\"");
    } else {
      text = text.replace("\"SGS100A\"", '"' + rf + '"');
    }
    return BenchFile.parse(text, "bench");
  }

  /** Neurons 1 and 2 on one instrument of two channels, neuron 3 on another. */
  private static String twoNeurons(String model) {
    return DefaultBench.text()
        .replace("\"GS200\"", '"' + model + '"')
        .replaceAll("(?s)\\[instruments\\.bias_2].*?\\n\\n", "")
        .replace("bias = \"bias_1\"", "bias = \"bias_1:1\"")
        .replace("bias = \"bias_2\"", "bias = \"bias_1:2\"")
        .replace("bias = \"bias_3\"", "bias = \"bias_3:1\"");
  }

  private static void assertRefusedAndUnchanged(
      BenchFile file, String instrument, String line, String because) {
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, twins, twins.clock())) {
      var before = bench.snapshot();
      List<String> printed =
          new Console(bench.instruments().get(instrument), false, false).execute(line);
      assertTrue(before.equals(bench.snapshot()), line + " has changed a setting");
      assertEquals(1, printed.size(), printed.toString());
      assertTrue(
          printed.get(0).startsWith("refused: ") && printed.get(0).contains(because),
          printed.toString());
      assertEquals(List.of(), twins.energised(), line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GS200 | :SOUR:PROT:VOLT 30 | 30.0 V is more than 1 V",
        "GS200 | :SOUR:FUNC VOLT | VOLT is refused: the bench file declares it as a source of A",
        "2400 | :SENS:VOLT:PROT 20 | 20.0 V is more than 0.8 V",
        "2400 | :SOUR:FUNC VOLT | VOLT is refused",
        "2450 | :SOUR:CURR:VLIM 200 | 200.0 V is more than 0.8 V",
        "2450 | :SOUR:FUNC VOLT | VOLT is refused",
        "B2901A | :SENS:VOLT:PROT 10 | 10.0 V is more than 0.8 V",
        "6221 | :SOUR:CURR:COMP 10 | 10.0 V is more than 0.8 V",
        "2400 | :SOUR:CURR:MODE LIST | LIST is refused: no limit has judged the instrument's memory",
        "2400 | :SOUR:CURR:MODE SWE | SWE is refused: no limit has judged the instrument's memory",
        "B2901A | :SOUR1:CURR:MODE LIST | LIST is refused: no limit has judged the",
      })
  void noComplianceAboveTheCardNoOtherFunctionAndNoListOfOthers(
      String model, String line, String because) {
    assertRefusedAndUnchanged(bench(model, "SGS100A"), "bias_1", line, because);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smua.source.leveli=(0.02)print(1)--?",
        "print(smua.source.leveli)smua.source.leveli=0.02 print(1)",
        "print(smua.reset())",
        "smua.source.limitv = 20",
        "smua.source.func = smua.OUTPUT_DCVOLTS",
        "reset()--?",
      })
  void noScriptInAQuestion(String line) {
    assertRefusedAndUnchanged(BenchFile.parse(twoNeurons("2602B"), "bench"), "bias_1", line, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"W15f?", "E1r1h1f?", "h1?", "C1W10W?", "*CLS", "C0E1?", "A1?"})
  void noLettersInFrontOfAQuestion(String line) {
    assertRefusedAndUnchanged(bench("GS200", "SynthHD"), "rf_1", line, "");
  }

  @Test
  void oneLetterIsAsked() {
    BenchFile file = bench("GS200", "SynthHD");
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, twins, twins.clock())) {
      Console console = new Console(bench.instruments().get("rf_1"), false, false);
      assertTrue(console.execute("f?").get(0).matches("[0-9.]+"), "the frequency is answered");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMB100A | :SOUR:AM:STAT ON",
        "SMB100A | :SOUR:MOD ON",
        "SGS100A | :SOUR:PULM:STAT ON",
        "N5183B | :OUTP:MOD ON",
        "SG384 | MODL 1",
      })
  void noModulationOfATone(String model, String line) {
    assertRefusedAndUnchanged(bench("GS200", model), "rf_1", line, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {":SOUR:POW?;:SOUR:POW 3", ":SOUR:POW? \n:SOUR:POW 3", "*RST;*IDN?"})
  void noCommandBehindAQuestion(String line) {
    BenchFile file = bench("GS200", "SGS100A");
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, twins, twins.clock())) {
      Console console = new Console(bench.instruments().get("rf_1"), false, false);
      List<String> printed = console.execute(line);
      boolean judged = printed.stream().anyMatch(text -> text.equals("rf_1 power = 3 dBm"));
      boolean refused = printed.get(printed.size() - 1).startsWith("refused: ");
      assertTrue(judged || refused, printed.toString());
    }
  }

  /** As a plan would set it. */
  @Test
  void theSettingItselfRefusesFromWhereverItIsSet() {
    BenchFile file = bench("2450", "SGS100A");
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, twins, twins.clock())) {
      for (Setting setting : bench.instruments().get("bias_1").settings()) {
        if (setting.name().equals("compliance")) {
          NumberSetting compliance = (NumberSetting) setting;
          LimitException e =
              assertThrows(LimitException.class, () -> compliance.check(30), setting.label());
          assertEquals(LimitException.Level.CHIP, e.level());
          compliance.set(0.5);
        }
      }
    }
  }

  @Test
  void aProtectionThatDoesNotProtectIsNamed() {
    BenchFile file = bench("GS200", "SGS100A");
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, twins, twins.clock())) {
      List<String> notices = protection(bench);
      assertEquals(3, notices.size(), notices.toString());
      assertTrue(
          notices
              .get(0)
              .startsWith(
                  "bias_1 compliance: its smallest value is 1 V, and what it is wired to stands 0.8"
                      + " V"),
          notices.get(0));
    }
    BenchFile better = bench("2450", "SGS100A");
    SimulatedBench others = new SimulatedBench(better, 1);
    try (Bench bench = Bench.open(better, others, others.clock())) {
      assertEquals(List.of(), protection(bench));
    }
  }

  private static List<String> protection(Bench bench) {
    return bench.notices().stream().filter(one -> one.contains("does not protect")).toList();
  }
}
