package org.spinbench.drivers.scpi;

/**
 * What a session may do at present: nothing once it is closed; only what the one thread asks that
 * brings the instrument to rest; only questions while another program owns the instrument. Any
 * thread may ask at any time, also while another one is in an exchange.
 */
final class SessionAccess {
  private final String name;
  private volatile boolean closed;

  /** Whether anything but questions was sent. */
  private volatile boolean commanded;

  /** The check that must succeed before the first message that is not a query. */
  private volatile Runnable beforeCommands = () -> {};

  /** Whether this program sends questions only, since the instrument belongs to another. */
  private volatile boolean onlyLooking;

  /** The only thread whose messages are sent, which brings the instrument to rest; null if none. */
  private volatile Thread resting;

  /**
   * Everything is allowed.
   *
   * @param name of the instrument, for messages
   */
  SessionAccess(String name) {
    this.name = name;
  }

  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Allows only this thread from now on. */
  void reserve() {
    resting = Thread.currentThread();
  }

  /** Allows every thread again. */
  void release() {
    resting = null;
  }

  /** Whether this is the thread that brings the instrument to rest. */
  boolean bringsToRest() {
    return resting == Thread.currentThread();
  }

  /** Whether another thread than this one brings the instrument to rest. */
  boolean restsForAnother() {
    Thread only = resting;
    return only != null && only != Thread.currentThread();
  }

  void onlyLook() {
    onlyLooking = true;
  }

  boolean onlyLooks() {
    return onlyLooking;
  }

  void beforeCommands(Runnable action) {
    beforeCommands = action;
  }

  void noteCommand() {
    if (!commanded && resting == null) {
      beforeCommands.run();
    }
    commanded = true;
  }

  boolean hasCommanded() {
    return commanded;
  }

  /**
   * Before anything but a question is sent.
   *
   * @throws IllegalStateException if this program only looks
   */
  void requireMayCommand(String what) {
    if (onlyLooking) {
      throw new IllegalStateException(
          "\""
              + what
              + "\" was not sent: this program only looks at "
              + name
              + ", which may belong to another program");
    }
    noteCommand();
  }

  /**
   * Before anything is sent.
   *
   * @throws IllegalStateException if the session is closed or rests for another thread
   */
  void requireOpen(String what) {
    if (closed) {
      throw new IllegalStateException(
          "the session with " + name + " is closed; \"" + what + "\" was not sent");
    }
    if (restsForAnother()) {
      throw new IllegalStateException(atRest("\"" + what + "\" was not sent"));
    }
  }

  /** What to say of something that fails because the instrument rests for another thread. */
  String atRest(String consequence) {
    return name + " is being brought to rest, or the bench is closed; " + consequence;
  }
}
