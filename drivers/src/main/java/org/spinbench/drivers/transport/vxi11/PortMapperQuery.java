package org.spinbench.drivers.transport.vxi11;

import java.time.Duration;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.PortMapProtocol;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;

/** Asks an instrument's port mapper (version 2, RFC 1833 section 3) where VXI-11 is served. */
final class PortMapperQuery {
  private static final int LONGEST_REPLY = 1024;

  private PortMapperQuery() {}

  /**
   * The port of the core channel.
   *
   * @param portMapper port to ask on
   * @param patience for its answer
   * @throws TransportException if no port mapper answers, or it does not know VXI-11
   */
  static int ask(
      ResourceName.Vxi11 name,
      int portMapper,
      Duration connectTimeout,
      Duration patience,
      Clock clock) {
    try (RpcConnection connection =
        RpcConnection.connect(
            name,
            name.host(),
            portMapper,
            PortMapProtocol.PROGRAM,
            PortMapProtocol.VERSION_2,
            connectTimeout,
            clock,
            LONGEST_REPLY)) {
      XdrReader in =
          connection.call(
              PortMapProtocol.GETPORT,
              out ->
                  out.int32(Vxi11Protocol.CORE)
                      .int32(Vxi11Protocol.VERSION)
                      .int32(PortMapProtocol.TCP)
                      .int32(0),
              Deadline.in(patience, clock));
      return port(name, in, connection);
    }
  }

  private static int port(ResourceName.Vxi11 name, XdrReader in, RpcConnection connection) {
    long port;
    try {
      port = in.unsigned32();
    } catch (RpcFormatException failure) {
      throw connection.malformed(failure);
    }
    if (port < 1 || port > 65535) {
      throw new TransportException(
          name
              + " does not serve VXI-11: its port mapper gives port "
              + port
              + "; switch VXI-11 on at the instrument, or use another of its resource names, such"
              + " as TCPIP::host::hislip0::INSTR or TCPIP::host::5025::SOCKET");
    }
    return (int) port;
  }
}
