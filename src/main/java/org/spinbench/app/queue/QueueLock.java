package org.spinbench.app.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.spinbench.drivers.text.UserFile;

/**
 * The right to execute a queue, which one program has at a time. The operating system ends it with
 * the program.
 */
final class QueueLock implements AutoCloseable {
  private static final String NAME = "queue.lock";

  private final FileChannel channel;

  private QueueLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right.
   *
   * @throws IllegalStateException if another program has it
   */
  static QueueLock of(Path folder) {
    Path file = folder.resolve(NAME);
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new IllegalStateException(
            "the queue in " + folder + " is run by process " + Files.readString(file).strip());
      }
      String own = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.US_ASCII)));
      return new QueueLock(channel);
    } catch (OverlappingFileLockException e) {
      throw new IllegalStateException("the queue in " + folder + " is run by this program", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot lock the queue " + file + ": " + UserFile.reason(e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot free the queue: " + UserFile.reason(e), e);
    }
  }
}
