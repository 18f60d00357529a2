package org.spinbench.drivers.transport.tcp;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Bytes over a TCP connection to a device that stands between this computer and instruments. */
public final class TcpLink implements ByteLink {
  private static final int CHUNK = 1 << 16;

  private final ResourceName.TcpipSocket name;
  private final TcpStream stream;
  private final byte[] chunk = new byte[CHUNK];

  private TcpLink(ResourceName.TcpipSocket name, TcpStream stream) {
    this.name = name;
    this.stream = stream;
  }

  /**
   * Connects.
   *
   * @param timeout for the connection alone
   * @throws TransportException if there is no such host or it accepts no connection
   */
  public static TcpLink connect(ResourceName.TcpipSocket name, Duration timeout, Clock clock) {
    TcpStream stream = TcpStream.connect(name, name.host(), name.port(), timeout, clock);
    return new TcpLink(name, stream);
  }

  @Override
  public void write(byte[] bytes, Deadline deadline) {
    try {
      int sent = stream.write(bytes, deadline);
      if (sent < bytes.length) {
        throw deadline.over(
            name,
            name
                + " took "
                + sent
                + " of "
                + bytes.length
                + " bytes, and then no more in time; check whether it still works");
      }
    } catch (IOException failure) {
      throw TransportException.lost(name, failure);
    }
  }

  @Override
  public byte[] read(Deadline deadline) {
    try {
      int count = stream.read(chunk, 0, CHUNK, deadline);
      if (count < 0) {
        throw new EndOfStreamException(name + " closed the connection");
      }
      return Arrays.copyOf(chunk, count);
    } catch (IOException failure) {
      throw TransportException.lost(name, failure);
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
