#!/bin/sh
# container.sh WAR FOLDER: writes the files that deploy/Containerfile adds to the base image, as
# they are to appear in the image: a Java runtime with the modules that Steward needs, and the WAR.
set -eu
war=$1
image=$2

mkdir -p "$image/opt/steward" "$image/var/lib/steward"
jlink --output "$image/opt/java" --compress=2 --no-header-files --no-man-pages --add-modules \
java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,\
java.rmi,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml,jdk.charsets,\
jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs
# A class archive of the JDK makes the start faster.
"$image/opt/java/bin/java" -Xshare:dump >/dev/null
cp "$war" "$image/opt/steward/steward.war"
chmod -R a+rX "$image"
# A tmpfs that is mounted here takes over this mode, so any user can write to it.
chmod 1777 "$image/var/lib/steward"
