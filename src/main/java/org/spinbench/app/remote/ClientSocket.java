package org.spinbench.app.remote;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;
import zmq.ZError;
import zmq.io.Metadata;

/**
 * The socket of a bench server for its clients, used by the server's own thread.
 *
 * <p>The context closes it.
 */
final class ClientSocket {
  /** Maximum number of frames taken in a row before other work. */
  private static final int FRAMES_IN_A_ROW = 100;

  /** Maximum number of a client's frames in the socket; its connection is not read beyond that. */
  private static final int FRAMES_IN = 2 * Request.WINDOW;

  /**
   * Maximum number of replies waiting for one client; beyond that it accepts none. JeroMQ may count
   * half as many that have been sent already.
   */
  private static final int REPLIES_OUT = 8 * Request.WINDOW;

  /**
   * Longest time that a connection may take to be made, ms. JeroMQ stops serving some connections
   * in the middle; the client makes such a connection again after this time.
   */
  static final int HANDSHAKE_MILLIS = 5_000;

  private static final int FRAME_OVERHEAD = 1024;

  /** Receives messages of clients. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Receives one message.
     *
     * @param address of the client in the socket
     * @param message empty if it does not have the form of a message
     * @param onlyLooks whether the client's key allows only queries
     */
    void take(byte[] address, byte[] message, boolean onlyLooks);
  }

  private final BenchServer.Settings settings;
  private final ZMQ.Socket router;

  /**
   * Listens.
   *
   * @throws IllegalArgumentException if the address cannot be listened on, with the reason
   * @throws org.spinbench.drivers.transport.zeromq.KeyException if the keys are missing or wrong
   */
  ClientSocket(ZContext context, BenchServer.Settings settings) {
    this.settings = settings;
    router = context.createSocket(SocketType.ROUTER);
    router.setLinger(0);
    router.setRouterMandatory(true);
    router.setSndHWM(REPLIES_OUT);
    router.setRcvHWM(FRAMES_IN);
    router.setMaxMsgSize(Request.LONGEST_MESSAGE + FRAME_OVERHEAD);
    router.setHandshakeIvl(HANDSHAKE_MILLIS);
    router.setIPv6(settings.address() instanceof Inet6Address);
    router.base().setSocketOpt(zmq.ZMQ.ZMQ_DISCONNECT_MSG, LeaseRegistry.LOST);
    settings
        .keys()
        .ifPresent(
            keys -> {
              keys.clientFiles();
              router.setCurveServer(true);
              router.setCurveSecretKey(keys.server().secretKey());
              router.setZAPDomain("spinbench");
            });
    String port = settings.port() == 0 ? "*" : Integer.toString(settings.port());
    String address = text(settings.address());
    try {
      router.bind("tcp://" + address + ":" + port);
    } catch (ZMQException failure) {
      throw new IllegalArgumentException(
          "cannot listen on port "
              + settings.port()
              + " of "
              + address
              + ": "
              + obstacle()
              + ". Stop what listens there, perhaps another 'spinbench serve', or choose another"
              + " port (--port; without it any free one is taken) or address (--bind)",
          failure);
    }
  }

  /** Why the address cannot be used; JeroMQ does not report it. */
  private String obstacle() {
    try {
      new ServerSocket(settings.port(), 1, settings.address()).close();
      return "it was not free a moment ago, but now it is";
    } catch (IOException reason) {
      return reason.getMessage();
    }
  }

  /** The socket, for polling. */
  ZMQ.Socket socket() {
    return router;
  }

  /** The resource name of an instrument for clients. */
  ResourceName name(String instrument) {
    String endpoint = router.getLastEndpoint();
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    InetAddress address = settings.address();
    String host = address.isAnyLocalAddress() ? computerName() : text(address);
    return new ResourceName.ZeroMq(0, host, port, instrument);
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private static String computerName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  /** Passes received messages, but not so many that other work waits too long. */
  void take(Receiver receiver) {
    for (int k = 0; k < FRAMES_IN_A_ROW; k++) {
      byte[] address = router.recv(ZMQ.DONTWAIT);
      if (address == null) {
        return;
      }
      Msg message = router.hasReceiveMore() ? router.base().recv(0) : new Msg();
      boolean more = router.hasReceiveMore();
      while (router.hasReceiveMore()) {
        router.recv();
      }
      receiver.take(address, more ? new byte[0] : message.data(), onlyLooks(message));
    }
  }

  private static boolean onlyLooks(Msg message) {
    Metadata sender = message.getMetadata();
    String client = sender == null ? null : sender.get(Metadata.USER_ID);
    return client != null && KeyFolder.onlyLooks(client);
  }

  /**
   * Sends a reply.
   *
   * @return false if the client accepts no more; a reply to a client that has gone is dropped
   */
  boolean send(byte[] address, Reply reply) {
    try {
      return router.send(address, ZMQ.SNDMORE | ZMQ.DONTWAIT)
          && router.send(reply.encode(), ZMQ.DONTWAIT);
    } catch (ZMQException gone) {
      if (gone.getErrorCode() == ZError.EHOSTUNREACH) {
        return true;
      }
      throw gone;
    }
  }
}
