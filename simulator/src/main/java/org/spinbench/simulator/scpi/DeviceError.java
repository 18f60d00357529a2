package org.spinbench.simulator.scpi;

/** An error with a number that its maker defined (SCPI-99 volume 2 section 21.8.3: above zero). */
public record DeviceError(int code, String text, int eventBit) implements InstrumentError {
  /** A device-specific error, as SCPI prescribes for numbers above zero. */
  public static DeviceError device(int code, String text) {
    return new DeviceError(code, text, Status.DEVICE_ERROR);
  }

  /** An error that sets the execution error bit. */
  public static DeviceError execution(int code, String text) {
    return new DeviceError(code, text, Status.EXECUTION_ERROR);
  }

  /** An error that sets the command error bit. */
  public static DeviceError command(int code, String text) {
    return new DeviceError(code, text, Status.COMMAND_ERROR);
  }

  /** An error that sets the query error bit. */
  public static DeviceError query(int code, String text) {
    return new DeviceError(code, text, Status.QUERY_ERROR);
  }
}
