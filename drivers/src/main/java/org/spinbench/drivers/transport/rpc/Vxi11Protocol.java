package org.spinbench.drivers.transport.rpc;

/** The numbers of VXI-11 revision 1.0 (appendices B and C) that both ends must agree on. */
public final class Vxi11Protocol {
  /** Version of all three programs. */
  public static final int VERSION = 1;

  /** Program of the core channel. */
  public static final int CORE = 0x0607AF;

  /** Program of the abort channel. */
  public static final int ABORT = 0x0607B0;

  /** Program of the interrupt channel, which the client serves. */
  public static final int INTERRUPT = 0x0607B1;

  public static final int CREATE_LINK = 10;
  public static final int DEVICE_WRITE = 11;
  public static final int DEVICE_READ = 12;
  public static final int DEVICE_READSTB = 13;
  public static final int DEVICE_TRIGGER = 14;
  public static final int DEVICE_CLEAR = 15;
  public static final int DEVICE_REMOTE = 16;
  public static final int DEVICE_LOCAL = 17;
  public static final int DEVICE_LOCK = 18;
  public static final int DEVICE_UNLOCK = 19;
  public static final int DEVICE_ENABLE_SRQ = 20;
  public static final int DEVICE_DOCMD = 22;
  public static final int DESTROY_LINK = 23;
  public static final int CREATE_INTR_CHAN = 25;
  public static final int DESTROY_INTR_CHAN = 26;

  /** Procedure of the abort channel. */
  public static final int DEVICE_ABORT = 1;

  /** Procedure of the interrupt channel. */
  public static final int DEVICE_INTR_SRQ = 30;

  /** Flag: wait for another link's lock. */
  public static final int WAIT_LOCK = 1;

  /** Flag of device_write: the last byte ends the message. */
  public static final int END_FLAG = 8;

  /** Flag of device_read: a termination character is given. */
  public static final int TERMINATION_CHARACTER_SET = 128;

  /** Reason why device_read returned: as many bytes as requested. */
  public static final int REASON_REQUEST_COUNT = 1;

  /** Reason why device_read returned: the termination character. */
  public static final int REASON_CHARACTER = 2;

  /** Reason why device_read returned: the last byte of the message. */
  public static final int REASON_END = 4;

  /** Longest handle of a service request in bytes. */
  public static final int LONGEST_HANDLE = 40;

  /** Bytes that every instrument takes in one device_write. */
  public static final int LEAST_RECEIVE_SIZE = 1024;

  /** Address family of create_intr_chan. */
  public static final int FAMILY_TCP = 0;

  private Vxi11Protocol() {}
}
