package org.spinbench.simulator.server;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/** The contract over GPIB behind an AR488 on a serial port, here a pseudo-terminal. */
@EnabledOnOs(OS.LINUX)
class PrologixTerminalContractTest extends TransportContract {
  private PrologixTerminal terminal;
  private SystemTransports transports;

  @Override
  protected void start(Endpoint instrument) {
    terminal = new PrologixTerminal(Map.of(7, instrument), Firmware.AR488);
    ResourceName link = new ResourceName.Serial(terminal.path());
    GpibController controller = new GpibController(link, Firmware.AR488);
    transports =
        new SystemTransports(new LinkSettings(Map.of(), Map.of(3, controller), Optional.empty()));
  }

  @Override
  protected void stop() {
    terminal.close();
  }

  @Override
  protected ResourceName name() {
    return ResourceName.parse("GPIB3::7::INSTR");
  }

  @Override
  protected Transport open(ResourceName name) {
    return transports.open(name);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(
        Service.WAITS,
        Service.END_OF_STREAM,
        Service.BINARY,
        Service.DEVICE_CLEAR,
        Service.SERIAL_POLL,
        Service.TRIGGER,
        Service.SERVICE_REQUEST,
        Service.TELLS_ANSWERS_APART);
  }
}
