package org.spinbench.drivers.safety;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.SystemClock;

/**
 * Brings the sources of a bench to rest in stages. All sources of a stage start together, each on
 * its own thread, so that none waits for another that does not answer. A source that fails is tried
 * a second time: its next exchange reopens a lost link.
 *
 * <p><b>Duration.</b> A stage begins when all sources of the previous one are at rest or have not
 * answered for {@link #STAGE_PATIENCE}, or for {@link #LOST_PATIENCE} if their last exchange had
 * failed, and after {@link #STAGE_LIMIT} at the latest. A source that does not answer for {@link
 * #PATIENCE} is abandoned and named. A source that answers takes the time of its own ramp.
 *
 * <p>With a clock that does not pass by itself (virtual time, a replay) the sources come to rest
 * one after another on the calling thread: nothing can hang there, and every run is the same.
 */
public final class SafeState {
  /** How long a stage waits for a source of the previous stage that does not answer. */
  public static final Duration STAGE_PATIENCE = Duration.ofMillis(250);

  /** The same for a source whose last exchange has failed, or has not ended yet. */
  public static final Duration LOST_PATIENCE = Duration.ofMillis(100);

  /** How long a stage waits for the previous stage at most; its sources may answer, but late. */
  public static final Duration STAGE_LIMIT = Duration.ofMillis(750);

  /** Time without an answer after which a source is abandoned. */
  public static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final long LOOK_MILLIS = 5;

  private static final String LEFT_TO_SERVER =
      "the bench server refuses further changes by this program and brings the bench to rest"
          + " itself: check its terminal for the result";

  /** One source with its actions. */
  private record Source(
      String name, int stage, Runnable safe, LongSupplier answers, BooleanSupplier lost) {}

  private final Clock clock;
  private final Clock real = new SystemClock();
  private final List<Source> sources = new ArrayList<>();

  /** A state with no sources yet, for a bench with this clock. */
  public SafeState(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds a source.
   *
   * @param name its name and place, for the person who must switch it off by hand
   * @param stage sources of a lower stage begin earlier
   * @param safe brings it to rest and verifies that, or throws
   * @param answers counts the instrument's answers, as a sign of life
   * @param lost whether its last exchange has failed, or has not ended yet
   */
  public void add(
      String name, int stage, Runnable safe, LongSupplier answers, BooleanSupplier lost) {
    sources.add(new Source(name, stage, safe, answers, lost));
  }

  /**
   * How one source came to rest.
   *
   * @param name as it was added
   * @param seconds from the beginning until it was at rest, failed or was abandoned, s
   * @param failure why it is not at rest; empty if it is
   */
  public record Result(String name, double seconds, Optional<Throwable> failure) {}

  /**
   * Brings every source to rest.
   *
   * @throws NotAtRestException naming the sources that could not be brought to rest, or saying that
   *     a bench server sees to that; the failure of each is suppressed in it
   */
  public void enter() {
    List<Result> failed = attempt().stream().filter(one -> one.failure().isPresent()).toList();
    if (!failed.isEmpty()) {
      throw alarm(failed);
    }
  }

  /** Brings every source to rest, and reports for each, in the order of adding, how that ended. */
  public List<Result> attempt() {
    long begun = real.nanos();
    List<Attempt> attempts = sources.stream().map(Attempt::new).toList();
    List<Integer> stages = sources.stream().map(Source::stage).distinct().sorted().toList();
    for (int stage : stages) {
      List<Attempt> these = attempts.stream().filter(one -> one.source.stage() == stage).toList();
      if (clock.passesByItself()) {
        these.forEach(Attempt::begin);
        boolean last = stage == stages.get(stages.size() - 1);
        if (last) {
          await(attempts, one -> PATIENCE, Long.MAX_VALUE);
          attempts.forEach(Attempt::giveUp);
        } else {
          await(
              these,
              one -> one.lost ? LOST_PATIENCE : STAGE_PATIENCE,
              real.nanos() + STAGE_LIMIT.toNanos());
        }
      } else {
        these.forEach(Attempt::once);
      }
    }
    if (!clock.passesByItself()) {
      attempts.stream().filter(one -> one.failure != null).forEach(Attempt::once);
    }
    return attempts.stream().map(one -> one.result(begun)).toList();
  }

  /**
   * Waits until each has ended or has not answered for a time, at most until a moment, ns. The
   * silence of one is measured while another is awaited.
   */
  private void await(List<Attempt> attempts, Function<Attempt, Duration> patience, long latest) {
    boolean interrupted = false;
    for (Attempt one : attempts) {
      while (!one.hasEnded() && !one.isSilent(patience.apply(one)) && real.nanos() < latest) {
        try {
          one.ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        attempts.forEach(Attempt::listen);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static NotAtRestException alarm(List<Result> failed) {
    List<Result> byHand = failed.stream().filter(one -> !isLeftToServer(reason(one))).toList();
    StringBuilder message = new StringBuilder();
    if (byHand.isEmpty()) {
      message.append(LEFT_TO_SERVER);
    } else {
      message.append("NOT AT REST. GO AND SWITCH OFF BY HAND: ");
      message.append(String.join("; ", byHand.stream().map(Result::name).toList())).append('.');
      byHand.forEach(one -> message.append(' ').append(reason(one).getMessage()).append('.'));
    }
    NotAtRestException alarm = new NotAtRestException(message.toString());
    failed.forEach(one -> alarm.addSuppressed(reason(one)));
    return alarm;
  }

  private static Throwable reason(Result failed) {
    return failed.failure().orElseThrow();
  }

  private static boolean isLeftToServer(Throwable failure) {
    return failure instanceof RestedByServerException
        || failure.getCause() != null && isLeftToServer(failure.getCause())
        || Stream.of(failure.getSuppressed()).anyMatch(SafeState::isLeftToServer);
  }

  /** The rest of one source. */
  private final class Attempt {
    private final Source source;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Throwable failure;
    private volatile long end;
    private boolean givenUp;
    private long answers;
    private long heard;
    private boolean lost;

    Attempt(Source source) {
      this.source = source;
    }

    void once() {
      failure = null;
      try {
        source.safe().run();
      } catch (RuntimeException e) {
        failure = e;
      }
      end = real.nanos();
    }

    void begin() {
      Thread thread = new Thread(this::twice, "rest of " + source.name());
      thread.setDaemon(true);
      answers = source.answers().getAsLong();
      heard = real.nanos();
      lost = source.lost().getAsBoolean();
      thread.start();
    }

    private void twice() {
      try {
        once();
        if (failure != null) {
          once();
        }
      } catch (Error e) {
        failure = e;
      } finally {
        ended.countDown();
      }
    }

    void listen() {
      long now = source.answers().getAsLong();
      if (now != answers) {
        answers = now;
        heard = real.nanos();
      }
    }

    /** Whether it has given no answer for a time. */
    boolean isSilent(Duration patience) {
      return real.nanos() - heard >= patience.toNanos();
    }

    boolean hasEnded() {
      return ended.getCount() == 0;
    }

    void giveUp() {
      givenUp = !hasEnded();
      if (givenUp) {
        end = real.nanos();
      }
    }

    Result result(long begun) {
      Throwable reason =
          givenUp
              ? new NotAtRestException(
                  source.name() + " has given no answer for " + PATIENCE.toSeconds() + " s")
              : failure;
      return new Result(source.name(), (end - begun) / 1e9, Optional.ofNullable(reason));
    }
  }
}
