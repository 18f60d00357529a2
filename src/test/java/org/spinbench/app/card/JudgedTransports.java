package org.spinbench.app.card;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Links on which a judge looks at every message, as a bench server does. */
final class JudgedTransports implements Transports {
  private final Judge judge;
  private final Transports twins;
  private final Map<ResourceName, String> names = new HashMap<>();
  private final List<String> refused = new ArrayList<>();

  JudgedTransports(Judge judge, BenchFile file, Transports twins) {
    this.judge = judge;
    this.twins = twins;
    file.instruments()
        .forEach((name, entry) -> names.put(ResourceName.parse(entry.resource()), name));
  }

  /** What the judge has refused. */
  List<String> refused() {
    return refused;
  }

  @Override
  public Transport open(ResourceName resource) {
    Transport inner = twins.open(resource);
    String name = names.get(resource);
    return new Transport() {
      @Override
      public Duration write(byte[] message, Duration timeout) {
        try {
          judge.pass(name, this, message, passed -> inner.write(passed, timeout));
        } catch (SettingException | IllegalArgumentException e) {
          refused.add(e.getMessage());
          throw new TransportException("refused by the server: " + e.getMessage());
        }
        return timeout;
      }

      @Override
      public byte[] read(Duration timeout) {
        byte[] response = inner.read(timeout);
        judge.answered(name, response);
        return response;
      }

      @Override
      public boolean clear() {
        return inner.clear();
      }

      @Override
      public boolean tellsAnswersApart() {
        return inner.tellsAnswersApart();
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }
}
