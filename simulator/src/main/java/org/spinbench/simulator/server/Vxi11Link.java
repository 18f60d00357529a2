package org.spinbench.simulator.server;

/** A link to one device, made over one core channel. */
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

  /** Breaks off the call that is in progress on this link, if there is one. */
  void abort() {
    session.abort(this);
  }

  /** From now on service requests of the device are sent, with this handle. */
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
