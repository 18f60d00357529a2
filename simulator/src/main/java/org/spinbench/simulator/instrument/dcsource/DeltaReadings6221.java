package org.spinbench.simulator.instrument.dcsource;

import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.spinbench.simulator.instrument.part.ReadingBuffer;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * The readings of a 6221 with a 2182A behind it: averaging filter, units, math, buffer and formats
 * (6220/6221 reference manual 622X-901-01, section 6).
 *
 * <p>To arm a test sets the size of the buffer (page 6-12), and lets it store. These points are
 * unconfirmed: that it stores without {@code TRACe:FEED:CONTrol}; that times count from the first
 * reading and numbers from 1; the words of units. Differences of time stamps and the window of the
 * filter are not simulated.
 */
final class DeltaReadings6221 {
  /** Largest number of readings in the buffer. */
  static final int MOST = 65_536;

  private static final double OVERLOAD = 9.9e37;
  private static final List<String> ELEMENTS =
      List.of("READ", "UNIT", "TST", "SOUR", "AVOL", "COMP", "RNUM");
  private static final NumberRange PLACE = new NumberRange(Quantity.NUMBER, 0, MOST, 0);

  /**
   * A reading.
   *
   * @param volts that belong to the amplitude of the current, V
   * @param mean of the voltage without them, V
   * @param source last level, A
   * @param limited whether the source was in compliance
   * @param moment end of the last conversion, ns
   * @param number from 1
   */
  private record Reading(
      double volts, double mean, double source, boolean limited, long moment, int number) {}

  private final StoredSettings stored;
  private final Runnable upToNow;
  private final Runnable awaitNext;
  private final ReadingBuffer<Reading> buffer;
  private final Deque<Double> filter = new ArrayDeque<>();
  private double amplitude;
  private int taken;
  private Reading latest;
  private long first;

  /**
   * No readings, with their commands in this tree.
   *
   * @param upToNow takes those that are due
   * @param awaitNext waits for the next conversion of a test, if there is one
   */
  DeltaReadings6221(CommandTree tree, StoredSettings stored, Runnable upToNow, Runnable awaitNext) {
    this.stored = stored;
    this.upToNow = upToNow;
    this.awaitNext = awaitNext;
    buffer = new ReadingBuffer<>(100, upToNow, readings -> {});
    buffer.declare(tree, 1, MOST);
    tree.query("[:SENSe#]:DATA[:LATest]", () -> answer(List.of(latest()), false));
    tree.query("[:SENSe#]:DATA:FRESh", () -> answer(List.of(fresh()), false));
    tree.query("CALCulate#:DATA", () -> answer(List.of(latest()), true));
    tree.query("CALCulate#:DATA:FRESh", () -> answer(List.of(fresh()), true));
    tree.query("CALC2|CALCULATE2:DATA", this::statistic);
    String trace = "TRACe|DATA";
    tree.query(trace + ":POINts:ACTual", () -> Integer.toString(buffer.readings().size()));
    tree.query(trace + ":DATA", () -> answer(kept(), feedsMath()));
    tree.query(trace + ":DATA:SELected", 2, 2, call -> answer(selected(call), feedsMath()));
  }

  /** Forgets the last reading, at a reset, which leaves the buffer alone. */
  void preset() {
    latest = null;
  }

  /** Prepares for so many readings of a test, whose current alternates by this amplitude, A. */
  void begin(int count, double alternation) {
    buffer.prepare(count);
    filter.clear();
    amplitude = alternation;
    taken = 0;
    latest = null;
  }

  /**
   * Takes three conversions.
   *
   * @param points V
   * @param sign 1 if the first was with the higher current, otherwise -1
   * @param source last level, A
   * @param limited whether the source was in compliance
   * @param moment end of the last conversion, ns
   */
  void take(double[] points, int sign, double source, boolean limited, long moment) {
    double most = Math.max(Math.max(Math.abs(points[0]), Math.abs(points[1])), Math.abs(points[2]));
    boolean over = most >= OVERLOAD;
    double volts = over ? OVERLOAD : sign * (points[0] - 2 * points[1] + points[2]) / 4;
    double mean = over ? OVERLOAD : (points[0] + 2 * points[1] + points[2]) / 4;
    first = taken == 0 ? moment : first;
    taken++;
    if (stored.flag("[:SENSe#]:AVERage[:STATe]")) {
      int count = (int) stored.number("[:SENSe#]:AVERage:COUNt");
      filter.addLast(volts);
      while (filter.size() > count) {
        filter.removeFirst();
      }
      volts = filter.stream().mapToDouble(value -> value).average().orElseThrow();
      if (stored.text("[:SENSe#]:AVERage:TCONtrol").equals("REP")) {
        if (filter.size() < count) {
          return;
        }
        filter.clear();
      }
    }
    latest = new Reading(volts, mean, source, limited, moment, taken);
    if (!stored.text("TRACe:FEED").equals("NONE")) {
      buffer.offer(latest);
    }
  }

  private Reading latest() {
    upToNow.run();
    return there(latest);
  }

  private static Reading there(Reading reading) {
    if (reading == null) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return reading;
  }

  /** The next reading of a running test. */
  private Reading fresh() {
    upToNow.run();
    Reading old = latest;
    int before;
    do {
      before = taken;
      for (int k = 0; k < 3 && taken == before; k++) {
        awaitNext.run();
      }
    } while (latest == old && taken > before);
    return there(latest == old ? null : latest);
  }

  private List<Reading> kept() {
    List<Reading> readings = buffer.readings();
    there(readings.isEmpty() ? null : readings.get(0));
    return readings;
  }

  private List<Reading> selected(Call call) {
    int from = (int) call.number(PLACE);
    int count = (int) call.number(PLACE);
    List<Reading> readings = kept();
    int begin = Math.min(from, readings.size());
    List<Reading> part = readings.subList(begin, Math.min(readings.size(), begin + count));
    there(part.isEmpty() ? null : part.get(0));
    return part;
  }

  private boolean feedsMath() {
    return stored.text("TRACe:FEED").equals("CALC1");
  }

  private String statistic() {
    boolean math = feedsMath();
    double[] values = kept().stream().mapToDouble(reading -> value(reading, math)).toArray();
    return number(Statistics.named(stored.text("CALC2|CALCULATE2:FORMat"), values));
  }

  /** A reading in its unit, after the math if that is wanted. */
  private double value(Reading reading, boolean math) {
    if (reading.volts >= OVERLOAD) {
      return OVERLOAD;
    }
    double value =
        switch (stored.text("UNIT[:VOLTage][:DC]")) {
          case "OHMS" -> reading.volts / amplitude;
          case "W" -> reading.volts * amplitude;
          case "SIEM" -> amplitude / reading.volts;
          default -> reading.volts;
        };
    if (!math || !stored.flag("CALCulate#:STATe")) {
      return value;
    }
    double slope = stored.number("CALCulate#:KMATh:MMFactor");
    double offset = stored.number("CALCulate#:KMATh:MBFactor");
    return switch (stored.text("CALCulate#:FORMat")) {
      case "MXB" -> slope * value + offset;
      case "REC" -> slope / value + offset;
      default -> value;
    };
  }

  private String answer(List<Reading> readings, boolean math) {
    List<String> wanted = stored.texts("FORMat:ELEMents");
    List<String> shown =
        wanted.contains("DEF")
            ? List.of("READ", "TST")
            : ELEMENTS.stream()
                .filter(element -> wanted.contains("ALL") || wanted.contains(element))
                .toList();
    String format = stored.text("FORMat[:DATA]");
    if (format.equals("ASC")) {
      return readings.stream()
          .map(reading -> text(reading, shown, math))
          .collect(Collectors.joining(","));
    }
    List<Double> numbers = new ArrayList<>();
    for (Reading reading : readings) {
      shown.stream()
          .filter(element -> !element.equals("UNIT"))
          .forEach(element -> numbers.add(element(reading, element, math)));
    }
    boolean swapped = stored.text("FORMat:BORDer").equals("SWAP");
    return Replies.block(
        Replies.reals(
            numbers.stream().mapToDouble(value -> value).toArray(),
            format.equals("SRE") ? Float.BYTES : Double.BYTES,
            swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
  }

  private String text(Reading reading, List<String> elements, boolean math) {
    StringBuilder text = new StringBuilder();
    for (String element : elements) {
      boolean unit = element.equals("UNIT");
      text.append(text.length() == 0 || unit ? "" : ",")
          .append(unit ? unit() : number(element(reading, element, math)));
    }
    return text.toString();
  }

  private String unit() {
    return switch (stored.text("UNIT[:VOLTage][:DC]")) {
      case "OHMS" -> "OHMS";
      case "W" -> "W";
      case "SIEM" -> "S";
      default -> "VDC";
    };
  }

  private double element(Reading reading, String element, boolean math) {
    return switch (element) {
      case "TST" -> (reading.moment - first) * 1e-9;
      case "SOUR" -> reading.source;
      case "AVOL" -> reading.mean;
      case "COMP" -> reading.limited ? 1 : 0;
      case "RNUM" -> reading.number;
      default -> value(reading, math);
    };
  }

  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }
}
