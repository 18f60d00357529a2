package org.spinbench.drivers.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Reads files that a user names, and says in the user's words why one cannot be read or written:
 * which file, what is wrong with it, and what to do.
 */
public final class UserFile {
  /** Largest text file that is read, bytes. */
  private static final int LARGEST = 64 << 20;

  /** Number of bytes that show the kind of a file. */
  private static final int HEAD = 16;

  private static final String HDF5 = "\u0089HDF";
  private static final String SQLITE = "SQLite format 3\0";
  private static final byte[] UTF_16 = {(byte) 0xff, (byte) 0xfe};
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private UserFile() {}

  /**
   * The text of a file, in UTF-8; a byte order mark is left out.
   *
   * @param what the file is to be, with its article, such as "a bench file"
   * @throws IllegalArgumentException if it cannot be read, or is no text in UTF-8; the message
   *     names the file, the line and what is wrong
   */
  public static String text(Path file, String what) {
    byte[] bytes;
    try (InputStream in = open(file, what)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
    if (bytes.length > LARGEST) {
      throw new IllegalArgumentException(
          file + " has more than " + (LARGEST >> 20) + " MiB, so it is not " + what);
    }
    return text(bytes, file, what);
  }

  /** The same for bytes that were read already. */
  public static String text(byte[] bytes, Path file, String what) {
    requireText(bytes, file, what);
    if (bytes.length > 1
        && (bytes[0] == UTF_16[0] && bytes[1] == UTF_16[1]
            || bytes[0] == UTF_16[1] && bytes[1] == UTF_16[0])) {
      throw new IllegalArgumentException(file + " is text in UTF-16; save it as text in UTF-8");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    String text;
    try {
      text = decoder.decode(in).toString();
    } catch (CharacterCodingException e) {
      if (!looksLikeText(bytes)) {
        throw new IllegalArgumentException(file + " is not text, so it is not " + what, e);
      }
      // The buffer stands at the first byte that is none of UTF-8's.
      throw notUtf8(file, bytes, in.position(), e);
    }
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw new IllegalArgumentException(
          file + ", line " + line(bytes, zero) + ": a zero byte; this is not text, so not " + what);
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Whether there are no control characters but those that texts hold. */
  private static boolean looksLikeText(byte[] bytes) {
    for (byte one : bytes) {
      boolean control = one >= 0 && one < ' ';
      if (control && one != '\t' && one != '\n' && one != '\r' && one != '\f') {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException notUtf8(
      Path file, byte[] bytes, int at, CharacterCodingException e) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s, line %d: byte 0x%02X is not UTF-8; save the file as text in UTF-8",
            file,
            line(bytes, at),
            bytes[at]),
        e);
  }

  private static int line(byte[] bytes, int at) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' || bytes[i] == '\r' && bytes[i + 1] != '\n' ? 1 : 0;
    }
    return line;
  }

  /**
   * Opens a file to read it.
   *
   * @param what the file is to be, with its article, such as "a bench file"
   * @throws IllegalArgumentException if it cannot be opened; the message names the file and what is
   *     wrong
   */
  public static InputStream open(Path file, String what) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder, not " + what);
    }
    try {
      return new BufferedInputStream(Files.newInputStream(file));
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /**
   * Looks at how a file begins, and leaves all of it to be read.
   *
   * @param in can be marked
   * @throws IllegalArgumentException if it begins as a file of another kind than text
   */
  public static void requireText(InputStream in, Path file, String what) throws IOException {
    in.mark(HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.reset();
    requireText(head, file, what);
  }

  private static void requireText(byte[] head, Path file, String what) {
    kind(head)
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(file + " is " + other + ", not " + what);
            });
  }

  /** The exception that says why a file cannot be read. */
  public static IllegalArgumentException unreadable(Path file, String what, IOException e) {
    return new IllegalArgumentException(
        "cannot read " + file + " as " + what + ": " + reason(e), e);
  }

  /** Why reading or writing failed, in words. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missingPart(Path.of(missing.getFile()));
    }
    if (e instanceof AccessDeniedException) {
      return "you have no permission";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it exists and is not overwritten";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (e instanceof ZipException || e instanceof EOFException) {
      return "its gzip data are damaged or cut off";
    }
    if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return fileOnTheWay(failed).orElse(failed.getReason());
    }
    return e.getMessage() == null ? "the system does not say why" : e.getMessage();
  }

  /**
   * What stands where a folder would have to be. The system says it too, in the language of the
   * computer.
   */
  private static Optional<String> fileOnTheWay(FileSystemException failed) {
    if (failed.getFile() == null) {
      return Optional.empty();
    }
    Path file = Path.of(failed.getFile());
    if (Files.isDirectory(file)) {
      return Optional.of("it is a folder");
    }
    Path there = file;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there == null || there.equals(file) || Files.isDirectory(there)
        ? Optional.empty()
        : Optional.of(there + " is a file, not a folder");
  }

  private static String missingPart(Path file) {
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return "there is no folder " + folder;
    }
    try (Stream<Path> others = Files.list(folder == null ? Path.of("") : folder)) {
      List<String> names =
          others.filter(Files::isRegularFile).map(one -> one.getFileName().toString()).toList();
      return "there is no such file" + Spelling.hint(file.getFileName().toString(), names);
    } catch (IOException e) {
      return "there is no such file"; // and nothing to suggest
    }
  }

  /**
   * What a file is by its first bytes, with its article, where it is one of the kinds that a user
   * may have taken for another; empty for text and for unknown kinds.
   */
  public static Optional<String> kind(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    if (head.startsWith(SQLITE)) {
      return Optional.of("an SQLite file, such as a run file");
    }
    if (head.startsWith(HDF5)) {
      return Optional.of("an HDF5 file");
    }
    if (head.startsWith("\u001f\u008b")) {
      return Optional.of("a gzip archive");
    }
    if (head.startsWith("PK\u0003\u0004")) {
      return Optional.of("a ZIP archive, such as a spreadsheet");
    }
    if (head.startsWith("\u0089PNG")) {
      return Optional.of("a PNG picture");
    }
    if (head.startsWith("%PDF")) {
      return Optional.of("a PDF document");
    }
    return Optional.empty();
  }

  /** The kind of a file by its first bytes, as far as they show it, with its article. */
  public static String described(byte[] head) {
    if (head.length == 0) {
      return "empty";
    }
    return kind(head).orElse(isText(head) ? "a text file" : "a file of another kind, or damaged");
  }

  /** Whether the first bytes show the kind of a file. */
  public static boolean isKnown(byte[] head) {
    return head.length == 0 || kind(head).isPresent() || isText(head);
  }

  /** Whether a file begins as one of SQLite does. */
  public static boolean isSqlite(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith(SQLITE);
  }

  /** Whether a file begins as one of HDF5 does. */
  public static boolean isHdf5(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith(HDF5);
  }

  private static boolean isText(byte[] head) {
    boolean ascii = true;
    for (byte one : head) {
      ascii &= one >= 0;
    }
    return ascii && looksLikeText(head);
  }
}
