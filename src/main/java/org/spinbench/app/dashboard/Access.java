package org.spinbench.app.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spinbench.drivers.transport.Clock;

/**
 * Decides who may do what.
 *
 * <p>The header {@code Host} must name this server, which keeps out pages of others that let their
 * own name point here. A request from a page of another origin is refused. Whoever changes anything
 * needs a token in the header {@code Authorization}, which no other page can send. Without a file
 * of tokens everybody on this computer may look, and reads the token that lets him drive.
 */
final class Access {
  /** Requests of one address in one second, without a token that lets the client drive. */
  static final int MOST_REQUESTS = 200;

  private static final int MOST_ADDRESSES = 1000;
  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** Requests of an address since a moment. */
  private static final class Count {
    private long since;
    private int requests;
  }

  private final Clock clock;
  private final AccessTokens tokens;
  private final Set<String> hosts;
  private final boolean open;
  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /**
   * The access to a server.
   *
   * @param hosts values of the header {@code Host}, lower case; empty to accept any, for a server
   *     whose clients all have tokens
   */
  Access(Clock clock, AccessTokens tokens, Set<String> hosts) {
    this.clock = clock;
    this.tokens = tokens;
    this.hosts = hosts;
    open = !tokens.own().isEmpty();
  }

  /**
   * The client of a request.
   *
   * @param needsToken whether a client without a token is refused even if it only reads
   * @throws Refusal if the request is refused
   */
  AccessTokens.Client require(HttpExchange exchange, boolean needsToken) {
    Headers headers = exchange.getRequestHeaders();
    requireHost(headers);
    requireSameOrigin(exchange, headers);
    boolean reads = READING.contains(exchange.getRequestMethod());
    Optional<AccessTokens.Client> client = Optional.empty();
    List<String> given = headers.getOrDefault("Authorization", List.of());
    if (!given.isEmpty()) {
      client = given.size() == 1 ? bearer(given.get(0)) : Optional.empty();
      if (client.isEmpty()) {
        requireRate(exchange);
        throw new Refusal(Refusal.UNAUTHORIZED, "the token is not one of this server");
      }
    }
    if (client.isEmpty() || client.get().role() == Role.LOOK) {
      requireRate(exchange);
    }
    if (client.isEmpty() && (needsToken && !open || !reads)) {
      throw new Refusal(
          Refusal.UNAUTHORIZED,
          "this request needs the header 'Authorization: Bearer TOKEN'"
              + (open ? "; GET /api/v1/session gives the token" : ""));
    }
    if (!reads && client.get().role() != Role.DRIVE) {
      throw new Refusal(
          Refusal.FORBIDDEN,
          client.get().name() + " may only look; a token with the role drive is needed");
    }
    return client.orElse(new AccessTokens.Client(Role.LOOK, "this computer"));
  }

  private Optional<AccessTokens.Client> bearer(String header) {
    return header.startsWith("Bearer ")
        ? tokens.client(header.substring("Bearer ".length()).strip())
        : Optional.empty();
  }

  private void requireHost(Headers headers) {
    List<String> given = headers.getOrDefault("Host", List.of());
    boolean known =
        given.size() == 1
            && (hosts.isEmpty() || hosts.contains(given.get(0).toLowerCase(java.util.Locale.ROOT)));
    if (!known) {
      throw new Refusal(
          Refusal.FORBIDDEN, "the request is for the host " + given + ", not for this server");
    }
  }

  private static void requireSameOrigin(HttpExchange exchange, Headers headers) {
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean foreign =
        site != null
            && !site.equals("same-origin")
            && !site.equals("none")
            && !(site.equals("cross-site") && navigates(exchange, headers));
    String origin = headers.getFirst("Origin");
    if (origin != null) {
      foreign |= !sameOrigin(origin, headers.getFirst("Host"));
    }
    if (foreign) {
      throw new Refusal(Refusal.FORBIDDEN, "a page of another site has sent this request");
    }
  }

  /** Whether a person follows a link to the page itself. */
  private static boolean navigates(HttpExchange exchange, Headers headers) {
    return "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
        && exchange.getRequestURI().getPath().equals("/");
  }

  private static boolean sameOrigin(String origin, String host) {
    try {
      return URI.create(origin).getAuthority() != null
          && URI.create(origin).getAuthority().equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void requireRate(HttpExchange exchange) {
    String address = exchange.getRemoteAddress().getAddress().getHostAddress();
    long now = clock.nanos();
    synchronized (counts) {
      Count count = counts.computeIfAbsent(address, none -> new Count());
      if (count.requests == 0 || now - count.since >= 1_000_000_000L) {
        count.since = now;
        count.requests = 0;
      }
      count.requests++;
      if (count.requests > MOST_REQUESTS) {
        throw new Refusal(
            Refusal.TOO_MANY,
            "more than " + MOST_REQUESTS + " requests in a second from " + address + "; wait");
      }
    }
  }
}
