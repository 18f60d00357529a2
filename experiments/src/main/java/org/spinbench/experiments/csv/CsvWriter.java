package org.spinbench.experiments.csv;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.text.UserFile;

/**
 * Writes a CSV file line by line (RFC 4180): commas, CR LF, UTF-8. A field is quoted if a reader
 * could misunderstand it: if it contains delimiters, line ends or quotation marks, or begins or
 * ends with blanks.
 */
public final class CsvWriter implements AutoCloseable {
  private static final CsvFactory FACTORY =
      CsvFactory.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();

  private static final CsvSchema SCHEMA = CsvSchema.emptySchema().withLineSeparator("\r\n");

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** Possible ends of a field or of a line. */
  private static final String ENDS = ",;\t\r\n\"";

  private final String name;
  private final CsvGenerator out;

  /** The possible ends, less the decimal sign, so that numbers are not quoted. */
  private final String ends;

  private CsvWriter(String name, Writer writer) throws IOException {
    this(name, writer, CsvStyle.STANDARD);
  }

  private CsvWriter(String name, Writer writer, CsvStyle style) throws IOException {
    this.name = name;
    ends = ENDS.replace(String.valueOf(style.decimal()), "");
    if (style.marked()) {
      writer.write(BYTE_ORDER_MARK);
    }
    out = FACTORY.createGenerator(writer);
    out.setSchema(SCHEMA.withColumnSeparator(style.delimiter()));
  }

  /**
   * Begins a file.
   *
   * @throws UncheckedIOException if it cannot be written, or if it exists already
   */
  public static CsvWriter create(Path file) {
    return create(file, CsvStyle.STANDARD);
  }

  /** Begins a file in a style. */
  public static CsvWriter create(Path file, CsvStyle style) {
    try {
      return new CsvWriter(
          file.toString(), Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW), style);
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  /**
   * Continues a file whose first column numbers its lines, such as points. Lines after a number,
   * and an incomplete line, are dropped.
   *
   * @param last number of the last line to keep
   * @return empty if there is no such file, or its headings are incomplete
   * @throws UncheckedIOException if it cannot be read or written
   */
  public static Optional<CsvWriter> resume(Path file, long last) {
    Path kept = file.resolveSibling(file.getFileName() + ".kept");
    try {
      if (!Files.exists(file) || !keep(file, last, kept)) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(kept);
        return Optional.empty();
      }
      Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(
          new CsvWriter(file.toString(), Files.newBufferedWriter(file, StandardOpenOption.APPEND)));
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  /**
   * Copies the headings and the lines up to a number.
   *
   * @return false if there is no complete line
   */
  private static boolean keep(Path file, long last, Path to) throws IOException {
    boolean headed = false;
    try (Reader in = Files.newBufferedReader(file);
        Writer out = Files.newBufferedWriter(to)) {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        line.append((char) c);
        if (c == '\n') {
          if (!headed || Long.parseLong(line.substring(0, line.indexOf(","))) <= last) {
            out.append(line);
          }
          headed = true;
          line.setLength(0);
        }
      }
    }
    return headed;
  }

  /** Texts as one line, without its end; {@link CsvReader#names} reads it. */
  public static String line(List<String> fields) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = new CsvWriter("a line", text)) {
      writer.row(fields);
    } catch (IOException e) {
      throw failure("a line", e);
    }
    return text.toString().stripTrailing();
  }

  /**
   * Writes a line.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void row(List<String> fields) {
    try {
      out.writeStartArray();
      for (String field : fields) {
        boolean quoted = field.isEmpty() ? fields.size() == 1 : isRisky(field);
        out.configure(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS, quoted);
        out.writeString(field);
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  private boolean isRisky(String field) {
    return field.charAt(0) == '#'
        || isBlank(field.charAt(0))
        || isBlank(field.charAt(field.length() - 1))
        || field.chars().anyMatch(c -> ends.indexOf(c) >= 0);
  }

  /** Whether a character is invisible, such as a byte order mark. */
  private static boolean isBlank(char c) {
    return c <= ' ' || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
  }

  /**
   * Passes everything written so far to the operating system.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  private static UncheckedIOException failure(String name, IOException e) {
    return new UncheckedIOException("cannot write " + name + ": " + UserFile.reason(e), e);
  }
}
