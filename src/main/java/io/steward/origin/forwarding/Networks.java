package io.steward.origin.forwarding;

import io.steward.origin.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A list of networks in CIDR notation (RFC 4632, 3.1; RFC 4291, 2.3). */
public final class Networks {
  private static final Pattern CIDR = Pattern.compile("([0-9A-Fa-f:.]+)(?:/([0-9]{1,3}))?");

  private final List<Network> all;

  private Networks(List<Network> all) {
    this.all = all;
  }

  /** All addresses with the same first bits. */
  private record Network(String text, String prefix, int length, int bits) {
    boolean contains(IpAddress address) {
      return address.bits() == bits && address.prefix(length).equals(prefix);
    }
  }

  /** Parses networks and single IP addresses; empty if any text is malformed. */
  public static Optional<Networks> parse(Set<String> texts) {
    List<Network> all =
        texts.stream()
            .map(Networks::network)
            .flatMap(Optional::stream)
            .collect(Collectors.toList());
    return all.size() == texts.size() ? Optional.of(new Networks(all)) : Optional.empty();
  }

  private static Optional<Network> network(String text) {
    Matcher cidr = CIDR.matcher(text);
    if (!cidr.matches()) {
      return Optional.empty();
    }
    return IpAddress.parse(cidr.group(1))
        .flatMap(
            address -> {
              int length = cidr.group(2) == null ? address.bits() : Integer.parseInt(cidr.group(2));
              return length > address.bits()
                  ? Optional.empty()
                  : Optional.of(new Network(text, address.prefix(length), length, address.bits()));
            });
  }

  /** Whether any network contains the address. */
  public boolean contain(IpAddress address) {
    return all.stream().anyMatch(network -> network.contains(address));
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether any network contains all IPv4 or all IPv6 addresses. */
  public boolean isEverybody() {
    return all.stream().anyMatch(network -> network.length() == 0);
  }

  /** The networks as configured. */
  @Override
  public String toString() {
    return all.stream().map(Network::text).sorted().collect(Collectors.joining(", "));
  }
}
