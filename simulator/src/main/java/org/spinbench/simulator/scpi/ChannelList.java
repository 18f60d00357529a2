package org.spinbench.simulator.scpi;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads channel lists of SCPI-99 volume 1 section 8.3.2: {@code @1,2,7:5}, or {@code @1!2:3!4} for
 * channels with several dimensions. Such a range covers every dimension; the last one runs fastest.
 */
final class ChannelList {
  private final String text;
  private final int[] sizes;
  private final int longest;
  private final List<int[]> channels = new ArrayList<>();
  private int at;

  private ChannelList(String text, int[] sizes, int longest) {
    this.text = text;
    this.sizes = sizes;
    this.longest = longest;
  }

  static int[][] parse(String text, int[] sizes, int longest) {
    ChannelList list = new ChannelList(text, sizes, longest);
    list.skipSpace();
    list.expect('@');
    do {
      int[] first = list.channel();
      list.add(first, list.accept(':') ? list.channel() : first, 0, new int[sizes.length]);
    } while (list.accept(','));
    if (list.at < text.length()) {
      throw new CommandException(StandardError.INVALID_EXPRESSION);
    }
    return list.channels.toArray(int[][]::new);
  }

  private void add(int[] first, int[] last, int dimension, int[] channel) {
    if (dimension == sizes.length) {
      if (channels.size() == longest) {
        throw new CommandException(StandardError.TOO_MUCH_DATA);
      }
      channels.add(channel.clone());
      return;
    }
    int step = Integer.signum(last[dimension] - first[dimension]);
    for (int number = first[dimension]; ; number += step) {
      channel[dimension] = number;
      add(first, last, dimension + 1, channel);
      if (number == last[dimension]) {
        return;
      }
    }
  }

  private int[] channel() {
    int[] channel = new int[sizes.length];
    for (int dimension = 0; dimension < sizes.length; dimension++) {
      if (dimension > 0) {
        expect('!');
      }
      channel[dimension] = number(sizes[dimension]);
    }
    return channel;
  }

  private int number(int max) {
    skipSpace();
    int start = at;
    int value = 0;
    while (at < text.length() && Lexer.isDigit(text.charAt(at))) {
      value = Math.min(max + 1, value * 10 + text.charAt(at) - '0');
      at++;
    }
    if (at == start) {
      throw new CommandException(StandardError.INVALID_EXPRESSION);
    }
    if (value < 1 || value > max) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    skipSpace();
    return value;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw new CommandException(StandardError.INVALID_EXPRESSION);
    }
  }

  private boolean accept(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && Lexer.isSpace(text.charAt(at))) {
      at++;
    }
  }
}
