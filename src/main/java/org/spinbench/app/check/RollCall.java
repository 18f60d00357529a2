package org.spinbench.app.check;

import java.util.Map;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.InUseException;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.WrongInstrumentException;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Asks the instruments of a bench file, one by one, who they are. */
public final class RollCall {
  private static final String COMMAND = "spinbench doctor";

  private final BenchFile file;
  private final Transports transports;
  private final Clock clock;

  /** The instruments of a bench file. */
  public RollCall(BenchFile file, Transports transports, Clock clock) {
    this.file = file;
    this.transports = transports;
    this.clock = clock;
  }

  /**
   * Opens an instrument, asks it for its identity, and closes it. One that another program owns is
   * left alone.
   */
  public Symptom ask(String name) {
    InstrumentEntry entry = file.instruments().get(name);
    ResourceName resource = ResourceName.parse(entry.resource());
    String what = entry.model() + " at " + entry.resource();
    if (resource instanceof ResourceName.InProcess) {
      return Symptom.ok(name, what + ": simulated inside the program");
    }
    try {
      Identity identity = identity(name, resource);
      return Symptom.ok(
          name, what + ": serial " + identity.serial() + ", firmware " + identity.firmware());
    } catch (InUseException other) {
      return Symptom.note(name, what + ": not asked: " + other.getMessage(), "");
    } catch (WrongInstrumentException wrong) {
      return Symptom.wrong(name, wrong.getMessage(), "'spinbench bench' shows a bench file");
    } catch (TransportException | IllegalArgumentException failure) {
      return Symptom.wrong(name, what + ": " + failure.getMessage(), remedy(resource));
    }
  }

  private Identity identity(String name, ResourceName resource) {
    Ownership meanwhile = Ownership.take(Map.of(name, resource), COMMAND);
    try {
      return Bench.identify(file, name, transports, clock);
    } finally {
      meanwhile.close();
    }
  }

  private static String remedy(ResourceName resource) {
    return switch (resource.toString().replaceFirst("[0-9:].*", "")) {
      case "TCPIP" ->
          "switch it on; compare the address with its LAN menu; connect its cable; enable this"
              + " interface in its menu; end other programs that hold its connection";
      case "ASRL" ->
          "compare the port with 'ls /dev/ttyUSB* /dev/ttyACM*'; set the same baud rate in its menu"
              + " and in [serial] of the bench file";
      case "GPIB" ->
          "compare the address with its front panel; check [gpib] of the bench file, the controller"
              + " and the cable";
      case "ZMQ" -> "start 'spinbench serve' there; compare host, port and keys";
      default -> "switch it on and compare the resource name with its menu";
    };
  }
}
