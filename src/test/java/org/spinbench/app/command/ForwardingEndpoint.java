package org.spinbench.app.command;

import org.spinbench.drivers.transport.Endpoint;

/**
 * An instrument whose messages a test listens to. It serves its clients as the instrument behind it
 * does: the default methods of {@link Endpoint} would serve one message at a time, and a client
 * that goes would clear the messages of all.
 */
class ForwardingEndpoint implements Endpoint {
  private final Endpoint inner;

  ForwardingEndpoint(Endpoint inner) {
    this.inner = inner;
  }

  @Override
  public void write(byte[] message) {
    inner.write(message);
  }

  @Override
  public byte[] exchange(byte[] message, Client client) {
    return inner.exchange(message, client);
  }

  @Override
  public void breakOff(Client client) {
    inner.breakOff(client);
  }

  @Override
  public byte[] read() {
    return inner.read();
  }

  @Override
  public void clear() {
    inner.clear();
  }

  @Override
  public int serialPoll() {
    return inner.serialPoll();
  }

  @Override
  public void trigger() {
    inner.trigger();
  }

  @Override
  public Subscription onServiceRequest(Runnable listener) {
    return inner.onServiceRequest(listener);
  }

  @Override
  public void queryError(QueryError error) {
    inner.queryError(error);
  }
}
