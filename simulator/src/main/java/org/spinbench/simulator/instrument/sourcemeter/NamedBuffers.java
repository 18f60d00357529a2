package org.spinbench.simulator.instrument.sourcemeter;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The reading buffers of a 2450, by name: two permanent ones, and those that a program makes (2450
 * reference manual 2450-901-01, section 6, TRACe). A full buffer loses its oldest reading.
 */
final class NamedBuffers {
  /** The default buffer. */
  static final String USUAL = "defbuffer1";

  private static final int LARGEST = 6_875_000;
  private static final int MOST = 20;
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+(E[-+]?\\d+)?");

  /**
   * One reading in a buffer.
   *
   * @param value in its unit
   * @param source measured or set value of the source, in its unit
   * @param seconds since the instrument was reset
   * @param status bits of the reading
   * @param sourceStatus bits of the source
   */
  record Row(
      double value,
      double source,
      double seconds,
      String unit,
      int status,
      String sourceUnit,
      int sourceStatus) {}

  /** One buffer. */
  static final class Buffer {
    private final List<Row> rows = new ArrayList<>();
    private int capacity = 100_000;

    void add(Row row) {
      if (rows.size() >= capacity) {
        rows.remove(0);
      }
      rows.add(row);
    }

    void clear() {
      rows.clear();
    }

    private List<Row> latest() {
      if (rows.isEmpty()) {
        throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
      }
      return rows.subList(rows.size() - 1, rows.size());
    }
  }

  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final Value<String> format;
  private final Value<String> order;

  /**
   * @param settings where the format of readings is declared
   */
  NamedBuffers(PresetSettings settings) {
    format = settings.choice("FORMat[:DATA]", "ASCii|REAL|SREal", "ASC");
    order = settings.choice("FORMat:BORDer", "NORMal|SWAPped", "SWAP");
    preset();
  }

  /** Leaves only the two permanent buffers, empty. */
  void preset() {
    buffers.clear();
    buffers.put(USUAL, new Buffer());
    buffers.put("defbuffer2", new Buffer());
  }

  /** Declares {@code TRACe}, with the statistics of a buffer. */
  void declare(CommandTree tree) {
    tree.command("TRACe:MAKE", 2, 3, this::make);
    tree.command("TRACe:DELete", 1, 1, this::delete);
    tree.command("TRACe:CLEar", 0, 1, call -> next(call).clear());
    tree.command("TRACe:POINts", 1, 2, this::setPoints);
    tree.query("TRACe:POINts", 0, 1, call -> Integer.toString(next(call).capacity));
    tree.query("TRACe:ACTual", 0, 1, call -> Integer.toString(next(call).rows.size()));
    tree.query("TRACe:ACTual:STARt", 0, 1, call -> next(call).rows.isEmpty() ? "0" : "1");
    tree.query("TRACe:ACTual:END", 0, 1, call -> Integer.toString(next(call).rows.size()));
    tree.query("TRACe:DATA", 2, 14, this::answerData);
    statistic(tree, "PK2Pk", values -> Statistics.most(values) - Statistics.least(values));
    statistic(tree, "AVERage", Statistics::mean);
    statistic(tree, "MAXimum", Statistics::most);
    statistic(tree, "MINimum", Statistics::least);
    statistic(tree, "STDDev", Statistics::deviation);
    tree.command("TRACe:STATistics:CLEar", 0, 1, call -> next(call).clear());
  }

  private void statistic(CommandTree tree, String name, ToDoubleFunction<double[]> of) {
    tree.query(
        "TRACe:STATistics:" + name,
        0,
        1,
        call -> {
          double[] values = next(call).rows.stream().mapToDouble(Row::value).toArray();
          if (values.length == 0) {
            throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
          }
          return number(of.applyAsDouble(values));
        });
  }

  /** A number with six decimals, with a sign only if it is negative. */
  static String number(double value) {
    String text = Replies.scientific(value, 6, 2);
    return text.startsWith("+") ? text.substring(1) : text;
  }

  /** The buffer that the next parameter names; the default one without a parameter. */
  Buffer next(Call call) {
    return named(nextName(call));
  }

  /** The name of an existing buffer in the next parameter. */
  String nextName(Call call) {
    String name = call.more() ? call.quoted().toLowerCase(Locale.ROOT) : USUAL;
    named(name);
    return name;
  }

  /** The buffer with this name; error -224 if there is none. */
  Buffer named(String name) {
    Buffer buffer = buffers.get(name.toLowerCase(Locale.ROOT));
    if (buffer == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    return buffer;
  }

  private void make(Call call) {
    String name = call.quoted().toLowerCase(Locale.ROOT);
    int capacity = call.integer(10, LARGEST);
    if (call.more()) {
      call.choice(Choice.of("STANdard|COMPact|FULL|WRITable|FULLWRITable"));
    }
    if (buffers.containsKey(name) || buffers.size() == MOST) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    Buffer made = new Buffer();
    made.capacity = capacity;
    buffers.put(name, made);
  }

  private void delete(Call call) {
    String name = call.quoted().toLowerCase(Locale.ROOT);
    if (name.startsWith("defbuffer") || buffers.remove(name) == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
  }

  private void setPoints(Call call) {
    int capacity = call.integer(1, LARGEST);
    Buffer buffer = next(call);
    buffer.capacity = capacity;
    buffer.clear();
  }

  private String answerData(Call call) {
    int first = call.integer(1, LARGEST);
    int last = call.integer(first, LARGEST);
    List<Row> rows = next(call).rows;
    if (last > rows.size()) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return answer(rows.subList(first - 1, last), elements(call));
  }

  /**
   * Answers the newest reading of the buffer that a call names, with the requested elements.
   *
   * @param before action on the buffer before that
   */
  String latest(Call call, Consumer<Buffer> before) {
    Buffer buffer = next(call);
    List<Function<Row, String>> elements = elements(call);
    before.accept(buffer);
    return answer(buffer.latest(), elements);
  }

  /**
   * The requested elements of a reading, in their order; only the reading if none are requested.
   */
  private static List<Function<Row, String>> elements(Call call) {
    Choice words = Choice.of("READing|SOURce|RELative|STATus|UNIT|FORMatted|SOURSTATus|SOURUNIT");
    List<Function<Row, String>> elements = new ArrayList<>();
    while (call.more()) {
      elements.add(
          switch (call.choice(words)) {
            case "SOUR" -> row -> number(row.source);
            case "REL" -> row -> Replies.plain(row.seconds);
            case "STAT" -> row -> Integer.toString(row.status);
            case "SOURSTAT" -> row -> Integer.toString(row.sourceStatus);
            case "SOURUNIT" -> Row::sourceUnit;
            case "UNIT" -> Row::unit;
            case "FORM" -> row -> number(row.value) + " " + row.unit;
            default -> row -> number(row.value);
          });
    }
    return elements.isEmpty() ? List.of(row -> number(row.value)) : elements;
  }

  /** The elements of readings as text, or their numbers in a block; a text in a block is NaN. */
  private String answer(List<Row> rows, List<Function<Row, String>> elements) {
    List<String> values = new ArrayList<>();
    for (Row row : rows) {
      elements.forEach(element -> values.add(element.apply(row)));
    }
    if (format.is("ASC")) {
      return String.join(",", values);
    }
    int width = format.is("SRE") ? Float.BYTES : Double.BYTES;
    ByteOrder bytes = order.is("SWAP") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    double[] numbers = values.stream().mapToDouble(NamedBuffers::parsed).toArray();
    return Replies.block(Replies.reals(numbers, width, bytes));
  }

  private static double parsed(String value) {
    return NUMBER.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN;
  }
}
