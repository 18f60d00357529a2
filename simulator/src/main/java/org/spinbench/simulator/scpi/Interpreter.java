package org.spinbench.simulator.scpi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes program messages unit by unit and joins their answers.
 *
 * <p>A refused unit adds its error to the queue; the units after it are executed.
 */
final class Interpreter implements ProgramLanguage {
  private static final int LONGEST_RESPONSE = 1 << 24;
  private static final int MOST_PARAMETERS = 4096;

  private final CommandTree tree;
  private final ScpiVariant dialect;
  private final FrontPanel panel;
  private final KnownHeaders headers = new KnownHeaders();
  private Progress present;

  /** A message in progress: its response so far, and the path of its last header. */
  private static final class Progress {
    private final StringBuilder response = new StringBuilder();
    private CommandTree.Place path;
    private boolean answered;
    private boolean indefinite;
    private boolean deadlocked;

    Progress(CommandTree.Place path) {
      this.path = path;
    }
  }

  Interpreter(CommandTree tree, ScpiVariant dialect, FrontPanel panel) {
    this.tree = tree;
    this.dialect = dialect;
    this.panel = panel;
    present = new Progress(tree.top());
  }

  @Override
  public boolean takesTurns() {
    return true;
  }

  @Override
  public boolean answered() {
    return present.answered;
  }

  @Override
  public byte[] carryOut(byte[] message) {
    Progress progress = new Progress(tree.top());
    String text = new String(message, StandardCharsets.ISO_8859_1);
    execute(new Lexer(dialect.reading().apply(text), headers), progress);
    if (!progress.answered) {
      return null;
    }
    StringBuilder response = progress.response.append(dialect.answerEnd());
    byte[] bytes = new byte[response.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) response.charAt(i);
    }
    return bytes;
  }

  private void execute(Lexer lexer, Progress progress) {
    do {
      lexer.skipSpace();
      int start = lexer.position();
      String header = "";
      try {
        header = lexer.header();
        if (!header.isEmpty() || lexer.peek() != ';') {
          unit(lexer, header, progress);
        }
      } catch (CommandException refused) {
        lexer.skipUnit(start);
        boolean undefined = refused.error() == StandardError.UNDEFINED_HEADER;
        panel.error(refused.error(), undefined ? header : lexer.since(start));
      }
      panel.review();
      lexer.advance();
    } while (!lexer.ended());
  }

  /** Executes one message unit. A known header sets the path, whatever follows it. */
  private void unit(Lexer lexer, String header, Progress progress) {
    if (header.isEmpty()) {
      throw new CommandException(StandardError.INVALID_CHARACTER);
    }
    CommandTree.Resolved found = tree.resolve(progress.path, header);
    progress.path = found.path();
    if (lexer.peek() != ';' && !Lexer.isSpace(lexer.peek())) {
      throw new CommandException(StandardError.HEADER_SEPARATOR_ERROR);
    }
    List<Parameter> parameters = parameters(lexer);
    CommandTree.Entry entry = found.entry();
    if (parameters.size() > entry.most()) {
      throw new CommandException(StandardError.PARAMETER_NOT_ALLOWED);
    }
    if (parameters.size() < entry.least()) {
      throw new CommandException(StandardError.MISSING_PARAMETER);
    }
    panel.takeTurn(entry.urgency());
    panel.noteTime();
    if (progress.indefinite && entry.kind() != CommandTree.Kind.COMMAND) {
      throw new CommandException(StandardError.QUERY_UNTERMINATED_AFTER_INDEFINITE_RESPONSE);
    }
    present = progress;
    reply(entry.action().answer(new Call(found.suffixes(), parameters)), progress);
    progress.indefinite |= entry.kind() == CommandTree.Kind.ARBITRARY_TEXT;
  }

  private static List<Parameter> parameters(Lexer lexer) {
    lexer.skipSpace();
    if (lexer.peek() == ';') {
      return List.of();
    }
    List<Parameter> parameters = new ArrayList<>(2);
    while (true) {
      lexer.skipSpace();
      parameters.add(lexer.parameter());
      lexer.skipSpace();
      if (lexer.peek() == ';') {
        return parameters;
      }
      if (lexer.peek() != ',') {
        throw new CommandException(StandardError.INVALID_SEPARATOR);
      }
      if (parameters.size() == MOST_PARAMETERS) {
        throw new CommandException(StandardError.TOO_MUCH_DATA);
      }
      lexer.advance();
    }
  }

  /** Adds an answer. If there is no room for it, the whole message has no response. */
  private static void reply(String answer, Progress progress) {
    if (answer == null || progress.deadlocked) {
      return;
    }
    StringBuilder response = progress.response;
    if (response.length() + answer.length() > LONGEST_RESPONSE) {
      response.setLength(0);
      progress.answered = false;
      progress.deadlocked = true;
      throw new CommandException(StandardError.QUERY_DEADLOCKED);
    }
    if (progress.answered) {
      response.append(';');
    }
    response.append(answer);
    progress.answered = true;
  }
}
