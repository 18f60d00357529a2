package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/** A defect of a simulated instrument costs one answer, over every protocol. */
@Timeout(120)
class FailingInstrumentTest {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration AMPLE = Duration.ofSeconds(20);

  /** Answers a message with itself, but for two that it fails of. */
  private static final class Failing implements Endpoint {
    private byte[] answer;

    @Override
    public void write(byte[] message) {
      answer = null;
      switch (new String(message, StandardCharsets.US_ASCII)) {
        case "ERROR?" -> throw new StackOverflowError("a test");
        case "EXCEPTION?" -> throw new IllegalStateException("a test");
        default -> answer = message;
      }
    }

    @Override
    public byte[] read() {
      byte[] response = answer;
      answer = null;
      return response;
    }

    @Override
    public void clear() {
      answer = null;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theInstrumentAnswersTheNextQuestion(Servers.Link link) {
    List<Servers.Instrument> one =
        List.of(new Servers.Instrument("meter", "a test", true, new Failing()));
    try (Servers servers = new Servers(one, Servers.Ports.loopback())) {
      ResourceName name = servers.instruments().get(0).resources().get(link);
      SystemTransports transports = new SystemTransports(servers.linkSettings());
      assertNoAnswer("ERROR?", transports, name);
      assertNoAnswer("EXCEPTION?", transports, name);
      try (Transport next = transports.open(name)) {
        next.write("WELL?".getBytes(StandardCharsets.US_ASCII), AMPLE);
        assertEquals("WELL?", new String(next.read(AMPLE), StandardCharsets.US_ASCII));
      }
    }
  }

  private static void assertNoAnswer(
      String question, SystemTransports transports, ResourceName name) {
    try (Transport link = transports.open(name)) {
      link.write(question.getBytes(StandardCharsets.US_ASCII), AMPLE);
      assertThrows(TransportException.class, () -> link.read(SOON));
    }
  }
}
