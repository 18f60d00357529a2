package org.spinbench.drivers.transport.zeromq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spinbench.drivers.text.UserFile;
import org.zeromq.ZMQ;

/**
 * A folder with CURVE keys (ZeroMQ RFC 26): {@code server.key} and {@code client.key} hold a secret
 * and a public key each, {@code server.pub} the server's public key, and {@code clients} one file
 * with the public key of every client that the server lets in; those that may only look are in
 * {@code clients/look}. The files have the form that CZMQ and pyzmq read as certificates.
 *
 * @param path where it is
 */
public record KeyFolder(Path path) {
  private static final String SERVER = "server.key";
  private static final String SERVER_PUBLIC = "server.pub";
  private static final String CLIENT = "client.key";
  private static final String CLIENTS = "clients";

  /** Folder in {@code clients}, and what the names of its clients begin with. */
  private static final String LOOK = "look";

  private static final String PUBLIC_ENDING = ".pub";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Pattern LINE =
      Pattern.compile("\\s*(public|secret)-key\\s*=\\s*\"([!-~]{40})\"\\s*");

  /** A key pair, 32 bytes each. */
  public record Pair(byte[] publicKey, byte[] secretKey) {}

  /**
   * Makes a key pair for a server and one for a client that it lets in.
   *
   * @return the files that were written
   * @throws KeyException if any of them is there already, or cannot be written
   */
  public List<Path> make() {
    List<Path> files =
        List.of(
            path.resolve(SERVER),
            path.resolve(SERVER_PUBLIC),
            path.resolve(CLIENT),
            path.resolve(CLIENTS).resolve("client" + PUBLIC_ENDING));
    for (Path file : files) {
      if (Files.exists(file)) {
        throw new KeyException(
            file
                + " is there already, and keys are never overwritten: whoever uses them would be"
                + " locked out. Choose another folder, or move the old keys away");
      }
    }
    ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
    ZMQ.Curve.KeyPair client = ZMQ.Curve.generateKeyPair();
    try {
      Files.createDirectories(path.resolve(CLIENTS));
      write(files.get(0), "secret key of a bench server: keep it on that computer", server, true);
      write(files.get(1), "public key of a bench server: its clients need it", server, false);
      write(files.get(2), "secret key of a client: keep it on that computer", client, true);
      write(files.get(3), "public key of a client that the server lets in", client, false);
    } catch (IOException failure) {
      throw new KeyException(
          "cannot write keys into " + path + ": " + UserFile.reason(failure), failure);
    }
    return files;
  }

  private static void write(Path file, String what, ZMQ.Curve.KeyPair pair, boolean secret)
      throws IOException {
    StringBuilder text = new StringBuilder("# Spinbench: " + what + "\n\nmetadata\ncurve\n");
    text.append("    public-key = \"").append(pair.publicKey).append("\"\n");
    if (secret) {
      text.append("    secret-key = \"").append(pair.secretKey).append("\"\n");
    }
    FileAttribute<?>[] attributes =
        secret && POSIX
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Files.createFile(file, attributes);
    Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
  }

  /**
   * The server's keys.
   *
   * @throws KeyException if they are missing, malformed, or readable by others than their owner
   */
  public Pair server() {
    return pair(SERVER);
  }

  /**
   * The client's keys.
   *
   * @throws KeyException if they are missing, malformed, or readable by others than their owner
   */
  public Pair client() {
    return pair(CLIENT);
  }

  /**
   * The server's public key.
   *
   * @throws KeyException if it is missing or malformed
   */
  public byte[] serverPublicKey() {
    return key(path.resolve(SERVER_PUBLIC), "public");
  }

  /**
   * The name of the file in {@code clients} that holds a public key, without its ending, such as
   * {@code anna} or {@code look/anna}; empty when no file does. The folder is read each time, so a
   * client is let in from when its file is there.
   *
   * @throws KeyException if the folder cannot be read
   */
  public Optional<String> clientWith(byte[] publicKey) {
    for (Path file : clientFiles()) {
      if (holds(file, publicKey)) {
        boolean looks = file.getParent().endsWith(LOOK);
        String name = (looks ? LOOK + "/" : "") + file.getFileName();
        return Optional.of(name.substring(0, name.length() - PUBLIC_ENDING.length()));
      }
    }
    return Optional.empty();
  }

  /** Whether a client of that name may only look: ask questions, and change nothing. */
  public static boolean onlyLooks(String client) {
    return client.startsWith(LOOK + "/");
  }

  /** Files with public keys of clients; first of those that may only look. */
  public List<Path> clientFiles() {
    Path clients = path.resolve(CLIENTS);
    Path looking = clients.resolve(LOOK);
    List<Path> all = new ArrayList<>();
    try {
      if (Files.isDirectory(looking)) {
        all.addAll(publicKeys(looking));
      }
      all.addAll(publicKeys(clients));
      return all;
    } catch (IOException failure) {
      throw new KeyException(
          "the folder "
              + path.resolve(CLIENTS)
              + " with the clients' keys cannot be read: "
              + UserFile.reason(failure)
              + "; 'spinbench keys' makes keys",
          failure);
    }
  }

  private static List<Path> publicKeys(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(PUBLIC_ENDING)).sorted().toList();
    }
  }

  /** A file without a key admits no client. */
  private static boolean holds(Path file, byte[] publicKey) {
    try {
      return Arrays.equals(key(file, "public"), publicKey);
    } catch (KeyException malformed) {
      return false;
    }
  }

  private Pair pair(String name) {
    Path file = path.resolve(name);
    requireSecret(file);
    return new Pair(key(file, "public"), key(file, "secret"));
  }

  private static void requireSecret(Path file) {
    if (!POSIX || !Files.exists(file)) {
      return;
    }
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new KeyException(
            file + " can be read by others than its owner, so it is no secret: chmod 600 " + file);
      }
    } catch (IOException failure) {
      throw new KeyException(file + " cannot be read: " + UserFile.reason(failure), failure);
    }
  }

  private static byte[] key(Path file, String which) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new KeyException(
          "the key "
              + file
              + " cannot be read: "
              + UserFile.reason(failure)
              + "; 'spinbench keys' makes keys",
          failure);
    }
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(which)) {
        return decode(file, matcher.group(2));
      }
    }
    throw new KeyException(file + " holds no " + which + " key");
  }

  private static byte[] decode(Path file, String text) {
    byte[] key = ZMQ.Curve.z85Decode(text);
    if (key == null || key.length != ZMQ.Curve.KEY_SIZE) {
      throw new KeyException(file + " holds a malformed key");
    }
    return key;
  }
}
