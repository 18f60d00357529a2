package org.spinbench.app.command;

import java.nio.charset.StandardCharsets;
import org.spinbench.drivers.transport.Endpoint;

/** A simulated instrument that fails on request. */
final class FaultyTwin implements Endpoint {
  private static final String OTHER = "Another Maker,Model 7,0815,1.0";
  private static final long SLOWNESS_MILLIS = 200;

  private final Endpoint inner;
  private final Runnable polled;
  private final String identity;
  private final Object state = new Object();
  private Fault fault;
  private boolean cleared;
  private volatile boolean asksForLimit;
  private volatile String tripped;
  private byte[] kept;

  /**
   * A sound instrument.
   *
   * @param polled is run when it has answered a serial poll
   */
  FaultyTwin(Endpoint inner, Runnable polled) {
    this.inner = inner;
    this.polled = polled;
    inner.write(bytes("*IDN?"));
    identity = new String(inner.read(), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Fails from now on; null: works again. */
  void fail(Fault how) {
    synchronized (state) {
      fault = how;
      if (how == null) {
        tripped = null;
      }
      state.notifyAll();
    }
  }

  private boolean has(Fault one) {
    synchronized (state) {
      return fault == one;
    }
  }

  /** Does something to the instrument itself, past whatever ails its link. */
  void directly(String... messages) {
    for (String message : messages) {
      inner.clear();
      inner.write(bytes(message));
    }
    inner.clear();
  }

  @Override
  public void write(byte[] message) {
    if (has(Fault.HUNG)) {
      hang(false);
      return;
    }
    asksForLimit = new String(message, StandardCharsets.ISO_8859_1).contains("PROT:TRIP?");
    inner.write(message);
    String off = tripped;
    if (off != null) {
      offKeepingAnswer(off);
    }
  }

  /** Stays off, whoever switches it on, until it is healed. */
  void trip(String off) {
    tripped = off;
    directly(off);
  }

  private void offKeepingAnswer(String off) {
    byte[] answer = inner.read();
    inner.write(bytes(off));
    kept = answer;
  }

  @Override
  public byte[] read() {
    if (has(Fault.HUNG) || has(Fault.STUCK_BUSY)) {
      hang(has(Fault.STUCK_BUSY));
      return null;
    }
    byte[] answer = kept == null ? inner.read() : kept;
    kept = null;
    if (answer == null) {
      return null;
    }
    if (has(Fault.SLOW)) {
      pause();
    }
    if (has(Fault.GARBAGE)) {
      for (int i = 0; i < answer.length; i++) {
        answer[i] = (byte) ('!' + (answer[i] * 31 + i * 7 & 63));
      }
    }
    if (has(Fault.WRONG_IDENTITY)) {
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      answer = bytes(text.replace(identity, OTHER));
    }
    if (has(Fault.COMPLIANCE) && asksForLimit) {
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      answer = bytes(text.replaceFirst("0$", "1"));
    }
    return answer;
  }

  private void pause() {
    try {
      Thread.sleep(SLOWNESS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it works again, or until it is cleared if that helps. */
  private void hang(boolean clearable) {
    synchronized (state) {
      cleared = false;
      Fault here = fault;
      while (here != null && fault == here && !(clearable && cleared)) {
        try {
          state.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  @Override
  public void clear() {
    if (has(Fault.HUNG)) {
      hang(false);
    }
    synchronized (state) {
      cleared = true;
      state.notifyAll();
    }
    inner.clear();
  }

  @Override
  public int serialPoll() {
    if (has(Fault.HUNG)) {
      hang(false);
    }
    int status = inner.serialPoll();
    polled.run();
    return status;
  }

  @Override
  public void trigger() {
    inner.trigger();
  }

  @Override
  public Subscription onServiceRequest(Runnable listener) {
    return inner.onServiceRequest(listener);
  }

  @Override
  public void queryError(QueryError error) {
    inner.queryError(error);
  }
}
