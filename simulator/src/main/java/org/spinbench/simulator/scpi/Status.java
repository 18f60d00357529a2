package org.spinbench.simulator.scpi;

/**
 * The status registers of IEEE 488.2 section 11: the standard event register with its enable mask,
 * SCPI's operation and questionable groups, a measurement group that some makers add, and the
 * service request.
 *
 * <p>A rising, enabled bit of the status byte requests service. A serial poll ends the request. The
 * request also ends when its last reason disappears.
 */
final class Status {
  static final int OPERATION_COMPLETE = 1;
  static final int REQUEST_CONTROL = 2;
  static final int QUERY_ERROR = 4;
  static final int DEVICE_ERROR = 8;
  static final int EXECUTION_ERROR = 16;
  static final int COMMAND_ERROR = 32;
  static final int USER_REQUEST = 64;
  static final int POWER_ON = 128;

  private static final int MEASUREMENT_SUMMARY = 1;
  private static final int ERROR_AVAILABLE = 4;
  private static final int QUESTIONABLE_SUMMARY = 8;
  private static final int MESSAGE_AVAILABLE = 16;
  private static final int EVENT_SUMMARY = 32;
  private static final int MASTER_SUMMARY = 64;
  private static final int OPERATION_SUMMARY = 128;

  final EventRegister operation = new EventRegister();
  final EventRegister questionable = new EventRegister();
  final EventRegister measurement = new EventRegister();
  private int event = POWER_ON;
  private int eventEnable;
  private int serviceEnable;
  private int reasons;
  private boolean requesting;

  void signal(int eventBit) {
    event |= eventBit;
  }

  int takeEvents() {
    int bits = event;
    event = 0;
    return bits;
  }

  int eventEnable() {
    return eventEnable;
  }

  void eventEnable(int bits) {
    eventEnable = bits;
  }

  int serviceEnable() {
    return serviceEnable;
  }

  /** Bit 6 cannot request service for itself and is ignored. */
  void serviceEnable(int bits) {
    serviceEnable = bits & ~MASTER_SUMMARY;
  }

  /** The effect of {@code *CLS}: clears events, keeps masks. */
  void clear() {
    event = 0;
    operation.clearEvents();
    questionable.clearEvents();
    measurement.clearEvents();
  }

  void preset() {
    operation.preset();
    questionable.preset();
    measurement.preset();
  }

  /** The status byte as {@code *STB?} reports it, with the master summary in bit 6. */
  int statusByte(boolean errorAvailable, boolean messageAvailable) {
    int bits = summary(errorAvailable, messageAvailable);
    return (bits & serviceEnable) != 0 ? bits | MASTER_SUMMARY : bits;
  }

  /** The status byte as a serial poll reports it, with RQS in bit 6; the poll clears RQS. */
  int poll(boolean errorAvailable, boolean messageAvailable) {
    int bits = summary(errorAvailable, messageAvailable);
    bits |= requesting ? MASTER_SUMMARY : 0;
    requesting = false;
    return bits;
  }

  /** Whether no change could request service. */
  boolean isIdle() {
    return (serviceEnable | reasons) == 0;
  }

  /**
   * Looks for a new reason to request service.
   *
   * @return whether RQS has just become true
   */
  boolean review(boolean errorAvailable, boolean messageAvailable) {
    int before = reasons;
    reasons = summary(errorAvailable, messageAvailable) & serviceEnable;
    if (reasons == 0 && before != 0) {
      requesting = false;
    }
    if ((reasons & ~before) == 0 || requesting) {
      return false;
    }
    requesting = true;
    return true;
  }

  /**
   * Notes that the link has taken the response. The link may hold it for a controller that learns
   * of it by a serial poll, so the service request stays.
   */
  void responseTaken() {
    reasons &= ~MESSAGE_AVAILABLE;
  }

  private int summary(boolean errorAvailable, boolean messageAvailable) {
    int bits = errorAvailable ? ERROR_AVAILABLE : 0;
    bits |= measurement.summary() ? MEASUREMENT_SUMMARY : 0;
    bits |= questionable.summary() ? QUESTIONABLE_SUMMARY : 0;
    bits |= messageAvailable ? MESSAGE_AVAILABLE : 0;
    bits |= (event & eventEnable) != 0 ? EVENT_SUMMARY : 0;
    bits |= operation.summary() ? OPERATION_SUMMARY : 0;
    return bits;
  }
}
