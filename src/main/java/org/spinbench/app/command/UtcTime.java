package org.spinbench.app.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.TypeConversionException;

/** Days and times of a command line, in UTC, so that they mean the same on every computer. */
public final class UtcTime {
  private UtcTime() {}

  /**
   * The moment that a text names.
   *
   * @param text a day, such as {@code 2026-11-01}, or a time, such as {@code 2026-11-01T14:30}
   * @param ofDay what a day means: time since its beginning
   * @throws TypeConversionException if it is neither
   */
  public static Instant of(String text, Duration ofDay) {
    try {
      return text.contains("T")
          ? LocalDateTime.parse(text.replaceFirst("Z$", "")).toInstant(ZoneOffset.UTC)
          : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).plus(ofDay);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is no day and no time; write for example 2026-11-01 or 2026-11-01T14:30");
    }
  }
}
