package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** A HiSLIP client that sends and receives bytes as a test writes them down, right or wrong. */
final class HiSlipPeer implements AutoCloseable {
  /** The length of a message without payload. */
  static final String NONE = "00 00 00 00 00 00 00 00";

  private static final int PATIENCE_MILLIS = 10_000;

  final Channel sync;
  Channel async;
  private final int port;

  /** One connection. */
  static final class Channel implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Channel(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = socket.getInputStream();
    }

    /** Sends bytes written in hexadecimal. */
    void say(String hex) throws IOException {
      say(hex, "");
    }

    /** Sends bytes written in hexadecimal, and text behind them. */
    void say(String hex, String text) throws IOException {
      byte[] head = HexFormat.of().parseHex(hex.replace(" ", ""));
      byte[] tail = text.getBytes(StandardCharsets.ISO_8859_1);
      byte[] both = ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
      socket.getOutputStream().write(both);
    }

    /** Receives these bytes and no others. */
    void expect(String hex) throws IOException {
      String wanted = hex.replace(" ", "").toLowerCase(Locale.ROOT);
      byte[] came = in.readNBytes(wanted.length() / 2);
      assertEquals(wanted, HexFormat.of().formatHex(came));
    }

    /** Receives these bytes, and this text behind them. */
    void expect(String hex, String text) throws IOException {
      expect(hex);
      byte[] came = in.readNBytes(text.length());
      assertEquals(text, new String(came, StandardCharsets.ISO_8859_1));
    }

    /** Receives four bytes that are either these or those, and says which. */
    int expectOneOf(String these, String those) throws IOException {
      String came = HexFormat.ofDelimiter(" ").formatHex(in.readNBytes(4));
      if (!came.equals(these)) {
        assertEquals(those, came);
      }
      return came.equals(these) ? 0 : 1;
    }

    /** Receives a header with this beginning, and gives its payload as text. */
    String expectText(String hex) throws IOException {
      expect(hex);
      byte[] rest = in.readNBytes(16 - hex.replace(" ", "").length() / 2);
      long length = ByteBuffer.wrap(rest, rest.length - 8, 8).getLong();
      return new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1);
    }

    /** Receives the end of the stream. */
    void expectEnd() throws IOException {
      assertEquals(-1, in.read());
    }

    /** Nothing has come that was not expected. */
    void expectNothing() throws IOException {
      assertEquals(0, in.available());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Connects the first channel and says nothing. */
  HiSlipPeer(int port) throws IOException {
    this.port = port;
    sync = new Channel(port);
  }

  /** A client with both channels, which proposes version 1.0. */
  static HiSlipPeer open(int port) throws IOException {
    HiSlipPeer peer = new HiSlipPeer(port);
    peer.sync.say("48 53 00 00 01 00 78 78" + NONE);
    peer.sync.expect("48 53 01 00 01 00");
    peer.openAsync();
    return peer;
  }

  /** Connects the second channel with the session that the rest of InitializeResponse names. */
  void openAsync() throws IOException {
    byte[] session = sync.in.readNBytes(2);
    sync.expect(NONE);
    async = new Channel(port);
    async.say("48 53 11 00 00 00" + HexFormat.of().formatHex(session) + NONE);
    async.expect("48 53 12 00 00 00 53 42" + NONE);
  }

  /** Sends a message with an END; the number is its id less 0xFFFFFF00. */
  void write(int rmtDelivered, int number, String text) throws IOException {
    sync.say("48 53 07 0" + rmtDelivered + id(number) + length(text.length()), text);
  }

  /** Receives a response of one message. */
  void expectResponse(int number, String text) throws IOException {
    sync.expect("48 53 07 00" + id(number) + length(text.length()), text);
  }

  /** Sends a query with an END, and receives its answer. */
  void query(int rmtDelivered, int number, String text, String answer) throws IOException {
    write(rmtDelivered, number, text);
    expectResponse(number, answer);
  }

  /** Asks for the status byte, naming the last message, and expects this one. */
  void expectStatus(String status, int rmtDelivered, int number) throws IOException {
    async.say("48 53 15 0" + rmtDelivered + id(number) + NONE);
    async.expect("48 53 16" + status + "00 00 00 00" + NONE);
  }

  static String id(int number) {
    return HexFormat.of().toHexDigits(0xFFFFFF00 + number);
  }

  static String length(long length) {
    return HexFormat.of().toHexDigits(length);
  }

  @Override
  public void close() throws IOException {
    sync.close();
    if (async != null) {
      async.close();
    }
  }
}
