package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** A judge whose questions take long, as on a busy computer, costs no answer. */
class SlowJudgeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration SLOWNESS = Duration.ofMillis(20);

  private final BenchFile file = BenchFile.parse(DefaultBench.text(), "the bench");
  private final SimulatedBench twins = new SimulatedBench(file, 1);
  private final Clock clock = twins.clock();
  private final Conversation conversation =
      new Conversation(
          "rf_1",
          ResourceName.parse(file.instruments().get("rf_1").resource()),
          resource -> slow(twins.open(resource), Duration.ZERO),
          clock);
  private final ClientLink client =
      new ClientLink(
          new byte[] {1},
          new OwnedInstrument("rf_1", work -> {}, (pending, reply) -> {}, () -> false),
          "somebody",
          ClientLink.Use.DRIVE,
          "");
  private boolean judging;
  private Duration given = Duration.ZERO;

  /** A link on which every message takes a while. */
  private Transport slow(Transport link, Duration slowness) {
    return new Transport() {
      @Override
      public Duration write(byte[] message, Duration timeout) {
        judging |= conversation.isJudging();
        clock.sleep(slowness);
        return link.write(message, timeout);
      }

      @Override
      public byte[] read(Duration timeout) {
        given = timeout;
        return link.read(timeout);
      }

      @Override
      public boolean clear() {
        return link.clear();
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }

  private Reply carryOut(Operation operation, long number, String body, long deadline) {
    byte[] message = body.getBytes(StandardCharsets.US_ASCII);
    Request request = new Request(operation, 1, number, message);
    return conversation.carryOut(new Pending(client, request, deadline)).reply();
  }

  @Test
  void anAnswerHasItsTimeFromWhenTheMessageWasSent() {
    Transports slow = resource -> slow(twins.open(resource), SLOWNESS);
    conversation.judgedBy(new Judge(file, slow, clock));
    long sent = clock.nanos();
    Reply written = carryOut(Operation.WRITE, 0, ":SOUR:POW -30;:SYST:ERR?", sent);
    assertFalse(written.failed(), written.toString());
    assertTrue(clock.nanos() - sent > PATIENCE.toNanos(), "it was judged too quickly");
    assertTrue(judging, "it does not say that it judges");
    assertFalse(conversation.isJudging());
    Reply read = carryOut(Operation.READ, PATIENCE.toNanos(), "", sent + PATIENCE.toNanos());
    assertFalse(read.failed(), read.toString());
    assertEquals(PATIENCE, given);
    assertEquals("0,\"No error\"", new String(read.body(), StandardCharsets.US_ASCII).strip());
  }
}
