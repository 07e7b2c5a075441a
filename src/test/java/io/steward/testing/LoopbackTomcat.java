package io.steward.testing;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat in this process, on a free port of the loopback address. */
public final class LoopbackTomcat implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final Connector connector = new Connector();

  /** Creates one that has not started. */
  public LoopbackTomcat(String name) {
    tomcat.setBaseDir(Folders.fresh(name).toString());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
  }

  /** What listens, for further settings before the start. */
  public Connector connector() {
    return connector;
  }

  /** Adds an application without content. */
  public Context context(String path) {
    return tomcat.addContext(path, null);
  }

  public void start() {
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
