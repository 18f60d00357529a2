package org.spinbench.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the program starts. */
public final class Main {
  /** Kept here because a logger that nobody holds forgets its level. */
  private static final Logger HDF5_LOG = Logger.getLogger("io.jhdf");

  private Main() {}

  /** Runs one command and ends with its exit code: 0 done, 1 failed, 2 wrong usage, 3 tripped. */
  public static void main(String[] arguments) {
    // Pictures are drawn into files; no screen is asked for.
    System.setProperty("java.awt.headless", "true");
    // The HDF5 reader reports every data set that it opens; only what goes wrong is of interest.
    HDF5_LOG.setLevel(Level.WARNING);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(Spinbench.execute(out, err, arguments));
  }
}
