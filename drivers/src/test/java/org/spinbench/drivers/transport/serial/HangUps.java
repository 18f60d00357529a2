package org.spinbench.drivers.transport.serial;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that lets hang-ups end it, or ignores them, as its argument says, and then loads the
 * library of serial ports. Says whether they are ignored before and after.
 */
final class HangUps {
  static final String IGNORED = "ignored";
  static final String HEEDED = "heeded";

  private static final int SIGHUP = 1;

  private interface C extends Library {
    Pointer signal(int signal, Pointer handler);
  }

  private HangUps() {}

  public static void main(String[] arguments) throws IOException {
    Pointer handler = arguments[0].equals(IGNORED) ? Pointer.createConstant(1) : Pointer.NULL;
    Native.load("c", C.class).signal(SIGHUP, handler);
    String before = state();
    SerialLibrary.load();
    System.out.println(before + " " + state());
  }

  private static String state() throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(mask, 16) & 1) == 1 ? IGNORED : HEEDED;
  }
}
