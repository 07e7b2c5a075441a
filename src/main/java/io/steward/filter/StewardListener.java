package io.steward.filter;

import io.steward.log.Log;
import io.steward.settings.source.SettingsException;
import io.steward.token.key.Keys;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Clock;
import java.util.List;

/**
 * Refuses to deploy a web application whose filter is missing or misconfigured. Declare the
 * listener in addition to the filter. If a filter cannot be loaded, some servers serve the
 * application without the filter. If a listener cannot be loaded, every server refuses the
 * application.
 */
public final class StewardListener implements ServletContextListener {
  private static final Log LOG = Log.of("io.steward.filter");

  @Override
  public void contextInitialized(ServletContextEvent event) {
    List<? extends FilterRegistration> filters =
        event.getServletContext().getFilterRegistrations().values().stream()
            .filter(filter -> StewardFilter.class.getName().equals(filter.getClassName()))
            .filter(StewardListener::isMapped)
            .toList();
    if (filters.isEmpty()) {
      throw refusal("no " + StewardFilter.class.getName() + " is declared and mapped");
    }
    filters.forEach(StewardListener::check);
  }

  private static boolean isMapped(FilterRegistration filter) {
    return !filter.getUrlPatternMappings().isEmpty() || !filter.getServletNameMappings().isEmpty();
  }

  private static void check(FilterRegistration filter) {
    try {
      FilterSettings settings = FilterSettings.load(filter.getInitParameters());
      // Reads the keys to check them.
      new Keys(settings.verifier().jwt(), Clock.systemUTC()).close();
    } catch (SettingsException e) {
      e.faults().forEach(fault -> LOG.error("filter " + filter.getName() + ": " + fault));
      throw e;
    }
  }

  private static SettingsException refusal(String fault) {
    LOG.error(fault);
    return new SettingsException(List.of(fault));
  }
}
