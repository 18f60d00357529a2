package org.spinbench.app.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.console.Console;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.RestReport;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.TerminalTruth;

/**
 * What random commands have left live, or kept from coming to rest: outputs that the bench file
 * does not wire, levels that an instrument refuses as it is set, passes that nobody ends.
 */
@Tag("any-jdk")
class LeftBehindTest {
  private static BenchFile bench(String model, String port, String rf) {
    return BenchFile.parse(
        DefaultBench.text()
            .replace("\"GS200\"", '"' + model + '"')
            .replaceAll("bias = \"(bias_\\d)\"", "bias = \"$1" + port + '"')
            .replace("\"SGS100A\"", '"' + rf + '"'),
        "bench");
  }

  private final BenchFile usual = bench("GS200", "", "SGS100A");

  private static Setting setting(Instrument instrument, String name) {
    for (Setting setting : instrument.settings()) {
      if (setting.name().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError("no setting " + name);
  }

  private static void assertAbandonedComesToRest(BenchFile file, SimulatedBench twins) {
    List<RestReport> rest =
        BenchRest.reports(file, file.instruments().keySet(), twins, twins.clock());
    assertTrue(rest.stream().allMatch(RestReport::atRest), rest.toString());
    Instant then = twins.clock().now();
    twins.clock().sleep(Duration.ofSeconds(2));
    for (TerminalTruth terminal : twins.terminals()) {
      assertFalse(
          terminal.live().filter(live -> live.isAfter(then.plusSeconds(1))).isPresent(),
          terminal.toString());
    }
  }

  @Test
  void aChannelThatNothingIsWiredToComesToRestIfItWasSet() {
    SimulatedBench twins = new SimulatedBench(usual, 1);
    try (Bench bench = Bench.open(usual, twins, twins.clock())) {
      Instrument field = bench.instruments().get("field");
      ((NumberSetting) setting(field, "channel 18 voltage")).set(0.5);
      assertEquals(List.of("field"), twins.energised());
    }
    assertTrue(twins.atRest(), twins.energised().toString());
  }

  @Test
  void theOtherOutputsOfAnRfSourceComeToRestIfTheyWereSet() {
    BenchFile file = bench("GS200", "", "SG384");
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, twins, twins.clock())) {
      Instrument rf = bench.instruments().get("rf_1");
      ((SwitchSetting) setting(rf, "bnc_output")).set(true);
      ((NumberSetting) setting(rf, "rear_offset")).set(3);
      assertEquals(List.of("rf_1"), twins.energised());
    }
    assertTrue(twins.atRest(), twins.energised().toString());
  }

  /** Of 3 A a 2602B gives up to 6 V, and its limit is 40 V after a reset. */
  @Test
  void aSourceThatRefusesZeroInItsRangeIsBroughtToASmallerOne() {
    BenchFile file = bench("2602B", ":1", "SGS100A");
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, twins, twins.clock())) {
      Console console = new Console(bench.instruments().get("bias_1"), false, false);
      assertEquals(
          List.of("bias_1 channel 1 range = 3 A"), console.execute("smua.source.rangei = 3"));
      bench.ports().bias(0, 1e-3);
      assertEquals(List.of("bias_1"), twins.energised());
    }
    assertTrue(twins.atRest(), twins.energised().toString());
  }

  @Test
  void aPassThatNobodyEndsDoesNotGoOn() {
    SimulatedBench twins = new SimulatedBench(usual, 1);
    Bench bench = Bench.open(usual, twins, twins.clock());
    SweptBiasSource line =
        (SweptBiasSource) ((Channels<?>) bench.instruments().get("field")).channel(1);
    line.prepare(5);
    line.ramp(5);
    line.preparePass(0.5, 5, 5.1, 5.2, 5.1, 5);
    line.startSweep();
    assertAbandonedComesToRest(usual, twins);
  }

  @Test
  void aPassOfA6221ThatNobodyEndsDoesNotGoOn() {
    BenchFile file = bench("6221", "", "SGS100A");
    SimulatedBench twins = new SimulatedBench(file, 1);
    Bench bench = Bench.open(file, twins, twins.clock());
    SweptBiasSource bias = (SweptBiasSource) bench.instruments().get("bias_1");
    bias.prepare(5e-3);
    bias.output().set(true);
    bias.preparePass(10, 0, 2e-4, 4e-4, 2e-4, 0);
    bias.startSweep();
    twins.clock().sleep(Duration.ofSeconds(12));
    assertAbandonedComesToRest(file, twins);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2400   | | :SOUR:LIST:CURR 1E-3,2E-3 | :SOUR:CURR:MODE LIST | :TRIG:COUN 2000 | :INIT",
        "B2901A | | :SOUR1:LIST:CURR 1E-3,2E-3 | :SOUR1:CURR:MODE LIST | :TRIG1:COUN 2000 | :INIT"
      })
  void aListOfASourceMeterThatNobodyEndsDoesNotGoOn(
      String model, String port, String list, String mode, String count, String start) {
    BenchFile file = bench(model, "", "SGS100A");
    SimulatedBench twins = new SimulatedBench(file, 1);
    Bench bench = Bench.open(file, twins, twins.clock());
    BiasSource bias = (BiasSource) bench.instruments().get("bias_1");
    bias.prepare(5e-3);
    bias.output().set(true);
    bias.ramp(1e-3);
    for (String line : List.of(list, mode, count)) {
      bias.session().command(line);
    }
    bias.session().send(start);
    twins.clock().sleep(Duration.ofMillis(50));
    assertAbandonedComesToRest(file, twins);
  }

  /** A sweep that was begun by its switch is ended as one that a driver has made ready. */
  @Test
  void aSweepThatWasSwitchedOnIsEndedThroughAJudgeToo() {
    BenchFile file =
        BenchFile.parse(
            DefaultBench.text()
                .replace("\"SGS100A\"", "\"SynthHD\"")
                .replaceAll("limits.power = \\{ max = 5.0 }\n", "")
                .replaceAll("source = \"(rf_\\d)\"", "source = \"$1:1\""),
            "bench");
    SimulatedBench twins = new SimulatedBench(file, 1);
    JudgedTransports judged =
        new JudgedTransports(new Judge(file, twins, twins.clock()), file, twins);
    try (Bench bench = Bench.open(file, judged, twins.clock())) {
      Instrument rf = bench.instruments().get("rf_1");
      SweptRfSource other = (SweptRfSource) ((Channels<?>) rf).channel(2);
      other.prepareSweep(100e6, 200e6, 3, 1);
      other.endSweep();
      ((SwitchSetting) setting(rf, "channel 2 sweep")).set(true);
      other.output().set(true);
    }
    assertTrue(twins.atRest(), twins.energised().toString());
  }

  /** What is asked of a model's lowest level depends on its options. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SGS100A", "SMB100A", "N5171B", "N5173B", "N5181B", "N5183B", "E8257D", "SG382", "SG384",
        "SG386", "MG3692C", "SynthHD"
      })
  void everyRfSourceThatSomebodyHasLeftComesToRest(String model) {
    String text =
        DefaultBench.text()
            .replace("\"SGS100A\"", '"' + model + '"')
            .replaceAll("limits.power = \\{ max = 5.0 }\n", "");
    if (model.equals("SynthHD")) {
      text = text.replaceAll("source = \"(rf_\\d)\"", "source = \"$1:1\"");
    }
    BenchFile file = BenchFile.parse(text, "bench");
    SimulatedBench twins = new SimulatedBench(file, 1);
    Bench bench = Bench.open(file, twins, twins.clock());
    bench.ports().tone(0, 250e6, 100e-6);
    bench.ports().tone(1, 330e6, 100e-6);
    assertEquals(List.of("rf_1", "rf_2"), twins.energised());
    assertAbandonedComesToRest(file, twins);
  }
}
