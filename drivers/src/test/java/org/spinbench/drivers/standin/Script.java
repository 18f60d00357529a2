package org.spinbench.drivers.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ErrorCheck;
import org.spinbench.drivers.scpi.Language;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.resource.ResourceName;

/** An instrument that plays a transcript: each message must be the next one of the script. */
public final class Script implements Endpoint {
  private record Line(String message, byte[] answer) {}

  private static final String NO_ERROR = "0";
  private static final String NO_TSP_ERROR =
      "0.00000e+00\tQueue Is Empty\t0.00000e+00\t1.00000e+00";

  private final Deque<Line> lines = new ArrayDeque<>();
  private final Dialect dialect;
  private final ScpiSession session;
  private byte[] answer;

  /** A script behind an open session named {@code it}, in SCPI. */
  public Script() {
    this(new TestClock());
  }

  public Script(TestClock clock) {
    this(clock, Dialect.SCPI, "Maker,Model,1,1.0");
  }

  /**
   * A script in another language.
   *
   * @param identity the answers to the dialect's questions for the identity
   */
  public Script(Dialect dialect, String... identity) {
    this(new TestClock(), dialect, identity);
  }

  /** A script in another language, on a clock. */
  public Script(TestClock clock, Dialect dialect, String... identity) {
    this.dialect = dialect;
    for (int k = 0; k < identity.length; k++) {
      query(dialect.identification().questions().get(k), identity[k]);
    }
    switch (dialect.language()) {
      case SCPI, MNEMONICS -> query("*ESE?", "0");
      case TSP -> query("print(1)", "1.00000e+00");
      case LETTERS -> {}
    }
    ResourceName name = new ResourceName.InProcess("it");
    session = new ScpiSession("it", name, n -> new InProcess(n, this), clock, dialect);
  }

  public ScpiSession session() {
    return session;
  }

  public Script query(String query, String reply) {
    return query(query, reply.getBytes(StandardCharsets.US_ASCII));
  }

  public Script query(String query, byte[] reply) {
    lines.add(new Line(query, reply));
    return this;
  }

  /** A message that is not answered. */
  public Script send(String message) {
    lines.add(new Line(message, null));
    return this;
  }

  /** A command that the instrument accepts, and its check as the dialect has it. */
  public Script command(String command) {
    return refusal(command, dialect.language() == Language.TSP ? NO_TSP_ERROR : NO_ERROR);
  }

  /** A command to which the error query gives this answer. */
  public Script refusal(String command, String error) {
    ErrorCheck check = dialect.errorCheck();
    if (check.inSameMessage()) {
      return query(command + ";" + check.query(), error);
    }
    send(command);
    return check.exists() ? query(check.query(), error) : this;
  }

  /** The whole script has been played. */
  public void done() {
    assertTrue(lines.isEmpty(), () -> "not sent: " + lines.peek().message());
  }

  @Override
  public void write(byte[] message) {
    Line line = lines.poll();
    String sent = new String(message, StandardCharsets.US_ASCII);
    assertEquals(
        line == null ? "nothing more" : Spelling.plain(line.message()), Spelling.plain(sent));
    answer = line.answer();
  }

  @Override
  public byte[] read() {
    byte[] reply = answer;
    answer = null;
    return reply;
  }

  @Override
  public void clear() {
    answer = null;
  }
}
