package org.spinbench.app;

import java.io.PrintWriter;
import java.util.spi.ToolProvider;

/** The command line for a program that has loaded the jars of this one, such as a cluster's. */
public final class Tool implements ToolProvider {
  @Override
  public String name() {
    return "spinbench";
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    return Spinbench.execute(out, err, arguments);
  }
}
