package org.spinbench.drivers.transport;

import java.io.ByteArrayOutputStream;
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
 * {@code *STB?}, {@code *TRG}, {@code :SYST:ERR?}, several of them in one message, and
 *
 * <ul>
 *   <li>{@code ECHO? text} answers the text,
 *   <li>{@code BLOCK? n kind} answers a block with n bytes of payload, see {@link #payload},
 *   <li>{@code DATA block} keeps the block, and {@code DATA?} answers it,
 *   <li>{@code HOLD? text} works until {@link #release} before it answers the text, or until device
 *       clear, after which it does not,
 *   <li>{@code STAMP? k} answers a block that names the number k,
 *   <li>{@code MUTE?} answers nothing,
 *   <li>{@code REFUSE} puts an error into the queue that {@code :SYST:ERR?} takes from,
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
  private final Queue<String> errors = new ArrayDeque<>();
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
    synchronized (state) {
      if (startsWith(message, "DATA ")) {
        data = Arrays.copyOfRange(message, 5, message.length);
        return;
      }
      int before = clears;
      ByteArrayOutputStream response = new ByteArrayOutputStream();
      for (String unit : new String(message, StandardCharsets.ISO_8859_1).trim().split(";")) {
        byte[] answer = carryOut(unit);
        if (answer != null) {
          response.writeBytes(response.size() == 0 ? new byte[0] : new byte[] {';'});
          response.writeBytes(answer);
        }
      }
      if (response.size() > 0 && clears == before) {
        answers.add(response.toByteArray());
      }
      state.notifyAll();
    }
  }

  /** Carries one unit out; null if it asks nothing. */
  private byte[] carryOut(String unit) {
    String rest = unit.substring(unit.indexOf(' ') + 1);
    switch (unit.substring(0, unit.length() - rest.length()).trim()) {
      case "BLOCK?" -> {
        String[] parts = rest.split(" ");
        return block(payload(Integer.parseInt(parts[0]), Kind.valueOf(parts[1])));
      }
      case "STAMP?" -> {
        return block(stamp(Integer.parseInt(rest)));
      }
      case "HOLD?" -> hold();
      case "REFUSE" -> errors.add("-222,\"Data out of range;" + rest + "\"");
      default -> {
        return response(unit, rest);
      }
    }
    return unit.startsWith("HOLD?") ? rest.getBytes(StandardCharsets.ISO_8859_1) : null;
  }

  private byte[] response(String unit, String rest) {
    String answer =
        switch (unit) {
          case "*IDN?" -> IDENTITY;
          case "*ESE?" -> "0";
          case "*STB?" -> Integer.toString(statusByte);
          case "TRIG:COUN?" -> Integer.toString(triggers);
          case ":SYST:ERR?" -> errors.isEmpty() ? "0,\"No error\"" : errors.remove();
          case "DATA?" -> new String(data, StandardCharsets.ISO_8859_1);
          case "MUTE?" -> null;
          default -> unit.contains("?") ? rest : null;
        };
    triggers += unit.equals("*TRG") ? 1 : 0;
    return answer == null ? null : answer.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The payload of {@code STAMP? k}: the number, and then bytes that look like the end of one. */
  public static byte[] stamp(int k) {
    byte[] number = Integer.toString(k).getBytes(StandardCharsets.US_ASCII);
    byte[] payload = Arrays.copyOf(number, number.length + 100 + k % 900);
    Arrays.fill(payload, number.length, payload.length, (byte) (k % 2 == 0 ? '\n' : '#'));
    return payload;
  }

  private static boolean startsWith(byte[] message, String text) {
    byte[] head = text.getBytes(StandardCharsets.US_ASCII);
    return message.length >= head.length
        && Arrays.equals(Arrays.copyOf(message, head.length), head);
  }

  /** Works until it is released or cleared. */
  private void hold() {
    int before = clears;
    holding = true;
    state.notifyAll();
    while (!released && clears == before) {
      await();
    }
    holding = false;
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
    synchronized (state) {
      int byteNow = statusByte;
      statusByte &= ~RQS;
      return byteNow;
    }
  }

  @Override
  public void trigger() {
    synchronized (state) {
      triggers++;
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
