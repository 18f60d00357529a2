package org.spinbench.drivers.transport.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Takes resource names apart and checks their parts. */
final class ResourceNameParser {
  private static final String SOCKET_FORM =
      "TCPIP[board]::host::port::SOCKET, such as TCPIP::192.168.0.21::5025::SOCKET";
  private static final String LAN_FORM =
      "TCPIP[board]::host[,port]::inst0::INSTR (VXI-11) or"
          + " TCPIP[board]::host::hislip0[,port]::INSTR (HiSLIP),"
          + " such as TCPIP::192.168.0.21::hislip0::INSTR";
  private static final String SERIAL_FORM =
      "ASRL<port>::INSTR, such as ASRL1::INSTR or ASRL/dev/ttyUSB0::INSTR";
  private static final String USB_FORM =
      "USB[board]::vendor::product::serial[::interface]::INSTR,"
          + " such as USB::0x0957::0x1755::MY48230123::INSTR";
  private static final String GPIB_FORM =
      "GPIB[board]::primary[::secondary]::INSTR, such as GPIB::9::INSTR";
  private static final String INPROC_FORM = "INPROC::name::INSTR, such as INPROC::rf_1::INSTR";
  private static final String ZMQ_FORM =
      "ZMQ[board]::host::port::instrument[::INSTR], such as ZMQ::192.168.0.20::5560::rf_1";
  private static final String ALL_FORMS =
      String.join(
          "; ", SOCKET_FORM, LAN_FORM, SERIAL_FORM, USB_FORM, GPIB_FORM, ZMQ_FORM, INPROC_FORM);

  /** An interface and something behind a single colon. */
  private static final Pattern SINGLE_COLONS =
      Pattern.compile("\\s*(?i:TCPIP|ASRL|USB|GPIB|ZMQ|INPROC)\\d*:[^:].*");

  /** Builds a record from the parts between the keyword and the resource class. */
  private interface Form {
    ResourceName of(String head, List<String> parts);
  }

  private ResourceNameParser() {}

  static ResourceName parse(String text) {
    if (text == null) {
      throw new IllegalArgumentException("no resource name was given; accepted: " + ALL_FORMS);
    }
    if (SINGLE_COLONS.matcher(text).matches()) {
      throw refused(text, "its parts are separated by \"::\", not by \":\"", ALL_FORMS);
    }
    List<String> parts = split(text.strip());
    String head = parts.remove(0);
    String last = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
    boolean socket = last.equalsIgnoreCase("SOCKET");
    if (socket || last.equalsIgnoreCase("INSTR")) {
      parts.remove(parts.size() - 1);
    }
    if (startsWith(head, "TCPIP")) {
      return socket
          ? build(text, SOCKET_FORM, ResourceNameParser::socket, head, parts)
          : build(text, LAN_FORM, ResourceNameParser::lan, head, parts);
    }
    if (socket) {
      throw refused(text, "only TCPIP has the resource class SOCKET", SOCKET_FORM);
    }
    return parseOther(text, head, parts);
  }

  private static ResourceName parseOther(String text, String head, List<String> parts) {
    if (startsWith(head, "ASRL")) {
      return build(text, SERIAL_FORM, ResourceNameParser::serial, head, parts);
    }
    if (startsWith(head, "USB")) {
      return build(text, USB_FORM, ResourceNameParser::usb, head, parts);
    }
    if (startsWith(head, "GPIB")) {
      return build(text, GPIB_FORM, ResourceNameParser::gpib, head, parts);
    }
    if (startsWith(head, "ZMQ")) {
      return build(text, ZMQ_FORM, ResourceNameParser::zeroMq, head, parts);
    }
    if (head.equalsIgnoreCase("INPROC")) {
      return build(text, INPROC_FORM, ResourceNameParser::inProcess, head, parts);
    }
    throw refused(text, "the interface \"" + head + "\" is unknown", ALL_FORMS);
  }

  private static ResourceName build(
      String text, String form, Form builder, String head, List<String> parts) {
    try {
      return builder.of(head, parts);
    } catch (IllegalArgumentException wrong) {
      throw refused(text, wrong.getMessage(), form);
    }
  }

  private static IllegalArgumentException refused(String text, String why, String form) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not a resource name: " + why + "; accepted: " + form);
  }

  private static ResourceName socket(String head, List<String> parts) {
    requireCount(parts, 2, 2, "host and port");
    int port = number("port", parts.get(1));
    return new ResourceName.TcpipSocket(board(head, "TCPIP"), parts.get(0), port);
  }

  private static ResourceName lan(String head, List<String> parts) {
    requireCount(parts, 1, 2, "host and LAN device name");
    int board = board(head, "TCPIP");
    String address = parts.get(0);
    String device = parts.size() == 1 ? "inst0" : parts.get(1);
    if (startsWith(device, "hislip")) {
      int comma = device.indexOf(',');
      return comma < 0
          ? new ResourceName.HiSlip(board, address, device, ResourceName.HiSlip.DEFAULT_PORT)
          : new ResourceName.HiSlip(
              board,
              address,
              device.substring(0, comma),
              number("port", device.substring(comma + 1)));
    }
    int comma = address.indexOf(',');
    return comma < 0
        ? new ResourceName.Vxi11(board, address, OptionalInt.empty(), device)
        : new ResourceName.Vxi11(
            board,
            address.substring(0, comma),
            OptionalInt.of(number("port", address.substring(comma + 1))),
            device);
  }

  private static ResourceName serial(String head, List<String> parts) {
    requireCount(parts, 0, 0, "nothing between the port and INSTR");
    return new ResourceName.Serial(head.substring("ASRL".length()));
  }

  private static ResourceName usb(String head, List<String> parts) {
    requireCount(parts, 3, 4, "vendor id, product id, serial number and interface");
    return new ResourceName.Usb(
        board(head, "USB"),
        number("vendor id", parts.get(0)),
        number("product id", parts.get(1)),
        parts.get(2),
        parts.size() == 3 ? 0 : number("USB interface", parts.get(3)));
  }

  private static ResourceName gpib(String head, List<String> parts) {
    requireCount(parts, 1, 2, "primary and secondary address");
    OptionalInt secondary =
        parts.size() == 1
            ? OptionalInt.empty()
            : OptionalInt.of(number("secondary address", parts.get(1)));
    return new ResourceName.Gpib(
        board(head, "GPIB"), number("primary address", parts.get(0)), secondary);
  }

  private static ResourceName zeroMq(String head, List<String> parts) {
    requireCount(parts, 3, 3, "host, port and instrument name");
    return new ResourceName.ZeroMq(
        board(head, "ZMQ"), parts.get(0), number("port", parts.get(1)), parts.get(2));
  }

  private static ResourceName inProcess(String head, List<String> parts) {
    requireCount(parts, 1, 1, "an instrument name");
    return new ResourceName.InProcess(parts.get(0));
  }

  /** Splits at every {@code ::} that is not inside the brackets of an IPv6 address. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    boolean bracketed = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[' || c == ']') {
        bracketed = c == '[';
      } else if (c == ':' && !bracketed && i + 1 < text.length() && text.charAt(i + 1) == ':') {
        parts.add(text.substring(from, i));
        i++;
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static int board(String head, String keyword) {
    String digits = head.substring(keyword.length());
    return digits.isEmpty() ? 0 : number("board", digits);
  }

  /** A decimal number, or a hexadecimal one that begins with 0x. */
  private static int number(String part, String text) {
    boolean hex = startsWith(text, "0x");
    String digits = hex ? text.substring(2) : text;
    int radix = hex ? 16 : 10;
    boolean wrong = digits.isEmpty() || digits.length() > 6;
    int value = 0;
    for (int i = 0; i < digits.length() && !wrong; i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      wrong = digit < 0;
      value = value * radix + digit;
    }
    if (wrong) {
      throw new IllegalArgumentException("the " + part + " \"" + text + "\" is not a number");
    }
    return value;
  }

  private static void requireCount(List<String> parts, int least, int most, String what) {
    if (parts.size() < least || parts.size() > most) {
      String count = least == most ? "" + least : least + " to " + most;
      throw new IllegalArgumentException(
          "it has " + parts.size() + " parts where " + count + " are needed (" + what + ")");
    }
  }

  static void requireRange(String part, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the " + part + " " + value + " is not between " + least + " and " + most);
    }
  }

  /** A host name, an IPv4 address, or an IPv6 address in brackets. */
  static void requireHost(String host) {
    boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
    String inner = bracketed ? host.substring(1, host.length() - 1) : host;
    String allowed = bracketed ? ".-_:%" : ".-_";
    boolean right = !inner.isEmpty();
    for (int i = 0; i < inner.length() && right; i++) {
      char c = inner.charAt(i);
      right = c < 0x80 && (Character.isLetterOrDigit(c) || allowed.indexOf(c) >= 0);
    }
    if (!right) {
      throw new IllegalArgumentException(
          "the host \"" + host + "\" is neither a host name nor an address");
    }
  }

  /** Printable ASCII without blanks and brackets, no double colon, no colon at either end. */
  static void requireWord(String part, String word) {
    boolean right =
        !word.isEmpty() && !word.contains("::") && !word.startsWith(":") && !word.endsWith(":");
    for (int i = 0; i < word.length() && right; i++) {
      char c = word.charAt(i);
      right = c > ' ' && c < 0x7F && c != '[' && c != ']';
    }
    if (!right) {
      throw new IllegalArgumentException(
          "the "
              + part
              + " \""
              + word
              + "\" is empty or has characters other than printable ASCII without blanks,"
              + " brackets and \"::\"");
    }
  }

  static boolean startsWith(String text, String keyword) {
    return text.regionMatches(true, 0, keyword, 0, keyword.length());
  }
}
