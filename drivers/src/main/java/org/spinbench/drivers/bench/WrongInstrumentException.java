package org.spinbench.drivers.bench;

import java.util.List;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.scpi.Identity;

/** The instrument at a resource name is not the model in the bench file. */
public final class WrongInstrumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongInstrumentException(
      String name, InstrumentEntry entry, List<String> accepted, Identity found) {
    super(
        name
            + " at "
            + entry.resource()
            + " should be a "
            + entry.model()
            + " (answering "
            + String.join(" or ", accepted)
            + " to *IDN?), but it is a "
            + found.manufacturer()
            + " "
            + found.model()
            + ", serial number "
            + found.serial()
            + "; correct the resource name or the model in the bench file");
  }
}
