package org.spinbench.simulator.server;

/** A link to one device over one core channel. */
final class Vxi11Link {
  private final int id;
  private final Vxi11Device device;
  private final Vxi11Session session;
  private volatile byte[] handle;

  Vxi11Link(int id, Vxi11Device device, Vxi11Session session) {
    this.id = id;
    this.device = device;
    this.session = session;
  }

  int id() {
    return id;
  }

  Vxi11Device device() {
    return device;
  }

  /** Aborts the call in progress on this link, if any. */
  void abort() {
    session.abort(this);
  }

  /** Enables service requests with this handle. */
  void enable(byte[] newHandle) {
    handle = newHandle;
    device.listen(this);
  }

  void disable() {
    device.listenNoMore(this);
  }

  /** The device requests service. */
  void request() {
    session.sendRequest(handle);
  }
}
