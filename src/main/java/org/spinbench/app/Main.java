package org.spinbench.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.spinbench.app.command.Spinbench;

/** Where the program starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    // Pictures are drawn into files; no screen is asked for.
    System.setProperty("java.awt.headless", "true");
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(Spinbench.execute(out, err, arguments));
  }
}
