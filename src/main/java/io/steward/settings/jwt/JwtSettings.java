package io.steward.settings.jwt;

import io.steward.file.FileFault;
import io.steward.settings.source.Secret;
import io.steward.settings.source.SecretFile;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingValue;
import io.steward.settings.source.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How access tokens are issued and verified.
 *
 * @param secret the key, in UTF-8 at least as long as the algorithm needs; empty if there is a keys
 *     file, and in a trial until the trial's own key is added
 * @param secretFile where the secret can be read again, because it may change
 * @param keysFile the absolute path of a JWK Set
 * @param accessLifetime whole seconds
 * @param leeway whole seconds
 * @param headerPrefix the scheme name in the Authorization header
 */
public record JwtSettings(
    Secret secret,
    Optional<SecretFile> secretFile,
    Optional<Path> keysFile,
    JwtAlgorithm algorithm,
    String issuer,
    String audience,
    Duration accessLifetime,
    Duration leeway,
    String headerPrefix) {
  private static final String MAKE_ONE = "make one with: openssl rand -base64 48";
  // A token has a maximum length; longer names would leave too little for the other claims.
  private static final Pattern NAME = Pattern.compile(".{1,255}");
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z!#$%&'*+.^_`|~-]+");
  private static final Pattern ALGORITHM = Pattern.compile("HS256|HS384|HS512");

  public static JwtSettings read(SettingReader reader) {
    JwtAlgorithm algorithm = algorithm(reader);
    Optional<SecretFile> secretFile =
        reader.secretFile(Setting.JWT_SECRET, Setting.JWT_SECRET_FILE);
    return new JwtSettings(
        secret(reader, algorithm, secretFile),
        secretFile,
        reader.file(Setting.JWT_KEYS_FILE),
        algorithm,
        name(reader, Setting.JWT_ISSUER),
        name(reader, Setting.JWT_AUDIENCE),
        reader.seconds(Setting.JWT_ACCESS_LIFETIME, 1, 86_400),
        reader.seconds(Setting.JWT_LEEWAY, 0, 300),
        reader
            .text(Setting.JWT_HEADER_PREFIX, TOKEN, "must be a scheme name such as Bearer")
            .orElse(""));
  }

  private static JwtAlgorithm algorithm(SettingReader reader) {
    return reader
        .text(Setting.JWT_ALGORITHM, ALGORITHM, "must be HS256, HS384 or HS512")
        .map(JwtAlgorithm::valueOf)
        .orElse(JwtAlgorithm.HS256);
  }

  private static Secret secret(
      SettingReader reader, JwtAlgorithm algorithm, Optional<SecretFile> secretFile) {
    Optional<SettingValue> named =
        reader.find(Setting.JWT_SECRET).or(() -> reader.find(Setting.JWT_SECRET_FILE));
    demandOne(reader, named, reader.find(Setting.JWT_KEYS_FILE));
    Optional<SettingValue> direct = reader.find(Setting.JWT_SECRET);
    reader.value(Setting.JWT_SECRET);
    Optional<SettingValue> secret =
        direct.or(() -> secretFile.flatMap(f -> reader.content(f, Setting.JWT_SECRET_FILE)));
    secret
        .filter(value -> !value.text().isBlank())
        .ifPresent(
            value ->
                SecretStrength.faults(value.trimmed(), algorithm)
                    .forEach(what -> reader.fault(value.fault(what + ": " + MAKE_ONE))));
    return new Secret(secret.map(SettingValue::text).orElse(""));
  }

  private static void demandOne(
      SettingReader reader, Optional<SettingValue> secret, Optional<SettingValue> keys) {
    if (secret.isEmpty() && keys.isEmpty()) {
      reader.missing(Setting.JWT_SECRET, "STEWARD_JWT_SECRET is not set: " + MAKE_ONE);
    }
    if (secret.isPresent() && keys.isPresent()) {
      reader.fault(
          "%s and %s are both set: remove one".formatted(secret.get().label(), keys.get().label()));
    }
  }

  /**
   * The secret that its file contains now.
   *
   * @throws FileFault if the file or the secret cannot be used
   */
  public Secret read(SecretFile file) throws FileFault {
    String text = file.read();
    List<String> faults = SecretStrength.faults(text, algorithm);
    FileFault.demand(faults.isEmpty(), String.join("; ", faults) + ": " + MAKE_ONE);
    return new Secret(text);
  }

  /** Whether there is a key. */
  public boolean hasKey() {
    return keysFile.isPresent() || !secret.reveal().isEmpty();
  }

  public JwtSettings with(Secret trialSecret) {
    List<String> faults = SecretStrength.faults(trialSecret.reveal(), algorithm);
    if (!faults.isEmpty()) {
      throw new SettingsException(
          faults.stream()
              .map(what -> "The secret of this trial " + what + ": " + MAKE_ONE)
              .toList());
    }
    return new JwtSettings(
        trialSecret,
        Optional.empty(),
        keysFile,
        algorithm,
        issuer,
        audience,
        accessLifetime,
        leeway,
        headerPrefix);
  }

  private static String name(SettingReader reader, Setting setting) {
    return reader.text(setting, NAME, "must have at most 255 characters").orElse("");
  }
}
