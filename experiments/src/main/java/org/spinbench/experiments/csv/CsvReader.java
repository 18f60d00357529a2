package org.spinbench.experiments.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.spinbench.drivers.text.UserFile;

/**
 * Reads a CSV file line by line (RFC 4180, with the variants of common programs). The delimiter
 * (comma, semicolon or tab) is detected. Lines end in CR LF, LF or CR. A quoted field may contain
 * all of these. Every line has as many columns as the first. Blank lines and lines that begin with
 * {@code #} are ignored. Text is UTF-8, or UTF-16 with a byte order mark, and may be compressed by
 * gzip.
 *
 * <p>The decimal separator is a point, or a comma unless commas separate columns. An ambiguous
 * number is refused.
 */
public final class CsvReader implements AutoCloseable {
  private static final String WHAT = "a CSV file";

  /** Number of characters at the beginning for the detection of the format. */
  private static final int SAMPLE = 1 << 16;

  private static final int LONGEST_FIELD = 1 << 20;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] UTF_16_LE = {(byte) 0xff, (byte) 0xfe};
  private static final byte[] UTF_16_BE = {(byte) 0xfe, (byte) 0xff};

  private static final CsvFactory FACTORY =
      CsvFactory.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_FIELD).build())
          .build();

  private final String origin;
  private final Optional<Path> file;
  private final CsvParser parser;
  private final char delimiter;
  private final CsvNumbers numbers;
  private int width;
  private int firstLine;
  private List<String> headings = List.of();

  private CsvReader(String origin, Optional<Path> file, Reader text, CsvFormat format)
      throws IOException {
    this.origin = origin;
    this.file = file;
    BufferedReader in = new BufferedReader(text, SAMPLE);
    String sample = sample(in);
    if (sample.indexOf('\0') >= 0) {
      throw new CsvException(origin + " contains zero bytes, so it is neither text nor " + WHAT);
    }
    CsvDialect dialect = new CsvDialect(sample, sample.length() < SAMPLE, format.delimiter());
    delimiter = dialect.delimiter();
    boolean comma = format.decimal().map(c -> c == ',').orElseGet(dialect::decimalComma);
    numbers = new CsvNumbers(delimiter, comma);
    parser = FACTORY.createParser(in);
    parser.setSchema(
        CsvSchema.emptySchema().withColumnSeparator(delimiter).withAllowComments(true));
  }

  /** Reads the beginning and resets the reader to it, after a byte order mark. */
  private static String sample(BufferedReader in) throws IOException {
    in.mark(1);
    if (in.read() != '\uFEFF') {
      in.reset();
    }
    in.mark(SAMPLE);
    char[] buffer = new char[SAMPLE];
    int length = 0;
    int read = 0;
    while (read >= 0 && length < SAMPLE) {
      length += read;
      read = in.read(buffer, length, SAMPLE - length);
    }
    in.reset();
    return new String(buffer, 0, length);
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it cannot be read as text; the message names it and says
   *     why
   */
  public static CsvReader open(Path file) {
    return open(file, CsvFormat.DETECTED);
  }

  /** Opens a file with a partly known format. */
  public static CsvReader open(Path file, CsvFormat format) {
    InputStream in = UserFile.open(file, WHAT);
    try {
      return new CsvReader(file.toString(), Optional.of(file), decoded(in, file), format);
    } catch (IOException e) {
      throw unreadable(file, in, e);
    } catch (RuntimeException e) {
      close(in, e);
      throw e;
    }
  }

  /**
   * Reads a text.
   *
   * @param origin its name in messages
   */
  public static CsvReader of(String text, String origin) {
    return of(text, origin, CsvFormat.DETECTED);
  }

  /**
   * The texts in a line of {@link CsvWriter#line}; none for an empty line.
   *
   * @param origin its name in messages
   * @throws CsvException if quotation marks do not match, or there is more than one line
   */
  public static List<String> names(String line, String origin) {
    try (CsvReader reader = of(line, origin, CsvFormat.COMMAS)) {
      CsvRow row = reader.next();
      if (row == null) {
        return List.of();
      }
      if (reader.next() != null) {
        throw new CsvException(origin + " has more than one line");
      }
      return row.texts();
    }
  }

  private static CsvReader of(String text, String origin, CsvFormat format) {
    try {
      return new CsvReader(origin, Optional.empty(), new StringReader(text), format);
    } catch (IOException e) {
      throw new CsvException(origin + ": " + UserFile.reason(e), e);
    }
  }

  private static Reader decoded(InputStream in, Path file) throws IOException {
    InputStream bytes = unpacked(in);
    Charset charset = isUtf16(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    UserFile.requireText(bytes, file, WHAT);
    return new InputStreamReader(bytes, charset.newDecoder());
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    return begins(in, GZIP) ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  private static boolean isUtf16(InputStream in) throws IOException {
    return begins(in, UTF_16_LE) || begins(in, UTF_16_BE);
  }

  private static boolean begins(InputStream in, byte[] mark) throws IOException {
    in.mark(mark.length);
    byte[] head = in.readNBytes(mark.length);
    in.reset();
    return Arrays.equals(head, mark);
  }

  private static RuntimeException unreadable(Path file, InputStream in, IOException e) {
    RuntimeException failure =
        e instanceof CharacterCodingException
            ? undecodable(file, e)
            : UserFile.unreadable(file, WHAT, e);
    close(in, failure);
    return failure;
  }

  /** The exception that names the line with bytes that are not text in the file's encoding. */
  private static RuntimeException undecodable(Path file, IOException e) {
    try (InputStream in = UserFile.open(file, WHAT)) {
      InputStream bytes = unpacked(in);
      if (isUtf16(bytes)) {
        return new CsvException(file + " is not text in UTF-16, as its byte order mark says", e);
      }
      UserFile.text(bytes.readAllBytes(), file, WHAT);
    } catch (IOException again) {
      return UserFile.unreadable(file, WHAT, again);
    } catch (IllegalArgumentException known) {
      return known;
    }
    return UserFile.unreadable(file, WHAT, e);
  }

  private static void close(InputStream in, RuntimeException failure) {
    try {
      in.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The delimiter. */
  public char delimiter() {
    return delimiter;
  }

  /** Sets the headings of the columns, for messages. */
  public void headings(CsvRow row) {
    headings = row.texts();
  }

  /**
   * The next line.
   *
   * @return null after the last
   * @throws CsvException if it has another number of columns than the first, or its quotation marks
   *     do not match
   * @throws IllegalArgumentException if it cannot be read as text
   */
  public CsvRow next() {
    List<String> fields = new ArrayList<>(width);
    try {
      while (parser.nextToken() != null) {
        int line = fields(fields);
        boolean blank = fields.size() == 1 && fields.get(0) == null;
        if (!blank) {
          fields.replaceAll(field -> field == null ? "" : field);
          return row(line, fields);
        }
        fields.clear();
      }
      return null;
    } catch (JsonProcessingException e) {
      throw new CsvException(
          origin
              + ", line "
              + parser.currentTokenLocation().getLineNr()
              + ", column "
              + (fields.size() + 1)
              + ": a quotation mark is not closed, or text follows the closing one; inside "
              + "quotation marks, write a quotation mark twice",
          e);
    } catch (CharacterCodingException e) {
      throw undecodable(file.orElseThrow(), e);
    } catch (IOException e) {
      throw new CsvException(origin + " cannot be read further: " + UserFile.reason(e), e);
    }
  }

  /**
   * Reads the fields of a line; null for an empty field without quotation marks.
   *
   * @return the number of the line
   */
  private int fields(List<String> fields) throws IOException {
    int line = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (fields.isEmpty()) {
        line = parser.currentTokenLocation().getLineNr();
      }
      fields.add(token == JsonToken.VALUE_NULL ? null : parser.getText());
    }
    return line;
  }

  private CsvRow row(int line, List<String> fields) {
    CsvRow row = new CsvRow(this, line, fields);
    if (width == 0) {
      width = fields.size();
      firstLine = line;
    } else if (fields.size() != width) {
      throw row.refused(
          fields.size()
              + (fields.size() == 1 ? " column, but " : " columns, but ")
              + width
              + " in line "
              + firstLine
              + "; "
              + name(delimiter)
              + " separate them");
    }
    return row;
  }

  private static String name(char delimiter) {
    return switch (delimiter) {
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      default -> "'" + delimiter + "'";
    };
  }

  String origin() {
    return origin;
  }

  CsvNumbers numbers() {
    return numbers;
  }

  /** The heading of a column for messages, after its number; empty without a heading. */
  String heading(int column) {
    return column < headings.size() ? " (" + headings.get(column) + ")" : "";
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new CsvException(origin + " cannot be closed: " + UserFile.reason(e), e);
    }
  }
}
