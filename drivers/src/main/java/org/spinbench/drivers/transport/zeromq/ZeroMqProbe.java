package org.spinbench.drivers.transport.zeromq;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.tcp.TcpStream;

/**
 * A first look at a bench server: connects, exchanges greetings (ZMTP 3.0, ZeroMQ RFC 23) and hangs
 * up. A ZeroMQ socket connects by itself, again and again, and does not say why it cannot; this
 * does, at once.
 */
final class ZeroMqProbe {
  private static final int MAJOR_VERSION_AT = 10;
  private static final int MECHANISM_AT = 12;
  private static final int MECHANISM_LENGTH = 20;

  private ZeroMqProbe() {}

  /**
   * Finds out which security mechanism a server uses.
   *
   * @return the security mechanism, {@code NULL} or {@code CURVE}
   * @throws TransportException if there is no such server
   */
  static String mechanism(
      ResourceName.ZeroMq name, InetSocketAddress address, Duration timeout, Clock clock) {
    Deadline deadline = Deadline.in(timeout, clock);
    try (TcpStream stream = TcpStream.open(address, deadline, clock)) {
      stream.output(() -> deadline).write(greeting());
      byte[] theirs = stream.input(() -> deadline).readNBytes(MECHANISM_AT + MECHANISM_LENGTH);
      return mechanism(name, theirs);
    } catch (SocketTimeoutException late) {
      throw deadline.over(
          name,
          name
              + " did not answer within "
              + Durations.limit(timeout)
              + "; check that the computer is on, its address, and its firewall",
          late);
    } catch (ConnectException refused) {
      throw new TransportException(
          name
              + " refused the connection ("
              + refused.getMessage()
              + "); check that 'spinbench serve' runs there, and its port",
          refused);
    } catch (NoRouteToHostException unreachable) {
      throw new TransportException(
          name + " cannot be reached from this network; check address and subnet", unreachable);
    } catch (IOException failure) {
      throw new TransportException(name + " cannot be opened: " + failure.getMessage(), failure);
    }
  }

  /**
   * A greeting up to the major version, upon which the other end sends all of its own. It would
   * close the connection earlier if a client named another mechanism.
   */
  private static byte[] greeting() {
    byte[] greeting = new byte[MAJOR_VERSION_AT + 1];
    greeting[0] = (byte) 0xFF;
    greeting[MAJOR_VERSION_AT - 1] = 0x7F;
    greeting[MAJOR_VERSION_AT] = 3;
    return greeting;
  }

  private static String mechanism(ResourceName.ZeroMq name, byte[] greeting) {
    boolean zmtp = greeting.length == MECHANISM_AT + MECHANISM_LENGTH;
    if (!zmtp || greeting[0] != (byte) 0xFF || greeting[MAJOR_VERSION_AT] < 3) {
      throw new TransportException(
          name
              + ": the program at port "
              + name.port()
              + " is not a bench server; 'spinbench serve' prints the names to use");
    }
    byte[] field = Arrays.copyOfRange(greeting, MECHANISM_AT, greeting.length);
    return new String(field, StandardCharsets.US_ASCII).replace("\0", "");
  }
}
