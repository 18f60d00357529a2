package org.spinbench.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.experiments.run.RunFile;

/** Reports the readings of a run that carry a mark: overloaded, unsettled or in compliance. */
public final class Faulty {
  private Faulty() {}

  /** A line for each kind of mark on readings; none without marked readings. */
  public static List<String> lines(RunFile run) {
    RunFile.Faults faults = run.faults();
    Map<String, Long> named = new LinkedHashMap<>();
    named.put("beyond the range of their instrument", faults.overloaded());
    named.put("taken before all changes had settled", faults.unsettled());
    named.put("taken while the source was limited by its compliance", faults.limited());
    return named.entrySet().stream()
        .filter(fault -> fault.getValue() > 0)
        .map(fault -> fault.getValue() + " readings are " + fault.getKey())
        .toList();
  }

  /** Prints the lines at the end of a run whose report does not count them. */
  public static void say(RunFile run, Progress progress) {
    run.commit();
    lines(run).forEach(line -> progress.say("spinbench: warning: " + line));
  }
}
