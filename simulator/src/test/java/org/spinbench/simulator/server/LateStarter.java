package org.spinbench.simulator.server;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.spinbench.drivers.transport.Endpoint;

/**
 * An instrument that answers every message with itself but {@code LATE?}. A first device clear
 * reaches that message on its way to the instrument, and is lost; the second breaks its work off.
 */
final class LateStarter implements Endpoint {
  final CountDownLatch onItsWay = new CountDownLatch(1);
  private final Object state = new Object();
  private int clears;
  private byte[] answer;

  @Override
  public void write(byte[] message) {
    boolean late = new String(message, StandardCharsets.US_ASCII).equals("LATE?");
    if (late) {
      onItsWay.countDown();
      awaitSecondClear();
    }
    answer = late ? null : message;
  }

  private void awaitSecondClear() {
    synchronized (state) {
      while (clears < 2) {
        try {
          state.wait();
        } catch (InterruptedException stop) {
          throw new IllegalStateException("nobody interrupts the threads of a server", stop);
        }
      }
    }
  }

  @Override
  public byte[] read() {
    byte[] response = answer;
    answer = null;
    return response;
  }

  @Override
  public void clear() {
    synchronized (state) {
      clears++;
      state.notifyAll();
    }
  }
}
