package org.spinbench.app.command;

import picocli.CommandLine.IVersionProvider;

/** The version of the program, as its jar says. */
final class Version implements IVersionProvider {
  /** The version, or {@code unknown} when the program does not run from its jar. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "spinbench " + text(), "Java " + System.getProperty("java.runtime.version")
    };
  }
}
