package org.spinbench.drivers.bench.table;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The driver classes in jars of users. A jar sees all classes of this program and its own, never
 * those of another jar. It is read once and stays open as long as the program runs, because its
 * classes are loaded when they are first used.
 */
final class JarDrivers {
  private static final Map<Path, List<UserDriver>> LOADED = new ConcurrentHashMap<>();

  private JarDrivers() {}

  /**
   * The driver class of a model.
   *
   * @throws IllegalArgumentException naming the jar, if it has none
   */
  static UserDriver load(Path jar, String model) {
    List<UserDriver> drivers = LOADED.computeIfAbsent(jar, JarDrivers::drivers);
    return drivers.stream()
        .filter(driver -> driver.model().equals(model))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    jar
                        + " has no driver class for "
                        + model
                        + "; it has "
                        + (drivers.isEmpty()
                            ? "none: list the class in META-INF/services/"
                                + UserDriver.class.getName()
                            : String.join(
                                ", ", drivers.stream().map(UserDriver::model).toList()))));
  }

  private static List<UserDriver> drivers(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "there is no file " + jar + ", which the driver table names as its jar");
    }
    try {
      URL[] place = {jar.toUri().toURL()};
      URLClassLoader loader = new URLClassLoader(place, UserDriver.class.getClassLoader());
      List<UserDriver> drivers = new ArrayList<>();
      ServiceLoader.load(UserDriver.class, loader).forEach(drivers::add);
      return List.copyOf(drivers);
    } catch (IOException | ServiceConfigurationError | LinkageError e) {
      throw new IllegalArgumentException(jar + " cannot be used as a driver: " + e, e);
    }
  }
}
