package org.spinbench.drivers.transport.zeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/** The bytes of requests and replies, as docs/remote-bench.md describes them to other clients. */
class FramesTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** 'S' 'B', version 1, code, number of the request, time limit or result, then the body. */
  @ParameterizedTest
  @CsvSource({
    "OPEN, 1, 0, rf_1 anna, 5342010000000000000000010000000000000000",
    "CLOSE, 2, 0, '', 5342010100000000000000020000000000000000",
    "BEAT, 3, 0, '', 5342010200000000000000030000000000000000",
    "WRITE, 258, 1000000000, *RST, 534201030000000000000102000000003b9aca00",
    "READ, 5, -1, '', 534201040000000000000005ffffffffffffffff",
    "CLEAR, 6, 0, '', 5342010500000000000000060000000000000000",
    "POLL, 7, 0, '', 5342010600000000000000070000000000000000",
    "TRIGGER, 8, 0, '', 5342010700000000000000080000000000000000",
    "AWAIT_SERVICE_REQUEST, 9, 0, '', 5342010800000000000000090000000000000000",
    "LOCK, 10, 0, '', 53420109000000000000000a0000000000000000",
    "UNLOCK, 11, 0, '', 5342010a000000000000000b0000000000000000",
  })
  void aRequestHasTheDocumentedBytes(
      Operation operation, long id, long number, String body, String head)
      throws MalformedFrameException {
    byte[] frame = new Request(operation, id, number, text(body)).encode();
    assertEquals(head, HEX.formatHex(frame, 0, 20));
    assertArrayEquals(text(body), Arrays.copyOfRange(frame, 20, frame.length));
    Request read = Request.decode(frame);
    assertEquals(operation, read.operation());
    assertEquals(id, read.id());
    assertEquals(number, read.number());
    assertArrayEquals(text(body), read.body());
  }

  @Test
  void aReplyHasTheDocumentedBytes() throws MalformedFrameException {
    assertEquals(
        "5342010000000000000000070000000000000040", HEX.formatHex(Reply.done(7, 64).encode()));
    assertEquals(
        "53420101000000000000000800000000000000002b31",
        HEX.formatHex(Reply.message(8, text("+1")).encode()));
    Reply failed = Reply.decode(Reply.failure(Kind.TIMEOUT, 9, "50 Ω is late").encode());
    assertTrue(failed.failed());
    assertEquals("50 Ω is late", failed.text());
    assertEquals(9, failed.id());
    assertEquals(0, failed.number());
    Reply rested = Reply.decode(Reply.rested(Kind.END_OF_STREAM, 10, "at rest").encode());
    assertEquals(Reply.RESTED, rested.number());
    assertTrue(rested.failed());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlyDoneAndMessageAreNoFailures(Kind kind) throws MalformedFrameException {
    Reply reply = Reply.decode(new Reply(kind, 1, 0, text("x")).encode());
    assertEquals(kind, reply.kind());
    assertEquals(kind != Kind.DONE && kind != Kind.MESSAGE, reply.failed());
  }

  @Test
  void requestsWithoutABodyAreEmpty() {
    assertEquals(0, Request.of(Operation.BEAT, 4).body().length);
    assertEquals(0, Request.of(Operation.BEAT, 4).number());
    assertEquals(5_000, Request.waiting(Operation.POLL, 4, 5_000).number());
    assertFalse(Reply.done(1, 0).failed());
  }

  /** Wrong frames are refused with what is wrong, and never read past their end. */
  @ParameterizedTest
  @CsvSource({
    "'', not of a bench server or its client",
    "5342, not of a bench server or its client",
    "53420100000000000000000100000000000000, not of a bench server or its client",
    "474554202f20485454502f312e310d0a0d0a00000000, not of a bench server or its client",
    "5342020000000000000000010000000000000000, version 2 of the protocol",
    "5342ff0000000000000000010000000000000000, version 255 of the protocol",
    "5342010b00000000000000010000000000000000, the unknown code 11",
    "534201ff00000000000000010000000000000000, the unknown code 255",
  })
  void aMalformedRequestIsRefused(String hex, String reason) {
    MalformedFrameException refused =
        assertThrows(MalformedFrameException.class, () -> Request.decode(HEX.parseHex(hex)));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void aReplyOfAnUnknownKindIsRefused() {
    byte[] frame = Reply.done(1, 0).encode();
    frame[3] = (byte) Kind.values().length;
    MalformedFrameException refused =
        assertThrows(MalformedFrameException.class, () -> Reply.decode(frame));
    assertEquals("the frame has the unknown code 5", refused.getMessage());
  }
}
