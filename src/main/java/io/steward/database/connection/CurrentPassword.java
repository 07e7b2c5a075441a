package io.steward.database.connection;

import io.steward.file.FileFault;
import io.steward.log.Complaint;
import io.steward.log.Log;
import io.steward.settings.source.SecretFile;

/**
 * The password of the database role. Its file is read for each connection, so that a change needs
 * no restart.
 */
final class CurrentPassword {
  private static final Log LOG = Log.of("io.steward.database");

  private final SecretFile file;
  private final Complaint complaint = new Complaint();
  private volatile String last;

  CurrentPassword(SecretFile file, String first) {
    this.file = file;
    this.last = first;
  }

  /** The password in the file; the previous one if the file cannot be read. */
  String text() {
    try {
      last = file.read();
      complaint.end();
    } catch (FileFault e) {
      String reason = "still using the previous database password: " + file.file().message(e);
      if (complaint.isNew(reason)) {
        LOG.error(reason);
      }
    }
    return last;
  }
}
