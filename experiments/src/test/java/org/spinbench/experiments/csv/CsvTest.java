package org.spinbench.experiments.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.task.Seeds;

class CsvTest {
  /** What a field of a table is made of, so that each kind of harm comes up often. */
  private static final String[] PIECES = {
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\r",
    "\n",
    "\r\n",
    " ",
    "#",
    "\uFEFF",
    "'",
    "\\",
    "x, cm",
    "µ",
    "\uD83D\uDE00",
    "1,5",
    "-2.5e-3",
    "1.234,5",
    "0",
    "NaN",
    "",
    "a",
    "Ω;",
    "\u00a0",
    "\u2028",
    "\u0085",
    "\f",
    "\u001f"
  };

  @TempDir private Path folder;

  private static List<List<String>> all(CsvReader reader) {
    try (reader) {
      List<List<String>> rows = new ArrayList<>();
      for (CsvRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(row.texts());
      }
      return rows;
    }
  }

  private static List<List<String>> read(String text) {
    return all(CsvReader.of(text, "it"));
  }

  private static CsvRow first(String text) {
    return CsvReader.of(text, "it").next();
  }

  private static String refusal(Runnable reading) {
    return assertThrows(CsvException.class, reading::run).getMessage();
  }

  @Test
  void anyTableThatIsWrittenReadsBack() throws IOException {
    RandomGenerator random = Seeds.generator(14, 9);
    for (int trial = 0; trial < 1000; trial++) {
      List<List<String>> table = table(random);
      Path file = folder.resolve("table" + trial + ".csv");
      try (CsvWriter writer = CsvWriter.create(file)) {
        table.forEach(writer::row);
      }
      assertEquals(table, all(CsvReader.open(file)), () -> "of " + text(file));
      Files.delete(file);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<List<String>> table(RandomGenerator random) {
    int columns = random.nextInt(1, 5);
    List<List<String>> table = new ArrayList<>();
    for (int row = random.nextInt(1, 6); row > 0; row--) {
      List<String> fields = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        StringBuilder field = new StringBuilder();
        for (int piece = random.nextInt(4); piece > 0; piece--) {
          field.append(PIECES[random.nextInt(PIECES.length)]);
        }
        fields.add(field.toString());
      }
      table.add(fields);
    }
    return table;
  }

  @Test
  void aLineOfTextsReadsBack() {
    List<String> names = List.of("x, cm", "", "say \"hi\"", "a\r\nb", " c ", "1;2;3", "#4");
    assertEquals(names, CsvReader.names(CsvWriter.line(names), "it"));
    assertEquals(List.of("#4", "a"), CsvReader.names(CsvWriter.line(List.of("#4", "a")), "it"));
    assertEquals(List.of(""), CsvReader.names(CsvWriter.line(List.of("")), "it"));
    assertEquals(List.of(), CsvReader.names("", "it"));
    assertEquals("a,b", CsvWriter.line(List.of("a", "b")));
    assertEquals("it has more than one line", refusal(() -> CsvReader.names("a\nb", "it")));
  }

  /** As spreadsheets of several countries write it: numbers come back, whatever is between them. */
  @Test
  void tablesOfNumbersOfOtherProgramsAreReadInEveryDialect() throws IOException {
    RandomGenerator random = Seeds.generator(14, 10);
    for (char delimiter : new char[] {',', ';', '\t'}) {
      for (String end : List.of("\r\n", "\n", "\r")) {
        for (boolean comma :
            delimiter == ',' ? new boolean[] {false} : new boolean[] {false, true}) {
          for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            for (boolean marked : new boolean[] {charset != StandardCharsets.UTF_8, true}) {
              foreign(random, delimiter, end, comma, charset, marked);
            }
          }
        }
      }
    }
  }

  private void foreign(
      RandomGenerator random,
      char delimiter,
      String end,
      boolean comma,
      Charset charset,
      boolean marked)
      throws IOException {
    double[][] numbers = new double[random.nextInt(2, 30)][random.nextInt(2, 6)];
    StringBuilder text = new StringBuilder(marked ? "\uFEFF" : "");
    text.append("# by another program; 1,5").append(end).append(end);
    for (int c = 0; c < numbers[0].length; c++) {
      text.append(c == 0 ? "" : delimiter).append("\"U").append(c).append(", mV; \"\"raw\"\"\"");
    }
    for (double[] row : numbers) {
      text.append(end);
      for (int c = 0; c < row.length; c++) {
        row[c] = random.nextBoolean() ? random.nextGaussian() * 1e-3 : random.nextInt(2000);
        String number = row[c] == Math.rint(row[c]) ? Integer.toString((int) row[c]) : "" + row[c];
        text.append(c == 0 ? "" : delimiter).append(comma ? number.replace('.', ',') : number);
      }
    }
    Path file = folder.resolve("foreign.csv");
    Files.write(file, text.toString().getBytes(charset));
    try (CsvReader reader = CsvReader.open(file)) {
      CsvRow headings = reader.next();
      assertEquals("U0, mV; \"raw\"", headings.text(0), text.toString());
      assertEquals(3, headings.line());
      for (double[] row : numbers) {
        CsvRow read = reader.next();
        for (int c = 0; c < row.length; c++) {
          assertEquals(row[c], read.number(c), text.toString());
        }
      }
      assertNull(reader.next());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          a,b;1,2                  | ,
          a~b;1,5~2,5              | ~
          1,5~2,5                  | ~
          1,5~2,5;1,7~2,7          | ~
          cat~1,5;dog~2,5~         | ~
          x, cm~y;1,5~2;3,5~4      | ~
          x~y, cm;1~2              | ~
          note a~ b,1,2;note c~ d,3,4 | ,
          1.234,5~2.345,0          | ~
          \"a~b\",\"c~d\"      | ,
          'a,b',c                  | ,
          word                     | ,
          """)
  void theDelimiterIsTheOneThatTheFileShows(String lines, char delimiter) {
    String text = lines.replace(';', '\n').replace('~', ';').replace("\\\"", "\"");
    char expected = delimiter == '~' ? ';' : ',';
    assertEquals(expected, CsvReader.of(text, "it").delimiter());
  }

  @Test
  void tabsBehindCommasAreOnlyBlanks() {
    assertEquals(List.of(List.of("1", "2", "3")), read("1,\t2,\t3\n"));
    assertEquals(List.of(List.of("1,5", "2,5")), read("1,5\t2,5\n"));
  }

  @Test
  void quotedFieldsKeepWhatTheyHold() {
    String text = "a,\"b, \"\"c\"\"\"\n\"two\r\nlines\",  d  \n\" e \",\n";
    assertEquals(
        List.of(List.of("a", "b, \"c\""), List.of("two\r\nlines", "d"), List.of(" e ", "")),
        read(text));
  }

  @Test
  void blankLinesAndCommentsAreLeftOutAndLinesStillCounted() {
    CsvReader reader = CsvReader.of("#x\n\n   \n\t\na,\"1\n2\"\r#,\r\"#\",b\r\r\nc,d", "it");
    int[] lines = new int[3];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = reader.next().line();
    }
    assertNull(reader.next());
    assertArrayEquals(new int[] {5, 8, 10}, lines);
  }

  @Test
  void anEmptyFieldAloneInQuotesIsALine() {
    assertEquals(List.of(List.of("a"), List.of(""), List.of("b")), read("a\n\"\"\n\nb\n"));
  }

  @Test
  void aPackedFileIsUnpackedWhateverItIsCalled() throws IOException {
    Path file = folder.resolve("packed");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a;b\r1;2\r".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of(List.of("a", "b"), List.of("1", "2")), all(CsvReader.open(file)));
  }

  @Test
  void aLongFileIsReadTheSameBehindWhatShowsHowItIsWritten() {
    StringBuilder text = new StringBuilder("name;value\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("row ").append(i).append(";0,").append(1000 + i).append('\n');
    }
    CsvReader reader = CsvReader.of(text.toString(), "it");
    reader.next();
    for (int i = 0; i < 20_000; i++) {
      assertEquals(Double.parseDouble("0." + (1000 + i)), reader.next().number(1));
    }
    assertNull(reader.next());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          1,5~2.5   | 2 | line 1, column 2: '2.5' has a decimal point, but 1,5 in line 1 a decimal comma
          2.5~1,5   | 2 | line 1, column 2: '1,5' has a comma, but 2.5 in line 1 a decimal point
          1,234~2   | 1 | line 1, column 1: '1,234' may be 1.234 or 1234; write numbers with a decimal point
          1.234,5~2 | 1 | line 1, column 1: '1.234,5' is not a number; remove the separators that group its digits
          1 234~2   | 1 | line 1, column 1: '1 234' is not a number; remove the separators that group its digits
          ~2        | 1 | line 1, column 1: empty; a number is expected
          NaN~2     | 1 | line 1, column 1: 'NaN' is not finite
          1e999~2   | 1 | line 1, column 1: '1e999' is not finite
          1d~2      | 1 | line 1, column 1: '1d' is not a number
          0x1p3~2   | 1 | line 1, column 1: '0x1p3' is not a number
          """)
  void aNumberThatIsNotClearIsRefused(String line, int columns, String message) {
    CsvRow row = first(line.replace('~', ';'));
    String found =
        refusal(
            () -> {
              for (int c = 0; c < columns; c++) {
                row.number(c);
              }
            });
    assertEquals("it, " + message, found);
  }

  @Test
  void thousandsAreNotTakenForDecimals() {
    CsvReader reader = CsvReader.of("a;b\n1,234,567;2\n3;4\n", "it");
    reader.next();
    CsvRow row = reader.next();
    assertEquals(
        "it, line 2, column 1: '1,234,567' is not a number; remove the separators that group its digits",
        refusal(() -> row.number(0)));
  }

  @Test
  void aCommaInAQuotedNumberIsRefusedWhereCommasSeparate() {
    CsvRow row = first("\"1,5\",\"2,5\"");
    assertEquals(
        "it, line 1, column 2: '2,5' contains a comma, which separates columns here; write numbers with"
            + " a decimal point",
        refusal(() -> row.number(1)));
  }

  @Test
  void threeDigitsBehindACommaAreDecimalsWhereTheFileShowsIt() {
    CsvRow row = first("1,234;0,5");
    assertEquals(1.234, row.number(0));
  }

  @Test
  void whoKnowsHowAFileIsWrittenSaysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("known.csv"), "1,234|2\n");
    CsvFormat format = new CsvFormat(Optional.of('|'), Optional.of(','));
    try (CsvReader reader = CsvReader.open(file, format)) {
      CsvRow row = reader.next();
      assertEquals(1.234, row.number(0));
      assertEquals(2, row.number(1));
    }
  }

  @Test
  void headingsAreNamedInMessages() {
    CsvReader reader = CsvReader.of("\"x, cm\",y\n1,two\n", "it");
    reader.headings(reader.next());
    CsvRow row = reader.next();
    assertEquals("it, line 2, column 2 (y): 'two' is not a number", refusal(() -> row.number(1)));
    assertEquals("it, line 2, column 1 (x, cm): wrong", row.refused(0, "wrong").getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          a,b;1,2,3      | it, line 2: 3 columns, but 2 in line 1; commas separate them
          a~b;1          | it, line 2: 1 column, but 2 in line 1; semicolons separate them
          a,b;1,"2       | it, line 2, column 2: a quotation mark is not closed, or text follows the closing one; inside quotation marks, write a quotation mark twice
          a,b;"1"2,3     | it, line 2, column 1: a quotation mark is not closed, or text follows the closing one; inside quotation marks, write a quotation mark twice
          """)
  void aLineWithAnotherNumberOfFieldsIsRefused(String lines, String message) {
    String text = lines.replace(';', '\n').replace('~', ';');
    assertEquals(message, refusal(() -> read(text)));
  }

  @Test
  void aQuotationMarkThatIsNeverClosedIsFoundInALongFile() {
    String text = "a,b\n1,\"2\n" + "3,4\n".repeat(400_000);
    assertTrue(refusal(() -> read(text)).startsWith("it, line 2, column 2: a quotation mark"));
  }

  @Test
  void aFileThatIsNotTextIsRefusedWithItsKind() throws IOException {
    assertRefused(
        new byte[] {'a', ',', 'b', '\n', 'M', (byte) 0xfc, '\n'},
        ", line 2: byte 0xFC is not UTF-8; save the file as text in UTF-8");
    assertRefused(
        "SQLite format 3\0 and more".getBytes(StandardCharsets.UTF_8),
        " is an SQLite file, such as a run file, not a CSV file");
    assertRefused(
        new byte[] {'a', 0, 'b', 0, '\n', 0},
        " contains zero bytes, so it is neither text nor a CSV file");
    assertRefused(
        new byte[] {(byte) 0xff, (byte) 0xfe, 'a'},
        " is not text in UTF-16, as its byte order mark says");
    assertRefused(
        new byte[] {0x1f, (byte) 0x8b, 'x', 'y'},
        " as a CSV file: its gzip data are damaged or cut off");
  }

  private void assertRefused(byte[] bytes, String expected) throws IOException {
    Path file = Files.write(folder.resolve("no.csv"), bytes);
    String found =
        assertThrows(IllegalArgumentException.class, () -> all(CsvReader.open(file))).getMessage();
    assertTrue(found.contains("no.csv") && found.endsWith(expected), found);
  }

  @Test
  void badBytesFarDownAreFoundAtTheirLine() throws IOException {
    byte[] text = "1,2\r\n".repeat(30_000).getBytes(StandardCharsets.UTF_8);
    text[5 * 25_000] = (byte) 0xb5;
    assertRefused(text, ", line 25001: byte 0xB5 is not UTF-8; save the file as text in UTF-8");
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    Path none = folder.resolve("none.csv");
    assertEquals(
        "cannot read " + none + " as a CSV file: there is no such file",
        assertThrows(IllegalArgumentException.class, () -> CsvReader.open(none)).getMessage());
    assertEquals(
        folder + " is a folder, not a CSV file",
        assertThrows(IllegalArgumentException.class, () -> CsvReader.open(folder)).getMessage());
  }

  @Test
  void noFileIsWrittenOver() throws IOException {
    Path file = Files.writeString(folder.resolve("there.csv"), "kept");
    String message =
        assertThrows(UncheckedIOException.class, () -> CsvWriter.create(file)).getMessage();
    assertEquals("cannot write " + file + ": it exists and is not overwritten", message);
    assertEquals("kept", Files.readString(file));
  }
}
