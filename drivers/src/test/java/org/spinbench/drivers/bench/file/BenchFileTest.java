package org.spinbench.drivers.bench.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.bench.file.CalibrationValidity.Expired;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.resource.SerialSettings.FlowControl;
import org.spinbench.drivers.transport.resource.SerialSettings.Parity;
import org.spinbench.drivers.transport.system.LinkSettings;

final class BenchFileTest {
  private static final String TOML = StandInBench.TOML;
  private final BenchFile file = BenchFile.parse(TOML, "small.toml");

  @Test
  void aCalibrationIsValidForADayAndExpiresWithAWarningUnlessTheFileSaysOtherwise() {
    assertEquals(new CalibrationValidity(86_400, Expired.WARN), file.validity());
    String section = "\n[calibration]\nvalid_for = 3600.0\nexpired = \"refuse\"\n";
    CalibrationValidity read = BenchFile.parse(TOML + section, "strict.toml").validity();
    assertEquals(new CalibrationValidity(3600, Expired.REFUSE), read);
    assertEquals(Duration.ofHours(1), read.duration());
    assertEquals(
        read, BenchFile.parse(TOML + section, "strict.toml").withSimulation(Map.of()).validity());
    String half = "\n[calibration]\nexpired = \"refuse\"\n";
    assertEquals(
        new CalibrationValidity(86_400, Expired.REFUSE),
        BenchFile.parse(TOML + half, "half.toml").validity());
  }

  @Test
  void thePriorsOfFitsAreWideUnlessTheFileSaysOtherwise() {
    String section = "\n[calibration.priors]\nq = 1.5\nq_deviation = 0.5\ncrosstalk = 0.1\n";
    CalibrationValidity read = BenchFile.parse(TOML + section, "priors.toml").validity();
    assertEquals(86_400, read.validFor());
    assertEquals(
        new CalibrationValidity.Priors(
            0.25, 1.5, 0.5, 0.002, 0.01, 0.2, 0.05, 0.1, 0.2, 1000, 0.5, 1),
        read.priors());
    assertEquals(CalibrationValidity.Priors.WIDE, file.validity().priors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "priors.threshold = 0.0| calibration.priors.threshold",
        "expired = \"ignore\"| calibration.expired",
        "expired = \"refuse\"; valid_for = 0.0| calibration.valid_for",
        "valid_for = 0.5| calibration.valid_for: 0.5 s is outside 1 to",
        "valid_for = 1e9| calibration.valid_for: 1E9 s is outside",
        "valid_for = \"a day\"| calibration.valid_for",
        "valid_four = 3600.0| valid_for",
      })
  void aWrongValidityIsNamed(String lines, String named) {
    String section = "\n[calibration]\n" + lines.replace("; ", "\n") + "\n";
    String message =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(TOML + section, "wrong.toml"))
            .getMessage();
    assertTrue(message.contains(named), message);
  }

  @Test
  void everyEntryIsRead() {
    assertEquals("small", file.name());
    assertEquals(
        List.of(
            "rf_1", "rf_2", "bias_1", "bias_2", "field", "voltmeter_1", "voltmeter_2", "analyzer"),
        List.copyOf(file.instruments().keySet()));
    assertEquals(
        BenchParts.instrument(
            "SGS100A", "INPROC::rf_1::INSTR", 1, Map.of("power", new LimitRange(null, 8.0))),
        file.instruments().get("rf_1"));
    assertEquals(5, file.instruments().get("voltmeter_2").timeout());
    assertEquals(
        new BenchFile.Chip(
            "small chip",
            50,
            1000,
            new BenchFile.DeviceCard(0.45, 9e-3, 0.25, 400e-6, 8e-3, 0.8, 10e3)),
        file.chip());
    assertEquals(
        new BenchFile.Input("input 2", "rf_2", 12, 330e6, 1e-6, 160e-6), file.inputs().get(1));
    assertEquals(
        BenchParts.chain(
            "chain 2",
            List.of("neuron 1"),
            "voltmeter_2",
            List.of(BenchParts.synapse("synapse 3", 3, "neuron 1", "field:5", 304e6))),
        file.chains().get(1));
    assertEquals(
        BenchParts.neuron("neuron 2", 8, "chain 2", "bias_2", 340e6, 0, -4), file.neurons().get(1));
    assertEquals(
        new BenchFile.Readout("analyzer", List.of("neuron 2"), 40e6, 300e3, 1), file.readout());
    assertEquals(new Coupling(Coupling.Mode.ANALOG, 1e-3, 9e-3), file.coupling());
    assertEquals(new BenchFile.Settling(1e-3, 2e-3, 5e-3, 0.5e-3), file.settling());
    assertEquals(Map.of("fidelity", "ideal"), file.simulation());
  }

  @Test
  void aTrainedNetworkBringsItsCurrents() {
    String toml =
        TOML.replaceFirst("junction = 2,", "junction = 2, current = -1.5e-3,")
            .replaceFirst("bias = \"bias_2\"", "bias = \"bias_2\"\nbias_current = 5e-3");
    BenchFile trained = BenchFile.parse(toml, "trained.toml");
    assertEquals(-1.5e-3, trained.synapses().get(1).current());
    assertNull(trained.synapses().get(0).current());
    assertEquals(5e-3, trained.neurons().get(1).biasCurrent());
    assertNull(trained.neurons().get(0).biasCurrent());
    String tooMuch = toml.replaceFirst("bias_current = 5e-3", "bias_current = -8.1e-3");
    String message =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(tooMuch, "trained.toml"))
            .getMessage();
    assertEquals(
        "trained.toml, line 103: neurons.\"neuron 2\".bias_current: -0.0081 A is beyond"
            + " maximum_current, 0.008 A",
        message);
  }

  @Test
  void namesAndNumbersBelongTogether() {
    assertEquals(3, file.synapses().size());
    assertEquals("synapse 3", file.synapses().get(2).name());
    assertEquals(0, file.chainOfSynapse(1));
    assertEquals(1, file.chainOfSynapse(2));
    assertThrows(IllegalArgumentException.class, () -> file.chainOfSynapse(3));
    assertEquals(0, file.firstSynapse(0));
    assertEquals(2, file.firstSynapse(1));
    assertEquals(1, file.indexOfInput("input 2"));
    assertEquals(-1, file.indexOfInput("neuron 1"));
    assertEquals(1, file.indexOfNeuron("neuron 2"));
    assertEquals(1, file.indexOfChain("chain 2"));
    assertEquals(1, file.indexOfSynapse("synapse 2"));
    assertEquals(0, file.neuronOfChain(0));
  }

  @Test
  void chainsAreLayeredByTheTonesTheyReceive() {
    assertEquals(List.of(List.of(0), List.of(1)), file.layers());
  }

  @Test
  void anotherCouplingLeavesTheRestAlone() {
    BenchFile measured = file.withCoupling(Coupling.Mode.MEASURED);
    assertEquals(Coupling.Mode.MEASURED, measured.coupling().mode());
    assertEquals(file, measured.withCoupling(Coupling.Mode.ANALOG));
  }

  private static String programmed() {
    return TOML.replaceAll("field_line = \"field:\\d\", ", "")
            .replace(
                "voltmeter = \"voltmeter_1\"",
                "voltmeter = \"voltmeter_1\"\nstrip_line = \"strip\"")
            .replace(
                "voltmeter = \"voltmeter_2\"",
                "voltmeter = \"voltmeter_2\"\nstrip_line = \"strip\"")
            .replace(
                "[instruments.bias_1]",
                """
                [instruments.writer]
                model = "SGS100A"
                resource = "INPROC::writer::INSTR"

                [instruments.bias_1]\
                """)
        + """

        [[strip_lines]]
        name = "strip"
        source = "writer"
        loss_db = 3.0
        maximum_power = 10e-3
        pulse = 1e-3
        splitting = 10e6
        """;
  }

  @Test
  void stripLinesProgramChainsInPlaceOfFieldLines() {
    BenchFile programmed = BenchFile.parse(programmed(), "strip.toml");
    assertEquals(
        List.of(new BenchFile.StripLine("strip", "writer", 3, 10e-3, 1e-3, 10e6)),
        programmed.stripLines());
    assertEquals(0, programmed.stripLineOfChain(1));
    assertFalse(programmed.hasFieldLines());
    assertTrue(file.hasFieldLines());
    assertEquals(-1, file.stripLineOfChain(0));
    assertEquals(programmed, programmed.withSimulation(programmed.simulation()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          strip_line = "strip" | strip_line = "comb" | chains."chain 1".strip_line | "comb" is no strip line; there is strip
          strip_line = "strip" | | chains."chain 1".synapses."synapse 1".field_line | missing; the source of the synapse's field line is expected, or a strip_line of chain 1 that programs it
          source = "writer" | source = "rf_1" | strip_lines."strip".source | rf_1 is used twice
          splitting = 10e6 | splitting = 0 | strip_lines."strip".splitting | above zero
          junction = 1, | junction = 1, field_line = "field:1", | chains."chain 1".synapses."synapse 1".field_line | is given, but not for every synapse; field lines tune all or none
          """)
  void whatIsWrongWithAStripLineIsNamed(
      String text, String replacement, String key, String problem) {
    String toml = programmed();
    assertTrue(toml.contains(text), text);
    String changed = toml.replaceFirst(text, replacement == null ? "" : replacement);
    BenchFileException e =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(changed, "strip.toml"));
    assertAt("strip.toml", key, e);
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  /** The file, and the key that comes first, alone or in a list. */
  private static void assertAt(String file, String key, BenchFileException e) {
    String message =
        e.getMessage()
            .replaceFirst(", line \\d+", "")
            .replaceFirst("\\d+ entries are wrong:\n  line \\d+: ", "");
    assertTrue(message.startsWith(file + ": " + key + ": "), e.getMessage());
  }

  @Test
  void aRangeMayBeOpen() {
    LimitRange range = file.instruments().get("rf_1").limits().get("power");
    assertEquals(Double.NEGATIVE_INFINITY, range.lowest());
    assertEquals(8, range.highest());
  }

  @Test
  void instrumentsAloneAreARack() {
    String smu = "[instruments.smu]\nmodel = \"2400\"\nresource = \"ASRL1::INSTR\"\n";
    BenchFile rack = BenchFile.parse(smu, "rack.toml");
    assertTrue(rack.isRack());
    assertEquals("rack", rack.name());
    assertEquals(BenchFile.Settling.NONE, rack.settling());
    assertEquals(List.of(), rack.layers());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> rack.requireChip("train"));
    assertTrue(e.getMessage().startsWith("train needs a chip"), e.getMessage());
    BenchFile named = BenchFile.parse("name = \"cryostat\"\n" + smu, "rack.toml");
    assertEquals("cryostat", named.name());
    assertFalse(file.isRack());
    file.requireChip("train");
    assertEquals(rack, TightestLimits.of(rack, rack));
  }

  /** What is added to a rack makes it a bench with a chip, of which everything is wanted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [settling]~bias = 1e-3 | settling.tone | missing; a number is expected
          [coupling]~mode = "analog"~amplifier_limit = 1e-3~total_limit = 9e-3 | chip | missing; a table is expected
          [chip]~name = "one" | inputs | missing; a list of tables is expected
          [settling]~tone = 1e4 | settling.tone | 10000 s is outside 0 to 600 s
          [[safety.trip]]~name = "hot"~when = "chain 1.voltage > 1"~then = "rest" | safety | chain 1
          """)
  void whatIsWrongWithARackIsNamed(String more, String key, String problem) {
    String smu = "[instruments.smu]\nmodel = \"2400\"\nresource = \"ASRL1::INSTR\"\n";
    String toml = smu + more.replace("~", "\n") + "\n";
    BenchFileException e =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(toml, "rack.toml"));
    assertTrue(e.getMessage().contains(key), e.getMessage());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  @Test
  void aJunctionMayBeMeasuredWithoutAFieldLine() {
    BenchFile one = BenchFile.read(Path.of("..", "experiments", "benches", "junction.toml"));
    assertFalse(one.hasFieldLines());
    assertEquals(List.of(List.of(0)), one.layers());
    assertEquals(Map.of(), one.simulation());
    assertTrue(BenchFile.read(Path.of("..", "experiments", "benches", "rack.toml")).isRack());
  }

  @Test
  void theSimulationMayBeLeftOut() {
    String toml = TOML.substring(0, TOML.indexOf("[simulation]"));
    assertEquals(Map.of(), BenchFile.parse(toml, "lab.toml").simulation());
  }

  @Test
  void aFileIsReadFromDisk(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("bench.toml");
    Files.writeString(path, TOML);
    assertEquals(file, BenchFile.read(path));
    Path missing = folder.resolve("missing.toml");
    assertEquals(
        "cannot read " + missing + " as a bench file: there is no such file",
        assertThrows(IllegalArgumentException.class, () -> BenchFile.read(missing)).getMessage());
  }

  @Test
  void theDefaultBenchOfTheProjectIsRight() {
    BenchFile nine = BenchFile.read(Path.of("..", "experiments", "benches", "nine-junction.toml"));
    assertEquals(6, nine.synapses().size());
    assertEquals(List.of(List.of(0, 1), List.of(2)), nine.layers());
    assertFalse(nine.simulation().isEmpty());
  }

  /** What is replaced by what; where the message points; what it says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          name = "small" | | name | missing; a text in quotes is expected
          name = "small" | name = 3 | name | a text in quotes is expected, not 3
          name = "small" | nam = "small" | nam | unknown key; did you mean "name"?
          timeout = 5 | timout = 5 | instruments.voltmeter_2.timout | unknown key; did you mean "timeout"?
          timeout = 5 | delay = 5 | instruments.voltmeter_2.delay | unknown key; this table has the keys limits, model, pulsed, resource, serial, source, timeout
          timeout = 5 | timeout = 0 | instruments.voltmeter_2.timeout | a number above zero is expected, not 0
          timeout = 5 | timeout = "5 s" | instruments.voltmeter_2.timeout | a number is expected, not "5 s"; write it without quotation marks and unit, in SI units
          timeout = 5 | timeout = inf | instruments.voltmeter_2.timeout | a finite number is expected, not inf
          model = "QDAC-II" | model = "QDAC-III" | instruments.field.model | QDAC-III is unknown; did you mean "QDAC-II"?
          model = "QDAC-II" | model = "HP34401A" | instruments.field.model | HP34401A is unknown; known are SGS100A,
          resource = "INPROC::field::INSTR" | resource = "INPROC" | instruments.field.resource | INPROC
          INPROC::rf_2::INSTR | INPROC::rf_1::INSTR | instruments.rf_2.resource | INPROC::rf_1::INSTR is that of rf_1 too
          limits.power = { max = 8.0 } | limits.power = { max = 8.0, most = 9.0 } | instruments.rf_1.limits.power.most | unknown key; this table has the keys max, min
          limits.power = { max = 8.0 } | limits.power = {} | instruments.rf_1.limits.power | min, max or both
          limits.power = { max = 8.0 } | limits.power = { min = 9, max = 8.0 } | instruments.rf_1.limits.power | min, 9, is above max, 8
          limits.power = { max = 8.0 } | limits.power = 8.0 | instruments.rf_1.limits.power | a table is expected, not 8
          absolute_voltage = 0.8 | absolute_voltage = 0.81 | chip.limits.absolute_voltage | 0.81 V is above the highest that is accepted, 0.8 V
          absolute_voltage = 0.8 | absolute_voltage = 0.3 | chip.limits.neuron_voltage | above absolute_voltage, 0.3 V
          neuron_voltage = 0.45 | | chip.limits.neuron_voltage | missing; a number is expected
          neuron_voltage = 0.45 | neuron_voltage = -0.45 | chip.limits.neuron_voltage | above zero
          name = "input 2" | name = "input 1" | inputs | "input 1" is given twice
          source = "rf_2" | source = "rf_3" | inputs."input 2".source | "rf_3" is no instrument; there are rf_1, rf_2
          source = "rf_2" | source = "rf_1" | inputs."input 2".source | rf_1 is used twice
          loss_db = 12.0 | loss = 12.0 | inputs."input 2".loss | unknown key; did you mean "loss_db"?
          loss_db = 12.0 | | inputs."input 2".loss_db | missing; a number is expected
          tones = ["neuron 1"] | tones = ["neuron 3"] | chains."chain 2".tones | no input or neuron is called "neuron 3": input 1, input 2, neuron 1, neuron 2
          tones = ["neuron 1"] | tones = "neuron 1" | chains."chain 2".tones | a list of texts that is not empty is expected
          tones = ["neuron 1"] | tones = [1] | chains."chain 2".tones | a list of texts is expected, not 1
          tones = ["neuron 1"] | tones = ["neuron 1", "neuron 2"] | chains | tones form a circle
          tone = "input 2" | tone = "neuron 1" | chains."chain 1".synapses."synapse 2".tone | "neuron 1" is no tone of the chain; there are input 1, input 2
          field_line = "field:2" | field_line = "field:1" | chains."chain 1".synapses."synapse 2".field_line | field:1 is used twice
          field_line = "field:2" | field_line = "field:x" | chains."chain 1".synapses."synapse 2".field_line | instrument:channel as field:3, is expected
          field_line = "field:2" | field_line = "magnet:2" | chains."chain 1".synapses."synapse 2".field_line | "magnet" is no instrument
          junction = 2, | junction = 1, | chains."chain 1".synapses."synapse 2".junction | 1 is used twice
          junction = 2, | junction = 2.5, | chains."chain 1".synapses."synapse 2".junction | an integer is expected, not 2.5
          voltmeter = "voltmeter_2" | voltmeter = "voltmeter_1" | chains."chain 2".voltmeter | used twice
          chain = "chain 2" | chain = "chain 3" | neurons."neuron 2".chain | "chain 3" is no chain; there are chain 1, chain 2
          bias = "bias_2" | bias = "bias_3" | neurons."neuron 2".bias | "bias_3" is no instrument
          bias = "bias_2" | bias = "bias_1" | neurons."neuron 2".bias | bias_1 is used twice
          maximum_current = 8e-3 | maximum_current = 4e-3 | neurons."neuron 1".maximum_current | not above the threshold
          maximum_current = 8e-3 | maximum_current = 10e-3 | neurons."neuron 1".maximum_current | above chip.limits.neuron_current
          maximum_power = 160e-6 | maximum_power = 0.5e-6 | inputs."input 1".minimum_power | above maximum_power
          neurons = ["neuron 2"] | neurons = ["output"] | readout.neurons | "output" is no neuron; there are neuron 1, neuron 2
          neurons = ["neuron 2"] | neurons = [] | readout.neurons | a list of texts that is not empty
          analyzer = "analyzer" | analyzer = "sa" | readout.analyzer | "sa" is no instrument
          limits.current = { min = 0.0, max = 8.5e-3 } | pulsed = true | instruments.bias_1.pulsed | is for RF sources of inputs, and this instrument is not one
          timeout = 5 | triggered_by = "rf_9" | instruments.voltmeter_2.triggered_by | "rf_9" is no instrument
          limits.power = { max = 8.0 } | pulsed = 1 | instruments.rf_1.pulsed | true or false is expected, not 1
          mode = "analog" | mode = "Analog" | coupling.mode | one of analog, measured is expected, not Analog; did you mean "analog"?
          junction = 2, | junction = 2, current = 8.1e-3, | chains."chain 1".synapses."synapse 2".current | 0.0081 A is beyond chip.limits.field_line_current, 0.008 A
          junction = 2, | junction = 2, current = "8e-3", | chains."chain 1".synapses."synapse 2".current | a number is expected
          [settling] | [settle] | settle | unknown key; did you mean "settling"?
          """)
  void whatIsWrongIsNamed(String text, String replacement, String key, String problem) {
    assertTrue(TOML.contains(text), text);
    String toml =
        TOML.replaceFirst(
            java.util.regex.Pattern.quote(text), replacement == null ? "" : replacement);
    BenchFileException e =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(toml, "small.toml"));
    assertAt("small.toml", key, e);
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  /**
   * Two voltmeters on serial lines, a source on a bus behind a serial port, one behind a socket.
   */
  private static final String LINKED =
      TOML.replace("INPROC::voltmeter_1::INSTR", "ASRL/dev/ttyUSB0::INSTR")
              .replace("INPROC::voltmeter_2::INSTR", "asrl2::instr")
              .replace("INPROC::bias_1::INSTR", "GPIB::9::INSTR")
              .replace("INPROC::bias_2::INSTR", "GPIB1::9::2::INSTR")
          + """

          [instruments.voltmeter_1.serial]
          baud = 19200
          data_bits = 7
          parity = "even"
          stop_bits = 2
          flow_control = "xon_xoff"
          write_terminator = "cr"
          read_terminator = "crlf"

          [gpib.0]
          controller = "ASRL/dev/ttyACM0::INSTR"
          firmware = "ar488"
          serial = { flow_control = "rts_cts" }

          [gpib.1]
          controller = "TCPIP::192.168.0.30::1234::SOCKET"
          firmware = "prologix"
          """;

  @Test
  void linksAreSetAsTheFileSays() {
    LinkSettings links = BenchFile.parse(LINKED, "lab.toml").links();
    SerialSettings voltmeter =
        new SerialSettings(19_200, 7, Parity.EVEN, 2, FlowControl.XON_XOFF, "\r", "\r\n");
    SerialSettings controller =
        new SerialSettings(115_200, 8, Parity.NONE, 1, FlowControl.RTS_CTS, "\n", "\n");
    ResourceName.Serial port = new ResourceName.Serial("/dev/ttyACM0");
    assertEquals(
        Map.of(new ResourceName.Serial("/dev/ttyUSB0"), voltmeter, port, controller),
        links.serial());
    ResourceName socket = new ResourceName.TcpipSocket(0, "192.168.0.30", 1234);
    assertEquals(
        Map.of(
            0,
            new GpibController(port, GpibController.Firmware.AR488),
            1,
            new GpibController(socket, GpibController.Firmware.PROLOGIX)),
        links.gpib());
    assertEquals(LinkSettings.NONE, file.links());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          baud = 19200 | baud = 19 | instruments.voltmeter_1.serial | baud is 19, but must be 50 to 4000000
          baud = 19200 | baud = "fast" | instruments.voltmeter_1.serial.baud | an integer is expected, not "fast"
          data_bits = 7 | data_bits = 6 | instruments.voltmeter_1.serial | data_bits is 6, but must be 7 or 8
          stop_bits = 2 | stop_bits = 3 | instruments.voltmeter_1.serial | stop_bits is 3, but must be 1 or 2
          parity = "even" | parity = "e" | instruments.voltmeter_1.serial.parity | one of none, odd, even, mark, space is expected, not e
          "xon_xoff" | "xonxoff" | instruments.voltmeter_1.serial.flow_control | one of none, xon_xoff, rts_cts, dtr_dsr
          write_terminator = "cr" | write_terminator = "lfcr" | instruments.voltmeter_1.serial.write_terminator | one of lf, cr, crlf, none
          read_terminator = "crlf" | read_terminator = "none" | instruments.voltmeter_1.serial | read_terminator must be a line feed
          baud = 19200 | speed = 19200 | instruments.voltmeter_1.serial.speed | unknown key; this table has the keys baud
          ASRL/dev/ttyUSB0::INSTR | TCPIP::h::5025::SOCKET | instruments.voltmeter_1.serial | is not a serial port
          [gpib.1] | [gpib.2] | instruments.bias_2.resource | no section [gpib.1] says how it is reached
          [gpib.1] | [gpib.lab] | gpib.lab | the number of a GPIB board is expected
          TCPIP::192.168.0.30::1234::SOCKET | TCPIP::192.168.0.30::INSTR | gpib.1.controller | cannot be a GPIB controller
          TCPIP::192.168.0.30::1234::SOCKET | ASRL2::INSTR | gpib.1.controller | is that of voltmeter_2 too
          TCPIP::192.168.0.30::1234::SOCKET | 192.168.0.30 | gpib.1.controller | is not a resource name
          firmware = "prologix" | firmware = "ni" | gpib.1.firmware | one of prologix, ar488 is expected, not ni
          ASRL/dev/ttyACM0::INSTR | TCPIP::192.168.0.31::1234::SOCKET | gpib.0.serial | is not a serial port
          """)
  void whatIsWrongWithLinksIsNamed(String text, String replacement, String key, String problem) {
    assertTrue(LINKED.contains(text), text);
    String toml =
        LINKED.replaceFirst(
            java.util.regex.Pattern.quote(text), Matcher.quoteReplacement(replacement));
    BenchFileException e =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(toml, "lab.toml"));
    assertAt("lab.toml", key, e);
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  /** Keys mistyped, a unit, a name that is not there, limits passed: one message for all. */
  @Test
  void allMistakesAreReportedAtOnceWithTheirLines() {
    String toml =
        TOML.replace("resource = \"INPROC::rf_2::INSTR\"", "resorce = \"INPROC::rf_2::INSTR\"")
            .replace("timeout = 5", "timeout = \"5 s\"")
            .replace("slew = 10e3", "slew = 10e3\nsleew = 1")
            .replace("tone = \"input 2\"", "tone = \"inptu 2\"")
            .replace("absolute_voltage = 0.8", "absolute_voltage = 0.9")
            .replace("name = \"chain 2\"", "name = \"chain 1\"")
            .replace("mode = \"analog\"", "mode = \"analogue\"")
            .replace("[settling]\ntone = 1e-3\n", "[settling]\n");
    String message =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(toml, "lab.toml"))
            .getMessage();
    assertEquals(
        """
        lab.toml: 9 entries are wrong:
          line 10: instruments.rf_2.resorce: unknown key; did you mean "resource"?
          line 33: instruments.voltmeter_2.timeout: a number is expected, not "5 s"; write it without quotation marks and unit, in SI units
          line 50: chip.limits.absolute_voltage: 0.9 V is above the highest that is accepted, 0.8 V
          line 52: chip.limits.sleew: unknown key; did you mean "slew", which is given as well?
          line 76: chains."chain 1".synapses."synapse 2".tone: "inptu 2" is no tone of the chain; there are input 1, input 2; did you mean "input 2"?
          line 79: chains: the name "chain 1" is given twice; every name must be unique
          line 102: neurons."neuron 2".chain: "chain 2" is no chain; there is chain 1; did you mean "chain 1"?
          line 118: coupling.mode: one of analog, measured is expected, not analogue; did you mean "analog"?
          line 122: settling.tone: missing; a number is expected\
        """,
        message);
  }

  @Test
  void ofVeryManyThingsThatAreWrongTheFirstAreShown() {
    StringBuilder toml = new StringBuilder(TOML.substring(0, TOML.indexOf("[instruments.rf_2]")));
    for (int i = 1; i <= 60; i++) {
      toml.append("junk_").append(i).append(" = 1\n");
    }
    toml.append(TOML.substring(TOML.indexOf("[instruments.rf_2]")));
    String message =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(toml.toString(), "lab.toml"))
            .getMessage();
    assertTrue(message.startsWith("lab.toml: 60 entries are wrong:\n  line 8: "), message);
    assertTrue(message.endsWith("\n  and 40 more"), message);
    assertEquals(22, message.lines().count());
  }

  @Test
  void invalidTomlIsReportedWithItsLine() {
    BenchFileException e =
        assertThrows(
            BenchFileException.class, () -> BenchFile.parse("name = \"x\"\n[chip\n", "x.toml"));
    assertEquals(
        "x.toml, line 2: this is not TOML: the name of a table ends with ]\n  [chip",
        e.getMessage());
  }
}
