package org.spinbench.app.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The reference for all links: a bare Java socket that transfers the same bytes into an array, and
 * does nothing more. Its other end chooses the instrument's answers by the length of the message
 * alone.
 */
final class BareSocket implements AutoCloseable {
  private final Map<Integer, byte[]> answers = new HashMap<>();
  private final ServerSocket listener;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * Opens both ends.
   *
   * @param answers to each message; no two messages have the same length
   */
  BareSocket(Map<String, byte[]> answers) throws IOException {
    answers.forEach((message, answer) -> this.answers.put(message.length() + 1, line(answer)));
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "bare socket server");
    thread.setDaemon(true);
    thread.start();
    socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  private static byte[] line(byte[] text) {
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  private void serve() {
    byte[] message = new byte[256];
    try (Socket client = listener.accept()) {
      client.setTcpNoDelay(true);
      InputStream questions = client.getInputStream();
      OutputStream replies = client.getOutputStream();
      int length = 0;
      int count = questions.read(message);
      while (count >= 0) {
        length += count;
        if (message[length - 1] == '\n') {
          replies.write(answers.get(length));
          length = 0;
        }
        count = questions.read(message, length, message.length - length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the bare socket's other end failed", e);
    }
  }

  /** Sends a message and receives the answer. */
  byte[] exchange(String message) {
    byte[] line = line(message.getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[answers.get(line.length).length];
    try {
      out.write(line);
      if (in.readNBytes(answer, 0, answer.length) < answer.length) {
        throw new IOException("closed by the other end");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("the bare socket failed", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the bare socket cannot be closed", e);
    }
  }
}
