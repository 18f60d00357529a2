package org.spinbench.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.spinbench.experiments.run.StartDocument;
import picocli.CommandLine.IVersionProvider;

/** The version of the program in its jar, and the commit of its source. */
public final class Version implements IVersionProvider {
  private static final String BUILT = "program.properties";
  private static final String COMMIT = commit(written());

  /** This program on this machine, for the start of a run. */
  public static StartDocument.Program program() {
    return StartDocument.Program.running(text(), COMMIT);
  }

  /** The version; {@code unknown} if the program does not run from its jar. */
  private static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static String written() {
    try (InputStream in = Version.class.getResourceAsStream(BUILT)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUILT + " of the program", e);
    }
  }

  /**
   * The commit from the build, with {@code -dirty} if sources had been changed since, or {@code
   * unknown}.
   *
   * @param properties text of the file that the build filled in
   * @throws IllegalStateException if it has no commit
   */
  static String commit(String properties) {
    Properties built = new Properties();
    try {
      built.load(new StringReader(properties));
    } catch (IOException e) {
      throw new UncheckedIOException("a text cannot fail to be read", e);
    }
    String commit = built.getProperty("commit", "");
    if (!commit.matches("unknown|[0-9a-f]{40}([0-9a-f]{24})?(-dirty)?")) {
      throw new IllegalStateException(
          BUILT + " says that the program was built from commit '" + commit + "'; build it again");
    }
    return commit;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "spinbench " + text() + ", commit " + COMMIT,
      "Java " + System.getProperty("java.runtime.version")
    };
  }
}
