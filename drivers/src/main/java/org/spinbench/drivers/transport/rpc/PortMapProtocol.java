package org.spinbench.drivers.transport.rpc;

/** The numbers of the port mapper (RFC 1833) that both ends must agree on. */
public final class PortMapProtocol {
  public static final int PROGRAM = 100_000;

  /** The port mapper proper, which knows IPv4 ports. */
  public static final int VERSION_2 = 2;

  /** Its successors, which know universal addresses. */
  public static final int VERSION_3 = 3;

  public static final int VERSION_4 = 4;

  /** The port on which it listens. */
  public static final int PORT = 111;

  public static final int NULL = 0;
  public static final int SET = 1;
  public static final int UNSET = 2;
  public static final int GETPORT = 3;
  public static final int DUMP = 4;

  /** GETADDR of versions 3 and 4. */
  public static final int GETADDR = 3;

  /** GETVERSADDR of version 4. */
  public static final int GETVERSADDR = 9;

  public static final int TCP = 6;
  public static final int UDP = 17;

  private PortMapProtocol() {}
}
