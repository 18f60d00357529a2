package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.simulator.instrument.ManualClock;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

@Timeout(120)
class SocketServerTest {
  private final List<String> blocks = new ArrayList<>();
  private final FrontPanel panel = panel();
  private final SocketServer server = new SocketServer(panel, InetAddress.getLoopbackAddress(), 0);

  private FrontPanel panel() {
    CommandTree tree = new CommandTree(Replies::plain);
    tree.command("DATA", 1, 1, call -> blocks.add(call.block()));
    tree.query("DATA:LENGth", () -> Integer.toString(blocks.get(blocks.size() - 1).length()));
    tree.query("ECHO", 1, 1, call -> Replies.plain(call.integer(0, 1_000_000)));
    return new FrontPanel("A,B,C,D", Wording.STANDARD, 10, new ManualClock(), tree, () -> {});
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Client(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    void send(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    String line() throws IOException {
      return in.readLine();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void takesLineFeedAndCarriageReturnLineFeed() throws IOException {
    try (Client client = new Client(server.port())) {
      client.send("*IDN?\n");
      assertEquals("A,B,C,D", client.line());
      client.send("*IDN?\r\n");
      assertEquals("A,B,C,D", client.line());
      client.send("\r\n\n;;\n*IDN?\n");
      assertEquals("A,B,C,D", client.line());
      client.send("SYST:ERR?\n");
      assertEquals("0,\"No error\"", client.line());
    }
  }

  @Test
  void putsSplitMessagesTogetherAndTakesMergedOnesApart() throws IOException {
    try (Client client = new Client(server.port())) {
      String messages = "ECHO? 1\nECHO? 2;ECHO? 3\r\n*ESE 5\nECHO? 4\n";
      for (char c : messages.toCharArray()) {
        client.send(String.valueOf(c));
      }
      assertEquals("1", client.line());
      assertEquals("2;3", client.line());
      assertEquals("4", client.line());
      client.send(messages + messages);
      for (String reply : List.of("1", "2;3", "4", "1", "2;3", "4")) {
        assertEquals(reply, client.line());
      }
    }
  }

  @Test
  void readsBlocksByLengthWhateverTheyHold() throws IOException {
    String payload = "\n;\r\n\"#9'\n\n";
    try (Client client = new Client(server.port())) {
      client.send("DATA #2" + payload.length() + payload + ";:ECHO? 7\n");
      assertEquals("7", client.line());
      assertEquals(List.of(payload), blocks);
      client.send("DATA #210\n\n\n\n\n");
      client.send("\n\n\n\n\n\nDATA:LENG?\n");
      assertEquals("10", client.line());
    }
  }

  @Test
  void quotedHashIsNoBlock() throws IOException {
    try (Client client = new Client(server.port())) {
      client.send("ECHO? \"#19\"\nECHO? 5\n");
      assertEquals("5", client.line());
      client.send("SYST:ERR?\n");
      assertTrue(client.line().startsWith("-158"));
    }
  }

  @Test
  void refusesWhatItsBufferCannotHold() throws IOException {
    try (Client client = new Client(server.port())) {
      client.send("ECHO? " + " ".repeat(FrontPanel.LONGEST_MESSAGE) + "1\n");
      client.send("SYST:ERR?\n");
      assertEquals("-363,\"Input buffer overrun\"", client.line());
      client.send("DATA #9999999999abc\nSYST:ERR?;ERR?\n");
      assertEquals("-363,\"Input buffer overrun\";0,\"No error\"", client.line());
    }
  }

  @Test
  void eachOfSeveralClientsGetsItsOwnAnswers() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      int base = n * 1000;
      Thread thread =
          new Thread(
              () -> {
                try (Client client = new Client(server.port())) {
                  for (int i = base; i < base + 500; i++) {
                    client.send("ECHO? " + i + "\n");
                    String reply = client.line();
                    if (!Integer.toString(i).equals(reply)) {
                      synchronized (wrong) {
                        wrong.add(i + " got " + reply);
                      }
                    }
                  }
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void survivesAClientThatLeavesInMidMessage() throws IOException {
    try (Client rude = new Client(server.port())) {
      rude.send("DATA #3100only a part");
    }
    try (Client client = new Client(server.port())) {
      client.send("ECHO? 9\n");
      assertEquals("9", client.line());
    }
    assertEquals(List.of(), blocks);
  }

  @Test
  void closingEndsEveryConversation() throws IOException {
    try (Client client = new Client(server.port())) {
      client.send("ECHO? 1\n");
      assertEquals("1", client.line());
      int port = server.port();
      server.close();
      assertEquals(null, client.line());
      assertThrows(ConnectException.class, () -> new Client(port));
    }
  }

  @Test
  void takenPortIsNamed() {
    int port = server.port();
    UncheckedIOException refused =
        assertThrows(
            UncheckedIOException.class,
            () -> new SocketServer(panel, InetAddress.getLoopbackAddress(), port));
    assertTrue(refused.getMessage().contains(Integer.toString(port)));
  }
}
