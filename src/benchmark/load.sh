#!/usr/bin/env bash
# Measures a running Steward under load over loopback, and prints the results. Takes about five minutes:
#   mvn -q package -DskipTests && mvn -q -f src/benchmark compile && src/benchmark/load.sh
# Server, PostgreSQL and load generator share the machine's cores. Results are medians of several rounds,
# and each round measures every kind of request. Other work on the machine lowers the rates, but hardly
# changes the processor time per request. This time is the sum for server, PostgreSQL and load generator,
# so it limits the rate even on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/../.."

ROUNDS=${ROUNDS:-3}
SECONDS_EACH=${SECONDS_EACH:-6}
CONNECTIONS=8
MOST_MEMORY=300 # MiB resident, without the slow connections
STARTS=5
WAR=target/steward.war
SERVER_OPTIONS=-Xmx256m
CLASSPATH_FILE=target/benchmark/classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jcmd=${JAVA_HOME:+$JAVA_HOME/bin/}jcmd

complain() { echo "load.sh: $*" >&2; exit 1; }
for tool in wrk slowhttptest curl pgrep "$java" "$jcmd"; do
  command -v "$tool" > /dev/null || complain "$tool is missing: install it (apt-get install wrk slowhttptest curl procps; a JDK)"
done
[ -f "$WAR" ] && [ -f "$CLASSPATH_FILE" ] \
  || complain "nothing to load: mvn -q package -DskipTests && mvn -q -f src/benchmark compile"

work=$(mktemp -d)
pids=()
finish() {
  # Ends the processes in reverse order, so that the database ends after its users.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2> /dev/null && wait "${pids[i]}" 2> /dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Waits for the first line in a helper's output file, and prints it.
first_line() {
  for _ in $(seq 200); do
    if [ "$(wc -l < "$1")" -gt 0 ]; then head -n 1 "$1"; return; fi
    sleep 0.1
  done
  cat "$1.err" >&2
  complain "$1 said nothing"
}
helper() { # name, main class, arguments: runs it in the background
  "$java" -Xmx128m "@$CLASSPATH_FILE" "io.steward.benchmark.$2" "${@:3}" \
    > "$work/$1" 2> "$work/$1.err" &
  pids+=($!)
}
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

start_server() { # sets $server (process id), $ready (ms until the first 200) and $ready_cpu (CPU time in ms)
  local began; began=$(milliseconds)
  "$java" $SERVER_OPTIONS -jar "$WAR" serve > "$work/server" 2>&1 &
  server=$!
  pids+=("$server")
  until curl -sf -o "$work/answer" "$url/health/ready"; do
    kill -0 "$server" 2> /dev/null || { cat "$work/server" >&2; complain "the server has ended"; }
    [ $(($(milliseconds) - began)) -lt 60000 ] || complain "the server does not get ready"
    sleep 0.02
  done
  ready=$(($(milliseconds) - began))
  ready_cpu=$(awk -v hz="$(getconf CLK_TCK)" '{print 1000 * ($14 + $15) / hz}' "/proc/$server/stat")
}
stop_server() {
  kill "$server"
  wait "$server" || true
  unset 'pids[-1]'
}
memory() { awk -v name="$1:" '$1 == name {printf "%d", $2 / 1024}' "/proc/$server/status"; }
heap() { # MiB in use after a collection
  "$jcmd" "$server" GC.run > /dev/null
  "$jcmd" "$server" GC.heap_info \
    | sed -n 's/.*heap .*used \([0-9]*\)K.*/\1/p' | awk '{printf "%d", $1 / 1024}'
}
# The processor time in seconds that these processes, and this script's children that have ended, have
# used so far.
spent() {
  { for pid in "$@"; do cat "/proc/$pid/stat" 2> /dev/null || true; done; } \
    | awk -v hz="$(getconf CLK_TCK)" -v own="$(cut -d ' ' -f 16,17 "/proc/$$/stat")" \
      '{t += $14 + $15} END {split(own, w, " "); print (t + w[1] + w[2]) / hz}'
}
# Arguments: seconds, name, URL, process ids, wrk options. Records the rate, the processor time per request
# in ms, and with --latency the time in ms within which 99 % of the requests were answered.
requests() {
  local before after count
  # shellcheck disable=SC2086 # Many pids.
  before=$(spent $4)
  wrk -t 1 -c $CONNECTIONS -d "$1s" "${@:5}" "$3" > "$work/wrk"
  # shellcheck disable=SC2086
  after=$(spent $4)
  if grep -q 'Non-2xx\|Socket errors' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
  count=$(awk '/requests in/ {print $1}' "$work/wrk")
  awk '/^Requests\/sec/ {print $2}' "$work/wrk" >> "$work/$2"
  awk -v a="$after" -v b="$before" -v n="$count" 'BEGIN {print 1000 * (a - b) / n}' \
    >> "$work/$2.ms"
  awk '$1 == "99%" {u = $2; sub(/[0-9.]+/, "", u); print $2 * (u == "us" ? 0.001 : u == "ms" ? 1 : 1000)}' \
    "$work/wrk" >> "$work/$2.p99"
}
post() { # path, body
  curl -sf -X POST -H 'Content-Type: application/json' -d "$2" "$url$1" || complain "POST $1 failed"
}

mkdir "$work/database" "$work/static" "$work/home"
helper db DatabaseServer "$work/database"
read -r jdbc user < <(first_line "$work/db")
helper files StaticServer "$work/static"
read -r files_port files_token < <(first_line "$work/files")
files="http://127.0.0.1:$files_port"

port=$((20000 + RANDOM % 10000))
url="http://127.0.0.1:$port"
export STEWARD_HOME="$work/home" STEWARD_HTTP_PORT=$port
export STEWARD_DATABASE_URL="$jdbc" STEWARD_DATABASE_USERNAME="$user"
export STEWARD_THROTTLE=off
export STEWARD_JWT_SECRET=Kj8-benchmark-only-Qw3rTz6uIoPa9sDfGhJkL0yXcVbN

echo "starting $((STARTS + 1)) times" >&2
start_server # This first start unpacks the WAR and creates the tables.
stop_server
for ((i = 1; i <= STARTS; i++)); do
  [ "$i" -eq 1 ] || stop_server
  start_server
  echo "$ready" >> "$work/ready.ms"
  echo "$ready_cpu" >> "$work/ready.cpu"
done
heap_started=$(heap)
rss_started=$(memory VmRSS)

credentials='"email":"ada@example.com","password":"correct horse battery"'
post /user/create/ "{$credentials,\"first_name\":\"Ada\",\"last_name\":\"Lovelace\"}" > /dev/null
# A new token: the many log-ins have ended the session of an older one (STEWARD_SESSIONS_PER_USER).
token() { post /user/obtain_token/ "{$credentials}" | sed 's/.*"token":"\([^"]*\)".*/\1/'; }
cat > "$work/login.lua" <<LUA
wrk.method = "POST"
wrk.body = '{$credentials}'
wrk.headers["Content-Type"] = "application/json"
LUA

# Each answer contains the token for a later request. The list of tokens never becomes empty, because it
# starts with more tokens than there are connections.
cat > "$work/refresh.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local tokens, first, last = {}, 1, 0
for token in io.lines("$work/refresh.tokens") do last = last + 1; tokens[last] = token end
function request()
  local token = tokens[first]
  tokens[first] = nil
  first = first + 1
  return wrk.format(nil, nil, nil, '{"refresh_token":"' .. token .. '"}')
end
function response(status, headers, body)
  last = last + 1
  tokens[last] = body:match('"refresh_token":"([^"]*)"')
end
LUA

postmaster=$(head -n 1 "$(find "$work/database" -name postmaster.pid | head -n 1)")
get() {
  requests "$1" get "$url/user/update/" "$server $postmaster $(pgrep -P "$postmaster" | xargs)" \
    -H "Authorization: Bearer $(token)"
}
login() {
  requests "$1" login "$url/user/obtain_token/" \
    "$server $postmaster $(pgrep -P "$postmaster" | xargs)" -s "$work/login.lua"
}
refresh() {
  for _ in $(seq 64); do
    post /user/obtain_token/ "{$credentials}" | sed 's/.*"refresh_token":"\([^"]*\)".*/\1/'
    echo
  done | grep . > "$work/refresh.tokens"
  requests "$1" refresh "$url/user/refresh_token/" \
    "$server $postmaster $(pgrep -P "$postmaster" | xargs)" -s "$work/refresh.lua"
}
static() {
  requests "$1" "$2" "$files/$2/static" "${pids[1]}" -H "Authorization: Bearer $files_token"
}
# Arguments: name, slowhttptest options. Records the time in ms within which 99 % of normal requests are
# answered during a thousand slow connections.
slow() {
  local crowd
  slowhttptest -c 1000 -r 500 -l 18 -v 0 "${@:2}" > /dev/null 2>&1 &
  crowd=$!
  sleep 5
  wrk --latency -t 1 -c $CONNECTIONS -d 10s -H "Authorization: Bearer $(token)" \
    "$url/user/update/" > "$work/wrk"
  if grep -q 'Non-2xx\|Socket errors' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
  awk '$1 == "99%" {f = $2 ~ /us$/ ? 0.001 : $2 ~ /ms$/ ? 1 : 1000; print $2 * f}' "$work/wrk" \
    > "$work/slow.$1"
  wait "$crowd" || true
}

echo "warming up" >&2
get 15
login 20
refresh 8
static 8 bare
static 8 open
static 8 locked
rm "$work"/{get,login,refresh,bare,open,locked}{,.ms}
for ((round = 1; round <= ROUNDS; round++)); do
  echo "round $round of $ROUNDS" >&2
  get "$SECONDS_EACH"
  "$java" "@$CLASSPATH_FILE" io.steward.benchmark.HashTime >> "$work/hash.ms"
  login "$SECONDS_EACH"
  refresh "$SECONDS_EACH"
  static "$SECONDS_EACH" bare
  static "$SECONDS_EACH" open
  static "$SECONDS_EACH" locked
done
rss_busy=$(memory VmHWM)
echo "slow connections" >&2
slow headers -H -i 5 -u "$url/user/update/"
slow bodies -B -i 3 -s 8192 -x 10 -t POST -u "$url/user/obtain_token/"
slow readers -X -w 1 -y 8 -n 5 -z 1 -k 100 -u "$url/"
rss_peak=$(memory VmHWM)
rss_loaded=$(memory VmRSS)
heap_loaded=$(heap)

echo "forward-auth" >&2
stop_server
printf '%s\n' 'GET,HEAD /public public' '* /admin group:staff' 'POST /reports permission:a.b' \
  '* /api authenticated' > "$work/rules"
export STEWARD_AUTHZ_RULES="$work/rules" STEWARD_PROXY_TRUSTED=127.0.0.1
export STEWARD_PUBLIC_URL=https://accounts.example.com STEWARD_PORTAL_DOMAIN=example.com
start_server
original=(-H 'X-Original-Method: GET' -H 'X-Original-URI: /api/v1/things?page=2'
  -H 'X-Original-Host: app.example.com')
# The headers of a request, as a proxy sends it. Prints the headers of the answer.
visit() { # path, curl options
  curl -s -o /dev/null -D - "$url$1" -H 'X-Forwarded-For: 192.0.2.7' -H 'X-Forwarded-Proto: https' \
    -H 'X-Forwarded-Host: accounts.example.com' -H 'Sec-Fetch-Site: same-origin' "${@:2}" | tr -d '\r'
}
# Signs in as a browser does that wants to open a page of app.example.com.
portal_cookie() {
  local query session cookie
  query=$(visit /authz/nginx "${original[@]}" -H 'Sec-Fetch-Mode: navigate' | sed -n 's/^location: [^?]*?//ip')
  session=$(visit /login/ --data-urlencode email=ada@example.com \
    --data-urlencode 'password=correct horse battery' | sed -n 's/^set-cookie: \([^;]*\).*/\1/ip')
  cookie=$(visit "/login/?$query" -H "Cookie: $session" \
    | sed -n 's/^set-cookie: \(__Secure-steward-portal=[^;]*\).*/\1/ip')
  [ -n "$cookie" ] || complain "no cookie for the portal"
  echo "$cookie"
}
# Asks about the same request with an access token, and with the cookie of a portal.
forward() {
  requests "$1" forward "$url/authz/nginx" "$server" --latency "${original[@]}" \
    -H "Authorization: Bearer $(token)"
  requests "$1" portal "$url/authz/nginx" "$server" --latency "${original[@]}" \
    -H "Cookie: $(portal_cookie)"
}
forward 15
rm "$work"/{forward,portal}{,.ms,.p99}
for ((round = 1; round <= ROUNDS; round++)); do forward "$SECONDS_EACH"; done
rss_portal=$(memory VmHWM)

ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
rate() { awk -v cores="$(nproc)" -v ms="$1" 'BEGIN {printf "%.1f", 1000 * cores / ms}'; }
row() { printf '%-52s %10s   %s\n' "$@"; }
figure() { median < "$work/$1"; }
possible=$(rate "$(figure hash.ms)")
echo
echo "$("$java" -version 2>&1 | sed -n 2p); $(nproc) cores, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
row "medians of $ROUNDS rounds, $CONNECTIONS connections" figure asked
row "GET /user/update/, requests/s" "$(figure get)" ">= 6500"
row "  by processor time: cores / $(figure get.ms) ms, 1/s" "$(rate "$(figure get.ms)")" ""
row "log-ins/s" "$(figure login)" ""
row "  cores / one hash of $(figure hash.ms) ms on each, 1/s" "$possible" ""
row "  log-ins / that" "$(ratio "$(figure login)" "$possible")" ">= 0.90"
row "  by processor time: hash / log-in of $(figure login.ms) ms" \
  "$(ratio "$(figure hash.ms)" "$(figure login.ms)")" ""
row "refreshes/s, fsync on" "$(figure refresh)" ">= 1650"
row "  by processor time: cores / $(figure refresh.ms) ms, 1/s" "$(rate "$(figure refresh.ms)")" ""
row "static answer behind the filter, requests/s" "$(figure locked)" ""
row "the same answer, headers too, without filter" "$(figure open)" ""
row "  with filter / without" "$(ratio "$(figure locked)" "$(figure open)")" ">= 0.90"
row "  by processor time: $(figure open.ms) ms / $(figure locked.ms) ms" \
  "$(ratio "$(figure open.ms)" "$(figure locked.ms)")" ""
row "the same body without the headers, requests/s" "$(figure bare)" ""
row "  with filter / that" "$(ratio "$(figure locked)" "$(figure bare)")" ""
for kind in headers bodies readers; do
  row "1000 slow $kind: p99 of GET /user/update/, ms" "$(figure slow.$kind)" "<= 1000"
done
row "forward-auth, requests/s" "$(figure forward)" ">= 14000"
row "  by processor time: cores / $(figure forward.ms) ms, 1/s" "$(rate "$(figure forward.ms)")" ""
row "  99 % within, ms" "$(figure forward.p99)" "<= 20"
row "  with the cookie of a portal, requests/s" "$(figure portal)" ""
row "  with the cookie / with a token" "$(ratio "$(figure portal)" "$(figure forward)")" ">= 0.90"
row "  by processor time: $(figure forward.ms) ms / $(figure portal.ms) ms" \
  "$(ratio "$(figure forward.ms)" "$(figure portal.ms)")" ""
row "java -jar to ready, warm, ms" "$(figure ready.ms)" "<= 3000"
row "  processor time of that, ms" "$(figure ready.cpu)" ""
row "heap in use after start, MiB" "$heap_started" "<= 128"
row "heap in use after load, MiB" "$heap_loaded" ""
row "resident after start, MiB" "$rss_started" ""
row "resident after load, MiB" "$rss_loaded" ""
row "resident at most ($SERVER_OPTIONS), MiB" "$rss_busy" "<= $MOST_MEMORY"
row "  with the slow connections" "$rss_peak" ""
row "  with forward-auth" "$rss_portal" "<= $MOST_MEMORY"
"$java" -Xmx128m "@$CLASSPATH_FILE" io.steward.benchmark.ManyRevocations > "$work/revocations"
row "$(sed 's/: .*//' "$work/revocations") in memory, MB" "$(sed 's/.*: //;s/ MB//' "$work/revocations")" "<= 16"
row "steward.war, MB" "$(awk -v b="$(wc -c < "$WAR")" 'BEGIN {printf "%.1f", b / 1e6}')" "<= 22"

for resident in "$rss_busy" "$rss_portal"; do
  [ "$resident" -le "$MOST_MEMORY" ] \
    || complain "$resident MiB were resident at most, more than $MOST_MEMORY MiB"
done
