package org.spinbench.drivers.standin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Definite-length blocks as instruments send them. */
public final class Blocks {
  private Blocks() {}

  /** Doubles, most significant byte first. */
  public static byte[] doubles(double... values) {
    ByteBuffer payload = ByteBuffer.allocate(Double.BYTES * values.length);
    payload.asDoubleBuffer().put(values);
    return block(payload.array());
  }

  /** Singles. */
  public static byte[] singles(ByteOrder order, float... values) {
    ByteBuffer payload = ByteBuffer.allocate(Float.BYTES * values.length).order(order);
    payload.asFloatBuffer().put(values);
    return block(payload.array());
  }

  /** Text. */
  public static byte[] text(String text) {
    return block(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] block(byte[] payload) {
    String length = Integer.toString(payload.length);
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(("#" + length.length() + length).getBytes(StandardCharsets.US_ASCII));
    block.writeBytes(payload);
    return block.toByteArray();
  }
}
