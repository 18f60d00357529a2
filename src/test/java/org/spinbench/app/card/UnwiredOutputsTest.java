package org.spinbench.app.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.RestReport;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Outputs that no line of the bench file wires, left live by a dead program or at a front panel:
 * every ending brings them to rest, and lists them. The twins themselves are the judge.
 */
@Tag("any-jdk")
class UnwiredOutputsTest {
  /** Models that are driver tables. */
  private static final List<String> TABLES = List.of("6220", "E8267D", "E3633A", "DP832");

  private static final Path EXAMPLES = Path.of("..", "docs", "examples", "drivers");

  /** The default bench with other models, and an instrument without a place. */
  private static BenchFile bench(String bias, String rf, String spare, String safety) {
    StringBuilder tables = new StringBuilder("\n");
    String text =
        DefaultBench.text()
            .replace("\"GS200\"", '"' + bias + '"')
            .replace("\"SGS100A\"", '"' + rf + '"');
    for (String model : TABLES) {
      if (List.of(bias, rf, spare).contains(model)) {
        tables.append(UserFile.text(EXAMPLES.resolve(model + ".toml"), "a driver file"));
      }
    }
    if (!bias.equals("GS200") && !TABLES.contains(bias)) {
      text = text.replaceAll("bias = \"(bias_\\d)\"", "bias = \"$1:1\"");
    }
    if (rf.equals("SynthHD")) {
      text =
          text.replaceAll("limits.power = \\{ max = 5.0 }\n", "")
              .replaceAll("source = \"(rf_\\d)\"", "source = \"$1:1\"");
    }
    return BenchFile.parse(
        text
            + "\n[instruments.spare]\nmodel = \""
            + spare
            + "\"\nresource = \"INPROC::spare::INSTR\"\n"
            + safety
            + tables,
        "bench");
  }

  /** What somebody does at an output, in ways that need no place on the bench. */
  private static void leaveLive(BenchFile file, SimulatedBench twins, String output) {
    int colon = output.indexOf(':');
    String name = output.split("[:.]")[0];
    BenchRest.bringToRest(file, twins, twins.clock()); // A lock-in starts with its oscillator on.
    Bench dead = Bench.open(file, twins, twins.clock());
    Instrument whole = dead.instruments().get(name);
    Object source =
        colon < 0
            ? whole
            : ((Channels<?>) whole).channel(Integer.parseInt(output.substring(colon + 1)));
    ScpiSession session = whole.session();
    if (output.endsWith(".bnc_output")) {
      session.command("ENBL 1");
    } else if (output.endsWith(".rear_offset")) {
      session.command("OFSD 3");
    } else if (output.endsWith(".aux_out_4")) {
      session.command(
          file.instruments().get(name).model().equals("SR830") ? "AUXV 4,-5" : "AUXV 3,-5");
    } else if (output.endsWith(".level")) {
      session.command("SOFF 0.5");
    } else if (source instanceof BiasSource bias) {
      bias.prepare(1e-3);
      bias.output().set(true);
      bias.ramp(1e-3);
    } else if (source instanceof RfSource rf) {
      rf.output().set(true);
    } else {
      session.command("SLVL 1");
    }
    assertEquals(List.of(name), twins.energised());
  }

  @ParameterizedTest
  @CsvSource({
    "GS200, SGS100A, SR830, field:18",
    "GS200, SGS100A, GS200, spare",
    "GS200, SGS100A, SGS100A, spare",
    "GS200, SGS100A, SR830, spare",
    "GS200, SGS100A, SR830, spare.aux_out_4",
    "GS200, SGS100A, SR860, spare",
    "GS200, SGS100A, SR860, spare.level",
    "GS200, SGS100A, SR860, spare.aux_out_4",
    "GS200, SGS100A, 2602B, spare:2",
    "GS200, SGS100A, QDAC-II, spare:24",
    "GS200, SG384, SR830, rf_1.bnc_output",
    "GS200, SG384, SR830, rf_2.rear_offset",
    "GS200, SynthHD, SR830, rf_1:2",
    "6220, SGS100A, SR830, bias_1",
    "GS200, E8267D, SR830, rf_2",
    "GS200, SGS100A, 6220, spare",
    "GS200, SGS100A, E8267D, spare",
    "GS200, SGS100A, E3633A, spare",
    "6220, E8267D, DP832, spare",
    "2602B, SGS100A, SR830, bias_1:2",
    "B2912A, SGS100A, SR830, bias_2:2"
  })
  void comesToRestAndIsListed(String bias, String rf, String spare, String output) {
    BenchFile file = bench(bias, rf, spare, "");
    SimulatedBench twins = new SimulatedBench(file, 1);
    leaveLive(file, twins, output);
    List<RestReport> rest =
        BenchRest.reports(file, file.instruments().keySet(), twins, twins.clock());
    assertEquals(List.of(), twins.energised());
    Map<String, RestReport.Output> listed =
        rest.stream()
            .peek(one -> assertTrue(one.atRest(), one.toString()))
            .flatMap(one -> one.outputs().stream())
            .collect(Collectors.toMap(RestReport.Output::name, one -> one));
    assertTrue(listed.containsKey(output), listed.keySet().toString());
    assertFalse(listed.get(output).left());

    leaveLive(file, twins, output);
    Bench.open(file, twins, twins.clock()).close();
    assertEquals(List.of(), twins.energised());
    assertEquals(List.of(), twins.queuedErrors());
  }

  @ParameterizedTest
  @CsvSource({
    "spare:2, 2602B, spare:2",
    "spare, 2602B, spare:2",
    "spare, SR860, spare.level",
    "rf_2.rear_offset, SR830, rf_2.rear_offset",
    "field:18, SR830, field:18"
  })
  void staysAsItIsWhereTheBenchFileSaysSo(String left, String spare, String output) {
    BenchFile file = bench("GS200", "SG384", spare, "[safety]\nleave = [\"" + left + "\"]\n");
    SimulatedBench twins = new SimulatedBench(file, 1);
    leaveLive(file, twins, output);
    List<String> live = twins.energised();
    Bench bench = Bench.open(file, twins, twins.clock());
    bench.ports().rest();
    assertEquals(live, twins.energised());
    bench.ports().tone(0, 250e6, 100e-6);
    bench.close();
    assertEquals(live, twins.energised());
    assertTrue(bench.asClosed().endsWith("; the bench file leaves " + left), bench.asClosed());
    RestReport.Output listed =
        BenchRest.reports(file, file.instruments().keySet(), twins, twins.clock()).stream()
            .flatMap(one -> one.outputs().stream())
            .filter(one -> one.name().equals(output))
            .findFirst()
            .orElseThrow();
    assertEquals(live, twins.energised());
    assertTrue(listed.left());
    assertTrue(listed.on() && listed.level() != 0, listed.toString());
  }

  /** Who leaves a console rests what was set there, and nothing else. */
  @Test
  void aProgramThatRestsOnlyWhatItSetTouchesNoOther() {
    BenchFile file = bench("GS200", "SGS100A", "2602B", "");
    SimulatedBench twins = new SimulatedBench(file, 1);
    leaveLive(file, twins, "spare:2");
    try (Bench console = Bench.open(file, twins, twins.clock())) {
      console.restOnlyWhatWasSet();
      BiasSource first = (BiasSource) ((Channels<?>) console.instruments().get("spare")).channel(1);
      first.prepare(1e-3);
      first.output().set(true);
      first.ramp(1e-3);
    }
    assertEquals(List.of("spare"), twins.energised());
    Bench again = Bench.open(file, twins, twins.clock());
    Channels<?> spare = (Channels<?>) again.instruments().get("spare");
    assertFalse(((BiasSource) spare.channel(1)).output().get());
    assertTrue(((BiasSource) spare.channel(2)).output().get());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bias_1 | \"bias_1\" is wired to the chip and has to come to rest",
        "field:1 | \"field:1\" is wired to the chip and has to come to rest",
        "field | \"field\" is wired to the chip and has to come to rest",
        "suply | \"suply\" belongs to no instrument"
      })
  void whatCannotBeLeftIsRefusedByTheBenchFile(String left, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> bench("GS200", "SGS100A", "SR830", "[safety]\nleave = [\"" + left + "\"]\n"));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().contains("safety.leave"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spare.lf_output | \"spare.lf_output\" is no output; spare has spare, spare.aux_out_1",
        "field:25 | \"field:25\" is no output; field has field:1, field:2",
        "analyzer | \"analyzer\" is no output; analyzer has none"
      })
  void anUnknownOutputIsRefusedWhenTheBenchIsOpened(String left, String message) {
    BenchFile file = bench("GS200", "SGS100A", "SR830", "[safety]\nleave = [\"" + left + "\"]\n");
    SimulatedBench twins = new SimulatedBench(file, 1);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Bench.open(file, twins, twins.clock()));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
