package org.spinbench.simulator.scpi;

import java.util.Arrays;

/** Reads channel lists of SCPI-99 volume 1 section 8.3.2 with one dimension: {@code @1,2,7:5}. */
final class ChannelList {
  private final String text;
  private final int max;
  private int[] channels = new int[8];
  private int count;
  private int at;

  private ChannelList(String text, int max) {
    this.text = text;
    this.max = max;
  }

  static int[] parse(String text, int max, int longest) {
    ChannelList list = new ChannelList(text, max);
    list.skipSpace();
    list.expect('@');
    do {
      list.entry(longest);
    } while (list.accept(','));
    if (list.at < text.length()) {
      throw new CommandException(ScpiError.INVALID_EXPRESSION);
    }
    return Arrays.copyOf(list.channels, list.count);
  }

  private void entry(int longest) {
    int first = channel();
    int last = accept(':') ? channel() : first;
    int step = Integer.signum(last - first);
    for (int channel = first; ; channel += step) {
      add(channel, longest);
      if (channel == last) {
        return;
      }
    }
  }

  private void add(int channel, int longest) {
    if (count == longest) {
      throw new CommandException(ScpiError.TOO_MUCH_DATA);
    }
    if (count == channels.length) {
      channels = Arrays.copyOf(channels, 2 * count);
    }
    channels[count++] = channel;
  }

  private int channel() {
    skipSpace();
    int start = at;
    int value = 0;
    while (at < text.length() && Lexer.isDigit(text.charAt(at))) {
      value = Math.min(max + 1, value * 10 + text.charAt(at) - '0');
      at++;
    }
    if (at == start) {
      throw new CommandException(ScpiError.INVALID_EXPRESSION);
    }
    if (value < 1 || value > max) {
      throw new CommandException(ScpiError.DATA_OUT_OF_RANGE);
    }
    skipSpace();
    return value;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw new CommandException(ScpiError.INVALID_EXPRESSION);
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
