package org.spinbench.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The entry point of the program. */
public final class Main {
  /** Kept in a field because an unreferenced logger loses its level. */
  private static final Logger HDF5_LOG = Logger.getLogger("io.jhdf");

  private Main() {}

  /** Runs one command and ends with its exit code: 0 done, 1 failed, 2 wrong usage, 3 tripped. */
  public static void main(String[] arguments) {
    // JLine writes words for the system in small letters of the user's language, and in Turkish
    // MIN is not min. Spinbench itself uses no language.
    Locale.setDefault(Locale.ROOT);
    // Pictures are only drawn into files, so no screen is needed.
    System.setProperty("java.awt.headless", "true");
    // The HDF5 reader reports every data set that it opens; only problems matter.
    HDF5_LOG.setLevel(Level.WARNING);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(Spinbench.execute(out, err, arguments));
  }
}
