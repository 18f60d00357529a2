package org.spinbench.app.command.dashboard;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.PlanSize;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.app.dashboard.Desk;
import org.spinbench.app.live.EventHub;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.RunControl;
import org.spinbench.experiments.runner.RunFollower;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.pass.SweepReading;
import org.spinbench.experiments.sweep.pass.SweepSetting;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanSense;

/**
 * The bench of a dashboard: one run at a time, and between runs single settings and readings. Those
 * keep the bench open until the next run, or until somebody brings it to rest.
 */
final class BenchDesk implements Desk {
  /** Longest time that a stopped run may take before the program ends without it, ms. */
  private static final long STOPPING_MILLIS = 60_000;

  private final BenchOptions options;
  private final ExperimentRunner runner;
  private final EventHub hub;
  private Optional<Session> session = Optional.empty();
  private Optional<Thread> running = Optional.empty();

  /** Whether the bench is at rest after the run that was accepted last. */
  private volatile boolean atRest;

  /** Whether the run that was accepted last is to stop, even before it has begun. */
  private boolean stopping;

  private boolean closing;

  BenchDesk(BenchOptions options, ExperimentRunner runner, EventHub hub) {
    this.options = options;
    this.hub = hub;
    // The hub reports the rest; whoever hears of it can use the bench at once.
    this.runner = runner.followedBy(noting(() -> atRest = true)).followedBy(hub);
    hub.whenBegun(this::begun);
  }

  private static RunFollower noting(Runnable ended) {
    return new RunFollower() {
      @Override
      public void ended() {
        ended.run();
      }
    };
  }

  /** A bench that is open between runs. */
  private static final class Session {
    private final Backend backend;
    private final Bench bench;
    private final BenchNames names;
    private final Map<String, SweepSetting> settings = new HashMap<>();
    private final Map<String, SweepReading> readings = new HashMap<>();

    Session(BenchOptions options) {
      backend = Backends.of(options);
      boolean opened = false;
      try {
        bench = backend.openBenchGuarded();
        opened = true;
      } finally {
        if (!opened) {
          backend.close();
        }
      }
      names = new BenchNames(bench, (device, spectrum) -> {});
    }

    String close() {
      try (backend) {
        bench.close();
        return bench.asClosed();
      }
    }
  }

  @Override
  public String bench() {
    return Backends.origin(options.benchFile);
  }

  private BenchFile file() {
    return Backends.file(options.benchFile);
  }

  @Override
  public synchronized void start(String text) {
    requireIdle();
    Plan plan = Plan.parse(text, "the plan");
    PlanSense.require(plan);
    PlanSize.require(
        plan,
        Backends.copyToRehearse(options),
        Long.parseLong(PlanSize.MOST),
        "are too many for the dashboard; use 'spinbench measure' with --max-points",
        Display.NONE);
    rest();
    Backend backend = Backends.of(options);
    stopping = false;
    atRest = false;
    Thread thread = new Thread(() -> run(backend, plan), "spinbench run");
    thread.start();
    running = Optional.of(thread);
  }

  private void requireIdle() {
    if (closing) {
      throw new IllegalStateException("the dashboard ends; start it again");
    }
    if (atRest) {
      joinRun();
    }
    if (running.filter(Thread::isAlive).isPresent()) {
      throw new IllegalStateException(
          "a run is in progress on this bench; wait for its end, or stop it");
    }
  }

  private void run(Backend backend, Plan plan) {
    try (backend) {
      PlanRunner.measure(runner, backend, plan);
    } catch (RuntimeException e) {
      hub.said("spinbench: " + e.getMessage());
    }
  }

  private synchronized void begun(RunControl control) {
    if (stopping) {
      control.stop();
    }
  }

  @Override
  public synchronized boolean stop() {
    if (atRest || running.filter(Thread::isAlive).isEmpty()) {
      return false;
    }
    stopping = true;
    hub.control().ifPresent(RunControl::stop);
    return true;
  }

  private Session session() {
    requireIdle();
    if (session.isEmpty()) {
      session = Optional.of(new Session(options));
    }
    return session.get();
  }

  @Override
  public synchronized String rest() {
    if (stop()) {
      return "the run is being stopped";
    }
    requireIdle();
    if (session.isPresent()) {
      Session open = session.get();
      session = Optional.empty();
      return open.close();
    }
    BenchFile file = file();
    if (!Backends.real(file, options.simulated).isEmpty()) {
      new Session(options).close();
    }
    return Bench.atRest(file);
  }

  @Override
  public synchronized Map<String, Object> set(String name, String value) {
    Session open = session();
    SweepSetting setting = open.settings.computeIfAbsent(name, open.names::sweepSetting);
    double number = setting.parse(value);
    try {
      setting.set().accept(number);
    } catch (LimitException refused) {
      throw naming(name, setting.shown(number), refused);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("value", setting.kept().applyAsDouble(number));
    fields.put("unit", setting.unit().symbol());
    fields.put("shown", setting.shown(setting.kept().applyAsDouble(number)));
    return fields;
  }

  /**
   * A refusal that names what was asked for, also where the limit is that of a source behind it.
   */
  private static LimitException naming(String name, String value, LimitException refused) {
    String why = refused.getMessage();
    return why.startsWith(name) || why.startsWith(name.replace('.', ' '))
        ? refused
        : new LimitException(refused.level(), name + " = " + value + " is refused: " + why);
  }

  @Override
  public synchronized Map<String, Object> read(String name) {
    Session open = session();
    SweepReading reading = open.readings.computeIfAbsent(name, open.names::sweepReading);
    open.bench.lookAfter();
    Reading taken = reading.reader().read(reading.which()).get(0);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("unit", reading.unit().symbol());
    if (taken == null) {
      fields.put("value", null);
      return fields;
    }
    fields.put("value", taken.value());
    fields.put("uncertainty", taken.uncertainty());
    fields.put("time", taken.time());
    fields.put("sound", taken.settled() && !taken.overload() && !taken.compliance());
    return fields;
  }

  /** Waits for the end of the thread of the last run. */
  private void joinRun() {
    if (running.isPresent()) {
      try {
        running.get().join(STOPPING_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      stop();
    }
    joinRun();
    synchronized (this) {
      session.ifPresent(Session::close);
      session = Optional.empty();
    }
  }
}
