package org.spinbench.app.house;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** Calls, and references to methods, that let the machine's time, chance or locale into a run. */
final class ForbiddenCalls {

  private static final Set<String> ALWAYS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Thread.sleep",
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.lang.String.formatted",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalTime.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.util.UUID.randomUUID",
          "java.util.Locale.getDefault",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.concurrent.TimeUnit.sleep",
          "java.util.concurrent.locks.LockSupport.parkNanos",
          "java.util.concurrent.locks.LockSupport.parkUntil",
          "java.util.random.RandomGenerator.getDefault");

  private static final Set<String> NEEDS_A_LOCALE =
      Set.of(
          "java.lang.String.format",
          "java.lang.String.toUpperCase",
          "java.lang.String.toLowerCase",
          "java.io.PrintStream.printf",
          "java.io.PrintStream.format",
          "java.io.PrintWriter.printf",
          "java.io.PrintWriter.format",
          "java.util.Formatter.<init>",
          "java.util.Scanner.<init>",
          "java.text.DecimalFormat.<init>",
          "java.text.NumberFormat.getInstance",
          "java.text.NumberFormat.getNumberInstance");

  private static final Set<String> LOCALES =
      Set.of("java.util.Locale", "java.text.DecimalFormatSymbols");

  private static final Set<String> NEEDS_A_SEED =
      Set.of(
          "java.util.Random.<init>",
          "java.util.SplittableRandom.<init>",
          "java.util.random.RandomGeneratorFactory.create");

  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log10",
          "log1p", "pow", "cbrt", "sinh", "cosh", "tanh", "hypot");

  private ForbiddenCalls() {}

  static boolean isForbidden(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return false;
    }
    String name = target.getOwner().getName() + "." + target.getName();
    List<String> parameters =
        target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    if (name.equals("java.util.Collections.shuffle")) {
      return parameters.size() == 1;
    }
    return ALWAYS.contains(name)
        || NEEDS_A_LOCALE.contains(name) && parameters.stream().noneMatch(LOCALES::contains)
        || NEEDS_A_SEED.contains(name) && parameters.isEmpty();
  }

  static boolean isInexact(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(Math.class) && INEXACT.contains(access.getName());
  }
}
