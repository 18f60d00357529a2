package org.spinbench.app.remote;

import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/**
 * An unanswered request.
 *
 * @param deadline on the server's clock, ns; applies if {@link #expires}
 */
record Pending(ClientLink link, Request request, long deadline) {
  Operation operation() {
    return request.operation();
  }

  /** Whether the request has a deadline. */
  boolean expires() {
    return switch (operation()) {
      case READ, POLL, AWAIT_SERVICE_REQUEST, LOCK -> true;
      default -> false;
    };
  }

  /** Whether it must not come between a message of another client and its answer. */
  boolean needsTurn() {
    return switch (operation()) {
      case OPEN, POLL, AWAIT_SERVICE_REQUEST, UNLOCK -> false;
      default -> true;
    };
  }
}
