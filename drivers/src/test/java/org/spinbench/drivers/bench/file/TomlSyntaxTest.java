package org.spinbench.drivers.bench.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TomlSyntaxTest {
  /** The second of three lines is wrong, whatever line the parser stops at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          [chip                     | the name of a table ends with ]
          [[inputs]                 | the name of a table of a list ends with ]]
          name = "small             | a text is not closed: its second quotation mark is missing
          name = "a" "b"            | this is not a value, or something follows it
          name: "small"             | a key and its value are joined by =, not by :
          just words                | a key, = and a value are expected
          name =                    | a value is missing after =
          name = # what?            | a value is missing after =
          my name = "x"             | put a key that contains blanks in quotation marks
          loss_db = 1,5             | write numbers with a decimal point, not a comma
          timeout = 5 s             | write only the number, in SI units; the key determines the unit
          power = 10dBm             | write only the number, in SI units; the key determines the unit
          power = 10 %              | write only the number, in SI units; the key determines the unit
          loss_db = .5              | write a digit on either side of the decimal point: 0.5, 5.0
          loss_db = 5.              | write a digit on either side of the decimal point: 0.5, 5.0
          loss_db = 007             | a number must not begin with 0
          pulsed = True             | write true or false
          model = SGS100A           | put a text in quotation marks
          path = /dev/ttyUSB0       | put a text in quotation marks
          path = "C:\\users\\me"    | in a text, write a backslash twice
          first = 2                 | the key is given twice
          """)
  void invalidTomlIsExplained(String line, String explanation) {
    String toml = "first = 1\n" + line + "\nlast = 3\n";
    String message =
        assertThrows(
                BenchFileException.class, () -> TomlTable.parse(toml, "x.toml", table -> "nothing"))
            .getMessage();
    assertEquals("x.toml, line 2: this is not TOML: " + explanation + "\n  " + line, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          list = [1, 2              | line 1: this is not TOML: a list ends with ]
          x = { a = 1               | line 1: this is not TOML: a table in one line ends with }
          [a];x = 1;[a];y = 2       | line 3: this is not TOML: the table is given twice; put its keys together, or write [[a]] if it is one of a list
          x = 1;y = '''abc;def      | line 3: this is not TOML: it ends inside a text, a list or a table
          first = 1;first = 2       | line 2: this is not TOML: the key is given twice
          a = 1;[a.b];c = 2         | line 2: this is not TOML: the name is already used for something else
          """)
  void whatShowsOnlyLaterIsExplainedToo(String lines, String explanation) {
    String toml = lines.replace(';', '\n');
    String message =
        assertThrows(
                BenchFileException.class, () -> TomlTable.parse(toml, "x.toml", table -> "nothing"))
            .getMessage();
    assertEquals("x.toml, " + explanation, message.lines().findFirst().orElseThrow());
  }
}
