package org.spinbench.drivers.transport.usb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** USB instruments on a stand-in for Linux's driver, and device files on pipes. */
class UsbtmcTest {
  private static final ResourceName.Usb NAME =
      new ResourceName.Usb(0, 0x0957, 0x1755, "MY48230123", 0);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int CHUNK = 16;

  private final Driver driver = new Driver();
  private final Usbtmc link = new Usbtmc(NAME, new SystemClock(), driver, 1 << 20, CHUNK);

  /** Gives answers as linux/drivers/usb/class/usbtmc.c does: up to the end of a message. */
  private static final class Driver implements DeviceFile {
    final List<String> calls = new ArrayList<>();
    final Queue<byte[]> answers = new ArrayDeque<>();
    boolean knowsAttributes = true;
    int status;
    int failure;
    private byte attributes;

    @Override
    public int read(byte[] bytes) throws IOException {
      byte[] answer = answers.poll();
      if (answer == null || failure != 0) {
        throw new DeviceException("read", failure == 0 ? DeviceException.ETIMEDOUT : failure);
      }
      int count = Math.min(bytes.length, answer.length);
      System.arraycopy(answer, 0, bytes, 0, count);
      attributes = (byte) (count == answer.length ? 1 : 0);
      if (count < answer.length) {
        answers.add(Arrays.copyOfRange(answer, count, answer.length));
      }
      return count;
    }

    @Override
    public int write(byte[] bytes) throws IOException {
      calls.add("write " + new String(bytes, StandardCharsets.ISO_8859_1));
      if (failure != 0) {
        throw new DeviceException("write", failure);
      }
      return bytes.length;
    }

    @Override
    public void control(int request, byte[] argument) throws IOException {
      if (request == Usbtmc.SET_TIMEOUT) {
        calls.add("timeout " + ByteBuffer.wrap(argument).order(ByteOrder.nativeOrder()).getInt());
        return;
      }
      calls.add(Integer.toHexString(request));
      boolean waits = request == Usbtmc.WAIT_SERVICE_REQUEST;
      if (waits && failure != 0 || request == Usbtmc.MESSAGE_ATTRIBUTES && !knowsAttributes) {
        throw new DeviceException("ioctl", waits ? failure : 25);
      }
      if (argument.length == 1) {
        argument[0] = request == Usbtmc.READ_STATUS_BYTE ? (byte) status : attributes;
      }
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String answer(String text) {
    driver.answers.add(bytes(text));
    return new String(link.read(SECOND), StandardCharsets.ISO_8859_1);
  }

  /** The numbers that a C compiler makes of linux/usb/tmc.h on x86 and ARM. */
  @Test
  void requestsAreThoseOfTheDriver() {
    assertEquals(0x5B02, Usbtmc.CLEAR);
    assertEquals(0x5B03, Usbtmc.ABORT_BULK_OUT);
    assertEquals(0x5B04, Usbtmc.ABORT_BULK_IN);
    assertEquals(writes(10, 4), Usbtmc.SET_TIMEOUT);
    assertEquals(reads(18, 1), Usbtmc.READ_STATUS_BYTE);
    assertEquals(0x5B16, Usbtmc.TRIGGER);
    assertEquals(writes(23, 4), Usbtmc.WAIT_SERVICE_REQUEST);
    assertEquals(reads(24, 1), Usbtmc.MESSAGE_ATTRIBUTES);
  }

  /** {@code _IOW(91, number, size)}. */
  private static int writes(int number, int size) {
    return 1 << 30 | size << 16 | '[' << 8 | number;
  }

  /** {@code _IOR(91, number, size)}. */
  private static int reads(int number, int size) {
    return 2 << 30 | size << 16 | '[' << 8 | number;
  }

  @Test
  void messagesGoAsTheyAreAndComeWithoutLineFeed() {
    link.write(bytes("*IDN?"), Duration.ofSeconds(10));
    assertTrue(driver.calls.contains("write *IDN?"), driver.calls.toString());
    assertEquals("A,B", answer("A,B\n"));
    assertEquals("A,B", answer("A,B"));
    assertEquals("#13\n\n\n", answer("#13\n\n\n"));
    assertEquals("#13\n\n\n", answer("#13\n\n\n\n"));
  }

  @Test
  void messagesEndAtAnyLength() {
    for (boolean knows : new boolean[] {true, false}) {
      driver.knowsAttributes = knows;
      for (int length = 1; length < 4 * CHUNK; length++) {
        String text = "x".repeat(length);
        assertEquals(text, answer(text + "\n"), "length " + length);
        String digits = length < 10 ? "#1" + length : "#2" + length;
        String block = digits + "\n".repeat(length);
        assertEquals(block, answer(block + "\n"), "length " + length);
      }
    }
  }

  @Test
  void aTimeoutIsFollowedByAnAbort() {
    String message =
        assertThrows(TransportTimeoutException.class, () -> link.read(SECOND)).getMessage();
    assertTrue(message.contains("within 1.0 s"), message);
    assertEquals("5b04", driver.calls.get(driver.calls.size() - 1));
    driver.failure = DeviceException.ETIMEDOUT;
    assertThrows(
        TransportTimeoutException.class, () -> link.write(bytes("X"), Duration.ofSeconds(10)));
    assertEquals("5b03", driver.calls.get(driver.calls.size() - 1));
  }

  @Test
  void theDriversTimeoutIsWhatIsLeftButAtLeastItsShortest() {
    driver.answers.add(bytes("1"));
    link.read(Duration.ofMillis(5));
    assertEquals("timeout 100", driver.calls.get(0));
    driver.calls.clear();
    driver.answers.add(bytes("1"));
    link.read(Duration.ofMinutes(10));
    int millis = Integer.parseInt(driver.calls.get(0).substring("timeout ".length()));
    assertTrue(millis > 590_000 && millis <= 600_000, driver.calls.get(0));
  }

  @Test
  void anUnpluggedDeviceIsTheEnd() {
    driver.answers.add(bytes("1"));
    driver.failure = DeviceException.ENODEV;
    String message = assertThrows(EndOfStreamException.class, () -> link.read(SECOND)).getMessage();
    assertTrue(message.contains("unplugged"), message);
    assertThrows(EndOfStreamException.class, () -> link.write(bytes("X"), Duration.ofSeconds(10)));
    assertThrows(EndOfStreamException.class, () -> link.awaitServiceRequest(SECOND));
  }

  @Test
  void statusTriggerClearAndServiceRequest() {
    driver.status = 0xC4;
    assertEquals(OptionalInt.of(0xC4), link.serialPoll(SECOND));
    assertTrue(link.trigger());
    assertTrue(link.clear());
    assertEquals(ServiceRequest.REQUESTED, link.awaitServiceRequest(SECOND));
    assertEquals(List.of("timeout 1000", "80015b12", "5b16", "5b02", "40045b17"), driver.calls);
    driver.failure = DeviceException.ETIMEDOUT;
    assertEquals(ServiceRequest.NOT_REQUESTED, link.awaitServiceRequest(SECOND));
    driver.failure = 14;
    assertEquals(ServiceRequest.UNAVAILABLE, link.awaitServiceRequest(SECOND));
    link.close();
    assertThrows(TransportException.class, link::clear);
    assertThrows(TransportException.class, () -> link.write(bytes("X"), Duration.ofSeconds(10)));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void devicesAreFoundBySerialNumberAndInterface(@TempDir Path root) throws IOException {
    device(root, "usbtmc0", "1-1", "0957", "1755", "MY00000001", "00");
    device(root, "usbtmc1", "1-2", "0957", "1755", "MY48230123", "00");
    device(root, "usbtmc2", "1-3", "0aad", "0054", "100001", "01");
    UsbtmcDevices devices = new UsbtmcDevices(root);
    assertEquals(root.resolve("dev/usbtmc1"), devices.find(NAME));
    assertEquals(
        root.resolve("dev/usbtmc2"),
        devices.find((ResourceName.Usb) ResourceName.parse("USB::0xAAD::0x54::100001::1::INSTR")));
    ResourceName.Usb missing = new ResourceName.Usb(0, 0x0957, 0x1755, "MY2", 0);
    String message =
        assertThrows(TransportException.class, () -> devices.find(missing)).getMessage();
    assertTrue(message.startsWith("USB0::0x0957::0x1755::MY2::0::INSTR: "), message);
    assertTrue(message.contains("USB0::0x0AAD::0x0054::100001::1::INSTR"), message);
    String none =
        assertThrows(
                TransportException.class,
                () -> new UsbtmcDevices(root.resolve("dev")).find(missing))
            .getMessage();
    assertTrue(none.contains("USB instruments here: none"), none);
  }

  /** Files and links as {@code /sys} has them. */
  private static void device(
      Path root, String name, String port, String vendor, String product, String serial, String no)
      throws IOException {
    Path device = root.resolve("sys/devices/pci0/usb1").resolve(port);
    Path usbInterface = Files.createDirectories(device.resolve(port + ":1.0"));
    Files.writeString(device.resolve("idVendor"), vendor + "\n");
    Files.writeString(device.resolve("idProduct"), product + "\n");
    Files.writeString(device.resolve("serial"), serial + "\n");
    Files.writeString(usbInterface.resolve("bInterfaceNumber"), no + "\n");
    Path entry = Files.createDirectories(root.resolve("sys/class/usbmisc").resolve(name));
    Files.createSymbolicLink(entry.resolve("device"), usbInterface);
  }

  /** A file whose calls fail after some time, in the words of a computer that speaks Turkish. */
  private static final class Turkish extends RandomAccessFile {
    private final TestClock clock;
    private final Duration after;
    private final String words;

    Turkish(Path node, TestClock clock, Duration after, String words) throws IOException {
      super(node.toFile(), "rw");
      this.clock = clock;
      this.after = after;
      this.words = words;
    }

    @Override
    public int read(byte[] bytes) throws IOException {
      clock.sleep(after);
      throw new IOException(words);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      clock.sleep(after);
      throw new IOException(words);
    }
  }

  @Test
  void aFailureIsKnownInEveryLanguage(@TempDir Path folder) throws IOException {
    TestClock clock = new TestClock();
    Path node = Files.createFile(folder.resolve("usbtmc0"));
    Duration limit = Duration.ofSeconds(2);
    for (boolean writes : new boolean[] {true, false}) {
      Turkish slow =
          new Turkish(
              node,
              clock,
              PlainDeviceFile.DRIVER_WAITS,
              "Ba\u011Flant\u0131 zaman a\u015F\u0131m\u0131");
      TransportTimeoutException late =
          assertThrows(
              TransportTimeoutException.class, () -> exchange(node, slow, clock, limit, writes));
      assertTrue(late.getMessage().contains("within 2.0 s"), late.getMessage());

      Turkish refusing =
          new Turkish(node, clock, Duration.ZERO, "Girdi/\u00E7\u0131kt\u0131 hatas\u0131");
      TransportException other =
          assertThrows(
              TransportException.class, () -> exchange(node, refusing, clock, limit, writes));
      assertEquals(TransportException.class, other.getClass());
      assertTrue(
          other.getMessage().endsWith("Girdi/\u00E7\u0131kt\u0131 hatas\u0131"),
          other.getMessage());

      Turkish unplugged = new Turkish(node, clock, Duration.ZERO, "B\u00F6yle bir ayg\u0131t yok");
      Files.delete(node);
      EndOfStreamException gone =
          assertThrows(
              EndOfStreamException.class, () -> exchange(node, unplugged, clock, limit, writes));
      assertTrue(gone.getMessage().contains("it was unplugged or switched off"), gone.getMessage());
      Files.createFile(node);
    }
  }

  private static void exchange(
      Path node, RandomAccessFile file, TestClock clock, Duration limit, boolean writes) {
    try (Usbtmc link =
        new Usbtmc(NAME, clock, new PlainDeviceFile(node, file, clock), 1 << 20, CHUNK)) {
      if (writes) {
        link.write(bytes("*IDN?"), limit);
      } else {
        link.read(limit);
      }
    }
  }

  /** What is written to a pipe can be read from it again; a pipe knows no requests. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void deviceFilesReadAndWrite(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    byte[] text = bytes("#15ab\n\0\u00FF");
    try (DeviceFile file = new NativeDeviceFile(pipe)) {
      assertEquals(text.length, file.write(text));
      byte[] back = new byte[100];
      assertEquals(text.length, file.read(back));
      assertArrayEquals(text, Arrays.copyOf(back, text.length));
      int error =
          assertThrows(DeviceException.class, () -> file.control(Usbtmc.CLEAR, new byte[0]))
              .error();
      assertEquals(25, error);
    }
    try (DeviceFile file = new PlainDeviceFile(pipe, new SystemClock())) {
      file.write(text);
      assertEquals(text.length, file.read(new byte[100]));
      Usbtmc plain = new Usbtmc(NAME, new SystemClock(), file, 1 << 20, CHUNK);
      plain.write(text, Duration.ofSeconds(10));
      assertArrayEquals(text, plain.read(SECOND));
      String message = assertThrows(TransportException.class, plain::clear).getMessage();
      assertTrue(message.contains("device clear needs calls of the C library"), message);
    }
    assertEquals(
        2,
        assertThrows(DeviceException.class, () -> new NativeDeviceFile(folder.resolve("nothing")))
            .error());
  }
}
