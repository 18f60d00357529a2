package org.spinbench.drivers.standin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Endpoint;

/**
 * An instrument that remembers what each header was set to and answers it; it can be made to fail.
 */
public final class StandIn implements Endpoint {
  /** Every program message, in order, with numbers written out in decimal. */
  public final List<String> messages = Collections.synchronizedList(new ArrayList<>());

  /** What each header was last set to. */
  public final Map<String, String> values = new HashMap<>();

  /** Answers that do not care what was set. */
  public final Map<String, String> stuck = new HashMap<>();

  /** Traces, answered as definite-length blocks of big-endian doubles. */
  public final Map<String, double[]> blocks = new HashMap<>();

  /** Headers of commands that the instrument refuses. */
  public final Set<String> refused = new HashSet<>();

  /** Every message fails while this is true. */
  public volatile boolean dead;

  /** So many messages fail from now on. */
  public volatile int failures;

  /** Runs inside each message. */
  public volatile Runnable onMessage = () -> {};

  private final Deque<String> errors = new ArrayDeque<>();
  private final String identity;
  private byte[] answer;

  public StandIn(String identity) {
    this.identity = identity;
  }

  @Override
  public void write(byte[] bytes) {
    String message = Spelling.plain(new String(bytes, StandardCharsets.US_ASCII));
    if (dead || failures > 0) {
      failures--;
      throw new EndOfStreamException("the link is gone");
    }
    onMessage.run();
    messages.add(message);
    List<String> answers = new ArrayList<>();
    for (String unit : message.split(";")) {
      if (unit.endsWith("?") || unit.contains("? ")) {
        answers.add(answerTo(unit));
      } else {
        execute(unit);
      }
    }
    answer = String.join(";", answers).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String answerTo(String query) {
    String header = query.substring(0, query.indexOf('?'));
    if (blocks.containsKey(header)) {
      return block(blocks.get(header));
    }
    if (stuck.containsKey(header)) {
      return stuck.get(header);
    }
    return switch (header) {
      case "*IDN" -> identity;
      case "*ESE" -> "0";
      case "*OPC" -> "1";
      case ":SYST:ERR" -> errors.isEmpty() ? "0,\"No error\"" : errors.poll();
      default -> values.getOrDefault(header, "0");
    };
  }

  private static String block(double[] levels) {
    ByteBuffer payload = ByteBuffer.allocate(Double.BYTES * levels.length);
    payload.asDoubleBuffer().put(levels);
    String length = Integer.toString(payload.capacity());
    String bytes = new String(payload.array(), StandardCharsets.ISO_8859_1);
    return "#" + length.length() + length + bytes;
  }

  private void execute(String command) {
    int space = command.indexOf(' ');
    String header = space < 0 ? command : command.substring(0, space);
    if (refused.contains(header)) {
      errors.add("-221,\"Settings conflict\"");
    } else if (space > 0) {
      values.put(header, command.substring(space + 1));
    }
  }

  public double number(String header) {
    return Double.parseDouble(values.getOrDefault(header, "0"));
  }

  /** The commands sent so far, without queries and without the error query behind each. */
  public List<String> commands() {
    return messages.stream()
        .filter(message -> message.endsWith(";:SYST:ERR?"))
        .map(message -> message.substring(0, message.length() - ";:SYST:ERR?".length()))
        .toList();
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

  @Override
  public int serialPoll() {
    if (dead) {
      throw new EndOfStreamException("the link is gone");
    }
    return 0;
  }
}
