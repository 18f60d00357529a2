package org.spinbench.simulator.scpi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Makes program messages that nobody should send: valid ones joined, cut, doubled and sprinkled
 * with what the grammar is sensitive to, and plain random bytes. One seed gives one sequence.
 */
final class MessageMutator {
  private static final int LONGEST = 4096;
  private static final int SELDOM = 20_000;
  private static final String[] FRAGMENTS = {
    "#0",
    "#15",
    "#10",
    "#3005",
    "#9999999999",
    "#2x",
    "#H",
    "#HFF",
    "#Q8",
    "#B2",
    "(",
    ")",
    "(@",
    "(@1:9)",
    "(@9:1,3)",
    "(@1!2:3!4)",
    "(@1:1000000)",
    "\"",
    "'",
    "''",
    "\"\"",
    "\"a;b\"",
    ";",
    ";;",
    ":",
    "::",
    ";:",
    "*",
    "?",
    "??",
    ",",
    ",,",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u00ff",
    "-",
    "+",
    ".",
    "E",
    "E+",
    "1E32000",
    "1E-32000",
    "1E32001",
    "1E400",
    "-1E308",
    "1E-320",
    "0",
    "-0",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "MIN",
    "MAX",
    "DEF",
    "UP",
    "DOWN",
    "INF",
    "NINF",
    "NAN",
    "ON",
    "OFF",
    "AUTO",
    "ONCE",
    "HZ",
    "MHZ",
    "MOHM",
    "MAA",
    "EXV",
    "DBUV",
    "V/S",
    "*OPC",
    "*OPC?",
    "*WAI",
    "*CLS",
    "*RST",
    "*IDN?",
    "*TRG",
    "*SAV 1",
    "*RCL 1",
    "*SRE 255",
    "*ESE 255",
    "*STB?",
    "SYST:ERR?",
    "SYST:ERR:ALL?",
    "STAT:PRES",
    "INIT",
    "ABOR",
    "FETC?",
    "READ?",
    "ABCDEFGHIJKLM",
    "_",
    "A1",
    "1A"
  };

  private final RandomGenerator random;
  private final List<String> corpus;

  MessageMutator(RandomGenerator random, List<String> corpus) {
    this.random = random;
    this.corpus = corpus;
  }

  byte[] next() {
    String message =
        switch (random.nextInt(10)) {
          case 0 -> noise();
          case 1 -> tokens();
          default -> mutated();
        };
    if (random.nextInt(SELDOM) == 0) {
      message = message.repeat(1 + random.nextInt((1 << 21) / (message.length() + 1)));
    }
    return message.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String noise() {
    byte[] bytes = new byte[random.nextInt(80)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String tokens() {
    StringBuilder message = new StringBuilder();
    for (int n = random.nextInt(20); n >= 0; n--) {
      message.append(fragment());
    }
    return message.toString();
  }

  private String fragment() {
    return FRAGMENTS[random.nextInt(FRAGMENTS.length)];
  }

  private String mutated() {
    StringBuilder message = new StringBuilder(valid());
    for (int n = random.nextInt(3); n > 0; n--) {
      message.append(random.nextBoolean() ? ";:" : ";").append(valid());
    }
    for (int n = random.nextInt(5); n > 0; n--) {
      mutate(message);
    }
    message.setLength(Math.min(message.length(), LONGEST));
    return message.toString();
  }

  private String valid() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private void mutate(StringBuilder message) {
    int from = random.nextInt(message.length() + 1);
    int to = Math.min(message.length(), from + random.nextInt(1 + random.nextInt(20)));
    String part = message.substring(from, to);
    switch (random.nextInt(10)) {
      case 0 -> message.replace(from, to, String.valueOf((char) random.nextInt(256)));
      case 1 -> message.insert(from, (char) random.nextInt(128));
      case 2 -> message.delete(from, to);
      case 3 -> message.insert(to, part.repeat(random.nextInt(1 + random.nextInt(30))));
      case 4 -> message.insert(from, fragment());
      case 5 -> message.replace(from, to, fragment());
      case 6 -> message.insert(random.nextInt(message.length() + 1), part);
      case 7 -> message.setLength(from);
      case 8 -> message.replace(from, to, part.toLowerCase(Locale.ROOT));
      default -> replaceNumber(message, from);
    }
  }

  /** Puts something else in the place of the first digits from there on. */
  private void replaceNumber(StringBuilder message, int from) {
    int start = from;
    while (start < message.length() && !Lexer.isDigit(message.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < message.length() && Lexer.isDigit(message.charAt(end))) {
      end++;
    }
    message.replace(start, end, fragment());
  }
}
