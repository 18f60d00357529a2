package org.spinbench.experiments.export;

import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.text.UserFile;

/**
 * Writes a data set as a netCDF-4 file, which is an HDF5 file: variables are data sets of the root
 * group, and coordinates are dimension scales, to which the others refer.
 *
 * <p>Follows the HDF5 File Format Specification 3.0 and the HDF5 Dimension Scale Specification: a
 * superblock of version 2, object headers of version 2 with their checksums, compact links and
 * attributes in the order of their creation, data (contiguous, or in compressed chunks if there are
 * many), other texts and references in the global heap, in this order in the file.
 */
final class Hdf5 {
  private static final long UNDEFINED = -1;
  private static final int SUPERBLOCK = 48;

  private static final int DATASPACE = 0x01;
  private static final int LINK_INFO = 0x02;
  private static final int DATATYPE = 0x03;
  private static final int FILL_VALUE = 0x05;
  private static final int LINK = 0x06;
  private static final int LAYOUT = 0x08;
  private static final int GROUP_INFO = 0x0A;
  private static final int FILTERS = 0x0B;
  private static final int ATTRIBUTE = 0x0C;

  /** Largest size of a message in an object header, bytes. */
  private static final int MOST = 0xFFFF;

  private final DataSet data;
  private final List<String> dimensions;
  private final Map<String, Long> headers = new HashMap<>();
  private final Map<String, Long> contents = new HashMap<>();
  private final long root;
  private final GlobalHeap heap;
  private final Map<String, byte[]> scales = new HashMap<>();
  private final Map<String, Hdf5Chunks> chunks;

  /** Assigns an address to every part. */
  private Hdf5(DataSet data) {
    this.data = data;
    dimensions = List.copyOf(data.sizes().keySet());
    chunks = chunks(data);
    // Sizes do not depend on addresses, so wrong addresses are enough to compute them.
    Hdf5 draft = new Hdf5(data, dimensions, chunks);
    long address = SUPERBLOCK;
    for (Variable variable : data.variables()) {
      headers.put(variable.name(), address);
      address += aligned(draft.header(variable).length);
    }
    root = address;
    address += aligned(draft.root().length);
    for (Variable variable : data.variables()) {
      contents.put(variable.name(), address);
      address += aligned(size(variable));
    }
    heap = new GlobalHeap(address);
  }

  /** Everything at address 0. */
  private Hdf5(DataSet data, List<String> dimensions, Map<String, Hdf5Chunks> chunks) {
    this.data = data;
    this.chunks = chunks;
    this.dimensions = dimensions;
    for (Variable variable : data.variables()) {
      headers.put(variable.name(), 0L);
      contents.put(variable.name(), 0L);
    }
    root = 0;
    heap = new GlobalHeap(0);
  }

  /**
   * Writes a new file.
   *
   * @throws UncheckedIOException if it cannot be written, or exists already
   */
  static void write(Path file, DataSet data) {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
      new Hdf5(data).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + UserFile.reason(e), e);
    }
  }

  private void write(OutputStream out) throws IOException {
    LittleEndian objects = new LittleEndian();
    data.variables().forEach(variable -> objects.put(header(variable)).align());
    objects.put(root()).align();
    data.variables().stream()
        .filter(variable -> !chunks.containsKey(variable.name()))
        .forEach(variable -> keepTexts(variable.values()));
    byte[] heapBytes = heap.toBytes();
    out.write(superblock(heap.begin() + heapBytes.length));
    out.write(objects.toBytes());
    for (Variable variable : data.variables()) {
      writeContent(out, variable);
    }
    out.write(heapBytes);
  }

  private byte[] superblock(long end) {
    return checked(
        new LittleEndian()
            .u8(0x89)
            .ascii("HDF\r\n")
            .u8(0x1A)
            .ascii("\n")
            .u8(2, 8, 8, 0)
            .u64(0)
            .u64(UNDEFINED)
            .u64(end)
            .u64(root));
  }

  private static byte[] checked(LittleEndian bytes) {
    int checksum = JenkinsLookup3HashLittle.hash(bytes.toBytes());
    return bytes.u32(checksum).toBytes();
  }

  private static byte[] objectHeader(LittleEndian messages) {
    return checked(
        new LittleEndian().ascii("OHDR").u8(2, 0x02).u32(messages.size()).put(messages.toBytes()));
  }

  private static void message(LittleEndian messages, int type, LittleEndian body) {
    messages.u8(type).u16(body.size()).u8(0).put(body.toBytes());
  }

  private byte[] root() {
    LittleEndian messages = new LittleEndian();
    // Creation order is tracked, so that variables keep their order; all links are in the header.
    message(
        messages,
        LINK_INFO,
        new LittleEndian().u8(0, 0x01).u64(data.variables().size()).u64(UNDEFINED).u64(UNDEFINED));
    message(messages, GROUP_INFO, new LittleEndian().u8(0, 0));
    int order = 0;
    for (Variable variable : data.variables()) {
      LittleEndian link = new LittleEndian().u8(1, 0x04).u64(order).u8(variable.name().length());
      message(messages, LINK, link.ascii(variable.name()).u64(headers.get(variable.name())));
      order++;
    }
    data.attributes().forEach((name, value) -> attribute(messages, name, value));
    return objectHeader(messages);
  }

  private byte[] header(Variable variable) {
    LittleEndian messages = new LittleEndian();
    message(messages, DATASPACE, space(shape(variable)));
    Hdf5Chunks packed = chunks.get(variable.name());
    byte[] type = packed == null ? type(variable.values()) : packed.type(variable.values());
    message(messages, DATATYPE, new LittleEndian().put(type));
    // Space is allocated late, that of chunks incrementally; there is no fill value.
    message(messages, FILL_VALUE, new LittleEndian().u8(3, packed == null ? 0x0A : 0x0B));
    long address = contents.get(variable.name());
    if (packed == null) {
      message(messages, LAYOUT, new LittleEndian().u8(3, 1).u64(address).u64(size(variable)));
    } else {
      message(messages, LAYOUT, packed.layout(address));
      message(messages, FILTERS, packed.filters());
    }
    if (packed != null && variable.values() instanceof Values.Texts) {
      attribute(messages, "_Encoding", "utf-8");
    }
    variable.attributes().forEach((name, value) -> attribute(messages, name, value));
    scaleAttributes(messages, variable);
    return objectHeader(messages);
  }

  private int[] shape(Variable variable) {
    return shape(data, variable);
  }

  private static int[] shape(DataSet data, Variable variable) {
    return variable.dimensions().stream().mapToInt(data.sizes()::get).toArray();
  }

  /** The large variables, packed. */
  private static Map<String, Hdf5Chunks> chunks(DataSet data) {
    Map<String, Hdf5Chunks> packed = new HashMap<>();
    for (Variable variable : data.variables()) {
      Values values = variable.values();
      if (Hdf5Chunks.suit(values)) {
        packed.put(variable.name(), new Hdf5Chunks(values, shape(data, variable)));
      }
    }
    return packed;
  }

  /** Makes a variable a dimension scale, or connects it to the scales of its dimensions. */
  private void scaleAttributes(LittleEndian messages, Variable variable) {
    int dimension = dimensions.indexOf(variable.name());
    if (dimension >= 0) {
      fixedText(messages, "CLASS", "DIMENSION_SCALE");
      fixedText(messages, "NAME", variable.name());
      attribute(
          messages,
          "_Netcdf4Dimid",
          Hdf5Types.integer(4),
          space(),
          new LittleEndian().u32(dimension));
      referenceList(messages, variable.name());
    } else if (!variable.dimensions().isEmpty()) {
      LittleEndian list = new LittleEndian();
      variable.dimensions().forEach(one -> list.put(scale(one)));
      attribute(
          messages,
          "DIMENSION_LIST",
          Hdf5Types.references(),
          space(variable.dimensions().size()),
          list);
    }
  }

  private byte[] scale(String dimension) {
    return scales.computeIfAbsent(dimension, one -> heap.reference(headers.get(one)));
  }

  /** The variables and their dimensions that use a scale. */
  private void referenceList(LittleEndian messages, String dimension) {
    LittleEndian uses = new LittleEndian();
    int count = 0;
    for (Variable user : data.variables()) {
      for (int i = 0; i < user.dimensions().size(); i++) {
        if (user.dimensions().get(i).equals(dimension) && !user.name().equals(dimension)) {
          uses.u64(headers.get(user.name())).u32(i);
          count++;
        }
      }
    }
    if (count > 0) {
      attribute(messages, "REFERENCE_LIST", Hdf5Types.useOfScale(), space(count), uses);
    }
  }

  private void attribute(LittleEndian messages, String name, Object value) {
    if (value instanceof String text) {
      attribute(messages, name, Hdf5Types.text(), space(), new LittleEndian().put(heap.text(text)));
    } else if (value instanceof Long number) {
      attribute(messages, name, Hdf5Types.integer(8), space(), new LittleEndian().u64(number));
    } else if (value instanceof Double number) {
      attribute(messages, name, Hdf5Types.float64(), space(), new LittleEndian().f64(number));
    } else {
      throw new IllegalArgumentException("an attribute cannot hold " + value);
    }
  }

  private static void fixedText(LittleEndian messages, String name, String text) {
    attribute(
        messages,
        name,
        Hdf5Types.text(text.length() + 1),
        space(),
        new LittleEndian().ascii(text).u8(0));
  }

  private static void attribute(
      LittleEndian messages, String name, byte[] type, LittleEndian space, LittleEndian content) {
    byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    LittleEndian attribute =
        new LittleEndian()
            .u8(3, 0)
            .u16(nameBytes.length)
            .u16(type.length)
            .u16(space.size())
            .u8(1)
            .put(nameBytes)
            .put(type)
            .put(space.toBytes())
            .put(content.toBytes());
    if (attribute.size() > MOST) {
      throw new IllegalArgumentException(
          "the attribute " + name + " has " + attribute.size() + " bytes; at most " + MOST);
    }
    message(messages, ATTRIBUTE, attribute);
  }

  /** A dataspace; without sizes, a scalar. */
  private static LittleEndian space(int... sizes) {
    LittleEndian space = new LittleEndian().u8(2, sizes.length, 0, sizes.length == 0 ? 0 : 1);
    for (int size : sizes) {
      space.u64(size);
    }
    return space;
  }

  private static byte[] type(Values values) {
    if (values instanceof Values.Integers integers) {
      return Hdf5Types.integer(integers.bytes());
    }
    return values instanceof Values.Texts ? Hdf5Types.text() : Hdf5Types.float64();
  }

  private static int width(Values values) {
    if (values instanceof Values.Integers integers) {
      return integers.bytes();
    }
    return values instanceof Values.Texts ? Hdf5Types.VARIABLE_LENGTH : Double.BYTES;
  }

  private long size(Variable variable) {
    Hdf5Chunks packed = chunks.get(variable.name());
    Values values = variable.values();
    return packed == null ? (long) width(values) * values.count() : packed.size();
  }

  private static long aligned(long size) {
    return (size + 7) / 8 * 8;
  }

  private void keepTexts(Values values) {
    if (values instanceof Values.Texts texts) {
      for (String text : texts.values()) {
        heap.text(text);
      }
    }
  }

  private void writeContent(OutputStream out, Variable variable) throws IOException {
    Hdf5Chunks packed = chunks.get(variable.name());
    if (packed == null) {
      writeContent(out, variable.values());
    } else {
      packed.write(out, contents.get(variable.name()));
    }
    out.write(new byte[(int) (aligned(size(variable)) - size(variable))]);
  }

  private void writeContent(OutputStream out, Values values) throws IOException {
    for (int i = 0; i < values.count(); i++) {
      LittleEndian one = new LittleEndian();
      if (values instanceof Values.Numbers numbers) {
        one.f64(numbers.values()[i]);
      } else if (values instanceof Values.Integers integers) {
        one.number(integers.values()[i], integers.bytes());
      } else if (values instanceof Values.Texts texts) {
        one.put(heap.text(texts.values()[i]));
      }
      out.write(one.toBytes());
    }
  }
}
