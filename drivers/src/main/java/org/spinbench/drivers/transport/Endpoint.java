package org.spinbench.drivers.transport;

import java.util.Arrays;

/**
 * An instrument inside this program, as in-process transports and servers use it.
 *
 * <p>A caller that exchanges a message and its response holds the endpoint's monitor over both.
 * {@link #clear} and {@link #serialPoll} may come from any thread at any time, as on a real bus.
 */
public interface Endpoint {
  /**
   * Takes one whole program message, without terminator, and carries it out. It returns when that
   * is done, or when {@link #clear} has broken it off.
   */
  void write(byte[] message);

  /**
   * Takes one message of one of several clients, and returns its response; null if there is none.
   * An instrument that serves several clients at once need not hold its monitor meanwhile.
   */
  default byte[] exchange(byte[] message, Client client) {
    synchronized (this) {
      write(message);
      return read();
    }
  }

  /** Ends the wait of this client's message in {@link #exchange}, because the client has gone. */
  default void breakOff(Client client) {
    clear();
  }

  /** Gives the next response message, without terminator; null when there is none to give. */
  byte[] read();

  /**
   * A response as it goes out on a link that marks the end of a message: with a line feed, or
   * without for binary data that the END alone ends.
   */
  default byte[] terminated(byte[] response) {
    byte[] line = Arrays.copyOf(response, response.length + 1);
    line[response.length] = '\n';
    return line;
  }

  /** Device clear: breaks off what is being carried out and empties the buffers. */
  void clear();

  /**
   * Serial poll: the status byte with RQS in bit 6, which this clears. An endpoint that keeps no
   * status answers 0.
   */
  default int serialPoll() {
    return 0;
  }

  /** Group execute trigger. An endpoint that knows no trigger ignores it, as IEEE 488.1 allows. */
  default void trigger() {}

  /**
   * Names one more listener that is run whenever RQS becomes true. It must return at once and must
   * not call the endpoint.
   *
   * @return ends the subscription
   */
  default Subscription onServiceRequest(Runnable listener) {
    return () -> {};
  }

  /**
   * The link saw its controller break the message exchange protocol (IEEE 488.2 section 6.3): the
   * instrument queues the error. A link without that protocol never calls this.
   */
  default void queryError(QueryError error) {}

  /** What the message exchange protocol knows as a query error. */
  enum QueryError {
    /** -410: a new message came before the response to the last was read. */
    INTERRUPTED,
    /** -420: the controller reads although nothing was asked. */
    UNTERMINATED,
    /** -430: both buffers are full. */
    DEADLOCKED
  }

  /** A program whose messages an instrument executes. */
  interface Client {
    /** A client that never goes away. */
    Client LASTING = () -> false;

    /**
     * Whether nobody wants the response any more. A thread that waits for the instrument asks from
     * time to time; the answer may take a millisecond.
     */
    boolean hasGone();
  }

  /** A listener's place, until it is closed. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
