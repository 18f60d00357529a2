package org.spinbench.app.remote;

import org.spinbench.drivers.transport.zeromq.Request;

/** One client's link to one instrument, in the state of the server's own thread. */
final class ClientLink {
  /** The rights of a client. */
  enum Use {
    /** To query. */
    LOOK,
    /** To query and to set, while no other client drives the bench. */
    DRIVE,
    /** To bring the bench to rest, even if another client drives it. */
    REST
  }

  private final byte[] address;
  private final OwnedInstrument instrument;
  private final String holder;
  private final Use use;
  private final String watched;
  private long lastHeard;
  private long lastId;
  private int underWay;
  private long bytesUnderWay;
  private boolean begun;
  private boolean used;
  private boolean interrupted;
  private volatile boolean ended;

  /**
   * A requested link.
   *
   * @param address of the client in the socket
   * @param holder name that the client gives itself
   * @param use its rights
   * @param watched client whose end it waits for before it brings the bench to rest; empty for
   *     others
   */
  ClientLink(byte[] address, OwnedInstrument instrument, String holder, Use use, String watched) {
    this.address = address;
    this.instrument = instrument;
    this.holder = holder;
    this.use = use;
    this.watched = watched;
  }

  byte[] address() {
    return address;
  }

  OwnedInstrument instrument() {
    return instrument;
  }

  String holder() {
    return holder;
  }

  Use use() {
    return use;
  }

  /** Whether it may act while this client drives the bench. */
  boolean actsAgainst(String driver) {
    return use == Use.REST && (watched.isEmpty() || watched.equals(driver));
  }

  /** Notes a sign of life. */
  void heard(long now) {
    lastHeard = now;
  }

  /** Notes that the instrument can be reached; the lease begins. */
  void begin(long now) {
    begun = true;
    lastHeard = now;
  }

  boolean hasBegun() {
    return begun;
  }

  boolean silentFor(long nanos, long now) {
    return begun && now - lastHeard > nanos;
  }

  /** Whether a request is new; numbers rise from request to request. */
  boolean isNew(Request request) {
    if (request.id() <= lastId) {
      return false;
    }
    lastId = request.id();
    return true;
  }

  boolean hasRoomFor(Request request) {
    long bytes = bytesUnderWay + request.body().length;
    return underWay < Request.WINDOW && (underWay == 0 || bytes <= Request.LONGEST_MESSAGE);
  }

  void takeIn(Request request) {
    underWay++;
    bytesUnderWay += request.body().length;
  }

  void answered(Request request) {
    underWay--;
    bytesUnderWay -= request.body().length;
  }

  /** Notes a message that may have switched an output on. */
  void change() {
    used = true;
  }

  boolean used() {
    return used;
  }

  /** Notes that another client's message has discarded its answer. */
  void interrupt() {
    interrupted = true;
  }

  /** Whether an answer was lost; reported once. */
  boolean takeInterruption() {
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }
}
