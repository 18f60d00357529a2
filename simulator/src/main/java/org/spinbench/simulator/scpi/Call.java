package org.spinbench.simulator.scpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.spinbench.simulator.scpi.Parameter.Block;
import org.spinbench.simulator.scpi.Parameter.Expression;
import org.spinbench.simulator.scpi.Parameter.Numeric;
import org.spinbench.simulator.scpi.Parameter.Quoted;
import org.spinbench.simulator.scpi.Parameter.Word;

/**
 * One use of a command: the numeric suffixes of its header and its parameters, taken in order. A
 * handler takes all of them before it changes anything, so that a refused command has no effect.
 */
public final class Call {
  private static final int MOST_CHANNELS = 1000;

  private final int[] suffixes;
  private final List<Parameter> parameters;
  private int next;

  Call(int[] suffixes, List<Parameter> parameters) {
    this.suffixes = suffixes;
    this.parameters = parameters;
  }

  /**
   * Numeric suffix of the header.
   *
   * @param slot which {@code #} of the pattern, from 0
   * @param max largest number that exists
   * @return 1 to max; 1 when the suffix is missing
   */
  public int suffix(int slot, int max) {
    return suffix(slot, 1, max);
  }

  /** Like {@link #suffix(int, int)}, from another smallest number. */
  public int suffix(int slot, int min, int max) {
    int suffix = hasSuffix(slot) ? suffixes[slot] : 1;
    if (suffix < min || suffix > max) {
      throw new CommandException(StandardError.HEADER_SUFFIX_OUT_OF_RANGE);
    }
    return suffix;
  }

  public boolean hasSuffix(int slot) {
    return suffixes[slot] >= 0;
  }

  /** Refuses a header with a suffix other than 1. */
  Call requireFirst() {
    for (int slot = 0; slot < suffixes.length; slot++) {
      suffix(slot, 1);
    }
    return this;
  }

  /** An answer that does not depend on the call. */
  String with(Supplier<String> answer) {
    return answer.get();
  }

  /** Whether there is another parameter. */
  public boolean more() {
    return next < parameters.size();
  }

  /** Whether the next parameter is a parenthesised list. */
  public boolean listNext() {
    return more() && parameters.get(next) instanceof Expression;
  }

  /** Whether the next parameter is character data. */
  public boolean wordNext() {
    return more() && parameters.get(next) instanceof Word;
  }

  /** Takes the next parameter if it is this word (in upper case). */
  public boolean took(String word) {
    boolean there =
        more() && parameters.get(next) instanceof Word found && found.text().equals(word);
    next += there ? 1 : 0;
    return there;
  }

  /** The next parameter as a number in the range, in the base unit of its quantity. */
  public double number(NumberRange range) {
    return range.value(take());
  }

  /** The remaining parameters, as numbers in the range. */
  public double[] numbers(NumberRange range) {
    double[] numbers = new double[parameters.size() - next];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(range);
    }
    return numbers;
  }

  /**
   * The remaining parameters before a list of channels, as numbers in the range; or one block of
   * numbers of 32 bits, least significant byte first.
   */
  public List<Double> values(NumberRange range) {
    List<Double> values = new ArrayList<>();
    if (more() && parameters.get(next) instanceof Block) {
      byte[] bytes = block().getBytes(StandardCharsets.ISO_8859_1);
      if (bytes.length % Float.BYTES != 0) {
        throw new CommandException(StandardError.INVALID_BLOCK_DATA);
      }
      ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      while (floats.hasRemaining()) {
        values.add(range.checked(floats.getFloat()));
      }
    }
    while (more() && !listNext()) {
      values.add(number(range));
    }
    return values;
  }

  /** Like {@link #number}; UP and DOWN stand for these values. */
  public double stepped(NumberRange range, double up, double down) {
    Parameter parameter = take();
    if (parameter instanceof Word word && word.text().equals("UP")) {
      return range.checked(up);
    }
    if (parameter instanceof Word word && word.text().equals("DOWN")) {
      return range.checked(down);
    }
    return range.value(parameter);
  }

  /** The next parameter as the name of a limit, {@code MIN}, {@code MAX} or {@code DEF}. */
  public double limit(NumberRange range) {
    return range.named(word(take(), StandardError.NUMERIC_DATA_NOT_ALLOWED));
  }

  /**
   * The next parameter as a whole number. A fraction is rounded, as IEEE 488.2 requires for NR1.
   *
   * @param max largest number; less than the smallest if no number is allowed: then {@code MIN} and
   *     {@code MAX} are out of range too
   */
  public int integer(int min, int max) {
    if (max < min) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    double value = new NumberRange(Quantity.NUMBER, min - 0.5, max + 0.5, min).value(take());
    return (int) Math.max(min, Math.min(max, StrictMath.rint(value)));
  }

  /** The next parameter as a boolean: ON, OFF or a number, of which only zero is OFF. */
  public boolean flag() {
    Parameter parameter = take();
    if (parameter instanceof Numeric number) {
      return StrictMath.rint(Quantity.NUMBER.value(number)) != 0;
    }
    return switch (word(parameter, StandardError.DATA_TYPE_ERROR)) {
      case "ON" -> true;
      case "OFF" -> false;
      default -> throw new CommandException(StandardError.INVALID_CHARACTER_DATA);
    };
  }

  /** The next parameter as one of several words, in its short form. */
  public String choice(Choice choice) {
    return choice.value(take());
  }

  /** The next parameter as any character data, in upper case. */
  public String word() {
    return word(take(), StandardError.NUMERIC_DATA_NOT_ALLOWED);
  }

  /** The next parameter as a string, without quotes. */
  public String quoted() {
    Parameter parameter = take();
    if (parameter instanceof Quoted quoted) {
      return quoted.text();
    }
    word(parameter, StandardError.NUMERIC_DATA_NOT_ALLOWED);
    throw new CommandException(StandardError.CHARACTER_DATA_NOT_ALLOWED);
  }

  /** The next parameter as arbitrary block data, one character a byte. */
  public String block() {
    Parameter parameter = take();
    if (parameter instanceof Block block) {
      return block.bytes();
    }
    word(parameter, StandardError.NUMERIC_DATA_NOT_ALLOWED);
    throw new CommandException(StandardError.CHARACTER_DATA_NOT_ALLOWED);
  }

  /** The next parameter as a channel list such as {@code (@1,4:2)}: channel numbers in order. */
  public int[] channels(int max) {
    return Arrays.stream(channelList(max)).mapToInt(channel -> channel[0]).toArray();
  }

  /**
   * The next parameter as a channel list of several dimensions such as {@code (@1!2:3!4)}: in
   * order, the number of each channel in every dimension.
   *
   * @param sizes number of channels in each dimension, numbered from 1
   */
  public int[][] channelList(int... sizes) {
    Parameter parameter = take();
    if (!(parameter instanceof Expression expression)) {
      throw new CommandException(StandardError.DATA_TYPE_ERROR);
    }
    return ChannelList.parse(expression.text(), sizes, MOST_CHANNELS);
  }

  private Parameter take() {
    if (!more()) {
      throw new CommandException(StandardError.MISSING_PARAMETER);
    }
    return parameters.get(next++);
  }

  /** The word of the parameter. For any other type, throws the error that names the type. */
  static String word(Parameter parameter, StandardError forNumber) {
    if (parameter instanceof Word word) {
      return word.text();
    }
    if (parameter instanceof Numeric) {
      throw new CommandException(forNumber);
    }
    if (parameter instanceof Quoted) {
      throw new CommandException(StandardError.STRING_DATA_NOT_ALLOWED);
    }
    if (parameter instanceof Block) {
      throw new CommandException(StandardError.BLOCK_DATA_NOT_ALLOWED);
    }
    throw new CommandException(StandardError.EXPRESSION_DATA_NOT_ALLOWED);
  }
}
