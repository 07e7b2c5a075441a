package io.steward.user;

import io.steward.password.PasswordHash;
import io.steward.token.Subject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Query;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A person with an account: Django's AbstractBaseUser and PermissionsMixin in one row. */
@Entity
@Table(name = "users")
public class User {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "email")
  private String email = "";

  /** Null in rows that Steward did not write and has not read yet, see {@link StoredAddresses}. */
  @Column(name = "canonical_email")
  private @Nullable String canonicalEmail;

  @Column(name = "first_name")
  private String firstName = "";

  @Column(name = "last_name")
  private String lastName = "";

  @Column(name = "password")
  private String password = "";

  @Column(name = "is_active")
  private boolean active = true;

  /** When an inactive account becomes active again. */
  @Column(name = "inactive_until")
  private @Nullable Instant inactiveUntil;

  @Column(name = "email_verified_at")
  private @Nullable Instant emailVerifiedAt;

  @Column(name = "language")
  private @Nullable String language;

  @Column(name = "awaits_approval")
  private boolean awaitsApproval;

  @Column(name = "is_staff")
  private boolean staff;

  @Column(name = "is_superuser")
  private boolean superuser;

  @Column(name = "date_joined")
  private Instant dateJoined = Instant.EPOCH;

  @Column(name = "last_login")
  private @Nullable Instant lastLogin;

  @ManyToMany
  @JoinTable(
      name = "user_groups",
      joinColumns = @JoinColumn(name = "user_id", referencedColumnName = "id"),
      inverseJoinColumns = @JoinColumn(name = "group_id", referencedColumnName = "id"))
  private Set<Group> groups = new HashSet<>();

  protected User() {}

  private User(EmailAddress email, Name name, PasswordHash hash, Instant now) {
    this.email = email.text();
    this.canonicalEmail = email.canonical();
    this.firstName = name.first();
    this.lastName = name.last();
    this.password = hash.encoded();
    this.dateJoined = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** Django's {@code create_user}: active, without permissions. */
  public static User create(EmailAddress email, Name name, PasswordHash hash, Instant now) {
    return new User(email, name, hash, now);
  }

  /** Fills in the row; the database chooses the id. */
  Query insertion(Query insert) {
    return insert
        .setParameter(1, email)
        .setParameter(2, firstName)
        .setParameter(3, lastName)
        .setParameter(4, password)
        .setParameter(5, active)
        .setParameter(6, staff)
        .setParameter(7, superuser)
        .setParameter(8, dateJoined.atOffset(ZoneOffset.UTC))
        .setParameter(9, canonicalEmail)
        .setParameter(10, emailVerifiedAt == null ? null : emailVerifiedAt.toString())
        .setParameter(11, language)
        .setParameter(12, awaitsApproval);
  }

  void added(long drawnId) {
    id = drawnId;
  }

  public long id() {
    return id;
  }

  public String email() {
    return email;
  }

  /** Whether the user has proved that they receive mail at the email address. */
  public boolean isEmailVerified() {
    return emailVerifiedAt != null;
  }

  public void verifyEmail(Instant now) {
    emailVerifiedAt = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** Makes the address unverified: it may belong to someone else. */
  public void doubtEmail() {
    emailVerifiedAt = null;
  }

  /** A language tag such as {@code de}; empty if unknown. */
  public String language() {
    return language == null ? "" : language;
  }

  public void speak(String languageTag) {
    language = languageTag.isEmpty() ? null : languageTag;
  }

  /** Stores the language of somebody who proved to own the account, unless one is stored. */
  public void speakUnlessKnown(String languageTag) {
    if (language().isEmpty()) {
      speak(languageTag);
    }
  }

  /** Whether the user has registered and no administrator has let them in yet. */
  public boolean awaitsApproval() {
    return awaitsApproval;
  }

  /** Forbids the log-in until an administrator {@link #activate}s the account. */
  public void awaitApproval() {
    active = false;
    awaitsApproval = true;
  }

  /** What tokens say about the user. */
  public Subject subject() {
    return new Subject(id, email, name().full(), groups(), isEmailVerified());
  }

  /** Whether the stored address is the typed text, or another spelling of it. */
  boolean hasAddress(String typed) {
    return EmailAddress.canonical(email).equals(EmailAddress.canonical(typed));
  }

  public Name name() {
    return new Name(firstName, lastName);
  }

  public PasswordHash password() {
    return new PasswordHash(password);
  }

  public boolean isActive() {
    return active;
  }

  public boolean isStaff() {
    return staff;
  }

  public Instant dateJoined() {
    return dateJoined;
  }

  public Optional<Instant> lastLogin() {
    return Optional.ofNullable(lastLogin);
  }

  /** The names of the user's groups, in order. */
  public Set<String> groups() {
    Set<String> names = new TreeSet<>();
    groups.forEach(group -> names.add(group.name()));
    return names;
  }

  public void rename(Name name) {
    firstName = name.first();
    lastName = name.last();
  }

  public void changeEmail(EmailAddress address) {
    boolean isSame = EmailAddress.lower(address.text()).equals(EmailAddress.lower(email));
    emailVerifiedAt = isSame ? emailVerifiedAt : null;
    email = address.text();
    canonicalEmail = address.canonical();
  }

  public void changePassword(PasswordHash hash) {
    password = hash.encoded();
  }

  /** Stores another hash of the same password. */
  public void renewHash(PasswordHash hash) {
    password = hash.encoded();
  }

  public void activate() {
    active = true;
    inactiveUntil = null;
    awaitsApproval = false;
  }

  /** When the inactive account becomes active again; empty if that is not planned. */
  public Optional<Instant> inactiveUntil() {
    return Optional.ofNullable(inactiveUntil);
  }

  /**
   * Forbids the log-in.
   *
   * @param until when the account becomes active again; null if that is not planned
   */
  public void deactivate(@Nullable Instant until) {
    active = false;
    inactiveUntil = until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
  }

  public boolean isSuperuser() {
    return superuser;
  }

  /** Django's flags: whether the user may administer, and has every permission. */
  public void empower(boolean isStaff, boolean isSuperuser) {
    staff = isStaff;
    superuser = isSuperuser;
  }

  public void loggedIn(Instant now) {
    lastLogin = now.truncatedTo(ChronoUnit.MICROS);
  }
}
