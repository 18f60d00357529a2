package org.spinbench.simulator.instrument.part;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;

/**
 * The reading buffer of a Keithley instrument ({@code TRACe} or {@code DATA}): when fed, it stores
 * readings until it is full (2400 Series user's manual 2400S-900-01 and 2182A user's manual, "TRACe
 * subsystem").
 *
 * @param <R> a reading
 */
public final class ReadingBuffer<R> {
  private final List<R> readings = new ArrayList<>();
  private final int preset;
  private final Runnable upToNow;
  private final Consumer<ReadingBuffer<R>> filled;
  private int capacity;
  private boolean feeding;

  /**
   * An empty buffer that is not fed.
   *
   * @param preset initial capacity
   * @param upToNow takes the readings that are due; called before each use of the buffer
   * @param filled called when the number of readings changes
   */
  public ReadingBuffer(int preset, Runnable upToNow, Consumer<ReadingBuffer<R>> filled) {
    this.preset = preset;
    this.upToNow = upToNow;
    this.filled = filled;
    capacity = preset;
  }

  /** Declares {@code CLEar}, {@code POINts} and {@code FEED:CONTrol}. */
  public void declare(CommandTree tree, int fewest, int most) {
    tree.event("TRACe|DATA:CLEar", this::clear);
    tree.integer(
        "TRACe|DATA:POINts",
        fewest,
        most,
        () -> capacity,
        points -> {
          clear();
          capacity = (int) points;
        });
    tree.choice(
        "TRACe|DATA:FEED:CONTrol",
        Choice.of("NEXT|NEVer"),
        () -> {
          upToNow.run();
          return feeding ? "NEXT" : "NEV";
        },
        word -> feed(word.equals("NEXT")));
  }

  /** Starts or stops feeding. New readings replace the old ones. */
  private void feed(boolean next) {
    if (next) {
      clear();
    }
    feeding = next;
  }

  /** Empties it. */
  public void clear() {
    upToNow.run();
    readings.clear();
    filled.accept(this);
  }

  /** Empties it, restores its initial capacity, and stops feeding. */
  public void preset() {
    readings.clear();
    capacity = preset;
    feeding = false;
  }

  /** Empties it, and feeds it with so many readings. */
  public void prepare(int readings) {
    clear();
    capacity = readings;
    feeding = true;
  }

  /** Stores a reading if it is fed. */
  public void offer(R reading) {
    if (feeding) {
      readings.add(reading);
      feeding = readings.size() < capacity;
      filled.accept(this);
    }
  }

  /** A view of the readings up to now, oldest first. */
  public List<R> readings() {
    upToNow.run();
    return Collections.unmodifiableList(readings);
  }

  public int size() {
    return readings.size();
  }

  public int capacity() {
    return capacity;
  }

  public boolean isFull() {
    return readings.size() >= capacity;
  }
}
