package org.spinbench.app.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.spinbench.app.live.EventHub;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;

/** The web server of the dashboard. */
public final class DashboardServer implements AutoCloseable {
  /** Number of threads: event streams and other requests. */
  private static final int MOST_THREADS = EventStream.MOST_CLIENTS + 64;

  /** Longest time that a client may take to send a request or to read a part of the answer, s. */
  private static final double PATIENCE = 10;

  private static final int BACKLOG = 64;

  /** Time for clients to take the last events, ns. */
  private static final long LAST_EVENTS = 1_000_000_000L;

  private static final Duration MOMENT = Duration.ofMillis(20);

  /** The least time between two lines about refused requests, ns. */
  private static final long QUIET = 1_000_000_000L;

  static {
    // Read once by the JDK's server when its first class is loaded.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "64");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
    System.setProperty("jdk.httpserver.maxConnections", "1024");
  }

  /**
   * Where and for whom the server listens.
   *
   * @param address of this computer
   * @param port 0 for any free one
   * @param tokens file with tokens; empty for loopback, where everybody on this computer may drive
   * @param tls certificate and key; empty for loopback
   */
  public record Settings(
      InetAddress address, int port, Optional<Path> tokens, Optional<SSLContext> tls) {
    /** On loopback. */
    public static Settings loopback(int port) {
      return new Settings(
          InetAddress.getLoopbackAddress(), port, Optional.empty(), Optional.empty());
    }

    /**
     * Requires tokens and TLS beyond loopback.
     *
     * @throws IllegalArgumentException naming what is missing
     */
    void requireSafe() {
      if (!address.isLoopbackAddress() && (tokens.isEmpty() || tls.isEmpty())) {
        throw new IllegalArgumentException(
            address.getHostAddress()
                + " is not loopback: everybody who can reach this computer could see and stop its"
                + " runs. Add a file of tokens with --tokens and a certificate with --tls");
      }
    }
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final ClientPatience patience;
  private final Clock clock = new SystemClock();
  private final Consumer<String> log;
  private final String scheme;
  private final EventHub hub;
  private final Access access;
  private final Requests requests;
  private long logged = Long.MIN_VALUE;
  private long unlogged;
  private volatile boolean closed;

  /**
   * Starts the server.
   *
   * @param runs folder of the catalogue
   * @param desk of the bench between runs; empty for one run only
   * @param log receives a line for refused requests
   * @throws IllegalArgumentException if it must not or cannot listen there
   */
  public DashboardServer(
      Settings settings, EventHub hub, Path runs, Optional<Desk> desk, Consumer<String> log) {
    settings.requireSafe();
    this.log = log;
    this.hub = hub;
    scheme = settings.tls().isPresent() ? "https" : "http";
    AccessTokens tokens = settings.tokens().map(AccessTokens::read).orElseGet(AccessTokens::fresh);
    server = bind(settings);
    patience = new ClientPatience(clock, PATIENCE);
    access = new Access(clock, tokens, hosts(settings, port()));
    EventStream stream = new EventStream(hub, patience, () -> closed);
    requests = new Requests(hub, stream, new Catalogue(runs), desk, tokens);
    threads =
        new ThreadPoolExecutor(
            4,
            MOST_THREADS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "spinbench dashboard");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpServer bind(Settings settings) {
    InetSocketAddress address = new InetSocketAddress(settings.address(), settings.port());
    try {
      if (settings.tls().isPresent()) {
        HttpsServer secure = HttpsServer.create(address, BACKLOG);
        secure.setHttpsConfigurator(new HttpsConfigurator(settings.tls().get()));
        return secure;
      }
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the dashboard cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  private static Set<String> hosts(Settings settings, int port) {
    if (settings.tokens().isPresent()) {
      return Set.of();
    }
    Set<String> hosts = new LinkedHashSet<>();
    for (String name : Set.of("localhost", "127.0.0.1", "[::1]")) {
      hosts.add(name + ":" + port);
    }
    return hosts;
  }

  /** The port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The address of the page. */
  public String url() {
    InetAddress address = server.getAddress().getAddress();
    String host =
        address.isLoopbackAddress()
            ? "localhost"
            : address.isAnyLocalAddress() ? hostName() : address.getHostAddress();
    return scheme + "://" + host + ":" + port() + "/";
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      throw new UncheckedIOException("this computer does not know its name", e);
    }
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
      exchange
          .getResponseHeaders()
          .set(
              "Content-Security-Policy",
              "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'none'");
      answer(exchange);
    } catch (IOException gone) {
      // The client has closed the connection, or was too slow.
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try {
      AccessTokens.Client client = access.require(exchange, path.startsWith("/api/"));
      Answer answer = requests.answer(exchange, client, patience);
      if (answer != null) {
        send(exchange, 200, answer);
      }
    } catch (Refusal refused) {
      refuse(exchange, refused.status(), refused.getMessage());
    } catch (IllegalStateException e) {
      refuse(exchange, Refusal.CONFLICT, e.getMessage());
    } catch (IllegalArgumentException e) {
      refuse(exchange, Refusal.BAD_REQUEST, e.getMessage());
    } catch (RuntimeException e) {
      refuse(exchange, 500, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(HttpExchange exchange, int status, String message) throws IOException {
    note(
        String.format(
            Locale.ROOT,
            "dashboard refused %s %s from %s: %s",
            exchange.getRequestMethod(),
            shown(exchange.getRequestURI().getPath()),
            exchange.getRemoteAddress().getAddress().getHostAddress(),
            message));
    exchange.getResponseHeaders().set("Connection", "close");
    send(exchange, status, Answer.json(java.util.Map.of("error", String.valueOf(message))));
  }

  /** A path for the log: short, and without letters that could move a terminal's cursor. */
  private static String shown(String path) {
    String printable = path.replaceAll("[^ -~]", "?");
    return printable.length() > 100 ? printable.substring(0, 100) + "..." : printable;
  }

  /** Logs a line, but in a flood only one each second with the number of the others. */
  private synchronized void note(String line) {
    long now = clock.nanos();
    if (logged != Long.MIN_VALUE && now - logged < QUIET) {
      unlogged++;
      return;
    }
    log.accept(line + (unlogged > 0 ? " (and " + unlogged + " more)" : ""));
    logged = now;
    unlogged = 0;
  }

  private void send(HttpExchange exchange, int status, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    patience.with(
        () -> {
          exchange.sendResponseHeaders(
              status, head || answer.body().length == 0 ? -1 : answer.body().length);
          if (!head && answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
          }
        });
  }

  /** Gives clients a moment to take the last events. */
  public void deliver() {
    long deadline = clock.nanos() + LAST_EVENTS;
    while (!hub.isTaken() && clock.nanos() < deadline) {
      clock.sleep(MOMENT);
    }
    clock.sleep(MOMENT);
  }

  /** Gives clients a moment to take the last events, and ends every connection. */
  public void finish() {
    deliver();
    close();
  }

  /** Ends every connection. */
  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
    patience.close();
  }
}
