package org.spinbench.drivers.transport.zeromq;

/** A frame that does not follow the protocol between a bench server and its clients. */
public final class MalformedFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    super(message);
  }
}
