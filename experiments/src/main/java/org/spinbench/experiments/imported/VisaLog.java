package org.spinbench.experiments.imported;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.imported.ForeignPoint.Sample;
import org.spinbench.experiments.run.store.RunException;

/**
 * A log of messages in the layout of PyVISA's logger: {@code time - name - level - message}, where
 * the message is {@code RESOURCE > 'sent'} or {@code RESOURCE < 'received'} from a program, or from
 * PyVISA (1.14) and pyvisa-py (0.7) themselves. They log every message of a VXI-11 link with
 * pyvisa-py ({@link Vxi11Log}), and sent messages as calls of {@code viWrite} with a vendor's VISA
 * library. For other links they log no messages, or not their instruments.
 *
 * <p>All readings until the next setting belong to one setpoint.
 */
final class VisaLog {
  private static final String WHAT = "a file of measurements";

  /** Number of bytes that contain the first line. */
  private static final int HEAD = 1 << 16;

  private static final Pattern LINE =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)(?:,(\\d{3}))? - \\S+ - [A-Z]+ - (.*)");

  private static final Pattern MESSAGE = Pattern.compile("(\\S+) ([<>]) (['\"])(.*)\\3");
  private static final Pattern OPEN = Pattern.compile("(\\S+) - is open with session (\\d+)");
  private static final Pattern CALL =
      Pattern.compile("viWrite\\((\\d+), b(['\"])(.*)\\2, \\d+, .*\\) -> .*");

  private final String origin;
  private final ColumnMap map;
  private final Vxi11Log vxi11 = new Vxi11Log();
  private final Map<String, String> sessions = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<Double> settings;
  private final List<ForeignPoint> points = new ArrayList<>();
  private List<Sample> samples = new ArrayList<>();
  private int number;

  private VisaLog(String origin, ColumnMap map) {
    this.origin = origin;
    this.map = map;
    settings = new ArrayList<>(Collections.nCopies(map.settings().size(), Double.NaN));
  }

  /**
   * Whether a file is such a log, by its first line.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  static boolean isOne(Path file) {
    try (InputStream in = UserFile.open(file, WHAT)) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
      return head.lines()
          .filter(line -> !line.isBlank())
          .limit(1)
          .anyMatch(line -> LINE.matcher(line).matches());
    } catch (IOException e) {
      throw UserFile.unreadable(file, WHAT, e);
    }
  }

  /**
   * The setpoints.
   *
   * @throws RunException naming the line of a wrong number, or of a reading before all settings are
   *     known
   */
  static List<ForeignPoint> read(Path file, ColumnMap map) {
    VisaLog log = new VisaLog(file.toString(), map);
    UserFile.text(file, WHAT).lines().forEach(log::line);
    log.endOfPoint();
    return log.points;
  }

  private void line(String line) {
    number++;
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return;
    }
    String text = matcher.group(4);
    Matcher message = MESSAGE.matcher(text);
    Matcher open = OPEN.matcher(text);
    Matcher call = CALL.matcher(text);
    if (message.matches()) {
      String bare = bare(message.group(4));
      if (message.group(2).equals(">")) {
        sent(message.group(1), bare);
      } else {
        received(message.group(1), bare, time(matcher));
      }
    } else if (open.matches()) {
      sessions.put(open.group(2), open.group(1));
    } else if (call.matches()) {
      sent(sessions.getOrDefault(call.group(1), ""), bare(call.group(3)));
    } else {
      ofVxi11(text).ifPresent(one -> passed(one, matcher));
    }
  }

  private Optional<Vxi11Log.Message> ofVxi11(String text) {
    try {
      return vxi11.line(text);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private void passed(Vxi11Log.Message message, Matcher line) {
    if (message.sent()) {
      sent(message.resource(), message.text());
    } else {
      received(message.resource(), message.text(), time(line));
    }
  }

  /** The text without the line ends that Python writes as escapes. */
  private static String bare(String text) {
    return text.replaceAll("(\\\\[rn])+$", "").strip();
  }

  private Instant time(Matcher line) {
    String millis = line.group(3) == null ? "000" : line.group(3);
    try {
      return LocalDateTime.parse(line.group(1) + "T" + line.group(2) + "." + millis)
          .atZone(map.zone())
          .toInstant();
    } catch (DateTimeException e) {
      throw refused(line.group(1) + " " + line.group(2) + " is no time");
    }
  }

  private void sent(String resource, String text) {
    asked.remove(resource);
    for (int k = 0; k < map.settings().size(); k++) {
      ColumnMap.Place place = map.settings().get(k).place();
      if (place.isSentTo(resource, text)) {
        endOfPoint();
        Matcher value = place.message().matcher(text);
        if (!value.matches() || value.groupCount() != 1) {
          throw refused("the message of a setting needs one group in parentheses, its value");
        }
        settings.set(k, place.factor() * number(value.group(1)));
      }
    }
    for (int k = 0; k < map.readings().size(); k++) {
      if (map.readings().get(k).place().isSentTo(resource, text)) {
        asked.put(resource, k);
      }
    }
  }

  private void received(String resource, String text, Instant time) {
    Integer which = asked.remove(resource);
    if (which == null) {
      return;
    }
    ColumnMap.Reading reading = map.readings().get(which);
    int unset = settings.indexOf(Double.NaN);
    if (unset >= 0) {
      throw refused(
          reading.name() + " is read before " + map.settings().get(unset).name() + " is set");
    }
    double raw = number(text);
    if (!Sample.isNone(raw)) {
      samples.add(Sample.of(which, raw, reading.place().factor(), reading.uncertainty(), time));
    }
  }

  private double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused("\"" + text + "\" is no number");
    }
  }

  private void endOfPoint() {
    if (!samples.isEmpty()) {
      points.add(new ForeignPoint(samples.get(0).time(), List.copyOf(settings), samples));
      samples = new ArrayList<>();
    }
  }

  private RunException refused(String problem) {
    return new RunException(origin + ", line " + number + ": " + problem);
  }
}
