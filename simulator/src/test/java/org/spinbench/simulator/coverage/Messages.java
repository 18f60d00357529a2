package org.spinbench.simulator.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spinbench.simulator.coverage.CommandList.Command;

/**
 * Sensible messages for a command of a list. The messages are in groups: an instrument takes the
 * command if it takes at least one message of every group. So it must take every word of an
 * enumeration and both ends of a range, and any of several guesses at an unknown parameter.
 */
interface Messages {
  /** Groups of messages that set. */
  List<List<String>> settings(Command command);

  /** Messages that ask; one must be answered. */
  List<List<String>> queries(Command command);

  /** The messages of a model. */
  static Messages of(String model) {
    return switch (model) {
      case "2602B" -> new Script();
      case "SynthHD" -> new OneLetter();
      default -> new Scpi();
    };
  }

  /** Guesses at a parameter of which the list says nothing that a program understands. */
  List<String> GUESSES =
      List.of(
          "1",
          "0",
          "0.1",
          "10",
          "1000",
          "1e6",
          "1e9",
          "1e-3",
          "-10",
          "ON",
          "\"A\"",
          "\"VOLT\"",
          "\"defbuffer1\"",
          "(@1)",
          "1,(@1)",
          "1,2",
          "1,2,3",
          "1,2,3,4",
          "#11A",
          "2",
          "DEF",
          "0,1e9",
          "0,1e6",
          "1,1,1",
          "0,0",
          "1,\"A\"",
          "1000,0.1",
          "\"A\",1",
          "\"A\",\"B\"");

  /** SCPI and the languages that are written like it. */
  final class Scpi implements Messages {
    private static final Pattern RANGE = Pattern.compile("([-+0-9.eE]+)\\.\\.([-+0-9.eE]+)");
    private static final Pattern WORD =
        Pattern.compile("[A-Za-z][A-Za-z0-9]*|\"[^\"]*\"|'[^']*'|[-+]?[0-9.]+([eE][-+]?\\d+)?");
    private static final Pattern KINDS =
        Pattern.compile(
            "number|value|bool|range|resolution|count|seconds|bins|code|Hz|V|A|ohm|degC|PLCs|int|name|"
                + "numbers|formula|type|string|\"string\"|\"name\"|\"file\"|\"text\"|model|pattern|event|block|screen");

    @Override
    public List<List<String>> settings(Command command) {
      List<List<String>> messages = new ArrayList<>();
      for (String header : headers(command.header())) {
        for (List<String> group : parameters(command)) {
          messages.add(group.stream().map(parameter -> join(header, parameter)).toList());
        }
      }
      return messages;
    }

    @Override
    public List<List<String>> queries(Command command) {
      return headers(command.header()).stream()
          .map(
              header ->
                  Stream.concat(Stream.of(""), guesses(command))
                      .map(parameter -> join(header + '?', parameter))
                      .toList())
          .toList();
    }

    private static Stream<String> guesses(Command command) {
      return Stream.concat(
          parameters(command).stream().flatMap(List::stream).filter(text -> !text.isEmpty()),
          GUESSES.stream());
    }

    private static String join(String header, String parameter) {
      return parameter.isEmpty() ? header : header + ' ' + parameter;
    }

    /** The header without its optional nodes, and with all of them. */
    private static List<String> headers(String notation) {
      String suffixed =
          notation.replaceAll("<[A-Za-z]>|<[a-z]+>", "1").replaceAll("\\[1\\|2[^]]*]|\\[c]", "[1]");
      String shortest = suffixed;
      while (shortest.contains("[")) {
        shortest = shortest.replaceAll("\\[[^\\[\\]]*\\]", "");
      }
      String longest = suffixed.replaceAll("[\\[\\]]", "");
      return shortest.equals(longest) ? List.of(longest) : List.of(shortest, longest);
    }

    private static List<List<String>> parameters(Command command) {
      String text =
          command.parameter().replaceAll("number\\[[^]]*]?|<integer>|^dBm?$|^\"string\"", "number");
      if (text.equals("bool")) {
        return List.of(List.of("ON"), List.of("0"));
      }
      Matcher range = RANGE.matcher(text);
      List<List<String>> groups = new ArrayList<>();
      if (range.lookingAt()) {
        groups.add(List.of(range.group(1)));
        groups.add(List.of(range.group(2)));
        return groups;
      }
      boolean optional = text.isEmpty() || text.startsWith("[");
      String[] words = text.split("\\|");
      for (String notation : words) {
        String word = notation.replaceAll("\\[[^]]*]", "");
        if (WORD.matcher(word).matches() && !KINDS.matcher(word).matches()) {
          groups.add(List.of(word));
        }
      }
      if (groups.isEmpty() || groups.size() < words.length) {
        List<String> guesses = new ArrayList<>();
        if (optional) {
          guesses.add("");
        }
        if (!command.preset().isEmpty()) {
          guesses.add(command.preset());
        }
        guesses.addAll(GUESSES);
        groups.add(guesses);
      }
      return groups;
    }
  }

  /** The script language of Keithley's 2600 series. */
  final class Script implements Messages {
    private static final List<String> ARGUMENTS =
        List.of(
            "",
            "1",
            "'a'",
            "1, 1",
            "'a', 'b'",
            "smua.nvbuffer1",
            "100, 1000",
            "1, 1, 1",
            "1, 1, 1, 1",
            "smua",
            "'a', 1",
            "smua, smua.nvbuffer1",
            "smua.nvbuffer1, 1",
            "smua, 0, 1, 0.01, 3");

    private static final List<String> VALUES = List.of("1", "0", "0.1", "10", "'a'", "{1, 2}");

    @Override
    public List<List<String>> settings(Command command) {
      String name = name(command.header());
      return List.of(
          name.endsWith("()")
              ? ARGUMENTS.stream().map(list -> call(name, list)).toList()
              : VALUES.stream().map(value -> name + " = " + value).toList());
    }

    @Override
    public List<List<String>> queries(Command command) {
      String name = name(command.header());
      return List.of(
          name.endsWith("()")
              ? ARGUMENTS.stream().map(list -> "print(" + call(name, list) + ")").toList()
              : List.of("print(" + name + ")"));
    }

    private static String call(String name, String list) {
      return name.substring(0, name.length() - 1) + list + ")";
    }

    private static String name(String header) {
      return header
          .replace("smuX", "smua")
          .replace("bufferVar", "smua.nvbuffer1")
          .replaceAll("\\[[A-Za-z]\\]", "[1]");
    }
  }

  /** The one-letter commands of the SynthHD. */
  final class OneLetter implements Messages {
    @Override
    public List<List<String>> settings(Command command) {
      return List.of(
          Stream.of("1", "0", "100", "1000", "10")
              .map(value -> command.header().replaceAll("<value>", value))
              .toList());
    }

    @Override
    public List<List<String>> queries(Command command) {
      String asked = command.header().replaceAll("<value>", "");
      boolean whole = asked.equals(command.header());
      return List.of(whole ? List.of(asked, asked + '?') : List.of(asked + '?'));
    }
  }
}
