package org.spinbench.drivers.transport.usb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** The USB test and measurement devices of a Linux computer, as its file system shows them. */
final class UsbtmcDevices {
  private final Path root;

  /**
   * The devices of a file system.
   *
   * @param root {@code /} on a real computer
   */
  UsbtmcDevices(Path root) {
    this.root = root;
  }

  /**
   * The device file of an instrument.
   *
   * @throws TransportException if there is no such device, naming those that are there
   */
  Path find(ResourceName.Usb name) {
    Map<String, Path> present = present();
    Path found =
        present.get(key(name.vendor(), name.product(), name.serial(), name.usbInterface()));
    if (found == null) {
      throw new TransportException(
          name
              + ": there is no such USB instrument; check that it is switched on, its cable, and"
              + " that its USB mode is USBTMC. USB instruments here: "
              + (present.isEmpty() ? "none" : String.join(", ", present.keySet())));
    }
    return found;
  }

  private static String key(int vendor, int product, String serial, int number) {
    return new ResourceName.Usb(0, vendor, product, serial, number).toString();
  }

  /** Device files by resource name. */
  private Map<String, Path> present() {
    Map<String, Path> present = new TreeMap<>();
    Path classes = root.resolve("sys/class/usbmisc");
    if (Files.isDirectory(classes)) {
      try (var entries = Files.newDirectoryStream(classes, "usbtmc*")) {
        for (Path entry : entries) {
          add(entry, present);
        }
      } catch (IOException failure) {
        throw new TransportException(
            "the USB instruments cannot be listed: " + UserFile.reason(failure), failure);
      }
    }
    return present;
  }

  /**
   * One that is being unplugged at this moment, or whose serial number fits no name, is left out.
   */
  private void add(Path entry, Map<String, Path> present) {
    try {
      Path usbInterface = entry.resolve("device").toRealPath();
      Path device = usbInterface.getParent();
      String name =
          key(
              hex(device.resolve("idVendor")),
              hex(device.resolve("idProduct")),
              text(device.resolve("serial")),
              hex(usbInterface.resolve("bInterfaceNumber")));
      present.put(name, root.resolve("dev").resolve(entry.getFileName()));
    } catch (IOException | IllegalArgumentException unusable) {
      System.getLogger(UsbtmcDevices.class.getName())
          .log(System.Logger.Level.DEBUG, entry + " is left out", unusable);
    }
  }

  private static int hex(Path file) throws IOException {
    return Integer.parseInt(text(file), 16);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
