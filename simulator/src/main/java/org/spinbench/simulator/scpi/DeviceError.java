package org.spinbench.simulator.scpi;

/** An error with a number of its maker's own (SCPI-99 volume 2 section 21.8.3: above zero). */
public record DeviceError(int code, String text, int eventBit) implements InstrumentError {
  /**
   * An error that sets the bit of device-specific errors, as SCPI has it for numbers above zero.
   */
  public static DeviceError device(int code, String text) {
    return new DeviceError(code, text, Status.DEVICE_ERROR);
  }

  /** An error that sets the bit of execution errors. */
  public static DeviceError execution(int code, String text) {
    return new DeviceError(code, text, Status.EXECUTION_ERROR);
  }

  /** An error that sets the bit of command errors. */
  public static DeviceError command(int code, String text) {
    return new DeviceError(code, text, Status.COMMAND_ERROR);
  }

  /** An error that sets the bit of query errors. */
  public static DeviceError query(int code, String text) {
    return new DeviceError(code, text, Status.QUERY_ERROR);
  }
}
