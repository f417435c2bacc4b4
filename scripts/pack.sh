# Packs what runs; read by freshet with `.`, which has built it before.
# shellcheck shell=sh disable=SC2154 # home, program, profile and java_home are the launcher's

# What the program, its libraries and the AOT training ask for; jlink adds what these need.
java_modules=java.base,java.instrument,java.logging,java.management,java.naming,java.net.http
java_modules=$java_modules,java.security.jgss,java.security.sasl,java.sql,java.xml
java_modules=$java_modules,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

pack_usage() {
  echo 'usage: freshet pack [--java] FILE.tar.gz   a distribution; with --java it brings its own' >&2
  exit 2
}

# pack [--java] FILE: a folder freshet-VERSION with all that a machine with a Java needs.
pack() {
  shift
  with_java=
  [ "${1:-}" != --java ] || { with_java=yes; shift; }
  [ $# = 1 ] || pack_usage
  case $1 in -*) pack_usage ;; *.tar.gz | *.tgz) ;; *) pack_usage ;; esac
  version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$home/pom.xml" 2> /dev/null | head -n 1)
  [ -n "$version" ] || fail 'packs from the sources only, and there are none here'
  work=$(mktemp -d) || exit 1
  trap 'rm -rf "$work"' EXIT
  name=freshet-$version
  root=$work/$name
  collect || fail "cannot collect the files in $root"
  [ -z "$with_java" ] || add_java
  prepare_both
  # What an AOT cache was made for is looked at by time and size of each file: all are kept.
  tar -C "$work" --owner=0 --group=0 --numeric-owner --sort=name -czf "$work/out.tar.gz" "$name" \
    && mv "$work/out.tar.gz" "$1" || fail "cannot write $1"
  echo "freshet: packed $1: $(($(wc -c < "$1") / 1048576)) MiB, unpacks to $name"
}

collect() {
  mkdir -p "$root/scripts" "$root/docs" \
    && cp -p "$home/freshet" "$home/LICENSE" "$home/README.md" "$home/CHANGELOG.md" "$root" \
    && cp -p "$home/scripts/java.sh" "$root/scripts" \
    && cp -p "$home"/docs/*.md "$home/docs/freshet.yaml" "$root/docs" \
    && cp -Rp "$home/deploy" "$root" \
    && rm -rf "$root/deploy/docker/secrets" \
    && cp -Rp "$program" "$root/program" \
    && rm -rf "$root/program/built" "$root/program/good" "$root/program/train"
}

# A Java of the modules that are needed; the caches are made again, with it.
add_java() {
  echo 'freshet: making a small Java' >&2
  "$java_home/bin/jlink" --add-modules "$java_modules" --strip-java-debug-attributes \
    --no-header-files --no-man-pages --output "$root/jre" >&2 || fail 'jlink failed; it is in a JDK'
  # jlink leaves these out, and the launcher looks at them.
  grep -E '^(IMPLEMENTOR|JAVA_RUNTIME_VERSION|OS_NAME|OS_ARCH|LIBC)=' "$java_home/release" \
    >> "$root/jre/release"
  rm -f "$root"/program/*.aot "$root"/program/*.trained
}

# Caches for both profiles: where it is unpacked, nobody may be allowed to write.
prepare_both() {
  for each in normal small; do
    FRESHET_PROFILE=$each "$root/freshet" version > /dev/null \
      && [ -f "$root/program/$each.aot" ] || fail "what is in $root does not run"
  done
  rm -f "$root/program/prepare.log"
}
