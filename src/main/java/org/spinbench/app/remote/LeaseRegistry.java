package org.spinbench.app.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.spinbench.drivers.transport.zeromq.MalformedFrameException;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request;

/**
 * The server's registry of links: receives requests of clients, keeps their leases, and detects
 * when a lost client has left something on. It belongs to the server's own thread and has no socket
 * and no clock; all times are arguments, in ns.
 *
 * <p>The first client that changes anything, or announces it, drives the bench until all its links
 * have ended. Other clients may then only query, unless they bring the bench to rest.
 */
final class LeaseRegistry {
  /** The message of the socket at the end of a client's connection; no frame is so short. */
  static final byte[] LOST = "lost".getBytes(StandardCharsets.US_ASCII);

  private static final String BROUGHT_TO_REST =
      "the bench is brought to rest when a client that had set something is lost: sources are no"
          + " longer where this program has set them. Start it again";

  /** Maximum number of links. */
  static final int MOST_LINKS = 256;

  /** Longest allowed wait. */
  private static final long LONGEST_WAIT = Duration.ofDays(1).toNanos();

  /** Maximum length of a client's name for itself. */
  private static final int LONGEST_HOLDER = 200;

  /** Maximum number of lost clients that are remembered. */
  private static final int MOST_REMEMBERED = 100;

  /** Delay before the bench is brought to rest again after a failure. */
  private static final long RETRY = Duration.ofMinutes(1).toNanos();

  private final Map<String, OwnedInstrument> instruments;
  private final long lease;
  private final long grace;
  private final BiPredicate<byte[], Reply> out;
  private final Consumer<ClientLink> breakOff;
  private final Consumer<String> log;
  private final BiPredicate<String, byte[]> onlyAsks;
  private final Map<ByteBuffer, ClientLink> links = new LinkedHashMap<>();

  private final boolean shared;
  private final Supplier<Instant> date;

  /** Why links ended when the bench was brought to rest, by the client's address. */
  private final Map<ByteBuffer, String> endedByRest = new LinkedHashMap<>();

  /** Why clients cannot return after the bench was brought to rest, by their names. */
  private final Map<String, String> endedClients = new LinkedHashMap<>();

  private final Set<String> lost = new LinkedHashSet<>();
  private Driver driver;
  private boolean used;
  private boolean owesRest;
  private boolean resting;
  private long restDue;

  /** Why no client may drive the bench; empty if one may. */
  private String tripped = "";

  /** The client that drives the bench. */
  private record Driver(String holder, Instant since) {}

  /**
   * A registry without links.
   *
   * @param lease time of silence after which a client counts as lost
   * @param grace time after the last link before a bench that a lost client used is brought to rest
   * @param out sends a reply to a client's address; false if the client accepts no more
   * @param breakOff cancels an instrument's work for a link that has ended
   * @param onlyAsks whether a message to the instrument with this name has no side effects
   * @param shared whether several clients may drive the bench at a time
   * @param date gives the date and time
   */
  LeaseRegistry(
      Collection<OwnedInstrument> instruments,
      Duration lease,
      Duration grace,
      BiPredicate<byte[], Reply> out,
      Consumer<ClientLink> breakOff,
      Consumer<String> log,
      BiPredicate<String, byte[]> onlyAsks,
      boolean shared,
      Supplier<Instant> date) {
    this.instruments = new LinkedHashMap<>();
    instruments.forEach(one -> this.instruments.put(one.name(), one));
    this.lease = lease.toNanos();
    this.grace = grace.toNanos();
    this.out = out;
    this.breakOff = breakOff;
    this.log = log;
    this.onlyAsks = onlyAsks;
    this.shared = shared;
    this.date = date;
  }

  /**
   * Takes a frame from a client, or {@link #LOST}.
   *
   * @param looks whether the client may only query
   */
  void take(byte[] address, byte[] frame, boolean looks, long now) {
    ClientLink link = links.get(ByteBuffer.wrap(address));
    if (Arrays.equals(frame, LOST)) {
      if (link != null) {
        lose(link, "its connection has ended", now);
      }
      return;
    }
    try {
      Request request = Request.decode(frame);
      if (link == null) {
        begin(address, request, looks, now);
      } else {
        link.heard(now);
        take(link, request, now);
      }
    } catch (MalformedFrameException malformed) {
      refuse(address, Reply.failure(Kind.FAILED, 0, malformed.getMessage()));
    }
  }

  private void refuse(byte[] address, Reply refusal) {
    // A client that accepts no replies cannot be informed.
    out.test(address, refusal);
  }

  /** A refusal, with the mark of one whose reason is that the server brings the bench to rest. */
  private Reply refusal(ClientLink link, long id, String problem) {
    boolean rested =
        resting
            || endedClients.containsKey(link.holder())
            || !tripped.isEmpty() && problem.startsWith(tripped);
    return rested
        ? Reply.rested(Kind.FAILED, id, problem)
        : Reply.failure(Kind.FAILED, id, problem);
  }

  private void begin(byte[] address, Request request, boolean looks, long now) {
    switch (request.operation()) {
      case CLOSE -> {
        // It has ended already.
      }
      case OPEN -> open(address, request, looks, now);
      default -> {
        String reason = endedByRest.get(ByteBuffer.wrap(address));
        refuse(
            address,
            reason == null
                ? Reply.failure(
                    Kind.END_OF_STREAM,
                    request.id(),
                    "the server has no link with this client; if it had one, it heard nothing of"
                        + " it for "
                        + seconds(lease))
                : Reply.rested(Kind.END_OF_STREAM, request.id(), reason));
      }
    }
  }

  private void open(byte[] address, Request request, boolean looks, long now) {
    String[] lines = new String(request.body(), StandardCharsets.UTF_8).split("\n", -1);
    String name = lines[0];
    String holder = lines.length < 2 ? "" : lines[1].replaceAll("\\p{Cntrl}", " ");
    OwnedInstrument instrument = instruments.get(name);
    String purpose = lines.length > 2 ? lines[2] : "";
    String watched = lines.length > 3 ? lines[3] : "";
    boolean toRest = purpose.equals(Request.TO_REST);
    boolean toDrive = purpose.equals(Request.TO_DRIVE);
    ClientLink.Use use =
        looks ? ClientLink.Use.LOOK : toRest ? ClientLink.Use.REST : ClientLink.Use.DRIVE;
    ClientLink link = new ClientLink(address, instrument, holder, use, watched);
    String problem = null;
    if (holder.isBlank() || holder.length() > LONGEST_HOLDER) {
      problem = "a client must name itself, in 1 to " + LONGEST_HOLDER + " characters";
    } else if (instrument == null) {
      problem = "there is no such instrument; there are " + String.join(", ", instruments.keySet());
    } else if (resting) {
      problem =
          "the bench is being brought to rest, because a client was lost or a condition of its file is"
              + " met; open it again in some"
              + " seconds";
    } else if (endedClients.containsKey(holder)) {
      problem = endedClients.get(holder);
    } else if (links.size() >= MOST_LINKS) {
      problem =
          "there are "
              + MOST_LINKS
              + " links already, which is the most that this server keeps; close one";
    } else if (toDrive || !watched.isEmpty()) {
      problem = mayNotChange(link);
    }
    if (problem != null) {
      refuse(address, refusal(link, request.id(), problem));
      return;
    }
    if (toDrive) {
      beginToChange(link, now);
    }
    links.put(ByteBuffer.wrap(address), link);
    link.heard(now);
    take(link, request, now);
  }

  private void take(ClientLink link, Request request, long now) {
    switch (request.operation()) {
      case CLOSE -> {
        used |= link.used();
        end(link, now);
      }
      case BEAT -> send(link, Reply.done(request.id(), 0), now);
      default -> {
        if (link.isNew(request)) {
          takeNew(link, request, now);
        }
      }
    }
  }

  private void takeNew(ClientLink link, Request request, long now) {
    String problem = null;
    if (resting) {
      problem =
          "the bench is being brought to rest, because a client was lost or a condition of its file is"
              + " met; ask again in some seconds";
    } else if (request.operation() == Request.Operation.OPEN && link.hasBegun()) {
      problem = "this link is with " + link.instrument().name() + " already";
    } else if (request.number() < 0 || request.number() > LONGEST_WAIT) {
      problem = "a time limit of " + request.number() + " ns is not between 0 and one day";
    } else if (!link.hasRoomFor(request)) {
      problem =
          "more than "
              + Request.WINDOW
              + " requests, or "
              + Request.LONGEST_MESSAGE
              + " bytes, are under way";
    }
    boolean changes = changes(link, request);
    if (problem == null && changes) {
      problem = mayNotChange(link);
    }
    if (problem != null) {
      send(link, refusal(link, request.id(), problem), now);
      return;
    }
    if (changes && request.operation() != Request.Operation.LOCK) {
      beginToChange(link, now);
    }
    if (request.operation() == Request.Operation.CLEAR && mayNotChange(link) != null) {
      // As on a link without device clear, because that would cancel the work for others.
      send(link, Reply.done(request.id(), 0), now);
      return;
    }
    link.takeIn(request);
    link.instrument().take(new Pending(link, request, now + request.number()), now);
  }

  /** Whether a request changes an instrument, or blocks it for others. */
  private boolean changes(ClientLink link, Request request) {
    return switch (request.operation()) {
      case WRITE -> !onlyAsks.test(link.instrument().name(), request.body());
      case TRIGGER, LOCK -> true;
      default -> false;
    };
  }

  /** Why this client may not change anything now; null if it may. */
  private String mayNotChange(ClientLink link) {
    if (link.use() == ClientLink.Use.LOOK) {
      return "this key may only look (its file on the server is in clients/look): questions are"
          + " passed on, and nothing else";
    }
    if (!tripped.isEmpty() && link.use() == ClientLink.Use.DRIVE) {
      return tripped
          + (owesRest
              ? ". NOT AT REST: the log of the server names the sources to switch off by hand, and"
                  + " the server tries again. The bench"
              : ". The bench is at rest, and")
          + " answers only queries until that has cleared";
    }
    boolean another = driver != null && !driver.holder().equals(link.holder());
    if (another && !link.actsAgainst(driver.holder())) {
      return driver.holder()
          + " has driven this bench since "
          + driver.since()
          + ", and others can only query until it ends"
          + (lost.contains(driver.holder())
              ? "; it was lost, and the bench comes to rest in some seconds"
              : "; wait for it, or bring the bench to rest with 'spinbench safe'");
    }
    return null;
  }

  private void beginToChange(ClientLink link, long now) {
    if (link.use() == ClientLink.Use.REST) {
      String holder = link.holder();
      String reason =
          holder
              + " has brought the bench to rest: sources are no longer where this program has set"
              + " them. Start it again";
      endUsers(one -> !one.holder().equals(holder), reason, now);
      return;
    }
    link.change();
    if (driver == null && !shared) {
      driver = new Driver(link.holder(), date.get().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /** Sends the reply to an accepted request; no other client receives it. */
  void answer(Pending pending, Reply reply, long now) {
    ClientLink link = pending.link();
    if (link.ended()) {
      return;
    }
    link.answered(pending.request());
    boolean opening = pending.operation() == Request.Operation.OPEN;
    if (!opening) {
      send(link, reply, now);
    } else if (reply.failed()) {
      send(link, reply, now);
      end(link, now);
    } else {
      link.begin(now);
      send(link, Reply.done(reply.id(), lease), now);
    }
  }

  private void send(ClientLink link, Reply reply, long now) {
    if (!out.test(link.address(), reply)) {
      lose(link, "it has gone, or does not take its replies", now);
    }
  }

  /** Ends expired leases, requests and turns. */
  void lookAtTime(long now) {
    for (ClientLink link : List.copyOf(links.values())) {
      if (link.silentFor(lease, now)) {
        lose(link, "nothing was heard of it for " + seconds(lease), now);
      }
    }
    instruments.values().forEach(instrument -> instrument.lookAtTime(now));
  }

  private void lose(ClientLink link, String why, long now) {
    if (link.ended()) {
      return;
    }
    log.accept(
        "lost: the link of " + link.holder() + " with " + link.instrument().name() + ": " + why);
    if (link.used()) {
      owesRest = true;
      lost.add(link.holder());
    }
    end(link, now);
  }

  private void end(ClientLink link, long now) {
    link.end();
    links.remove(ByteBuffer.wrap(link.address()));
    if (link.instrument().forget(link, now)) {
      breakOff.accept(link);
    }
    if (lost.contains(link.holder())) {
      restDue = now + grace;
    } else {
      releaseDriver();
    }
  }

  /** Ends the drive, unless its client still has a link. */
  private void releaseDriver() {
    if (driver != null
        && links.values().stream().noneMatch(one -> one.holder().equals(driver.holder()))) {
      driver = null;
    }
  }

  /**
   * Whether a lost client may have left something on. Other clients do not check its settings, so
   * they do not matter.
   */
  boolean isRestDue(long now) {
    return owesRest
        && !resting
        && now >= restDue
        && links.values().stream().noneMatch(link -> lost.contains(link.holder()));
  }

  /**
   * Refuses new links until {@link #rested}, and ends the links of clients that have set something,
   * because their settings are not valid any more.
   */
  void beginRest(long now) {
    resting = true;
    log.accept(
        (lost.isEmpty() ? "" : String.join(" and ", lost) + " was lost and had set something; ")
            + "bringing the bench to rest");
    endUsers(link -> true, BROUGHT_TO_REST, now);
  }

  /** Ends the links of clients that have changed something, with the reason. */
  private void endUsers(Predicate<ClientLink> which, String reason, long now) {
    for (ClientLink link : List.copyOf(links.values())) {
      if (link.used() && which.test(link)) {
        log.accept("ended: the link of " + link.holder() + " with " + link.instrument().name());
        remember(endedByRest, ByteBuffer.wrap(link.address()), reason, MOST_LINKS);
        remember(endedClients, link.holder(), reason, MOST_REMEMBERED);
        link.instrument().refuse(link, reason);
        end(link, now);
      }
    }
  }

  /**
   * Notes that a condition of the bench file is met: ends the links of clients that have set
   * something; the bench must be brought to rest now. No client may drive it before {@link
   * #release}.
   */
  void trip(String reason, long now) {
    tripped = "tripped: " + reason;
    owesRest = true;
    resting = true;
    log.accept(tripped + "; bringing the bench to rest");
    endUsers(
        link -> true,
        tripped + ". The bench is brought to rest. Find the cause, then start again",
        now);
  }

  /** Notes that the condition has cleared: the bench may be driven again. */
  void release() {
    log.accept(tripped + " has cleared: the bench may be driven again");
    tripped = "";
  }

  private static <K> void remember(Map<K, String> reasons, K key, String reason, int most) {
    reasons.put(key, reason);
    if (reasons.size() > most) {
      reasons.remove(reasons.keySet().iterator().next());
    }
  }

  /** Notes that the bench is at rest, or could not be brought to rest. */
  void rested(boolean done, long now) {
    resting = false;
    restDue = now + RETRY;
    if (done) {
      owesRest = false;
      used = false;
      lost.forEach(holder -> remember(endedClients, holder, BROUGHT_TO_REST, MOST_REMEMBERED));
      lost.clear();
    }
    releaseDriver();
  }

  /** Whether any client has sent anything since the bench was last at rest. */
  boolean isUsed() {
    return used || owesRest || links.values().stream().anyMatch(ClientLink::used);
  }

  private static String seconds(long nanos) {
    return nanos / 1_000_000 / 1000.0 + " s";
  }
}
