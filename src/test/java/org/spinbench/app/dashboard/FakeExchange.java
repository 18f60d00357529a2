package org.spinbench.app.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;

/** A request without a connection. */
final class FakeExchange extends HttpExchange {
  private final String method;
  private final URI uri;
  private final Headers headers = new Headers();

  FakeExchange(String method, String path) {
    this.method = method;
    uri = URI.create(path);
  }

  FakeExchange with(String name, String value) {
    headers.add(name, value);
    return this;
  }

  @Override
  public Headers getRequestHeaders() {
    return headers;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return method;
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return new InetSocketAddress("127.0.0.1", 1);
  }

  @Override
  public Headers getResponseHeaders() {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpContext getHttpContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  @Override
  public InputStream getRequestBody() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OutputStream getResponseBody() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sendResponseHeaders(int status, long length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getResponseCode() {
    return -1;
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public Object getAttribute(String name) {
    return null;
  }

  @Override
  public void setAttribute(String name, Object value) {}

  @Override
  public void setStreams(InputStream in, OutputStream out) {}

  @Override
  public HttpPrincipal getPrincipal() {
    return null;
  }
}
