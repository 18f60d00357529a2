package org.spinbench.app.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.live.EventHub;

/** Somebody between client and server who records, sends again, and alters (TLS 1.3, RFC 8446). */
@Timeout(180)
class TamperedRequestsTest {
  private static final String TOKEN = "drive-0123456789abcdef0123456789";
  private static final char[] PASSWORD = "a secret".toCharArray();
  private static final int APPLICATION_DATA = 23;

  @TempDir Path folder;

  private final AtomicInteger rests = new AtomicInteger();
  private final EventHub hub = new EventHub();
  private DashboardServer server;
  private HttpClient client;

  /** A bench that counts how often it is brought to rest. */
  private final class CountingDesk implements Desk {
    @Override
    public String bench() {
      return "a bench";
    }

    @Override
    public void start(String plan) {
      throw new UnsupportedOperationException(plan);
    }

    @Override
    public boolean stop() {
      return false;
    }

    @Override
    public String rest() {
      rests.incrementAndGet();
      return "at rest";
    }

    @Override
    public Map<String, Object> set(String name, String value) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public Map<String, Object> read(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public void close() {}
  }

  /** Passes on one connection, record by record. */
  private final class Between implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private final Thread thread;
    private volatile Socket passing;

    /** With the number of the record of application data to alter, from 1; 0 for none. */
    Between(int altered) throws IOException {
      thread = new Thread(() -> pass(altered));
      thread.start();
    }

    private void pass(int altered) {
      try (Socket from = socket.accept();
          Socket to = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        passing = from;
        Thread back = new Thread(() -> back(to, from));
        back.start();
        DataInputStream in = new DataInputStream(from.getInputStream());
        for (int data = 0; ; ) {
          byte[] head = in.readNBytes(5);
          if (head.length < 5) {
            break;
          }
          byte[] body = in.readNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
          data += head[0] == APPLICATION_DATA ? 1 : 0;
          if (head[0] == APPLICATION_DATA && data == altered) {
            body[body.length / 2] ^= 1;
          }
          recorded.write(head);
          recorded.write(body);
          OutputStream out = to.getOutputStream();
          out.write(head);
          out.write(body);
          out.flush();
        }
        to.shutdownOutput();
        back.join();
      } catch (IOException | InterruptedException gone) {
        // One side has hung up.
      }
    }

    private static void back(Socket from, Socket to) {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
      } catch (IOException gone) {
        // One side has hung up.
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    /** The client would keep its connection for another request, for half a minute. */
    @Override
    public void close() throws IOException {
      socket.close();
      if (passing != null) {
        passing.close();
      }
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @BeforeEach
  void open() throws Exception {
    Path store = folder.resolve("lab.p12");
    certify(store);
    Path tokens = Files.writeString(folder.resolve("tokens"), "drive " + TOKEN + " anna\n");
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    DashboardServer.Settings settings =
        new DashboardServer.Settings(
            InetAddress.getLoopbackAddress(),
            0,
            Optional.of(tokens),
            Optional.of(Certificates.server(store, PASSWORD)));
    server =
        new DashboardServer(settings, hub, folder, Optional.of(new CountingDesk()), line -> {});
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(store.toFile(), PASSWORD));
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    client =
        HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
  }

  /** A certificate by the JDK's keytool. */
  private static void certify(Path store) throws Exception {
    String options =
        " -genkeypair -alias x -keyalg EC -dname CN=localhost -ext san=dns:localhost"
            + " -storetype PKCS12 -storepass:env STORE -keystore lab.p12";
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> line = new ArrayList<>(List.of(program));
    line.addAll(List.of(options.strip().split(" ")));
    ProcessBuilder keytool = new ProcessBuilder(line).directory(store.getParent().toFile());
    keytool.environment().put("STORE", new String(PASSWORD));
    keytool.redirectErrorStream(true).redirectOutput(store.resolveSibling("said.txt").toFile());
    assertEquals(0, keytool.start().waitFor());
  }

  @AfterEach
  void close() {
    server.close();
    hub.close();
  }

  private HttpResponse<String> rest(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/v1/bench/safe"))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aRecordedRequestCannotBeSentAgain() throws Exception {
    byte[] recorded;
    try (Between between = new Between(0)) {
      assertEquals(200, rest(between.port()).statusCode());
      recorded = between.recorded.toByteArray();
    }
    assertEquals(1, rests.get());
    assertFalse(new String(recorded, StandardCharsets.ISO_8859_1).contains(TOKEN), "in the clear");
    try (Socket again = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      again.getOutputStream().write(recorded);
      again.shutdownOutput();
      byte[] answer = again.getInputStream().readAllBytes();
      assertFalse(new String(answer, StandardCharsets.ISO_8859_1).contains("at rest"));
    } catch (SocketException reset) {
      // The server has hung up.
    }
    assertEquals(200, rest(server.port()).statusCode());
    assertEquals(2, rests.get(), "the recorded bytes did nothing");
  }

  /**
   * The first record of application data holds the end of the handshake, the second the request.
   */
  @Test
  void anAlteredRequestIsRefused() throws Exception {
    for (int altered : new int[] {1, 2}) {
      try (Between between = new Between(altered)) {
        assertThrows(IOException.class, () -> rest(between.port()), "record " + altered);
      }
    }
    assertEquals(0, rests.get());
    assertEquals(200, rest(server.port()).statusCode());
  }

  /** In the clear on loopback, a request of an earlier program has the token of that program. */
  @Test
  void aRequestOfAnEarlierProgramIsRefused() throws Exception {
    String recorded;
    try (LiveBench earlier = new LiveBench(folder)) {
      recorded =
          "POST /api/v1/bench/safe HTTP/1.1\r\nHost: localhost:"
              + earlier.server.port()
              + "\r\nContent-Length: 0\r\nAuthorization: Bearer "
              + earlier.token
              + "\r\n\r\n";
      assertTrue(answer(earlier, recorded).startsWith("HTTP/1.1 200"));
    }
    try (LiveBench now = new LiveBench(folder)) {
      assertTrue(answer(now, recorded).startsWith("HTTP/1.1 403"), "for another host");
      String here = recorded.replaceFirst("localhost:\\d+", "localhost:" + now.server.port());
      assertTrue(answer(now, here).startsWith("HTTP/1.1 401"), "with the token of another program");
    }
  }

  private static String answer(LiveBench bench, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
    }
  }
}
