package org.spinbench.simulator.scpi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spinbench.simulator.scpi.CommandCatalogue.Effect;

/**
 * Commands of a model that are declared in a table: settings that are kept and answered, whether
 * they have an effect or not, queries with a constant answer, commands that do nothing, and
 * commands that the manual has and the twin has not.
 *
 * <p>A table is a text file {@code instrument/stored/NAME.csv} with the columns header, form,
 * preset and notes, separated by {@code " | "}:
 *
 * <ul>
 *   <li>A header is in the notation of {@link CommandTree}. A numeric suffix is {@code #} if it can
 *       only be 1, {@code <4>} if it is 1 to 4, {@code <n>} if it names a channel of the model, and
 *       {@code <@24>} if a channel list after the parameters can name several channels instead of
 *       it. Every combination of suffixes has a value of its own. A row with {@code {A,B}} in its
 *       header stands for a row with each.
 *   <li>A form is one or more parameters, each as {@link StoredForm} has it, separated by commas.
 *       One in brackets may be missing, and the last one may be repeated: {@code number -1..1 *9}.
 *       Instead, {@code query} is a query that answers its preset, {@code command} (with or without
 *       parameters) has no query and no effect, and {@code absent} is undefined.
 *   <li>A preset is the value after a reset, for each parameter one, separated by commas; for
 *       {@code absent}, the reason.
 *   <li>Notes are {@code kept} if {@code *RST} does not change it, and {@code works} if the twin
 *       uses it.
 * </ul>
 *
 * <p>A line that begins with {@code # source:} names the source of the rows that follow it.
 */
public final class StoredSettings {
  private static final Pattern SUFFIX = Pattern.compile("<(@?)(\\d+)>|#");
  private static final Map<String, List<String[]>> TABLES = new ConcurrentHashMap<>();

  /** A setting; {@code most} is the number of times that the last parameter may be repeated. */
  private record Row(
      String pattern,
      int[] limits,
      boolean lists,
      List<StoredForm> forms,
      int least,
      int most,
      List<Object> preset,
      boolean kept) {

    /** The suffixes that a call means; several if it has a channel list. */
    List<List<Integer>> places(Call call) {
      if (lists && call.listNext()) {
        return Arrays.stream(call.channels(limits[0])).mapToObj(List::of).toList();
      }
      List<Integer> place = new ArrayList<>();
      for (int slot = 0; slot < limits.length; slot++) {
        place.add(call.suffix(slot, limits[slot]));
      }
      return List.of(place);
    }

    List<Object> take(Call call) {
      List<Object> taken = new ArrayList<>();
      for (int i = 0; i < forms.size(); i++) {
        if (i < least || call.more() && !call.listNext()) {
          taken.add(forms.get(i).take().apply(call));
        }
      }
      while (most > 1 && call.more() && !call.listNext()) {
        taken.add(last().take().apply(call));
      }
      return taken;
    }

    String answer(List<Object> values) {
      return IntStream.range(0, values.size())
          .mapToObj(i -> forms.get(Math.min(i, forms.size() - 1)).answer().apply(values.get(i)))
          .collect(Collectors.joining(","));
    }

    private StoredForm last() {
      return forms.get(forms.size() - 1);
    }
  }

  private final CommandTree tree;
  private final int channels;
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Map<List<Integer>, List<Object>>> values = new HashMap<>();

  private StoredSettings(CommandTree tree, int channels) {
    this.tree = tree;
    this.channels = channels;
  }

  /** Declares the commands of a table. */
  static StoredSettings of(CommandTree tree, String name, int channels) {
    StoredSettings settings = new StoredSettings(tree, channels);
    String source = "";
    for (String[] cells : TABLES.computeIfAbsent(name, StoredSettings::read)) {
      if (cells.length == 1) {
        source = cells[0];
      } else {
        try {
          settings.declare(cells, source);
        } catch (IllegalArgumentException wrong) {
          throw new IllegalArgumentException(
              name + ", " + cells[0] + ": " + wrong.getMessage(), wrong);
        }
      }
    }
    tree.stored(settings::copy, settings::restore);
    return settings;
  }

  private static List<String[]> read(String name) {
    String resource = "/org/spinbench/simulator/instrument/stored/" + name + ".csv";
    try (InputStream stream = StoredSettings.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(
              line -> !line.isBlank() && (!line.startsWith("#") || line.startsWith("# source:")))
          .map(StoredSettings::cells)
          .flatMap(StoredSettings::each)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String[] cells(String line) {
    if (line.startsWith("#")) {
      return new String[] {line.substring(line.indexOf(':') + 1).strip()};
    }
    String[] cells = Arrays.copyOf(line.split(" \\|(?= |$)", -1), 4);
    return Stream.of(cells).map(cell -> cell == null ? "" : cell.strip()).toArray(String[]::new);
  }

  /** The rows that a row stands for: one for each alternative in braces. */
  private static Stream<String[]> each(String[] cells) {
    int open = cells[0].indexOf('{');
    if (open < 0) {
      return Stream.of(new String[][] {cells});
    }
    int close = cells[0].indexOf('}');
    return Stream.of(cells[0].substring(open + 1, close).split(","))
        .map(
            part -> {
              String[] row = cells.clone();
              row[0] = cells[0].substring(0, open) + part + cells[0].substring(close + 1);
              return row;
            })
        .flatMap(StoredSettings::each);
  }

  private void declare(String[] cells, String source) {
    String form = cells[1];
    Row row = row(cells);
    String pattern = row.pattern;
    Effect effect = cells[3].contains("works") ? Effect.WORKS : Effect.STORED;
    int most = Math.max(0, row.forms.size() - 1 + row.most) + (row.lists ? 1 : 0);
    if (form.equals("absent")) {
      tree.catalogue().describe(cells[0], Effect.ABSENT, cells[2]);
      return;
    }
    if (form.startsWith("query")) {
      tree.promptQuery(
          pattern,
          row.least,
          most,
          call -> {
            row.take(call);
            return answer(row, call, at -> cells[2]);
          });
    } else if (form.startsWith("command")) {
      tree.command(
          pattern,
          row.least,
          most,
          call -> {
            row.take(call);
            row.places(call);
          });
    } else {
      declareSetting(row, most);
    }
    tree.catalogue().describe(pattern, form.replaceFirst("^(query|command) ?", ""), cells[2]);
    tree.catalogue().describe(pattern, effect, source);
  }

  private void declareSetting(Row row, int most) {
    if (rows.put(row.pattern, row) != null) {
      throw new IllegalArgumentException("there twice");
    }
    values.put(row.pattern, new HashMap<>());
    tree.command(
        row.pattern,
        row.least,
        most,
        call -> {
          List<Object> taken = row.take(call);
          row.places(call).forEach(place -> values.get(row.pattern).put(place, taken));
        });
    NumberRange range = row.forms.size() == 1 && row.most == 1 ? row.forms.get(0).range() : null;
    tree.promptQuery(
        row.pattern,
        0,
        (range == null ? 0 : 1) + (row.lists ? 1 : 0),
        call -> {
          if (range != null && call.more() && !call.listNext()) {
            String limit = row.forms.get(0).answer().apply(call.limit(range));
            return answer(row, call, place -> limit);
          }
          return answer(row, call, place -> row.answer(value(row, place)));
        });
  }

  private static String answer(Row row, Call call, Function<List<Integer>, String> answer) {
    return row.places(call).stream().map(answer).collect(Collectors.joining(","));
  }

  private Row row(String[] cells) {
    List<Integer> limits = new ArrayList<>();
    boolean[] lists = {false};
    Matcher suffix = SUFFIX.matcher(cells[0].replace("<n>", "<" + channels + ">"));
    String pattern =
        suffix.replaceAll(
            found -> {
              lists[0] |= "@".equals(found.group(1));
              limits.add(found.group(2) == null ? 1 : Integer.parseInt(found.group(2)));
              return "#";
            });
    String notation = cells[1].replaceFirst("^(query|absent|command) ?", "");
    String[] parts = notation.isEmpty() ? new String[0] : notation.split(", *");
    boolean setting = notation.equals(cells[1]);
    List<StoredForm> forms = new ArrayList<>();
    List<String> presets = List.of(cells[2].split(",", -1));
    int least = 0;
    int most = 1;
    for (int i = 0; i < parts.length; i++) {
      boolean optional = parts[i].startsWith("[");
      least += optional ? 0 : 1;
      String[] part =
          (optional ? parts[i].substring(1, parts[i].length() - 1) : parts[i]).split(" \\*");
      most = part.length > 1 ? Integer.parseInt(part[1]) : 1;
      forms.add(
          StoredForm.of(
              part[0], setting ? presets.get(Math.min(i, presets.size() - 1)) : "", tree));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; setting && i < presets.size(); i++) {
      values.add(forms.get(Math.min(i, forms.size() - 1)).read().apply(presets.get(i)));
    }
    if (setting && values.size() < least) {
      throw new IllegalArgumentException("fewer presets than parameters");
    }
    int[] slots = limits.stream().mapToInt(Integer::intValue).toArray();
    return new Row(pattern, slots, lists[0], forms, least, most, values, cells[3].contains("kept"));
  }

  private List<Object> value(Row row, List<Integer> place) {
    return values.get(row.pattern).getOrDefault(place, row.preset);
  }

  private Object first(String pattern, int... suffixes) {
    Row row = rows.get(pattern);
    return value(row, place(row, suffixes)).get(0);
  }

  /** The values of a setting that is a list of numbers. */
  public double[] numbers(String pattern, int... suffixes) {
    Row row = rows.get(pattern);
    return value(row, place(row, suffixes)).stream().mapToDouble(Double.class::cast).toArray();
  }

  /** Sets the values of a setting that is a list of numbers. */
  public void set(String pattern, double[] numbers, int... suffixes) {
    List<Object> list = new ArrayList<>();
    for (double number : numbers) {
      list.add(number);
    }
    values.get(pattern).put(place(rows.get(pattern), suffixes), list);
  }

  private static List<Integer> place(Row row, int... suffixes) {
    List<Integer> place = new ArrayList<>();
    for (int slot = 0; slot < row.limits.length; slot++) {
      place.add(slot < suffixes.length ? suffixes[slot] : 1);
    }
    return place;
  }

  /**
   * The value of a numeric setting.
   *
   * @param pattern its header as in the table, with {@code #} for each suffix
   * @param suffixes its suffixes; 1 for those that are missing
   */
  public double number(String pattern, int... suffixes) {
    return (Double) first(pattern, suffixes);
  }

  /** The value of a boolean setting. */
  public boolean flag(String pattern, int... suffixes) {
    return (Boolean) first(pattern, suffixes);
  }

  /** The value of a setting that is a word, in its short form, or a string. */
  public String text(String pattern, int... suffixes) {
    return (String) first(pattern, suffixes);
  }

  /** The values of a setting that is a list of words, in their short forms. */
  public List<String> texts(String pattern) {
    Row row = rows.get(pattern);
    return value(row, place(row)).stream().map(String.class::cast).toList();
  }

  /**
   * Takes the value of a setting from a call.
   *
   * @return sets it to that value
   */
  public Runnable taken(String pattern, Call call) {
    List<Object> taken = rows.get(pattern).take(call);
    return () -> values.get(pattern).put(List.of(), taken);
  }

  /** Sets a setting, without a check. */
  public void set(String pattern, Object value, int... suffixes) {
    values.get(pattern).put(place(rows.get(pattern), suffixes), List.of(value));
  }

  /** Sets every setting to its preset but those that {@code *RST} keeps. */
  public void preset() {
    values.forEach(
        (pattern, places) -> {
          if (!rows.get(pattern).kept) {
            places.clear();
          }
        });
  }

  private Map<String, Map<List<Integer>, List<Object>>> copy() {
    Map<String, Map<List<Integer>, List<Object>>> copy = new HashMap<>();
    values.forEach((pattern, places) -> copy.put(pattern, Map.copyOf(places)));
    return copy;
  }

  private void restore(Map<String, Map<List<Integer>, List<Object>>> saved) {
    saved.forEach((pattern, places) -> values.put(pattern, new HashMap<>(places)));
  }
}
