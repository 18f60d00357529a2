package org.spinbench.app.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.live.EventHub;
import org.spinbench.drivers.transport.Eventually;

/** Who is refused, and that it is logged. */
@Timeout(180)
class AccessTest {
  private static final String LOOK = "look-0123456789abcdef0123456789";
  private static final String DRIVE = "drive-0123456789abcdef0123456789";

  @TempDir Path folder;

  private LiveBench bench;

  @BeforeEach
  void open() {
    bench = new LiveBench(folder.resolve("runs"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Sends bytes, and gives the first line of the answer; empty if the server only hangs up. */
  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      StringBuilder line = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip();
    } catch (java.net.SocketException reset) {
      return "";
    }
  }

  private String host() {
    return "localhost:" + bench.server.port();
  }

  private String post(String headers) throws Exception {
    return raw(
        "POST /api/v1/bench/safe HTTP/1.1\r\nHost: "
            + host()
            + "\r\nContent-Length: 0\r\n"
            + headers
            + "\r\n");
  }

  private void assertLogged(String text) throws Exception {
    Eventually.holds(text, () -> bench.log.stream().anyMatch(line -> line.contains(text)));
  }

  @Test
  void whoDrivesNeedsTheToken() throws Exception {
    assertEquals("HTTP/1.1 401 Unauthorized", post(""));
    assertLogged("needs the header");
    assertEquals("HTTP/1.1 401 Unauthorized", post("Authorization: Bearer wrong\r\n"));
    assertEquals("HTTP/1.1 401 Unauthorized", post("Authorization: Basic " + bench.token + "\r\n"));
    String twice = "Authorization: Bearer " + bench.token + "\r\n";
    assertEquals("HTTP/1.1 401 Unauthorized", post(twice + twice));
    assertEquals(
        "HTTP/1.1 401 Unauthorized",
        post("Authorization: Bearer " + bench.token.substring(1) + "\r\n"));
    assertEquals("HTTP/1.1 200 OK", post(twice));
  }

  /** Pages of others: with the right token too, and by a name that points here. */
  @Test
  void pagesOfOthersAreRefused() throws Exception {
    String token = "Authorization: Bearer " + bench.token + "\r\n";
    for (String header :
        List.of(
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: https://" + host().replace("localhost", "localhost.evil.example"),
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site")) {
      assertEquals("HTTP/1.1 403 Forbidden", post(token + header + "\r\n"), header);
    }
    assertLogged("a page of another site");
    String get = "GET /api/v1/session HTTP/1.1\r\n";
    assertEquals(
        "HTTP/1.1 403 Forbidden",
        raw(get + "Host: evil.example:" + bench.server.port() + "\r\n\r\n"));
    assertEquals("HTTP/1.1 403 Forbidden", raw(get + "Host: localhost:1\r\n\r\n"));
    assertEquals(
        "HTTP/1.1 403 Forbidden",
        raw(get + "Host: " + host() + "\r\nSec-Fetch-Site: cross-site\r\n\r\n"));
    assertEquals(
        "HTTP/1.1 200 OK",
        post(token + "Origin: http://" + host() + "\r\nSec-Fetch-Site: same-origin\r\n"));
  }

  @Test
  void pathsThatLeadElsewhereAreRefused() throws Exception {
    Files.writeString(folder.resolve("secret.sqlite"), "secret");
    for (String path :
        List.of(
            "/../pom.xml",
            "/api/v1/runs/../secret",
            "/api/v1/runs/..%2fsecret",
            "/api/v1/runs/%2e%2e%2fsecret",
            "/api/v1/runs/..%5csecret",
            "/api/v1/runs/%252e%252e%252fsecret",
            "/api/v1/runs/secret%00",
            "//etc/passwd",
            "/api/v1/runs//etc/passwd",
            "/dashboard.js/../../x",
            "/org/spinbench/app/Main.class")) {
      String answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
      assertTrue(answer.contains(" 40") || answer.isEmpty(), path + " gives " + answer);
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    String big = "x".repeat(300_000);
    var answer =
        bench.send(
            bench
                .request("api/v1/runs")
                .header("Authorization", "Bearer " + bench.token)
                .POST(HttpRequest.BodyPublishers.ofString(big)));
    assertEquals(413, answer.statusCode());
    assertLogged("more than 262144 bytes");
  }

  @Test
  void aFloodWithoutATokenIsRefusedAndTheDriverIsNot() throws Exception {
    AccessTokens tokens = AccessTokens.fresh();
    Access access = new Access(new StandingClock(), tokens, java.util.Set.of("here"));
    FakeExchange exchange = new FakeExchange("GET", "/api/v1/state").with("Host", "here");
    for (int k = 0; k < Access.MOST_REQUESTS; k++) {
      access.require(exchange, true);
    }
    assertEquals(429, assertThrows(Refusal.class, () -> access.require(exchange, true)).status());
    FakeExchange driver =
        new FakeExchange("POST", "/api/v1/run/stop")
            .with("Host", "here")
            .with("Authorization", "Bearer " + tokens.own());
    for (int k = 0; k < 3 * Access.MOST_REQUESTS; k++) {
      assertEquals(Role.DRIVE, access.require(driver, true).role());
    }
  }

  /** Frames of nonsense: the server answers with a refusal or hangs up, and works afterwards. */
  @Test
  void nonsenseHarmsNothing() throws Exception {
    Random random = new Random(21);
    for (int k = 0; k < 300; k++) {
      byte[] bytes = new byte[1 + random.nextInt(400)];
      random.nextBytes(bytes);
      String start = k % 3 == 0 ? "GET " : k % 3 == 1 ? "POST /api/v1/run/stop HTTP/1.1\r\n" : "";
      String text = start + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n\r\n";
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.server.port())) {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      } catch (java.net.SocketException reset) {
        // The server has hung up already.
      }
    }
    assertEquals(200, bench.get("session").statusCode());
  }

  /** Many clients that never finish their request do not keep others out, and are hung up on. */
  @Test
  void clientsThatSendSlowlyKeepNobodyOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int k = 0; k < 50; k++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.server.port());
        slow.add(socket);
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /api/v1/runs HTTP/1.1\r\nHost: "
                    + host()
                    + "\r\nAuthorization: Bearer "
                    + bench.token
                    + "\r\nContent-Length: 1000\r\n\r\nn")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
      assertEquals(200, bench.get("session").statusCode());
      try {
        // Ends only because the server loses patience.
        slow.get(0).getInputStream().readAllBytes();
      } catch (java.net.SocketException reset) {
        // So does this.
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private Path tokens(String text) throws Exception {
    Path file = folder.resolve("tokens");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void rolesOfAFileOfTokens() throws Exception {
    Path file = tokens("# clients\nlook " + LOOK + " office\ndrive " + DRIVE + " anna\n");
    var settings =
        new DashboardServer.Settings(
            InetAddress.getLoopbackAddress(), 0, Optional.of(file), Optional.empty());
    try (LiveBench closed = new LiveBench(folder, settings, Optional.empty())) {
      assertEquals(401, closed.get("state").statusCode());
      assertEquals(401, closed.get("events").statusCode());
      assertEquals(200, closed.send(closed.request("")).statusCode());
      var looks =
          closed.send(closed.request("api/v1/session").header("Authorization", "Bearer " + LOOK));
      assertTrue(looks.body().contains("\"role\":\"look\""), looks.body());
      assertFalse(looks.body().contains(DRIVE) || looks.body().contains(LOOK), "no token in it");
      var stop =
          closed.send(
              closed
                  .request("api/v1/bench/safe")
                  .header("Authorization", "Bearer " + LOOK)
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertEquals(403, stop.statusCode());
      assertTrue(stop.body().contains("office may only look"), stop.body());
      var drives =
          closed.send(
              closed
                  .request("api/v1/bench/safe")
                  .header("Authorization", "Bearer " + DRIVE)
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertEquals(200, drives.statusCode(), drives.body());
    }
  }

  /** Beyond loopback: TLS with a certificate that keytool makes, and a client that trusts it. */
  @Test
  void withTlsTheConnectionIsEncrypted() throws Exception {
    Path store = folder.resolve("lab.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "a secret",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    Path file = tokens("drive " + DRIVE + " anna\n");
    var settings =
        new DashboardServer.Settings(
            InetAddress.getLoopbackAddress(),
            0,
            Optional.of(file),
            Optional.of(Certificates.server(store, "a secret".toCharArray())));
    EventHub hub = new EventHub();
    try (hub;
        DashboardServer server =
            new DashboardServer(settings, hub, folder, Optional.empty(), bench.log::add)) {
      assertTrue(server.url().startsWith("https://"), server.url());
      KeyStore trusted = KeyStore.getInstance(store.toFile(), "a secret".toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      var request =
          HttpRequest.newBuilder(URI.create(server.url() + "api/v1/session"))
              .header("Authorization", "Bearer " + DRIVE)
              .build();
      var answer =
          HttpClient.newBuilder()
              .sslContext(context)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains("\"role\":\"drive\""), answer.body());
      assertThrows(
          IOException.class,
          () -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()),
          "a client that does not trust it");
    }
    assertThrows(
        IOException.class, () -> Certificates.server(store, "another".toCharArray()), "password");
  }

  @Test
  void wrongFilesOfTokensAreRefused() throws Exception {
    for (String text : List.of("", "fly " + LOOK, "look short", "look")) {
      Path file = tokens(text);
      assertThrows(IllegalArgumentException.class, () -> AccessTokens.read(file), text);
    }
    Path open = tokens("look " + LOOK);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> AccessTokens.read(open)).getMessage();
    assertTrue(message.contains("chmod 600"), message);
  }

  @Test
  void beyondLoopbackOnlyWithTokensAndTls() throws Exception {
    var settings =
        new DashboardServer.Settings(
            InetAddress.getByName("0.0.0.0"), 0, Optional.empty(), Optional.empty());
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new LiveBench(folder, settings, Optional.empty()))
            .getMessage();
    assertTrue(message.contains("--tokens") && message.contains("--tls"), message);
  }
}
