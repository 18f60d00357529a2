package org.spinbench.drivers.transport;

/** An instrument inside this program, as an in-process transport talks to it. */
public interface Endpoint {
  /** Takes one program message, without terminator. */
  void write(byte[] message);

  /** Gives the next response message, without terminator; null when there is none to give. */
  byte[] read();

  /** Device clear. */
  void clear();
}
