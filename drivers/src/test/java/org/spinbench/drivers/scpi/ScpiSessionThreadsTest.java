package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Eight threads on one session. */
class ScpiSessionThreadsTest {
  private static final Dialect DIALECT = new Dialect(Duration.ofSeconds(20), ":SYST:ERR?", true);

  /** Answers {@code K? n} with n, and holds one level that can be set and asked. */
  private static final class Instrument implements Endpoint {
    private final Queue<byte[]> output = new ArrayDeque<>();
    private String level = "0";

    @Override
    public void write(byte[] message) {
      output.add(answer(new String(message, StandardCharsets.US_ASCII)).getBytes());
    }

    private String answer(String message) {
      return Compound.text(message, this::answerUnit);
    }

    private String answerUnit(String text) {
      if (text.startsWith("LEVEL ")) {
        level = text.substring(6);
        return null;
      }
      return switch (text) {
        case ":SYST:ERR?" -> "0,\"No error\"";
        case "*IDN?" -> ScriptedInstrument.IDENTITY;
        case "*ESE?" -> "0";
        case "LEVEL?" -> level;
        default -> text.substring(3);
      };
    }

    @Override
    public byte[] read() {
      return output.poll();
    }

    @Override
    public void clear() {
      output.clear();
    }
  }

  @Test
  void aHundredThousandQueriesAreAnsweredRight() throws InterruptedException {
    Instrument instrument = new Instrument();
    Transports transports = name -> new InProcess(name, instrument);
    ResourceName name = new ResourceName.InProcess("meter");
    try (ScpiSession session =
        new ScpiSession("meter", name, transports, new SystemClock(), DIALECT)) {
      assertEquals(
          100_000, EightThreads.rightAnswers(100_000, k -> (int) session.queryNumber("K? " + k)));
      assertEquals(100_002, session.messagesSent());
    }
  }

  @Test
  void exclusiveExchangesAreNotInterrupted() throws InterruptedException {
    Instrument instrument = new Instrument();
    Transports transports = name -> new InProcess(name, instrument);
    ResourceName name = new ResourceName.InProcess("meter");
    ScpiSession session = new ScpiSession("meter", name, transports, new SystemClock(), DIALECT);
    IntUnaryOperator setAndAsk =
        k ->
            session.exclusively(
                () -> {
                  session.command("LEVEL " + k);
                  return (int) session.queryNumber("LEVEL?");
                });
    assertEquals(10_000, EightThreads.rightAnswers(10_000, setAndAsk));
  }
}
