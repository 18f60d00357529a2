package org.spinbench.app.remote;

import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/**
 * A request that is not yet answered.
 *
 * @param deadline when its time is over, on the server's clock, ns; counts where {@link #expires}
 */
record Pending(ClientLink link, Request request, long deadline) {
  Operation operation() {
    return request.operation();
  }

  /** Whether the client waits for it no longer than it said. */
  boolean expires() {
    return switch (operation()) {
      case READ, POLL, AWAIT_SERVICE_REQUEST, LOCK -> true;
      default -> false;
    };
  }

  /** Whether it must not come between a message of another client and the answer to it. */
  boolean needsTurn() {
    return switch (operation()) {
      case OPEN, POLL, AWAIT_SERVICE_REQUEST, UNLOCK -> false;
      default -> true;
    };
  }
}
