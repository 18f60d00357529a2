package org.spinbench.app.watchdog;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * Links that are opened in advance if an instrument allows several clients, and stay silent until
 * they are needed. Each is given out once; after that, and if there is none, a new one is opened.
 */
final class HeldLinks implements Transports, AutoCloseable {
  private final Transports transports;
  private final Map<ResourceName, Transport> held = new ConcurrentHashMap<>();

  HeldLinks(Transports transports) {
    this.transports = transports;
  }

  /** Whether instruments on such a link allow more than one client, as their standard requires. */
  static boolean allowsSeveral(ResourceName name) {
    return name instanceof ResourceName.HiSlip
        || name instanceof ResourceName.Vxi11
        || name instanceof ResourceName.ZeroMq;
  }

  /** Opens links in advance if possible, each on a separate thread; does not wait for them. */
  void hold(Collection<ResourceName> names) {
    names.stream()
        .filter(HeldLinks::allowsSeveral)
        .distinct()
        .forEach(
            name -> {
              Thread thread = new Thread(() -> hold(name), "hold " + name);
              thread.setDaemon(true);
              thread.start();
            });
  }

  private void hold(ResourceName name) {
    try {
      held.put(name, transports.open(name));
    } catch (TransportException oneClientOnly) {
      // For example an instrument that allows one client after all: it is opened when it is free.
    }
  }

  @Override
  public Transport open(ResourceName name) {
    Transport link = held.remove(name);
    return link == null ? transports.open(name) : link;
  }

  @Override
  public Transport open(ResourceName name, Duration longest) {
    Transport link = held.remove(name);
    return link == null ? transports.open(name, longest) : link;
  }

  @Override
  public void close() {
    held.values().forEach(Transport::close);
    held.clear();
  }
}
