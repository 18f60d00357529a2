package org.spinbench.spark;

import java.io.File;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.random.RandomGeneratorFactory;
import java.util.spi.ToolProvider;
import org.apache.spark.SparkFiles;

/**
 * The program, in a class loader of its own: with its own libraries in its own versions, the rows
 * are those that it makes elsewhere, to the last byte.
 *
 * @param files folder where names of files in the study begin
 * @param pieces folder for the states of long tasks
 * @param jars names of the files that Spark was given
 * @param study name of the study file, which Spark was given too
 */
record ProgramOfTasks(String files, String pieces, List<String> jars, String study)
    implements Serializable {
  private static final Object TURN = new Object();

  /** Once in each process, because every class loader loads and compiles its own classes. */
  private static ToolProvider loaded;

  /**
   * The rows of a group.
   *
   * @param ranges numbers of the tasks
   * @param seconds after which no further task begins
   */
  String rows(String ranges, String seconds) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ToolProvider tool = tool();
    thread.setContextClassLoader(tool.getClass().getClassLoader());
    try {
      int code =
          tool.run(
              new PrintWriter(out),
              new PrintWriter(err),
              "study",
              "tasks",
              SparkFiles.get(study),
              ranges,
              "--files",
              files,
              "--pieces",
              pieces,
              "--seconds",
              seconds);
      if (code != 0) {
        throw new IllegalStateException(err.toString().strip());
      }
    } finally {
      thread.setContextClassLoader(before);
    }
    return out.toString();
  }

  private ToolProvider tool() {
    synchronized (TURN) {
      if (loaded == null) {
        // Java 17 looks for its generators once, from the class loader of the thread, and would not
        // find them from one without the system's class loader above it.
        RandomGeneratorFactory.all().count();
        ClassLoader apart =
            new URLClassLoader(
                jars.stream().map(ProgramOfTasks::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
        for (ToolProvider one : ServiceLoader.load(ToolProvider.class, apart)) {
          if (one.name().equals("spinbench")) {
            loaded = one;
          }
        }
        if (loaded == null) {
          throw new IllegalStateException("there is no tool spinbench in " + new ArrayList<>(jars));
        }
      }
      return loaded;
    }
  }

  private static URL url(String jar) {
    try {
      return new File(SparkFiles.get(jar)).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL: " + jar, e);
    }
  }
}
