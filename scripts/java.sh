# Finds the JDK; read by freshet, test and fuzz with `.`.
# A `jre` beside the program, as `./freshet pack --java` leaves it, comes first.
# shellcheck shell=sh
needed_java=25

# Sets java_version to the major version of the JDK in $1, 0 if there is none; java_machine to what
# it runs on, and java_kind to what else an AOT cache is good for.
look_at_java() {
  java_version=0
  java_machine=
  java_kind=
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r name value; do
    value=${value#\"}
    value=${value%\"}
    case $name in
      JAVA_VERSION) java_version=${value%%[!0-9]*} java_kind=$java_kind/$value ;;
      JAVA_RUNTIME_VERSION | IMPLEMENTOR) java_kind=$java_kind/$value ;;
      OS_NAME | OS_ARCH | LIBC) java_kind=$java_kind/$value java_machine=$java_machine/$value ;;
      # A Java made small has other ones.
      MODULES) java_kind=$java_kind/${#value} ;;
    esac
  done < "$1/release"
  : "${java_version:=0}"
}

# Sets java_home to a JDK that is new enough, or to nothing.
find_java() {
  java_home=
  for dir in "${home:-.}/jre" "${JAVA_HOME:-}" /usr/lib/jvm/*"$needed_java"* /usr/lib/jvm/* /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/*; do
    [ -n "$dir" ] || continue
    look_at_java "$dir"
    if [ "$java_version" -ge "$needed_java" ]; then
      java_home=$dir
      return
    fi
  done
  on_path=$(command -v java) || return 0
  dir=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  look_at_java "$dir"
  [ "$java_version" -lt "$needed_java" ] || java_home=$dir
}

no_java() {
  cat >&2 <<EOF
needs a JDK $needed_java or newer, and found none in JAVA_HOME, /usr/lib/jvm and PATH.
  Debian, Ubuntu:  apt-get install openjdk-$needed_java-jdk-headless
                   (or temurin-$needed_java-jdk from https://adoptium.net/installation/linux)
  elsewhere:       https://adoptium.net, then export JAVA_HOME=/where/it/is
EOF
  exit 1
}
