package org.spinbench.app.remote;

import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The server's link with an instrument. Other threads may break off the request in progress by
 * closing the link; everything else belongs to who has taken the conversation.
 */
final class SharedLink {
  private final ResourceName resource;
  private final Transports transports;
  private volatile Transport transport;
  private final Object breaking = new Object();

  /** The request in progress; null for none. Guarded by {@link #breaking}. */
  private Pending underWay;

  private volatile boolean brokenOff;

  /** A closed link. */
  SharedLink(ResourceName resource, Transports transports) {
    this.resource = resource;
    this.transports = transports;
  }

  boolean isTo(ResourceName other) {
    return resource.equals(other);
  }

  boolean isOpen() {
    return transport != null;
  }

  /** The open link; null if it is closed. */
  Transport transport() {
    return transport;
  }

  /** Closes the link, and opens it again. */
  void reopen() {
    close();
    transport = transports.open(resource);
    requireWhole(resource.toString());
  }

  /** A request begins, which {@link #breakOff} can end. */
  void begin(Pending pending) {
    synchronized (breaking) {
      underWay = pending;
    }
  }

  /** The request has ended. Returns whether it was broken off. */
  boolean end() {
    synchronized (breaking) {
      underWay = null;
      boolean broken = brokenOff;
      brokenOff = false;
      return broken;
    }
  }

  /**
   * Fails if the request in progress was broken off.
   *
   * @throws EndOfStreamException naming the instrument
   */
  void requireWhole(String name) {
    if (brokenOff) {
      throw new EndOfStreamException(name + ": its client is gone");
    }
  }

  /** Cancels the request in progress of a link that has ended, and no others. */
  void breakOff(ClientLink ended) {
    synchronized (breaking) {
      if (underWay != null && underWay.link() == ended) {
        breakOff();
      }
    }
  }

  /**
   * Makes the operation in progress fail soon, whatever its timeout, by closing its link; the next
   * one reopens it.
   */
  void breakOff() {
    Transport open;
    synchronized (breaking) {
      if (underWay == null) {
        return;
      }
      brokenOff = true;
      open = transport;
    }
    if (open != null) {
      Thread closing = new Thread(() -> close(open), resource + " is broken off");
      closing.setDaemon(true);
      closing.start();
    }
  }

  /** Closes the link; the next operation reopens it. */
  void close() {
    Transport open = transport;
    if (open != null) {
      close(open);
      transport = null;
    }
  }

  /** Returns when it is closed, because some instruments allow only one link. */
  private synchronized void close(Transport open) {
    open.close();
  }
}
