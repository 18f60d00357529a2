package org.spinbench.app.benchmark;

import java.util.Locale;
import java.util.Optional;
import org.spinbench.drivers.transport.resource.ResourceName;

/** A contender in Python, which measures its own time. */
final class PythonContender implements Contender {
  private final String name;
  private final PythonProcess process;

  private PythonContender(String name, PythonProcess process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts a client.
   *
   * @param library {@code pyvisa-py} or {@code PyMeasure}
   * @return empty if no interpreter has the library
   */
  static Optional<Contender> start(String library, String link, ResourceName resource) {
    String name = library + ", " + link;
    return PythonProcess.start(name, "python_clients.py", library, resource.toString())
        .map(process -> new PythonContender(name, process));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[] measure(LinkWorkload workload, Budget budget) {
    String word = workload.name().toLowerCase(Locale.ROOT);
    return process.ask(
        word + " " + budget.least() + " " + budget.most() + " " + Double.toString(budget.seconds()),
        double[].class);
  }

  @Override
  public void close() {
    process.close();
  }
}
