package org.spinbench.simulator.server;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.rpc.Vxi11Error;

/**
 * One instrument of a VXI-11 server: its message exchange, its lock, and the links that receive
 * service requests.
 */
final class Vxi11Device implements AutoCloseable {
  private final MessageExchange exchange;
  private final Endpoint.Subscription subscription;
  private final Set<Vxi11Link> listeners = new CopyOnWriteArraySet<>();
  private Vxi11Link holder;
  private volatile boolean requesting;

  Vxi11Device(String name, Endpoint instrument) {
    this.exchange = new MessageExchange(name, instrument);
    this.subscription = instrument.onServiceRequest(this::request);
  }

  MessageExchange exchange() {
    return exchange;
  }

  /**
   * Waits until no other link holds the lock.
   *
   * @param wait false to fail at once instead
   */
  synchronized Vxi11Error pass(Vxi11Link link, boolean wait, Vxi11Call call, long deadline) {
    while (holder != null && holder != link) {
      if (!wait || !call.await(this, deadline)) {
        return wait ? call.failure(Vxi11Error.LOCKED) : Vxi11Error.LOCKED;
      }
    }
    return Vxi11Error.NONE;
  }

  /** Takes the lock. A link that already holds it gets an error. */
  synchronized Vxi11Error lock(Vxi11Link link, boolean wait, Vxi11Call call, long deadline) {
    if (holder == link) {
      return Vxi11Error.LOCKED;
    }
    Vxi11Error error = pass(link, wait, call, deadline);
    if (error == Vxi11Error.NONE) {
      holder = link;
    }
    return error;
  }

  synchronized Vxi11Error unlock(Vxi11Link link) {
    if (holder != link) {
      return Vxi11Error.NO_LOCK_HELD;
    }
    holder = null;
    notifyAll();
    return Vxi11Error.NONE;
  }

  /** Reads the status byte, which clears RQS. */
  int statusByte() {
    requesting = false;
    return exchange.statusByte();
  }

  /** Adds a link that receives service requests; a pending one is sent at once. */
  void listen(Vxi11Link link) {
    listeners.add(link);
    if (requesting) {
      link.request();
    }
  }

  void listenNoMore(Vxi11Link link) {
    listeners.remove(link);
  }

  private void request() {
    requesting = true;
    listeners.forEach(Vxi11Link::request);
  }

  /** Removes a link. */
  void forget(Vxi11Link link) {
    listenNoMore(link);
    unlock(link);
  }

  /** Makes every waiting call check whether it must still wait. */
  void wake() {
    synchronized (this) {
      notifyAll();
    }
    exchange.wake();
  }

  @Override
  public void close() {
    subscription.close();
    exchange.stop();
  }
}
