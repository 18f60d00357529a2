package org.spinbench.app.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The classes that other projects may rely on, with their public members: docs/api.txt has them as
 * they are. After a change that is meant, run this test with {@code -Dspinbench.api=write}, review
 * the difference, and tell it in the changelog. No JDK changes that.
 */
@Tag("slow")
class StatedClassesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path LIST = ROOT.resolve("docs/api.txt");
  private static final Pattern HEADING = Pattern.compile("(?m)^org\\.spinbench\\.[\\w.$]+");

  @Test
  void theStatedClassesAreAsStated() throws IOException {
    String stated = Files.readString(LIST);
    String actual =
        found(HEADING, stated).stream()
            .map(StatedClassesTest::type)
            .map(StatedClassesTest::members)
            .collect(Collectors.joining("\n"));
    if ("write".equals(System.getProperty("spinbench.api"))) {
      Files.writeString(LIST, actual);
    }
    assertEquals(stated, actual);
  }

  @Test
  void theProjectOfThePagesUsesNoOtherClasses() throws IOException {
    Set<String> stated = new TreeSet<>(found(HEADING, Files.readString(LIST)));
    Set<String> used = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(ROOT.resolve("docs/examples/project"))) {
      for (Path source : sources.filter(one -> one.toString().endsWith(".java")).toList()) {
        Pattern imported = Pattern.compile("(?m)^import org\\.spinbench\\.[\\w.]+");
        found(imported, Files.readString(source))
            .forEach(line -> used.add(line.substring("import ".length())));
      }
    }
    assertTrue(used.size() > 25, used.toString());
    used.removeAll(stated);
    assertEquals(Set.of(), used, "used, but not stated in docs/api.txt");
  }

  @Test
  void aMemberThatChangesIsFound() {
    String before = members(Before.class).replace("Before", "It");
    assertEquals(before, members(Before.class).replace("Before", "It"));
    assertTrue(!before.equals(members(After.class).replace("After", "It")));
    assertTrue(before.contains("int number()") && !before.contains("hidden"), before);
  }

  /** Two states of a class. */
  public record Before(int number) {
    private static void hidden() {}
  }

  /** The later one. */
  public record After(long number) {}

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, StatedClassesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name + " is stated in docs/api.txt, but there is no such class", e);
    }
  }

  /** A class with its public constructors, fields and methods that it declares. */
  private static String members(Class<?> type) {
    assertTrue(Modifier.isPublic(type.getModifiers()), type + " is not public");
    Stream<String> constructors =
        Arrays.stream(type.getConstructors()).map(Constructor::toGenericString);
    Stream<String> fields =
        Arrays.stream(type.getFields())
            .filter(field -> field.getDeclaringClass() == type)
            .map(Field::toGenericString);
    Stream<String> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .map(Method::toGenericString);
    return type.getName()
        + "\n"
        + Stream.of(constructors, fields, methods)
            .flatMap(all -> all)
            .map(line -> line.replace(type.getName() + ".", "").replace("java.lang.", ""))
            .map(line -> line.replaceAll("^public (abstract |final |default )?", "  "))
            .sorted()
            .map(line -> line + "\n")
            .collect(Collectors.joining());
  }
}
