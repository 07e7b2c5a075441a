package io.steward.throttle;

import io.steward.database.Database;
import io.steward.origin.Origin;
import io.steward.origin.device.Device;
import jakarta.persistence.EntityManager;

/**
 * The tables {@code known_networks} and {@code known_devices} in one transaction: from where, and
 * with which programs, users have logged in.
 */
final class KnownOrigins {
  /**
   * Reads the tables as they were before this statement. A fresh row is skipped at once, because
   * {@code on conflict} would lock it even if nothing changes.
   */
  private static final String ADD =
      """
      with owner as (
        select id from users where id = ?1 and password = ?4 for share),
      network as (
        insert into known_networks as k (user_id, network, expires_at)
        select id, ?2, now() + interval '180 days' from owner
        where not exists (
          select from known_networks f where f.user_id = ?1 and f.network = ?2
            and f.expires_at >= now() + interval '179 days')
        on conflict (user_id, network) do update set expires_at = excluded.expires_at
        where k.expires_at < now() + interval '179 days'
        returning xmax = 0 as is_new),
      device as (
        insert into known_devices as k (user_id, device, expires_at)
        select id, ?3, now() + interval '180 days' from owner
        where not exists (
          select from known_devices f where f.user_id = ?1 and f.device = ?3
            and f.expires_at >= now() + interval '179 days')
        on conflict (user_id, device) do update set expires_at = excluded.expires_at
        where k.expires_at < now() + interval '179 days'
        returning xmax = 0 as is_new)
      select 1 where
        exists (select from network where is_new) and exists (
          select from known_networks o
          where o.user_id = ?1 and o.network <> ?2 and o.expires_at > now())
        or exists (select from device where is_new) and exists (
          select from known_devices o
          where o.user_id = ?1 and o.device <> ?3 and o.expires_at > now())
      """;

  private final EntityManager em;

  KnownOrigins(EntityManager em) {
    this.em = em;
  }

  /**
   * Whether a user has logged in from a network.
   *
   * @param account the canonical form of the user's address
   */
  boolean hasNetwork(String account, String network) {
    return !Database.query(
            em,
            """
            select 1 from known_networks k join users u on u.id = k.user_id
            where coalesce(u.canonical_email, lower(u.email collate "C")) = ?1
              and k.network = ?2 and k.expires_at > now()
            """,
            account,
            network)
        .getResultList()
        .isEmpty();
  }

  /**
   * Remembers the network and the device of this request for half a year; writes at most once a
   * day. If the password that was checked is no longer the user's, both stay unknown: the owner may
   * have changed it because somebody else knew it. Locks the user's row, so that a simultaneous
   * change of the password comes before or after. Without the lock, the foreign key would reject
   * the insert after a simultaneous deletion.
   *
   * @return whether the network is new and the user already had another known network, or the same
   *     of the device
   */
  boolean add(long userId, String storedHash) {
    Origin origin = Origin.current();
    return !Database.query(
            em, ADD, userId, origin.network(), Device.kind(origin.userAgent()), storedHash)
        .getResultList()
        .isEmpty();
  }

  /**
   * Removes all networks and devices of a user except those of this request. A command has neither,
   * so it removes all.
   */
  void removeOthers(long userId) {
    Origin origin = Origin.current();
    Database.query(
            em,
            """
            with networks as (
              delete from known_networks where user_id = ?1 and network <> ?2)
            delete from known_devices where user_id = ?1 and (device <> ?3 or ?2 = '')
            """,
            userId,
            origin.network(),
            Device.kind(origin.userAgent()))
        .executeUpdate();
  }
}
