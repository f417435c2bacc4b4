#!/bin/sh
# Lints and renders the chart with Helm's own engine (from Maven: no helm needs to be there) for each file
# of values in ci/, checks the manifests against the Kubernetes API's models, and what is in their ConfigMap
# with `./freshet check`. Fetches 40 MB the first time. Usage: scripts/by-hand/helm.sh
set -eu
home=$(CDPATH='' cd "$(dirname "$0")/../.." && pwd)
cd "$home"
# shellcheck source=scripts/java.sh
. scripts/java.sh
find_java
[ -n "$java_home" ] || no_java
export JAVA_HOME="$java_home"
version=0.0.15
work=${TMPDIR:-/tmp}/freshet-helm
mkdir -p "$work"
cat > "$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>io.freshet</groupId><artifactId>helm-check</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.marcnuri.helm-java</groupId><artifactId>helm-java</artifactId>
      <version>$version</version></dependency>
    <dependency><groupId>com.marcnuri.helm-java</groupId><artifactId>linux-amd64</artifactId>
      <version>$version</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B -ntp -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/lib"
(cd "$work" && { [ -f package.json ] || npm init -y > /dev/null; } \
  && npm install --no-audit --no-fund --silent kubernetes-models@4 js-yaml@4)
cp scripts/by-hand/helm/check.js "$work"
# This engine takes itself for Kubernetes 1.20.
rm -rf "$work/freshet"
cp -R deploy/helm/freshet "$work/freshet"
sed -i /^kubeVersion/d "$work/freshet/Chart.yaml"
for values in deploy/helm/freshet/ci/*.yaml; do
  out=$work/$(basename "$values")
  "$java_home/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$work/lib/*" scripts/by-hand/helm/RenderChart.java "$work/freshet" "$values" "$out" \
    2> "$work/stderr" || { cat "$work/stderr" >&2; exit 1; }
  (cd "$work" && node check.js "$(basename "$values")")
  # What the nodes read.
  sed -n '/^  freshet.yaml: |/,/^---/p' "$out" | sed -n 's/^    //p' > "$work/freshet.yaml"
  FRESHET_CLUSTER_ROLES=ingest,origin,control ./freshet check --config "$work/freshet.yaml"
done
