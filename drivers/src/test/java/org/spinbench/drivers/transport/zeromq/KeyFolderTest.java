package org.spinbench.drivers.transport.zeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders with keys: what is made, who is admitted, and what is refused. */
class KeyFolderTest {
  @TempDir Path parent;

  private Path path;
  private KeyFolder folder;

  @BeforeEach
  void make() {
    path = parent.resolve("keys");
    folder = new KeyFolder(path);
    folder.make();
  }

  private String refusal(Runnable use) {
    return assertThrows(KeyException.class, use::run).getMessage();
  }

  @Test
  void makesTwoPairsThatBelongTogether() {
    assertArrayEquals(folder.server().publicKey(), folder.serverPublicKey());
    assertEquals(32, folder.server().secretKey().length);
    assertEquals(Optional.of("client"), folder.clientWith(folder.client().publicKey()));
    assertEquals(Optional.empty(), folder.clientWith(folder.server().publicKey()));
    assertFalse(KeyFolder.onlyLooks("client"));
  }

  @Test
  void everyFolderHasKeysOfItsOwn() {
    KeyFolder other = new KeyFolder(parent.resolve("others"));
    other.make();
    assertEquals(Optional.empty(), folder.clientWith(other.client().publicKey()));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void secretsAreForTheirOwnerAlone() throws IOException {
    for (String secret : List.of("server.key", "client.key")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(secret))));
    }
    Files.setPosixFilePermissions(
        path.resolve("server.key"), PosixFilePermissions.fromString("rw-r-----"));
    String said = refusal(folder::server);
    assertTrue(said.contains("can be read by others than its owner"), said);
    assertTrue(said.endsWith("chmod 600 " + path.resolve("server.key")), said);
  }

  @Test
  void keysAreNeverOverwritten() throws IOException {
    String before = Files.readString(path.resolve("client.key"));
    String said = refusal(folder::make);
    assertTrue(said.startsWith(path.resolve("server.key") + " is there already"), said);
    assertEquals(before, Files.readString(path.resolve("client.key")));
    Files.delete(path.resolve("server.key"));
    assertTrue(refusal(folder::make).contains("server.pub is there already"));
    assertFalse(Files.exists(path.resolve("server.key")), "nothing is made by halves");
  }

  /** The folder is read each time, so a file admits a client at once, and its removal ends that. */
  @Test
  void aFileAdmitsAClientUnderItsName() throws IOException {
    Path clients = path.resolve("clients");
    byte[] key = folder.client().publicKey();
    Files.move(clients.resolve("client.pub"), clients.resolve("anna.pub"));
    assertEquals(Optional.of("anna"), folder.clientWith(key));
    Files.createDirectories(clients.resolve("look"));
    Files.move(clients.resolve("anna.pub"), clients.resolve("look/anna.pub"));
    assertEquals(Optional.of("look/anna"), folder.clientWith(key));
    assertTrue(KeyFolder.onlyLooks("look/anna"));
    assertFalse(KeyFolder.onlyLooks("looker"));
    Files.delete(clients.resolve("look/anna.pub"));
    assertEquals(Optional.empty(), folder.clientWith(key));
  }

  /** A key that is in both folders admits its client only to look. */
  @Test
  void whoMayOnlyLookIsLookedUpFirst() throws IOException {
    Path clients = path.resolve("clients");
    Files.createDirectories(clients.resolve("look"));
    Files.copy(clients.resolve("client.pub"), clients.resolve("look/both.pub"));
    assertEquals(Optional.of("look/both"), folder.clientWith(folder.client().publicKey()));
    assertEquals(
        List.of("both.pub", "client.pub"),
        folder.clientFiles().stream().map(file -> file.getFileName().toString()).toList());
  }

  @Test
  void filesWithoutAKeyAdmitNobody() throws IOException {
    Path clients = path.resolve("clients");
    byte[] key = folder.client().publicKey();
    Files.writeString(clients.resolve("a.pub"), "no key");
    Files.writeString(clients.resolve("b.pub"), "public-key = \"" + "~".repeat(40) + "\"\n");
    Files.writeString(clients.resolve("c.txt"), Files.readString(clients.resolve("client.pub")));
    assertEquals(Optional.of("client"), folder.clientWith(key));
    Files.delete(clients.resolve("client.pub"));
    assertEquals(Optional.empty(), folder.clientWith(key), "c.txt does not end in .pub");
  }

  @Test
  void whatIsMissingOrMalformedIsNamed() throws IOException {
    Files.delete(path.resolve("server.pub"));
    String missing = refusal(folder::serverPublicKey);
    assertTrue(missing.startsWith("the key " + path.resolve("server.pub")), missing);
    assertTrue(missing.endsWith("; 'spinbench keys' makes keys"), missing);
    Files.writeString(path.resolve("server.pub"), "# nothing\n");
    assertEquals(
        path.resolve("server.pub") + " holds no public key", refusal(folder::serverPublicKey));
    KeyFolder none = new KeyFolder(parent.resolve("none"));
    assertTrue(refusal(none::clientFiles).contains("cannot be read"));
    assertTrue(refusal(none::client).contains("client.key cannot be read"));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    String said = refusal(() -> new KeyFolder(file.resolve("keys")).make());
    assertTrue(said.startsWith("cannot write keys into " + file.resolve("keys")), said);
  }
}
