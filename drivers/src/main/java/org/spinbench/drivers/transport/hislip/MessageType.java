package org.spinbench.drivers.transport.hislip;

/**
 * The messages of HiSLIP 1.0, which 2.0 has too (IVI-6.1 table 4). The further ones of 2.0 set up
 * encryption, which is not spoken here.
 */
public enum MessageType {
  INITIALIZE,
  INITIALIZE_RESPONSE,
  FATAL_ERROR,
  ERROR,
  ASYNC_LOCK,
  ASYNC_LOCK_RESPONSE,
  DATA,
  DATA_END,
  DEVICE_CLEAR_COMPLETE,
  DEVICE_CLEAR_ACKNOWLEDGE,
  ASYNC_REMOTE_LOCAL_CONTROL,
  ASYNC_REMOTE_LOCAL_RESPONSE,
  TRIGGER,
  INTERRUPTED,
  ASYNC_INTERRUPTED,
  ASYNC_MAXIMUM_MESSAGE_SIZE,
  ASYNC_MAXIMUM_MESSAGE_SIZE_RESPONSE,
  ASYNC_INITIALIZE,
  ASYNC_INITIALIZE_RESPONSE,
  ASYNC_DEVICE_CLEAR,
  ASYNC_SERVICE_REQUEST,
  ASYNC_STATUS_QUERY,
  ASYNC_STATUS_RESPONSE,
  ASYNC_DEVICE_CLEAR_ACKNOWLEDGE,
  ASYNC_LOCK_INFO,
  ASYNC_LOCK_INFO_RESPONSE,
  /** Any type from 26 to 127: encryption, or reserved. */
  UNKNOWN,
  /** Any type from 128 to 255, which vendors may define. */
  VENDOR_DEFINED;

  private static final int FIRST_OF_VENDORS = 128;
  private static final MessageType[] BY_CODE = values();

  /** The number of a known type in a message's header. */
  public int code() {
    if (this == UNKNOWN || this == VENDOR_DEFINED) {
      throw new IllegalStateException(this + " stands for many message types");
    }
    return ordinal();
  }

  /** The type with a number from 0 to 255. */
  public static MessageType of(int code) {
    if (code >= FIRST_OF_VENDORS) {
      return VENDOR_DEFINED;
    }
    return code < UNKNOWN.ordinal() ? BY_CODE[code] : UNKNOWN;
  }
}
