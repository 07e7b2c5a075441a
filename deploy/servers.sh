#!/usr/bin/env bash
# Deploys target/steward.war to unmodified servers on 127.0.0.1, each with its own database. For each
# server it runs the contract tests, redeploys ten times, deploys the sample portal with the filter
# jar, and prints one row of a table:
#   deploy/servers.sh [tomcat10|tomcat11|payara6|payara6-web|micro6|payara7]…
# SERVER_JAVA=/path/to/jdk runs the servers on a JDK other than Maven's; WAR=file deploys another file.
set -euo pipefail
cd "$(dirname "$0")/.."

# Versions that pom.xml does not list.
declare -A artifacts=(
  [tomcat11]=org.apache.tomcat:tomcat:11.0.24:tar.gz
  [payara6-web]=fish.payara.distributions:payara-web:6.2023.4:zip
  [payara7]=fish.payara.distributions:payara:7.2025.1:zip
)

is_from_21() { grep -qE '^JAVA_VERSION="(2[1-9]|[3-9][0-9])' "$1/release"; }

# Prints the JDK for a server; prints nothing if this machine has no suitable one.
jdk() {
  local default candidate
  default=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  for candidate in "${SERVER_JAVA:-$default}" /usr/lib/jvm/*; do
    if [ "$1" != payara7 ] || is_from_21 "$candidate" 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}

fetch() {
  [ -z "${artifacts[$1]:-}" ] || [ -d "target/servers/$1" ] ||
    mvn -q -B -ntp dependency:unpack -Dartifact="${artifacts[$1]}" -DoutputDirectory="target/servers/$1" >&2
}

said() { grep -ohE "$1" "target/it/fork-1/$folder"/std*.log; }

seconds() { awk '{a[NR]=$1} END {printf "%.1f s", a[int((NR+1)/2)]/1000}'; }

row() {
  local name=$1 folder=$1 test=ServersIT,ServersPortalIT java version times again=
  java=$(jdk "$name")
  [ -n "$java" ] || { echo "$name: skipped, needs JDK 21 or later" >&2; return; }
  [ "$name" != micro6 ] || { folder=payara; test=PayaraMicroIT,PortalPayaraIT; }
  fetch "$name"
  mvn -B -ntp failsafe:integration-test failsafe:verify -Dit.forks=1 -Dit.groups= -Dit.excludedGroups= \
    -Dit.test=$test -Dservers="$name" -Dredeployments=10 -Dserver.java="$java" ${WAR:+-Dwar="$WAR"} \
    >"target/servers-$name.log" 2>&1 &&
    version=$(said '(Apache Tomcat/|Payara (Server|Micro) +)[0-9][0-9.]+' | sed -n '1s,/, ,;1p') ||
    { echo "$name failed: see target/servers-$name.log" >&2; return 1; }
  times=$(said '(finished in \[|successfully deployed in )[0-9.,]+' | grep -oE '[0-9.,]+$' | tr -d .,)
  [ "$name" = micro6 ] || again="$(($(wc -l <<<"$times") - 1)) ×, $(tail -n +2 <<<"$times" | sort -n | seconds)"
  printf '| %s | %s | passes | passes | %s | %s |\n' \
    "$version${name#"${name%-web}"}" \
    "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$java/release")" \
    "$(head -1 <<<"$times" | seconds)" "${again:-by a restart}"
}

mvn -q -B -ntp -P servers -Dprograms.skip pre-integration-test -DskipTests >&2
echo '| Server | JDK | Contract | Filter jar | Deployed in | Replaced, median |'
echo '|---|---|---|---|---|---|'
failed=0
for name in "${@:-tomcat10}"; do
  row "$name" || failed=1
done
exit $failed
