package org.spinbench.drivers.transport.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Byte strings by the message definitions of RFC 5531 section 9, written down by hand. */
class RpcMessageTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] hex(String text) {
    return HEX.parseHex(text.replace(" ", ""));
  }

  private static void assertBytes(String expected, XdrWriter writer) {
    assertEquals(expected.replace(" ", ""), HEX.formatHex(writer.toByteArray()));
  }

  @Test
  void createLinkAsACall() {
    assertBytes(
        "00000001 00000000 00000002 000607af 00000001 0000000a"
            + " 00000000 00000000 00000000 00000000"
            + " 00001234 00000000 00000000 00000005 696e7374 30000000",
        RpcCall.begin(1, Vxi11Protocol.CORE, Vxi11Protocol.VERSION, Vxi11Protocol.CREATE_LINK)
            .int32(0x1234)
            .bool(false)
            .int32(0)
            .string("inst0"));
  }

  @Test
  void getPortAsACall() {
    assertBytes(
        "00000007 00000000 00000002 000186a0 00000002 00000003"
            + " 00000000 00000000 00000000 00000000"
            + " 000607af 00000001 00000006 00000000",
        RpcCall.begin(
                7, PortMapProtocol.PROGRAM, PortMapProtocol.VERSION_2, PortMapProtocol.GETPORT)
            .int32(Vxi11Protocol.CORE)
            .int32(Vxi11Protocol.VERSION)
            .int32(PortMapProtocol.TCP)
            .int32(0));
  }

  @Test
  void aCallWithUnixCredentialsIsTakenApart() throws IOException {
    RpcCall call =
        RpcCall.parse(
            hex(
                "00000007 00000000 00000002 000607af 00000001 0000000d"
                    + " 00000001 00000006 aabbccddeeff0000 00000000 00000000 00000005"));
    assertEquals(7, call.xid());
    assertEquals(2, call.rpcVersion());
    assertEquals(395183, call.program());
    assertEquals(1, call.version());
    assertEquals(13, call.procedure());
    assertEquals(5, call.arguments().int32());
    assertEquals(0, call.arguments().remaining());
  }

  @Test
  void aCallOfAnotherRpcVersionIsTakenAsFarAsItIsKnown() throws IOException {
    RpcCall call = RpcCall.parse(hex("00000007 00000000 00000003 000607af 00000001 0000000d"));
    assertEquals(3, call.rpcVersion());
    assertEquals(7, call.xid());
  }

  @Test
  void aMalformedCallIsRefused() {
    for (String wrong :
        new String[] {
          "",
          "00000007",
          "00000007 00000001 00000000 00000000 00000000 00000000",
          "00000007 00000000 00000002 000607af 00000001",
          "00000007 00000000 00000002 000607af 00000001 0000000d 00000000",
          "00000007 00000000 00000002 000607af 00000001 0000000d 00000000 00000191 00000000"
        }) {
      assertThrows(RpcFormatException.class, () -> RpcCall.parse(hex(wrong)), wrong);
    }
  }

  @Test
  void repliesOfEveryKind() {
    String accepted = "00000009 00000001 00000000 00000000 00000000 ";
    assertBytes(accepted + "00000000 0000002a", RpcReply.success(9).int32(42));
    assertBytes(accepted + "00000001", RpcReply.programUnavailable(9));
    assertBytes(accepted + "00000002 00000002 00000004", RpcReply.programMismatch(9, 2, 4));
    assertBytes(accepted + "00000003", RpcReply.procedureUnavailable(9));
    assertBytes(accepted + "00000004", RpcReply.garbageArguments(9));
    assertBytes("00000009 00000001 00000001 00000000 00000002 00000002", RpcReply.rpcMismatch(9));
  }

  @Test
  void aReplyIsTakenApart() throws IOException {
    RpcReply reply =
        RpcReply.parse(
            hex(
                "0000000b 00000001 00000000 00000001 00000004 aabbccdd 00000000"
                    + " 00000000 00000004 00000003 414c4c00"));
    assertEquals(11, reply.xid());
    assertEquals(Optional.empty(), reply.refusal());
    assertEquals(0, reply.results().int32());
    assertEquals(4, reply.results().int32());
    assertEquals("ALL", reply.results().string(3));
  }

  @Test
  void refusalsAreReportedInWords() throws IOException {
    String accepted = "00000009 00000001 00000000 00000000 00000000 ";
    assertRefused("not served there", accepted + "00000001");
    assertRefused("other versions", accepted + "00000002 00000001 00000001");
    assertRefused("procedure", accepted + "00000003");
    assertRefused("arguments", accepted + "00000004");
    assertRefused("failed", accepted + "00000005");
    assertRefused("version 2", "00000009 00000001 00000001 00000000 00000003 00000003");
    assertRefused("credentials", "00000009 00000001 00000001 00000001 00000001");
  }

  private static void assertRefused(String words, String reply) throws IOException {
    String refusal = RpcReply.parse(hex(reply)).refusal().orElseThrow();
    assertTrue(refusal.contains(words), refusal);
  }

  @Test
  void aMalformedReplyIsRefused() {
    for (String wrong :
        new String[] {
          "",
          "00000009 00000000 00000000 00000000 00000000 00000000",
          "00000009 00000001",
          "00000009 00000001 00000002 00000000 00000000 00000000",
          "00000009 00000001 00000000 00000000 00000191 00000000",
          "00000009 00000001 00000000 00000000 00000000 00000006"
        }) {
      assertThrows(RpcFormatException.class, () -> RpcReply.parse(hex(wrong)), wrong);
    }
  }

  @Test
  void errorsHaveTheirNumbersOfTheStandardAndWords() {
    int[] numbers = {0, 1, 3, 4, 5, 6, 8, 9, 11, 12, 15, 17, 21, 23, 29};
    Vxi11Error[] errors = Vxi11Error.values();
    assertEquals(numbers.length, errors.length);
    for (int i = 0; i < numbers.length; i++) {
      assertEquals(numbers[i], errors[i].number());
    }
    assertEquals("another link holds the lock (VXI-11 error 11)", Vxi11Error.describe(11));
    assertEquals("a failure of its own (VXI-11 error 77)", Vxi11Error.describe(77));
  }
}
