package org.spinbench.drivers.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.transport.LinkRefusedException;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The instruments that this program owns. No other program on this computer can own one of them
 * meanwhile, with any bench file. Two bench files that share an instrument exclude each other.
 *
 * <p>Each resource name has a file in a folder that all users of the computer share. The owner
 * locks the file and writes its name into it. The operating system ends the lock with the process,
 * so an instrument is free after a crash.
 *
 * <p>Instruments inside this program ({@code INPROC::}) are private. Those of a server ({@code
 * ZMQ}) belong to the server, where {@link #claim} makes this program the driver. Neither kind has
 * a file.
 */
public final class Ownership implements AutoCloseable {
  /** Property for another folder of the files. */
  public static final String FOLDER_PROPERTY = "spinbench.locks";

  private static final int LONGEST_TEXT = 1 << 12;
  private static final Pattern OWNER =
      Pattern.compile("(?s)command: (.*)\nprocess: (\\d+)\nuser: (.*)\nsince: (.*)\n");
  private static final Set<PosixFilePermission> EVERYBODY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * The files that this process has locked. POSIX ends all locks of a process on a file when it
   * closes any channel of that file, so no file may be opened twice.
   */
  private static final Map<Path, Owner> OWN = new ConcurrentHashMap<>();

  private final Map<Path, FileChannel> channels = new LinkedHashMap<>();
  private final Map<String, Transport> claims = new LinkedHashMap<>();

  private Ownership() {}

  /**
   * The owner of an instrument.
   *
   * @param command as typed
   * @param process process number
   * @param user of the computer
   * @param since date and time, UTC
   */
  public record Owner(String command, String process, String user, String since) {
    @Override
    public String toString() {
      return "'" + command + "' (process " + process + ", user " + user + ", since " + since + ")";
    }
  }

  /**
   * Locks instruments, all or none.
   *
   * @param resources resource names by names on the bench
   * @param command the owner's command, for messages to refused programs
   * @throws InUseException naming the instrument and its owner, if another program owns one
   */
  public static Ownership take(Map<String, ResourceName> resources, String command) {
    Ownership ownership = new Ownership();
    boolean taken = false;
    try {
      for (Map.Entry<String, ResourceName> entry : resources.entrySet()) {
        if (hasFile(entry.getValue())) {
          ownership.take(entry.getKey(), entry.getValue(), command);
        }
      }
      taken = true;
      return ownership;
    } finally {
      if (!taken) {
        ownership.close();
      }
    }
  }

  /**
   * Becomes the driver of every bench server among the instruments: other clients can only query
   * until this is closed.
   *
   * @param resources resource names by names on the bench
   * @param claiming opens the links that claim the server
   * @throws InUseException with the server's reason, which names the present driver
   */
  public static Ownership claim(Map<String, ResourceName> resources, Transports claiming) {
    Ownership ownership = new Ownership();
    boolean taken = false;
    try {
      for (ResourceName resource : resources.values()) {
        if (resource instanceof ResourceName.ZeroMq one) {
          ownership.claims.computeIfAbsent(
              one.host() + " " + one.port(), server -> claiming.open(resource));
        }
      }
      taken = true;
      return ownership;
    } catch (LinkRefusedException refused) {
      throw new InUseException(refused);
    } finally {
      if (!taken) {
        ownership.close();
      }
    }
  }

  /** This process as the owner of any of these instruments; empty if it owns none of them. */
  public static Optional<Owner> ofThisProgram(Collection<ResourceName> resources) {
    return resources.stream()
        .filter(Ownership::hasFile)
        .flatMap(one -> Optional.ofNullable(OWN.get(file(one))).stream())
        .findFirst();
  }

  private static boolean hasFile(ResourceName name) {
    return !(name instanceof ResourceName.InProcess) && !(name instanceof ResourceName.ZeroMq);
  }

  private void take(String instrument, ResourceName resource, String command) {
    Path file = file(resource);
    Owner self = self(command);
    Owner already = OWN.putIfAbsent(file, self);
    if (already != null) {
      throw new InUseException(instrument, resource, Optional.of(already));
    }
    boolean locked = false;
    try {
      FileChannel channel = open(file);
      channels.put(file, channel);
      if (channel.tryLock(LONGEST_TEXT, 1, false) == null) {
        throw new InUseException(instrument, resource, owner(channel));
      }
      locked = true;
      write(channel, self);
    } catch (IOException failure) {
      throw new IllegalStateException(
          instrument
              + ": whether another program uses "
              + resource
              + " is unknown, because the lock file "
              + file
              + " cannot be used: "
              + failure
              + ". Make its folder writable, or name another one for all programs of this bench"
              + " with SPINBENCH_JAVA_OPTS=-D"
              + FOLDER_PROPERTY
              + "=FOLDER",
          failure);
    } finally {
      if (!locked) {
        OWN.remove(file);
      }
    }
  }

  private static Path file(ResourceName resource) {
    String name = resource.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "_");
    return folder().resolve(name + "." + Integer.toHexString(resource.toString().hashCode()));
  }

  private static Path folder() {
    String named = System.getProperty(FOLDER_PROPERTY);
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("java.io.tmpdir"), "spinbench-locks");
  }

  /**
   * Opens a file that every user can lock. Creating a file fails if another user has just made it.
   */
  private static FileChannel open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    allow(file.getParent(), true);
    try {
      Files.createFile(file);
      allow(file, false);
    } catch (FileAlreadyExistsException usual) {
      // It stays after its owner has gone; only the lock matters.
    }
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void allow(Path path, boolean folder) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")
        || !Files.getOwner(path).getName().equals(System.getProperty("user.name"))) {
      return;
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(EVERYBODY);
    if (folder) {
      permissions.addAll(EnumSet.allOf(PosixFilePermission.class));
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  private static Owner self(String command) {
    return new Owner(
        command.replace('\n', ' '),
        Long.toString(ProcessHandle.current().pid()),
        System.getProperty("user.name"),
        new SystemClock().now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static void write(FileChannel channel, Owner owner) throws IOException {
    String text =
        "command: "
            + owner.command()
            + "\nprocess: "
            + owner.process()
            + "\nuser: "
            + owner.user()
            + "\nsince: "
            + owner.since()
            + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  /** The holder of the lock, as the file says; empty until the holder has written it. */
  private static Optional<Owner> owner(FileChannel channel) throws IOException {
    byte[] bytes = new byte[LONGEST_TEXT];
    int length = channel.read(ByteBuffer.wrap(bytes), 0);
    String text = new String(Arrays.copyOf(bytes, Math.max(0, length)), StandardCharsets.UTF_8);
    Matcher owner = OWNER.matcher(text);
    return owner.matches()
        ? Optional.of(new Owner(owner.group(1), owner.group(2), owner.group(3), owner.group(4)))
        : Optional.empty();
  }

  /** Releases everything. A second call does nothing. */
  @Override
  public void close() {
    channels.forEach(
        (file, channel) -> {
          try {
            channel.close();
          } catch (IOException gone) {
            // The lock has ended with the channel, even if closing it fails.
          }
          OWN.remove(file);
        });
    channels.clear();
    claims.values().forEach(Transport::close);
    claims.clear();
  }
}
