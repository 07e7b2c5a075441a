package io.steward.user;

import java.time.Instant;

/** A user as the API shows it to that user. */
public record UserView(
    long id, String email, String firstName, String lastName, Instant dateJoined) {

  public static UserView of(User user) {
    Name name = user.name();
    return new UserView(user.id(), user.email(), name.first(), name.last(), user.dateJoined());
  }
}
