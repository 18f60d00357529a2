package org.spinbench.simulator.coverage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands of a model as its manual or public drivers use them: a CSV file with the columns
 * header, set, query, parameter, default and seen_in, the number of independent sources.
 */
final class CommandList {
  /** Where the lists are; they are not part of the project. */
  static final Path FOLDER = Path.of("..", "shared", "reference", "commands");

  /**
   * One command.
   *
   * @param header in the notation of SCPI, with {@code <n>} for a numeric suffix
   * @param set whether it can be sent as a command
   * @param query whether it can be sent as a query
   * @param parameter what the source says of its parameter; may be empty
   * @param preset what the source says of its default; may be empty
   * @param essential whether two or more sources have it
   */
  record Command(
      String header,
      boolean set,
      boolean query,
      String parameter,
      String preset,
      boolean essential) {}

  private CommandList() {}

  /** The folder of the lists, seen from the root of the project or from one of its modules. */
  static Path folder() {
    return Files.isDirectory(FOLDER) ? FOLDER : Path.of("..").resolve(FOLDER);
  }

  /** The list of a model. */
  static List<Command> of(String model) throws IOException {
    List<List<String>> rows =
        rows(Files.readString(folder().resolve(model + ".csv"), StandardCharsets.UTF_8));
    List<String> names = rows.get(0);
    List<Command> commands = new ArrayList<>();
    for (List<String> cells : rows.subList(1, rows.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        row.put(names.get(i), cells.get(i));
      }
      commands.add(
          new Command(
              row.get("header"),
              row.get("set").equals("yes"),
              row.get("query").equals("yes"),
              row.get("parameter"),
              row.get("default"),
              Integer.parseInt(row.get("seen_in")) >= 2));
    }
    return commands;
  }

  /** The cells of every line; a cell in quotes may hold commas, line ends and doubled quotes. */
  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : (text.endsWith("\n") ? text : text + '\n').toCharArray()) {
      if (c == '"') {
        // A doubled quote inside of a cell ends the quotation and begins it again.
        if (!quoted && cell.length() > 0) {
          cell.append(c);
        }
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(cell.toString().strip());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else {
        cell.append(c);
      }
    }
    return rows;
  }
}
