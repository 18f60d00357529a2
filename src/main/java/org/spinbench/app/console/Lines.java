package org.spinbench.app.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Lines from a person, with editing and a history on a terminal; otherwise lines of standard input.
 */
public final class Lines implements AutoCloseable {
  /** Set by the launcher, because Java before 22 cannot test standard input alone. */
  private static final String INTERACTIVE = "spinbench.interactive";

  private final String prompt;
  private final Terminal terminal;
  private final LineReader reader;
  private final BufferedReader plain;

  private Lines(String prompt, Terminal terminal, LineReader reader, BufferedReader plain) {
    this.prompt = prompt;
    this.terminal = terminal;
    this.reader = reader;
    this.plain = plain;
  }

  /**
   * Lines from a terminal if the launcher reports one, else from standard input.
   *
   * @param history file of earlier lines; made if it does not exist; null for none
   */
  public static Lines open(String prompt, Path history) {
    if (!Boolean.getBoolean(INTERACTIVE)) {
      InputStreamReader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
      return new Lines(prompt, null, null, new BufferedReader(in));
    }
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).build();
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .variable(LineReader.HISTORY_FILE, history)
              .build();
      return new Lines(prompt, terminal, reader, null);
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used: " + e.getMessage(), e);
    }
  }

  /** Whether the input is a terminal. */
  public boolean interactive() {
    return terminal != null;
  }

  /** The next line; null at the end (Ctrl-D or Ctrl-C on a terminal). */
  public String next() {
    return next(prompt);
  }

  /** The next line, asked for with these words on a terminal; null at the end. */
  public String next(String words) {
    try {
      return terminal == null ? plain.readLine() : reader.readLine(words);
    } catch (EndOfFileException | UserInterruptException end) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      if (terminal != null) {
        terminal.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be restored: " + e.getMessage(), e);
    }
  }
}
