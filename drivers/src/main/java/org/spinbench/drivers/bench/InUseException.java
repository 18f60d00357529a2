package org.spinbench.drivers.bench;

import java.util.Optional;
import org.spinbench.drivers.transport.LinkRefusedException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Another program owns an instrument; nothing was sent to it. */
public final class InUseException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final String process;

  InUseException(String instrument, ResourceName resource, Optional<Ownership.Owner> owner) {
    super(
        instrument
            + " ("
            + resource
            + ") is in use by "
            + owner.map(Ownership.Owner::toString).orElse("another program")
            + ". Wait until that has ended, or stop it. To look without owning the bench, use"
            + " 'spinbench console --watch "
            + instrument
            + "' or 'spinbench instruments'; to bring it to rest, 'spinbench safe'");
    process = owner.map(Ownership.Owner::process).orElse("");
  }

  InUseException(LinkRefusedException refusal) {
    super(refusal.getMessage(), refusal);
    process = "";
  }

  /** Number of the owner's process; empty if it is not known. */
  public String process() {
    return process;
  }
}
