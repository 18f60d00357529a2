package org.spinbench.drivers.transport.hislip;

import java.io.IOException;
import java.util.HexFormat;

/** What came where a HiSLIP header was due does not begin with HS: the peers are out of step. */
public final class MalformedHeaderException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedHeaderException(byte[] bytes, int from, int count) {
    super(
        "bytes "
            + HexFormat.ofDelimiter(" ").formatHex(bytes, from, from + count)
            + " came where a header beginning with 48 53 (HS) was due");
  }
}
