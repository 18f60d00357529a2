package org.spinbench.app.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.spinbench.drivers.text.UserFile;

/**
 * The tokens that identify clients. A file has one in each line: the role {@code look} or {@code
 * drive}, the token, and possibly a name.
 */
final class AccessTokens {
  private static final int BYTES = 32;

  /** Shortest token that cannot be guessed. */
  private static final int SHORTEST = 22;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /**
   * A client.
   *
   * @param name for the log
   */
  record Client(Role role, String name) {}

  private record Entry(byte[] token, Client client) {}

  private final List<Entry> entries;
  private final String own;

  private AccessTokens(List<Entry> entries, String own) {
    this.entries = entries;
    this.own = own;
  }

  /** One fresh token for whoever can read the page, on loopback. */
  static AccessTokens fresh() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    Client local = new Client(Role.DRIVE, "this computer");
    return new AccessTokens(List.of(new Entry(bytes(token), local)), token);
  }

  /**
   * The tokens in a file that only its owner can read.
   *
   * @throws IllegalArgumentException naming the file and the line
   */
  static AccessTokens read(Path file) {
    requirePrivate(file);
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : UserFile.text(file, "a file of tokens").lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split("\\s+", 3);
      boolean known = words[0].equals("look") || words[0].equals("drive");
      if (words.length < 2 || !known || words[1].length() < SHORTEST) {
        throw new IllegalArgumentException(
            file
                + " line "
                + number
                + " is not a role and a token: write look or drive, then at least "
                + SHORTEST
                + " random letters, for example from 'openssl rand -hex 32'");
      }
      Role role = Role.valueOf(words[0].toUpperCase(Locale.ROOT));
      String name = words.length > 2 ? words[2] : words[0] + " of line " + number;
      entries.add(new Entry(bytes(words[1]), new Client(role, name)));
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(file + " has no token, so nobody could connect");
    }
    return new AccessTokens(entries, "");
  }

  private static void requirePrivate(Path file) {
    try {
      if (Files.exists(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IllegalArgumentException(
            file + " can be read by others; make it private with 'chmod 600 " + file + "'");
      }
    } catch (UnsupportedOperationException e) {
      // This file system has no such permissions.
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + UserFile.reason(e), e);
    }
  }

  /** The token for whoever can read the page; empty if each client has its own. */
  String own() {
    return own;
  }

  /** The client with a token. The time does not depend on the tokens. */
  Optional<Client> client(String token) {
    byte[] given = bytes(token);
    Client found = null;
    for (Entry entry : entries) {
      found = MessageDigest.isEqual(entry.token(), given) ? entry.client() : found;
    }
    return Optional.ofNullable(found);
  }

  private static byte[] bytes(String token) {
    return token.getBytes(StandardCharsets.UTF_8);
  }
}
