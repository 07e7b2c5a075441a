package io.steward.filter;

import io.steward.log.Log;
import io.steward.settings.SettingsException;
import io.steward.token.key.Keys;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Clock;
import java.util.List;

/**
 * Refuses the deployment of a web application whose filter is missing or could let nobody in. To be
 * declared beside the filter: a server may serve on without a filter that it cannot load, but none
 * does so without a listener.
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
      // Reads them, and says what is wrong with them.
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
