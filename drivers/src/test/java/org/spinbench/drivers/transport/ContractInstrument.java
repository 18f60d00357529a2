package org.spinbench.drivers.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGeneratorFactory;

/**
 * The instrument that {@link TransportContract} is tried on. It knows {@code *IDN?}, {@code *ESE?},
 * {@code *STB?}, {@code *TRG}, {@code :SYST:ERR?}, and
 *
 * <ul>
 *   <li>{@code ECHO? text} answers the text,
 *   <li>{@code BLOCK? n kind} answers a block with n bytes of payload, see {@link #payload},
 *   <li>{@code DATA block} keeps the block, and {@code DATA?} answers it,
 *   <li>{@code HOLD? text} works until {@link #release} before it answers the text, or until device
 *       clear, after which it does not,
 *   <li>{@code MUTE?} answers nothing,
 *   <li>{@code TRIG:COUN?} answers how many triggers came.
 * </ul>
 */
public final class ContractInstrument implements Endpoint {
  public static final String IDENTITY = "Spinbench,Contract,7,1.0";

  /** Message exchange errors that the link reported. */
  public final List<QueryError> queryErrors = new CopyOnWriteArrayList<>();

  private static final int RQS = 1 << 6;

  private final Object state = new Object();
  private final Queue<byte[]> answers = new ArrayDeque<>();
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private byte[] data = "#10".getBytes(StandardCharsets.US_ASCII);
  private int statusByte;
  private int triggers;
  private int clears;
  private boolean holding;
  private boolean released;

  /** What a block's payload is filled with. */
  public enum Kind {
    LINE_FEEDS,
    HASHES,
    RANDOM
  }

  /** The payload that {@code BLOCK? length kind} answers. */
  public static byte[] payload(int length, Kind kind) {
    byte[] payload = new byte[length];
    switch (kind) {
      case LINE_FEEDS -> Arrays.fill(payload, (byte) '\n');
      case HASHES -> Arrays.fill(payload, (byte) '#');
      case RANDOM ->
          RandomGeneratorFactory.of("L64X128MixRandom").create(length).nextBytes(payload);
    }
    return payload;
  }

  /** The payload as a definite-length block (IEEE 488.2 section 8.7.9). */
  public static byte[] block(byte[] payload) {
    String length = Integer.toString(payload.length);
    byte[] header = ("#" + length.length() + length).getBytes(StandardCharsets.US_ASCII);
    byte[] block = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, block, header.length, payload.length);
    return block;
  }

  @Override
  public void write(byte[] message) {
    if (startsWith(message, "DATA ")) {
      synchronized (state) {
        data = Arrays.copyOfRange(message, 5, message.length);
      }
      return;
    }
    String text = new String(message, StandardCharsets.ISO_8859_1).trim();
    if (text.startsWith("HOLD? ")) {
      hold(text.substring(6));
    } else if (text.equals("*TRG")) {
      trigger();
    } else if (text.endsWith(":SYST:ERR?")) {
      answer("0,\"No error\"".getBytes(StandardCharsets.US_ASCII));
    } else if (text.contains("?") && !text.equals("MUTE?")) {
      answer(response(text));
    }
  }

  private byte[] response(String text) {
    if (text.startsWith("BLOCK? ")) {
      String[] parts = text.split(" ");
      return block(payload(Integer.parseInt(parts[1]), Kind.valueOf(parts[2])));
    }
    if (text.equals("DATA?")) {
      synchronized (state) {
        return data;
      }
    }
    String answer =
        switch (text) {
          case "*IDN?" -> IDENTITY;
          case "*ESE?" -> "0";
          case "*STB?" -> Integer.toString(statusByte(false));
          case "TRIG:COUN?" -> Integer.toString(triggers());
          default -> text.substring(text.indexOf(' ') + 1);
        };
    return answer.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean startsWith(byte[] message, String text) {
    byte[] head = text.getBytes(StandardCharsets.US_ASCII);
    return message.length >= head.length
        && Arrays.equals(Arrays.copyOf(message, head.length), head);
  }

  private void answer(byte[] response) {
    synchronized (state) {
      answers.add(response);
    }
  }

  private void hold(String text) {
    synchronized (state) {
      int before = clears;
      holding = true;
      state.notifyAll();
      while (!released && clears == before) {
        await();
      }
      holding = false;
      if (clears == before) {
        answers.add(text.getBytes(StandardCharsets.ISO_8859_1));
      }
      state.notifyAll();
    }
  }

  private void await() {
    try {
      state.wait();
    } catch (InterruptedException stop) {
      throw new IllegalStateException("interrupted while it was working", stop);
    }
  }

  /** Waits until {@code HOLD?} has begun. */
  public void awaitHolding() {
    synchronized (state) {
      while (!holding) {
        await();
      }
    }
  }

  /** Lets {@code HOLD?} answer, now and from now on, and waits until it has. */
  public void release() {
    synchronized (state) {
      released = true;
      state.notifyAll();
      while (holding) {
        await();
      }
    }
  }

  @Override
  public byte[] read() {
    synchronized (state) {
      return answers.poll();
    }
  }

  @Override
  public void clear() {
    synchronized (state) {
      clears++;
      answers.clear();
      state.notifyAll();
    }
  }

  @Override
  public int serialPoll() {
    return statusByte(true);
  }

  private int statusByte(boolean poll) {
    synchronized (state) {
      int byteNow = statusByte;
      if (poll) {
        statusByte &= ~RQS;
      }
      return byteNow;
    }
  }

  @Override
  public void trigger() {
    synchronized (state) {
      triggers++;
    }
  }

  private int triggers() {
    synchronized (state) {
      return triggers;
    }
  }

  /** How often device clear came. */
  public int clears() {
    synchronized (state) {
      return clears;
    }
  }

  @Override
  public Subscription onServiceRequest(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void queryError(QueryError error) {
    queryErrors.add(error);
  }

  /** Requests service: sets these bits and RQS, and tells the listeners. */
  public void requestService(int bits) {
    synchronized (state) {
      statusByte = bits | RQS;
    }
    listeners.forEach(Runnable::run);
  }
}
