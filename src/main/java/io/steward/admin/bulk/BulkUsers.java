package io.steward.admin.bulk;

import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserCreation;
import io.steward.api.json.Json;
import io.steward.credential.NewPassword;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Creates and changes users, one on each line of a request, while the request arrives. */
public final class BulkUsers {
  private static final int AT_ONCE = 100;

  // Each occupies a thread for as long as it takes.
  private static final int MOST_REQUESTS = 2;

  private final Semaphore free = new Semaphore(MOST_REQUESTS);
  private final AdminTransactions transactions;
  private final BulkUser users;
  private final NewPassword newPassword;

  public BulkUsers(
      AdminTransactions transactions,
      UserCreation creation,
      UserChange change,
      NewPassword newPassword) {
    this.transactions = transactions;
    this.users = new BulkUser(creation, change, newPassword);
    this.newPassword = newPassword;
  }

  /**
   * The answer to a request: a line for each of its lines. Writing it reads the request.
   *
   * @param isDry whether nothing is to be kept
   * @throws ProblemException 503 if too many such requests run
   */
  public StreamingOutput answer(Caller caller, InputStream body, boolean isDry) {
    if (!free.tryAcquire()) {
      throw new ProblemException(
          ProblemType.BUSY, "At most " + MOST_REQUESTS + " of these requests run at once.");
    }
    Bulk bulk = new Bulk(transactions, users, newPassword, caller, isDry);
    return out -> {
      try {
        run(bulk, new BulkLines(body, System::nanoTime), out);
      } finally {
        free.release();
      }
    };
  }

  private static void run(Bulk bulk, BulkLines lines, OutputStream out) throws IOException {
    // The status leaves now, so that the sender can read results while sending.
    out.flush();
    List<BulkLines.Line> some = new ArrayList<>();
    while (!lines.isOver()) {
      while (lines.isReady() && !lines.isOver() && some.size() < AT_ONCE) {
        some.add(lines.next());
      }
      if (some.isEmpty()) {
        lines.await();
      } else {
        write(bulk.apply(some), out);
        some.clear();
      }
    }
  }

  private static void write(List<Map<String, Object>> results, OutputStream out)
      throws IOException {
    for (Map<String, Object> result : results) {
      out.write(Json.write(result));
      out.write('\n');
    }
    out.flush();
  }
}
