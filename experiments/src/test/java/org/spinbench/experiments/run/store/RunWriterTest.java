package org.spinbench.experiments.run.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is noted is written by another thread, in its order, all of it or told. */
@Timeout(120)
class RunWriterTest {
  private final List<String> file = Collections.synchronizedList(new ArrayList<>());
  private final Object tables = new Object();
  private final RunWriter writer =
      new RunWriter(
          tables, () -> file.add("commit"), e -> new RunException("not written: " + e, e));

  private void note(String what) {
    writer.note(1, () -> file.add(what));
  }

  private List<String> written() {
    return file.stream().filter(line -> !line.equals("commit")).toList();
  }

  @Test
  void allIsInTheFileInItsOrderOnceSomebodyWaitedForIt() {
    for (int n = 0; n < 3000; n++) {
      note("note " + n);
      if (n % 700 == 0) {
        writer.await();
        assertEquals(n + 1, written().size());
        assertEquals("commit", file.get(file.size() - 1));
      }
    }
    writer.close();
    assertEquals(IntStream.range(0, 3000).mapToObj(n -> "note " + n).toList(), written());
    assertEquals("commit", file.get(file.size() - 1));
  }

  @Test
  void nothingIsBegunWhereNothingIsNoted() {
    writer.hurry();
    writer.await();
    writer.close();
    assertFalse(writer.hasBegun());
    assertEquals(List.of(), file);
  }

  @Test
  void aNoteIsWrittenSoonThoughNobodyAsks() throws InterruptedException {
    CountDownLatch wrote = new CountDownLatch(1);
    writer.note(1, wrote::countDown);
    wrote.await();
    writer.close();
    assertEquals(List.of("commit"), file);
  }

  @Test
  void muchIsWrittenAtOnce() throws InterruptedException {
    CountDownLatch wrote = new CountDownLatch(2);
    writer.note(RunWriter.FULL / 2, wrote::countDown);
    writer.note(RunWriter.FULL / 2, wrote::countDown);
    wrote.await();
    writer.close();
  }

  /** It is another thread that writes, and only while nobody else is at the tables. */
  @Test
  void whoNotesDoesNotWrite() {
    Set<Thread> threads = Collections.synchronizedSet(new java.util.HashSet<>());
    AtomicInteger locked = new AtomicInteger();
    for (int n = 0; n < 10; n++) {
      writer.note(
          1,
          () -> {
            threads.add(Thread.currentThread());
            locked.addAndGet(Thread.holdsLock(tables) ? 1 : 0);
          });
    }
    writer.close();
    assertEquals(1, threads.size());
    assertFalse(threads.contains(Thread.currentThread()));
    assertEquals(10, locked.get());
  }

  /** While the disk is busy notes come together, and are one transaction then. */
  @Test
  void whatCameTogetherIsOneTransaction() {
    synchronized (tables) {
      note("first");
      writer.hurry();
      for (int n = 0; n < 50; n++) {
        note("note " + n);
        writer.hurry();
      }
    }
    writer.close();
    assertEquals(51, written().size());
    long commits = file.stream().filter("commit"::equals).count();
    assertTrue(commits <= 2, commits + " transactions");
  }

  @Test
  void whoNotesTooMuchWaits() throws InterruptedException {
    CountDownLatch waited = new CountDownLatch(1);
    Thread noting =
        new Thread(
            () -> {
              note("large");
              writer.note(RunWriter.MOST, () -> file.add("larger"));
              waited.countDown();
              note("last");
            });
    synchronized (tables) {
      noting.start();
      waited.await();
      while (noting.getState() != Thread.State.WAITING) {
        assertTrue(noting.isAlive(), "it did not wait");
        Thread.onSpinWait();
      }
    }
    noting.join();
    writer.close();
    assertEquals(List.of("large", "larger", "last"), written());
  }

  /** As when a bench is to be brought to rest: who waits already goes on, too. */
  @Test
  void nobodyWaitsOnceAllIsHeld() throws InterruptedException {
    Thread noting =
        new Thread(
            () -> {
              writer.note(RunWriter.MOST, () -> file.add("first"));
              note("second");
            });
    synchronized (tables) {
      noting.start();
      while (noting.getState() != Thread.State.WAITING) {
        assertTrue(noting.isAlive(), "it did not wait");
        Thread.onSpinWait();
      }
      writer.holdAll();
      noting.join();
      writer.note(RunWriter.MOST, () -> file.add("third"));
      note("fourth");
    }
    writer.close();
    assertEquals(List.of("first", "second", "third", "fourth"), written());
  }

  @Test
  void aFailureReachesEveryLaterCaller() {
    IOException full = new IOException("no space left");
    note("before");
    writer.await();
    note("with it");
    writer.note(
        1,
        () -> {
          throw full;
        });
    note("after");
    assertSame(full, assertThrows(RunException.class, writer::await).getCause());
    String message = assertThrows(RunException.class, () -> note("later")).getMessage();
    assertEquals("not written: java.io.IOException: no space left", message);
    assertThrows(RunException.class, writer::close);
    assertEquals(List.of("before", "commit", "with it"), file, "the last has no commit");
  }

  @Test
  void anErrorReachesTheCallerAsWell() {
    writer.note(
        1,
        () -> {
          throw new StackOverflowError();
        });
    Throwable cause = assertThrows(RunException.class, writer::close).getCause();
    assertSame(StackOverflowError.class, cause.getClass());
  }

  /** Who waits because there is too much is told of a failure too, and does not wait for ever. */
  @Test
  void aFailureReachesAWaitingCaller() throws InterruptedException {
    List<RunException> told = Collections.synchronizedList(new ArrayList<>());
    Thread noting =
        new Thread(
            () -> {
              writer.note(
                  RunWriter.MOST,
                  () -> {
                    throw new IOException("gone");
                  });
              told.add(assertThrows(RunException.class, () -> note("more")));
            });
    noting.start();
    noting.join();
    assertEquals("not written: java.io.IOException: gone", told.get(0).getMessage());
  }

  @Test
  void whoIsInterruptedStillWaits() {
    note("one");
    Thread.currentThread().interrupt();
    writer.await();
    assertTrue(Thread.interrupted());
    assertEquals(List.of("one", "commit"), file);
    writer.close();
  }

  @Test
  void nothingIsNotedOnceItIsClosed() {
    note("one");
    writer.close();
    writer.close();
    String message = assertThrows(RunException.class, () -> note("two")).getMessage();
    assertTrue(message.endsWith("it is closed"), message);
    writer.await();
    assertEquals(List.of("one", "commit"), file);
  }

  @Test
  void severalMayNote() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                t -> new Thread(() -> IntStream.range(0, 500).forEach(n -> note(t + "-" + n))))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    writer.close();
    assertEquals(2000, written().size());
    for (int t = 0; t < 4; t++) {
      String own = t + "-";
      assertEquals(
          IntStream.range(0, 500).mapToObj(n -> own + n).toList(),
          written().stream().filter(line -> line.startsWith(own)).toList());
    }
  }
}
