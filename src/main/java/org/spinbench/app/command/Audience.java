package org.spinbench.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.spinbench.app.dashboard.DashboardServer;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.notice.Notices;
import org.spinbench.drivers.bench.file.RunLabels.Notice;
import org.spinbench.experiments.runner.ExperimentRunner;

/** Who follows the runs of a command: the dashboard of the command, and those who get notices. */
public final class Audience implements AutoCloseable {
  private final Optional<Listeners> listeners;

  private Audience(Optional<Listeners> listeners) {
    this.listeners = listeners;
  }

  /** Nobody. */
  static Audience none() {
    return new Audience(Optional.empty());
  }

  /**
   * Somebody.
   *
   * @param port of the dashboard, 0 for any free one; empty for none
   * @param runs folder of its catalogue
   * @param err receives its address, and lines about refused requests
   * @param told who gets notices
   * @param warnings receives a line for each notice that does not arrive
   */
  static Audience of(
      Optional<Integer> port,
      Path runs,
      PrintWriter err,
      List<Notice> told,
      Consumer<String> warnings) {
    Listeners all = new Listeners();
    boolean complete = false;
    try {
      port.ifPresent(at -> all.serve(at, runs, err));
      if (!told.isEmpty()) {
        all.notices = Optional.of(new Notices(all.hub, told, System::getenv, warnings));
      }
      complete = true;
    } finally {
      if (!complete) {
        all.close();
      }
    }
    return new Audience(Optional.of(all));
  }

  /** The same runner, whose first run is followed to its end. */
  ExperimentRunner followRun(ExperimentRunner runner) {
    return listeners.map(all -> all.followRun(runner)).orElse(runner);
  }

  /**
   * The same runner, all of whose runs are sessions of one run, and are followed until this
   * audience is closed. When a session has ended, what was told of it arrives before the runner
   * returns, because the program may end there.
   */
  public ExperimentRunner followSessions(ExperimentRunner runner) {
    return listeners.map(all -> all.followSessions(runner)).orElse(runner);
  }

  /** Tells what has happened so far, within a bounded time, and follows nothing more. */
  @Override
  public void close() {
    listeners.ifPresent(Listeners::close);
  }

  /** Apart, so that whoever asks for nothing loads nothing of it. */
  private static final class Listeners {
    private final EventHub hub = new EventHub();
    private Optional<DashboardServer> server = Optional.empty();
    private Optional<Notices> notices = Optional.empty();
    private boolean closed;

    void serve(int port, Path runs, PrintWriter err) {
      DashboardServer.Settings settings = DashboardServer.Settings.loopback(port);
      DashboardServer one =
          new DashboardServer(
              settings, hub, runs, Optional.empty(), line -> err.println("spinbench: " + line));
      server = Optional.of(one);
      err.println("dashboard: " + one.url());
    }

    ExperimentRunner followRun(ExperimentRunner runner) {
      hub.whenEnded(this::close);
      return runner.followedBy(hub);
    }

    ExperimentRunner followSessions(ExperimentRunner runner) {
      notices.ifPresent(Notices::expectSessions);
      hub.whenEnded(this::deliver);
      return runner.followedBy(hub);
    }

    private void deliver() {
      notices.ifPresent(Notices::deliver);
      server.ifPresent(DashboardServer::deliver);
    }

    synchronized void close() {
      if (!closed) {
        closed = true;
        hub.close();
        notices.ifPresent(Notices::close);
        server.ifPresent(DashboardServer::finish);
      }
    }
  }
}
