package org.spinbench.drivers.transport.rpc;

import java.io.IOException;

/** The other end sent bytes that are no remote procedure call, no reply, or no values of XDR. */
public final class RpcFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public RpcFormatException(String message) {
    super(message);
  }
}
