package org.spinbench.simulator.server;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.LinkSettings;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.SerialSettings;
import org.spinbench.drivers.transport.SystemTransports;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.TransportException;

/** The contract over a serial line: our client on our pseudo-terminal. */
@EnabledOnOs(OS.LINUX)
class PseudoTerminalContractTest extends TransportContract {
  private static final SerialSettings LINE =
      new SerialSettings(
          115_200,
          8,
          SerialSettings.Parity.NONE,
          1,
          SerialSettings.FlowControl.NONE,
          "\r\n",
          "\r\n");

  private final List<PseudoTerminal> terminals = new ArrayList<>();
  private Endpoint instrument;

  @Override
  protected void start(Endpoint served) {
    instrument = served;
    terminals.add(new PseudoTerminal(served, LINE));
  }

  @Override
  protected void stop() {
    terminals.forEach(PseudoTerminal::close);
  }

  @Override
  protected ResourceName name() {
    return new ResourceName.Serial(terminals.get(0).path());
  }

  /** A serial port has one client; for another one the instrument gets another port. */
  @Override
  protected Transport open(ResourceName name) {
    try {
      return link(name);
    } catch (TransportException busy) {
      PseudoTerminal another = new PseudoTerminal(instrument, LINE);
      terminals.add(another);
      return link(new ResourceName.Serial(another.path()));
    }
  }

  private static Transport link(ResourceName name) {
    Map<ResourceName.Serial, SerialSettings> lines = Map.of((ResourceName.Serial) name, LINE);
    return new SystemTransports(new LinkSettings(lines, Map.of(), Optional.empty())).open(name);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(Service.WAITS, Service.END_OF_STREAM, Service.BINARY);
  }

  /** What a terminal of Linux holds, and what we hand to it and take from it at a time. */
  @Override
  protected int[] chunkLimits() {
    return new int[] {1024, 4096, 1 << 14};
  }
}
