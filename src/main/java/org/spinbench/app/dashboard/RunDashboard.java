package org.spinbench.app.dashboard;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.spinbench.app.live.EventHub;
import org.spinbench.experiments.runner.ExperimentRunner;

/** The dashboard of a command that makes one run. */
public final class RunDashboard {
  private RunDashboard() {}

  /**
   * Serves a dashboard until the first run of a runner has ended.
   *
   * @param port 0 for any free one
   * @param runs folder of the catalogue
   * @param err receives the address, and lines about refused requests
   * @return the same runner, whose runs are shown
   */
  public static ExperimentRunner show(
      ExperimentRunner runner, int port, Path runs, PrintWriter err) {
    EventHub hub = new EventHub();
    DashboardServer server =
        new DashboardServer(
            DashboardServer.Settings.loopback(port),
            hub,
            runs,
            Optional.empty(),
            line -> err.println("spinbench: " + line));
    hub.whenEnded(
        () -> {
          hub.close();
          server.finish();
        });
    err.println("dashboard: " + server.url());
    return runner.followedBy(hub);
  }
}
