package org.spinbench.drivers.bench.table;

import org.spinbench.drivers.bench.model.Drivers;

/**
 * A driver class of a user, found by {@link java.util.ServiceLoader} in the jar that a driver table
 * names. The class needs a public constructor without arguments; its {@link Drivers.Maker#make}
 * makes the driver of a session, which implements the role of the table and sends nothing.
 *
 * <p>The jar lists its classes in {@code
 * META-INF/services/org.spinbench.drivers.bench.table.UserDriver}.
 */
public interface UserDriver extends Drivers.Maker {
  /** The model in the bench file, which is the name of the driver table. */
  String model();
}
