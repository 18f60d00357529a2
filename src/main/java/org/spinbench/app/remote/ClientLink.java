package org.spinbench.app.remote;

import org.spinbench.drivers.transport.zeromq.Request;

/** One client's link with one instrument, as the server's own thread knows it. */
final class ClientLink {
  /** What a client may do. */
  enum Use {
    /** Ask. */
    LOOK,
    /** Ask and set, while nobody else drives the bench. */
    DRIVE,
    /** Bring the bench to rest, whoever drives it. */
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
   * A link that is asked for.
   *
   * @param address by which the socket knows the client
   * @param holder who the client says that it is
   * @param use what it may do
   * @param watched whose death a client awaits that brings to rest; empty for whoever drives
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

  /** Whether it may act although this client drives the bench. */
  boolean actsAgainst(String driver) {
    return use == Use.REST && (watched.isEmpty() || watched.equals(driver));
  }

  /** A sign of life came. */
  void heard(long now) {
    lastHeard = now;
  }

  /** The instrument can be reached; the lease begins. */
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

  /** False for what came before: numbers rise from request to request. */
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

  /** Something was sent that may have switched an output on. */
  void change() {
    used = true;
  }

  boolean used() {
    return used;
  }

  /** Another client's message has cost this one its answer. */
  void interrupt() {
    interrupted = true;
  }

  /** Whether an answer was lost, which is told once. */
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
