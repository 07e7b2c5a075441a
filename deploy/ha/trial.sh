#!/usr/bin/env bash
# Kills parts of a highly available installation under load, and checks that no acknowledged write is lost:
#   mvn -q package -DskipTests && deploy/ha/trial.sh primary|node|rolling
#   primary  kills the primary's PostgreSQL and Patroni with SIGKILL, twice
#   node     kills the nodes with SIGKILL in turn, twenty times
#   rolling  restarts the nodes in turn, three times each; no request may fail
# All programs run on this machine, on free loopback ports and in a temporary folder. They stop when
# the script ends. ROUNDS=n sets the number of rounds; KEEP=1 keeps the folder with the logs.
set -euo pipefail
cd "$(dirname "$0")/../.."

MODE=${1:-}
WAR=target/steward.war
CONFIG=deploy/ha
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

complain() { echo "trial.sh: $*" >&2; exit 1; }
case $MODE in
  primary) ROUNDS=${ROUNDS:-2} ;;
  node) ROUNDS=${ROUNDS:-20} ;;
  rolling) ROUNDS=${ROUNDS:-3} ;;
  *) complain "name a trial: primary, node or rolling" ;;
esac
for tool in etcd patroni haproxy setpriv curl python3 openssl "$java"; do
  command -v "$tool" > /dev/null \
    || complain "$tool is missing: apt-get install patroni etcd-server postgresql haproxy curl"
done
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || complain "PostgreSQL is missing: apt-get install postgresql"
[ -f "$WAR" ] && [ -f target/test-classes/io/steward/trial/Load.class ] \
  || complain "steward.war is missing: mvn -q package -DskipTests"

work=$(mktemp -d)
chmod 711 "$work"
declare -A pids
# PostgreSQL refuses to run as root.
as_postgres=()
owner=$(id -un)
if [ "$(id -u)" = 0 ]; then
  as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
  owner=postgres
fi

descendants() { local child; for child in $(pgrep -P "$1"); do echo "$child"; descendants "$child"; done; }
postmaster() { head -n 1 "$work/$1/data/postmaster.pid" 2> /dev/null || true; }
is_running() { [ -n "${1:-}" ] && kill -0 "$1" 2> /dev/null; }
end() { # name, seconds until it is killed
  local pid=${pids[$1]:-}
  is_running "$pid" || return 0
  kill "$pid"
  for _ in $(seq $(($2 * 10))); do is_running "$pid" || break; sleep 0.1; done
  kill -9 "$pid" 2> /dev/null || true
  wait "$pid" 2> /dev/null || true
}
finish() {
  local result=$? name pid
  set +e
  exec 8>&-
  end load 1; end haproxy 1; end node-one 15; end node-two 15; end member-one 15; end member-two 15
  for name in member-one member-two; do
    pid=$(postmaster "$name")
    is_running "$pid" && kill -9 "$pid"
  done
  end etcd 5
  if [ -n "${KEEP:-}" ]; then echo "kept: $work" >&2; else rm -rf "$work"; fi
  exit "$result"
}
trap finish EXIT
trap 'exit 130' INT TERM

milliseconds() { echo $(($(date +%s%N) / 1000000)); }
until_true() { # condition, seconds, command
  local end=$(($(milliseconds) + $2 * 1000))
  until "${@:3}" > /dev/null 2>&1; do
    if [ "$(milliseconds)" -gt "$end" ]; then
      tail -n 5 "$work"/*.log >&2
      complain "timeout after $2 s: $1"
    fi
    sleep 0.2
  done
}
say() { echo "$(date +%T) $*" >&2; }

read -r etcd_port peer_port http one two sql_one sql_two rest_one rest_two < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(9)]
[s.bind(("127.0.0.1", 0)) for s in sockets]
print(*[s.getsockname()[1] for s in sockets])')
declare -A port=([node-one]=$one [node-two]=$two) sql=([member-one]=$sql_one [member-two]=$sql_two)
declare -A rest=([member-one]=$rest_one [member-two]=$rest_two)
database_password=$(openssl rand -hex 16)
superuser_password=$(openssl rand -hex 16)
replication_password=$(openssl rand -hex 16)
jwt_secret=$(openssl rand -base64 48)

start_etcd() {
  install -d -m 700 -o "$owner" "$work/etcd"
  # These intervals are for a trial in which all programs share one machine. Use etcd's defaults in
  # production.
  "${as_postgres[@]}" etcd --name trial --data-dir "$work/etcd/data" \
    --heartbeat-interval 250 --election-timeout 2500 --logger zap \
    --listen-client-urls "http://127.0.0.1:$etcd_port" \
    --advertise-client-urls "http://127.0.0.1:$etcd_port" \
    --listen-peer-urls "http://127.0.0.1:$peer_port" \
    --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" \
    --initial-cluster "trial=http://127.0.0.1:$peer_port" > "$work/etcd.log" 2>&1 &
  pids[etcd]=$!
}
start_member() { # must run in the background
  set -a
  # shellcheck disable=SC1091
  . "$CONFIG/member.env"
  PATRONI_NAME=$1
  PATRONI_ETCD3_HOSTS=127.0.0.1:$etcd_port
  PATRONI_RESTAPI_LISTEN=127.0.0.1:${rest[$1]}
  PATRONI_RESTAPI_CONNECT_ADDRESS=$PATRONI_RESTAPI_LISTEN
  PATRONI_RESTAPI_PASSWORD=$superuser_password
  PATRONI_POSTGRESQL_LISTEN=127.0.0.1:${sql[$1]}
  PATRONI_POSTGRESQL_CONNECT_ADDRESS=$PATRONI_POSTGRESQL_LISTEN
  PATRONI_POSTGRESQL_DATA_DIR=$work/$1/data
  PATRONI_POSTGRESQL_BIN_DIR=$bin
  PATRONI_SUPERUSER_PASSWORD=$superuser_password
  PATRONI_REPLICATION_PASSWORD=$replication_password
  HOME=$work/$1
  cd "$work/$1"
  exec "${as_postgres[@]}" patroni "$work/patroni.yml" >> "$work/$1.log" 2>&1
}
member() { # name
  install -d -m 700 -o "$owner" "$work/$1"
  start_member "$1" 8>&- &
  pids[$1]=$!
}
start_node() { # must run in the background
  set -a
  # shellcheck disable=SC1091
  . "$CONFIG/steward.env"
  STEWARD_DATABASE_URL=${STEWARD_DATABASE_URL/10.0.0.21:5432/127.0.0.1:$sql_one}
  STEWARD_DATABASE_URL=${STEWARD_DATABASE_URL/10.0.0.22:5432/127.0.0.1:$sql_two}
  STEWARD_DATABASE_PASSWORD=$database_password
  STEWARD_JWT_SECRET=$jwt_secret
  STEWARD_HTTP_HOST=127.0.0.1
  STEWARD_HTTP_PORT=${port[$1]}
  STEWARD_PROXY_TRUSTED=127.0.0.1
  STEWARD_THROTTLE=off
  STEWARD_HOME=$work/$1
  exec "$java" -Xmx256m -jar "$work/steward.war" serve >> "$work/$1.log" 2>&1
}
node() { # name
  start_node "$1" 8>&- &
  pids[$1]=$!
}
start_proxy() { # must run in the background
  export STEWARD_BIND=127.0.0.1:$http STEWARD_ONE=127.0.0.1:$one STEWARD_TWO=127.0.0.1:$two
  exec haproxy -db -f "$CONFIG/haproxy.cfg" > "$work/haproxy.log" 2>&1
}

is_ready() { curl -sf -m 5 "http://127.0.0.1:${port[$1]}/health/ready"; }
role() { curl -sf -m 2 -o "$work/role" "http://127.0.0.1:${rest[$1]}/$2"; } # name, primary or sync
other() { case $1 in *-one) echo "${1%-one}-two" ;; *) echo "${1%-two}-one" ;; esac; }
has_primary_and_standby() {
  { role member-one primary && role member-two sync; } \
    || { role member-two primary && role member-one sync; }
}
psql_primary() {
  PGPASSWORD=$superuser_password "$bin/psql" -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$1" -U postgres
}

say "starting etcd, two members, two nodes and HAProxy in $work"
# The trial uses copies of these files, so that a build during the trial does not change them.
install -m 644 "$CONFIG/patroni.yml" "$WAR" "$work"
install -D -t "$work/classes/io/steward/trial" target/test-classes/io/steward/trial/*.class
start_etcd
until_true "etcd answers" 20 curl -sf "http://127.0.0.1:$etcd_port/health"
member member-one
until_true "a primary" 60 role member-one primary
psql_primary "$sql_one" <<SQL
create role steward login password '$database_password';
create database steward owner steward;
SQL
member member-two
until_true "a synchronous standby" 60 has_primary_and_standby
node node-one
node node-two
start_proxy &
pids[haproxy]=$!
for name in node-one node-two; do until_true "$name is ready" 60 is_ready "$name"; done
until_true "the proxy answers" 10 curl -sf "http://127.0.0.1:$http/health/ready"

mkfifo "$work/orders"
"$java" -Xmx128m -cp "$work/classes" io.steward.trial.Load "http://127.0.0.1:$http" "http://127.0.0.1:$one" \
  "http://127.0.0.1:$two" "$MODE" < "$work/orders" > "$work/load.out" 2> "$work/load.log" &
pids[load]=$!
exec 8> "$work/orders"
order() { echo "$*" >&8; }
recovered() { [ "$(grep -c '^recovered' "$work/load.out")" -ge "$1" ]; }

try_primary() {
  local primary standby began victims
  for ((i = 1; i <= ROUNDS; i++)); do
    until_true "a synchronous standby" 90 has_primary_and_standby
    sleep 8
    primary=member-one
    role member-one primary || primary=member-two
    standby=$(other "$primary")
    victims=("${pids[$primary]}" "$(postmaster "$primary")")
    # shellcheck disable=SC2207
    victims+=($(for pid in "${victims[@]}"; do descendants "$pid"; done))
    say "round $i of $ROUNDS: killing $primary"
    began=$(milliseconds)
    kill -9 "${victims[@]}" 2> /dev/null || true
    order mark "$began"
    wait "${pids[$primary]}" 2> /dev/null || true
    until_true "writes succeed again" 60 recovered "$i"
    role "$standby" primary || complain "$standby is not the primary"
    sleep 5
    say "starting $primary again"
    member "$primary"
  done
  until_true "a synchronous standby" 90 has_primary_and_standby
}

try_node() {
  local name=node-two
  sleep 5
  for ((i = 1; i <= ROUNDS; i++)); do
    name=$(other "$name")
    say "kill $i of $ROUNDS: $name"
    kill -9 "${pids[$name]}"
    wait "${pids[$name]}" 2> /dev/null || true
    node "$name"
    until_true "$name is ready" 60 is_ready "$name"
    sleep 1
  done
}

try_rolling() {
  local name began
  sleep 5
  for ((i = 1; i <= ROUNDS; i++)); do
    for name in node-one node-two; do
      began=$(milliseconds)
      kill "${pids[$name]}"
      wait "${pids[$name]}" 2> /dev/null || true
      say "round $i of $ROUNDS: $name stopped in $(($(milliseconds) - began)) ms"
      node "$name"
      until_true "$name is ready" 60 is_ready "$name"
      sleep 3
    done
  done
}

began=$(milliseconds)
"try_$MODE"
say "checking the ledger"
order check
exec 8>&-
result=0
wait "${pids[load]}" || result=$?
echo "$MODE, $ROUNDS rounds, $(($(milliseconds) - began)) ms; $(nproc) cores, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
cat "$work/load.out"
[ "$result" = 0 ] || { cat "$work/load.log" >&2; complain "FAILED"; }
for name in node-one node-two; do is_running "${pids[$name]}" || complain "$name has exited"; done
