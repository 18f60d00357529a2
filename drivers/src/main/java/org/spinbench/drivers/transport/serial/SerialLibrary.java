package org.spinbench.drivers.transport.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.drivers.transport.TransportException;

/**
 * Loads the native part of jSerialComm when the first serial port is opened, without two things
 * that the library does by itself.
 *
 * <p>On Linux it would unpack that part into a folder below {@code /tmp} that every user may write
 * to, and load whatever it finds there. Here it comes from a folder of this process that no other
 * user may enter. And it would make the whole program ignore SIGHUP, so that closing the terminal
 * would no longer bring the sources to rest; the handler is put back.
 */
final class SerialLibrary {
  private static final System.Logger LOG = System.getLogger(SerialLibrary.class.getName());
  private static final String PATH_PROPERTY = "jSerialComm.library.path";
  private static final String FILE = "libjSerialComm.so";
  private static final List<String> MACHINES =
      List.of("x86_64", "x86", "armv8_64", "armv8_32", "armv7hf", "armv6hf", "armv5", "ppc64le");
  private static final int SIGHUP = 1;

  /** More than {@code struct sigaction} takes on any machine. */
  private static final int SIGACTION_SIZE = 512;

  private static boolean loaded;

  /** The call of the C library that reads and sets what a signal does. */
  private interface Signals extends Library {
    int sigaction(int signal, Pointer action, Pointer previous);
  }

  private SerialLibrary() {}

  /**
   * Loads it, once.
   *
   * @throws TransportException if this computer has no native part, or may not load it
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
        loadOnLinux();
      }
      SerialPort.getVersion();
      loaded = true;
    } catch (IOException | LinkageError failure) {
      throw new TransportException(
          "serial ports cannot be used on this computer ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "): "
              + failure,
          failure);
    }
  }

  private static void loadOnLinux() throws IOException {
    Signals signals = Native.load("c", Signals.class);
    Memory handler = new Memory(SIGACTION_SIZE);
    boolean known = signals.sigaction(SIGHUP, null, handler) == 0;
    if (System.getProperty(PATH_PROPERTY) == null) {
      loadFromPrivateFolder();
    } else {
      SerialPort.getVersion();
    }
    if (known) {
      signals.sigaction(SIGHUP, handler, null);
    }
  }

  /** A new folder below {@code /tmp} belongs to this user alone; it is gone once all is loaded. */
  private static void loadFromPrivateFolder() throws IOException {
    Path folder = Files.createTempDirectory("spinbench-serial");
    try {
      for (String machine : MACHINES) {
        unpack(machine, Files.createDirectories(folder.resolve("Linux").resolve(machine)));
      }
      System.setProperty(PATH_PROPERTY, folder.toString());
      SerialPort.getVersion();
    } finally {
      System.clearProperty(PATH_PROPERTY);
      delete(folder);
    }
  }

  private static void unpack(String machine, Path into) throws IOException {
    String resource = "/Linux/" + machine + "/" + FILE;
    try (InputStream library = SerialPort.class.getResourceAsStream(resource)) {
      if (library != null) {
        Files.copy(library, into.resolve(FILE));
      }
    }
  }

  private static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException left) {
      LOG.log(Level.WARNING, "the folder " + folder + " could not be deleted", left);
    }
  }
}
