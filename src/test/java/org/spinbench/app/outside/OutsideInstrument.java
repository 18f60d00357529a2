package org.spinbench.app.outside;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.rfsource.SimulatedSgs100a;

/**
 * A simulated SGS100A that can also answer a block of any size, be busy, and count its triggers:
 * {@code BLOCK? length,byte} gives a response of that many bytes in all, whose payload is that byte
 * over and over; {@code SLEEP? milliseconds} works so long, or until a device clear.
 */
final class OutsideInstrument implements Endpoint {
  private static final Pattern BLOCK = Pattern.compile("BLOCK\\? (\\d+),(\\d+)\\s*");
  private static final Pattern SLEEP = Pattern.compile("SLEEP\\? (\\d+)\\s*");
  private static final byte[] ONE = {'1'};
  private static final String TRIGGERS = "TRIGGERS?";
  private static final RandomGenerator RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom").create(1);

  private final Endpoint panel =
      new SimulatedSgs100a(new Surroundings(new PacedClock(1), RANDOM, false, () -> {})).endpoint();
  private volatile byte[] prepared;
  private final Semaphore clears = new Semaphore(0);
  private volatile int triggers;

  @Override
  public void write(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    Matcher block = BLOCK.matcher(text);
    Matcher sleep = SLEEP.matcher(text);
    if (block.matches()) {
      prepared = block(Integer.parseInt(block.group(1)), Integer.parseInt(block.group(2)));
    } else if (sleep.matches()) {
      prepared = sleep(Long.parseLong(sleep.group(1))) ? ONE : null;
    } else if (text.strip().equals(TRIGGERS)) {
      prepared = Integer.toString(triggers).getBytes(StandardCharsets.ISO_8859_1);
    } else {
      prepared = null;
      panel.write(message);
    }
  }

  /** Whether that time has passed without a device clear. */
  private boolean sleep(long milliseconds) {
    clears.drainPermits();
    try {
      return !clears.tryAcquire(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A block whose header and payload are so many bytes together. */
  private static byte[] block(int length, int fill) {
    int digits = 1;
    while (Integer.toString(length - 2 - digits).length() > digits) {
      digits++;
    }
    int payload = length - 2 - digits;
    String header =
        "#" + digits + "0".repeat(digits - Integer.toString(payload).length()) + payload;
    byte[] block = new byte[length];
    Arrays.fill(block, (byte) fill);
    System.arraycopy(header.getBytes(StandardCharsets.ISO_8859_1), 0, block, 0, header.length());
    return block;
  }

  @Override
  public byte[] read() {
    byte[] response = prepared == null ? panel.read() : prepared;
    prepared = null;
    return response;
  }

  @Override
  public void clear() {
    clears.release();
    prepared = null;
    panel.clear();
  }

  @Override
  public int serialPoll() {
    return panel.serialPoll();
  }

  @Override
  public void trigger() {
    triggers++;
    panel.trigger();
  }

  @Override
  public Subscription onServiceRequest(Runnable listener) {
    return panel.onServiceRequest(listener);
  }

  @Override
  public void queryError(QueryError error) {
    panel.queryError(error);
  }
}
