package io.steward.client;

/**
 * From where the request comes that this thread works on.
 *
 * @param requestId of the answer's {@code X-Request-Id}
 * @param ip an IPv4 or IPv6 address; empty for a command
 * @param userAgent as it was sent, without control characters
 */
public record Client(String requestId, String ip, String userAgent) {
  /** Somebody at a terminal, or this node itself. */
  public static final Client LOCAL = new Client("", "", "");

  private static final int LONGEST_USER_AGENT = 255;
  private static final int LONGEST_IP = 45;
  private static final ThreadLocal<Client> CURRENT = new ThreadLocal<>();

  /** Cuts what is longer than its column, and takes away what could forge a line of a log. */
  public Client {
    ip = cut(ip, LONGEST_IP);
    userAgent = cut(userAgent.replaceAll("\\p{Cc}", ""), LONGEST_USER_AGENT);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  /** Of the request that this thread works on, or {@link #LOCAL}. */
  public static Client current() {
    Client client = CURRENT.get();
    return client == null ? LOCAL : client;
  }

  /** This thread now works on a request of that client, until {@link #left}. */
  public static void entered(Client client) {
    CURRENT.set(client);
  }

  /** This thread works on no request any more. */
  public static void left() {
    CURRENT.remove();
  }

  /** What one household or host has for itself: the IPv4 address, or 64 bits of an IPv6 address. */
  public String network() {
    return IpAddress.parse(ip)
        .map(address -> address.prefix(address.isIpv4() ? 32 : 64))
        .orElse("");
  }
}
