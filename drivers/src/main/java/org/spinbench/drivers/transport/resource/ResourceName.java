package org.spinbench.drivers.transport.resource;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * A VISA resource name (VPP-4.3 section 4.3.1): which instrument, over which link.
 *
 * <p>Every record checks its parts and prints the canonical form of its name, which {@link #parse}
 * reads back to an equal record.
 */
public sealed interface ResourceName {
  /**
   * Parses a resource name. Keywords may be in any case; an omitted board is 0, an omitted LAN
   * device is {@code inst0}, an omitted USB interface is 0, and a trailing {@code ::INSTR} may be
   * left out.
   *
   * @throws IllegalArgumentException if the text is no resource name; the message names the text,
   *     the part that is wrong, and the accepted form with an example
   */
  static ResourceName parse(String text) {
    return ResourceNameParser.parse(text);
  }

  /** {@code INPROC::name::INSTR}: an instrument inside this program. */
  record InProcess(String instrument) implements ResourceName {
    public InProcess {
      ResourceNameParser.requireWord("instrument name", instrument);
    }

    @Override
    public String toString() {
      return "INPROC::" + instrument + "::INSTR";
    }
  }

  /** {@code TCPIP[board]::host::port::SOCKET}: text over a raw TCP connection. */
  record TcpipSocket(int board, String host, int port) implements ResourceName {
    public TcpipSocket {
      ResourceNameParser.requireRange("board", board, 0, 65535);
      ResourceNameParser.requireHost(host);
      ResourceNameParser.requireRange("port", port, 1, 65535);
    }

    @Override
    public String toString() {
      return "TCPIP" + board + "::" + host + "::" + port + "::SOCKET";
    }
  }

  /**
   * {@code TCPIP[board]::host[,port][::device]::INSTR}: the VXI-11 protocol.
   *
   * @param port TCP port of the core channel; empty to ask the portmapper
   * @param device LAN device name, {@code inst0} by default
   */
  record Vxi11(int board, String host, OptionalInt port, String device) implements ResourceName {
    public Vxi11 {
      ResourceNameParser.requireRange("board", board, 0, 65535);
      ResourceNameParser.requireHost(host);
      if (port.isPresent()) {
        ResourceNameParser.requireRange("port", port.getAsInt(), 1, 65535);
      }
      ResourceNameParser.requireWord("LAN device name", device);
      if (ResourceNameParser.startsWith(device, "hislip")) {
        throw new IllegalArgumentException(
            "the LAN device name \"" + device + "\" belongs to the HiSLIP protocol");
      }
    }

    @Override
    public String toString() {
      String address = port.isPresent() ? host + "," + port.getAsInt() : host;
      return "TCPIP" + board + "::" + address + "::" + device + "::INSTR";
    }
  }

  /**
   * {@code TCPIP[board]::host::hislip0[,port]::INSTR}: the HiSLIP protocol (IVI-6.1).
   *
   * @param device sub-address, which begins with {@code hislip}
   * @param port TCP port, 4880 by default
   */
  record HiSlip(int board, String host, String device, int port) implements ResourceName {
    /** The port that IANA assigned to HiSLIP. */
    public static final int DEFAULT_PORT = 4880;

    public HiSlip {
      ResourceNameParser.requireRange("board", board, 0, 65535);
      ResourceNameParser.requireHost(host);
      ResourceNameParser.requireWord("LAN device name", device);
      if (!ResourceNameParser.startsWith(device, "hislip") || device.indexOf(',') >= 0) {
        throw new IllegalArgumentException(
            "the HiSLIP device name \"" + device + "\" does not have the form hislip0");
      }
      ResourceNameParser.requireRange("port", port, 1, 65535);
    }

    @Override
    public String toString() {
      String suffix = port == DEFAULT_PORT ? "" : "," + port;
      return "TCPIP" + board + "::" + host + "::" + device + suffix + "::INSTR";
    }
  }

  /** {@code ASRL<number, name or path of the port>::INSTR}: a serial port. */
  record Serial(String port) implements ResourceName {
    public Serial {
      ResourceNameParser.requireWord("serial port", port);
    }

    @Override
    public String toString() {
      return "ASRL" + port + "::INSTR";
    }
  }

  /** {@code USB[board]::vendor::product::serial[::interface]::INSTR}: USB test and measurement. */
  record Usb(int board, int vendor, int product, String serial, int usbInterface)
      implements ResourceName {
    public Usb {
      ResourceNameParser.requireRange("board", board, 0, 65535);
      ResourceNameParser.requireRange("vendor id", vendor, 0, 0xFFFF);
      ResourceNameParser.requireRange("product id", product, 0, 0xFFFF);
      ResourceNameParser.requireWord("serial number", serial);
      ResourceNameParser.requireRange("USB interface", usbInterface, 0, 255);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "USB%d::0x%04X::0x%04X::%s::%d::INSTR",
          board,
          vendor,
          product,
          serial,
          usbInterface);
    }
  }

  /** {@code GPIB[board]::primary[::secondary]::INSTR}: the IEEE 488.1 bus. */
  record Gpib(int board, int primary, OptionalInt secondary) implements ResourceName {
    public Gpib {
      ResourceNameParser.requireRange("board", board, 0, 65535);
      ResourceNameParser.requireRange("primary address", primary, 0, 30);
      if (secondary.isPresent()) {
        ResourceNameParser.requireRange("secondary address", secondary.getAsInt(), 0, 30);
      }
    }

    @Override
    public String toString() {
      String address = secondary.isPresent() ? primary + "::" + secondary.getAsInt() : "" + primary;
      return "GPIB" + board + "::" + address + "::INSTR";
    }
  }

  /**
   * {@code ZMQ[board]::host::port::instrument::INSTR}: an instrument that a bench server ({@code
   * spinbench serve}) on another computer owns. The form is this program's own; VISA has none.
   *
   * @param instrument what the server calls it
   */
  record ZeroMq(int board, String host, int port, String instrument) implements ResourceName {
    public ZeroMq {
      ResourceNameParser.requireRange("board", board, 0, 65535);
      ResourceNameParser.requireHost(host);
      ResourceNameParser.requireRange("port", port, 1, 65535);
      ResourceNameParser.requireWord("instrument name", instrument);
    }

    @Override
    public String toString() {
      return "ZMQ" + board + "::" + host + "::" + port + "::" + instrument + "::INSTR";
    }
  }
}
