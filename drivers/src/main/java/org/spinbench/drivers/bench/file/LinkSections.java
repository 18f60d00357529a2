package org.spinbench.drivers.bench.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.resource.SerialSettings.FlowControl;
import org.spinbench.drivers.transport.resource.SerialSettings.Parity;
import org.spinbench.drivers.transport.system.LinkSettings;

/** Reads the sections of a bench file about links, with defaults for the rest. */
final class LinkSections {
  private static final int HIGHEST_BOARD = 65_535;

  /** The end of a message on a serial line. */
  private enum Terminator {
    LF("\n"),
    CR("\r"),
    CRLF("\r\n"),
    NONE("");

    private final String bytes;

    Terminator(String bytes) {
      this.bytes = bytes;
    }
  }

  private LinkSections() {}

  /** The settings of a bench's links. */
  static LinkSettings settings(BenchFile file) {
    Map<ResourceName.Serial, SerialSettings> lines = new HashMap<>();
    Map<Integer, GpibController> controllers = new HashMap<>();
    for (InstrumentEntry entry : file.instruments().values()) {
      addLine(entry.resource(), entry.serial(), lines);
    }
    file.gpib()
        .forEach(
            (board, entry) -> {
              addLine(entry.controller(), entry.serial(), lines);
              ResourceName link = ResourceName.parse(entry.controller());
              controllers.put(board, new GpibController(link, entry.firmware()));
            });
    return new LinkSettings(lines, controllers, file.keys());
  }

  private static void addLine(
      String resource,
      Optional<SerialSettings> settings,
      Map<ResourceName.Serial, SerialSettings> lines) {
    if (settings.isPresent() && ResourceName.parse(resource) instanceof ResourceName.Serial port) {
      lines.put(port, settings.get());
    }
  }

  /** {@code [instruments.NAME.serial]}: the serial line of an instrument. */
  static SerialSettings line(TomlTable table) {
    return line(table, SerialSettings.DEFAULT.baud());
  }

  private static SerialSettings line(TomlTable table, int usualBaud) {
    SerialSettings usual = SerialSettings.DEFAULT;
    int baud = table.integerOr("baud", usualBaud);
    int dataBits = table.integerOr("data_bits", usual.dataBits());
    Parity parity = table.wordOr("parity", Parity.class, usual.parity());
    int stopBits = table.integerOr("stop_bits", usual.stopBits());
    FlowControl flow = table.wordOr("flow_control", FlowControl.class, usual.flowControl());
    Terminator write = table.wordOr("write_terminator", Terminator.class, Terminator.LF);
    Terminator read = table.wordOr("read_terminator", Terminator.class, Terminator.LF);
    try {
      return new SerialSettings(baud, dataBits, parity, stopBits, flow, write.bytes, read.bytes);
    } catch (IllegalArgumentException wrong) {
      throw table.refused(wrong.getMessage());
    }
  }

  /** {@code [gpib.NUMBER]}: the boards by number. */
  static Map<Integer, GpibEntry> boards(TomlTable table) {
    Map<Integer, GpibEntry> boards = new TreeMap<>();
    table
        .tablesOrNone("gpib", entry -> Map.entry(number(entry), board(entry)))
        .values()
        .forEach(board -> boards.put(board.getKey(), board.getValue()));
    return Map.copyOf(boards);
  }

  private static int number(TomlTable table) {
    String name = table.path().substring(table.path().lastIndexOf('.') + 1);
    if (!name.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(name) > HIGHEST_BOARD) {
      throw table.refused("the number of a GPIB board is expected, as in [gpib.0]");
    }
    return Integer.parseInt(name);
  }

  private static GpibEntry board(TomlTable table) {
    return new GpibEntry(
        table.text("controller"),
        table.word("firmware", Firmware.class),
        table.tableOrNone("serial", line -> line(line, GpibController.SERIAL.baud())));
  }

  /** {@code [zmq]}: the folder with the keys for benches on other computers. */
  static Path keys(TomlTable table) {
    String folder = table.text("keys");
    try {
      return Path.of(folder);
    } catch (InvalidPathException wrong) {
      throw table.refused("keys is \"" + folder + "\", which is not the path of a folder");
    }
  }
}
