package io.steward;

import io.steward.background.OutOfMemory;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.doctor.Version;
import io.steward.log.Log;
import io.steward.settings.DatabaseSettings;
import io.steward.settings.HttpSettings;
import io.steward.settings.Settings;
import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingsException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Mounts Steward in a container, or refuses the deployment with a reason. */
@WebListener
public final class Bootstrap implements ServletContextListener {
  private static final Log LOG = Log.of("io.steward");

  private @Nullable App app;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    try {
      App started = new App(settings(context), clock(context), awaitServer(context));
      app = started;
      started.start(context.getServerInfo());
      started.api().mount(context);
      context.setAttribute(HttpSettings.LEAVE_ATTRIBUTE, (Runnable) started::leave);
      started.awaitDatabase();
    } catch (SettingsException e) {
      e.faults().forEach(fault -> LOG.error(fault));
      contextDestroyed(event);
      throw e;
    } catch (DatabaseRefusal e) {
      LOG.error(String.valueOf(e.getMessage()));
      contextDestroyed(event);
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Steward cannot start", e);
      contextDestroyed(event);
      throw e;
    }
  }

  private static void sayNotReady() {
    LOG.error("out of memory: this node stays not ready; restart the server");
  }

  /** The settings that the {@code serve} command has read, or those of the container. */
  private static Settings settings(ServletContext context) {
    if (context.getAttribute(Settings.class.getName()) instanceof Settings settings) {
      return settings;
    }
    LOG.info(Version.text());
    // The process belongs to the container, so it must not end.
    OutOfMemory.onFirst(Bootstrap::sayNotReady);
    SettingSources sources = SettingSources.ofProcess();
    sources.warnings().forEach(warning -> LOG.warning(warning));
    return Settings.load(sources);
  }

  /** The clock that the embedded server was started with, or the system's. */
  private static Clock clock(ServletContext context) {
    return context.getAttribute(Clock.class.getName()) instanceof Clock clock
        ? clock
        : Clock.systemUTC();
  }

  /** Waits for the database server that the {@code serve} command starts. */
  private static Runnable awaitServer(ServletContext context) {
    return context.getAttribute(DatabaseSettings.START_ATTRIBUTE) instanceof Runnable start
        ? start
        : () -> {};
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    App started = app;
    app = null;
    if (started != null) {
      started.close();
    }
  }
}
