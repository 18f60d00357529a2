package org.spinbench.drivers.transport;

/** A VISA resource name (VPP-4.3 section 4.3.1). */
public sealed interface ResourceName {
  /** Parses a resource name. */
  static ResourceName parse(String text) {
    throw new UnsupportedOperationException(text);
  }

  /** {@code INPROC::name::INSTR}: an instrument inside this program. */
  record InProcess(String instrument) implements ResourceName {}

  /** {@code TCPIP[board]::host::port::SOCKET}. */
  record TcpipSocket(int board, String host, int port) implements ResourceName {}
}
