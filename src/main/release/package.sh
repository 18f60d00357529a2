#!/bin/sh
# Makes the release in target/release from the jars in target/app: archives with and without a Java runtime, a package
# for Debian, an image for containers, checksums. Two runs on one commit and one JDK give the same bytes.
# `mvn -Prelease package` runs it. Needs a JDK with jmods, tar, gzip, zip; makes the .deb where dpkg-deb is.
#
#   $1  version
#   $2  home of the JDK whose parts become the runtime
#   $3  time that all files get, as date -d reads it
set -eu
version=$1
jdk=$2
time=$(date -u -d "$3" +%s)
root=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
app=$root/target/app
out=$root/target/release
name=spinbench-$version
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH="$time"
umask 022

say() {
  echo "release: $*"
}

# Gives all files one time and plain permissions.
settle() {
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -exec touch -h -d "@$time" {} +
}

# $1 folder, $2 names in it, $3 archive
archive() {
  (cd "$1" && tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$time" --format=gnu -cf - $2) >"$3"
}

rm -rf "$out"
mkdir -p "$out"
work=$out/work
plain=$work/plain/$name
mkdir -p "$plain/lib" "$plain/completions" "$plain/man/man1"

say "programs"
cp "$app/spinbench.jar" "$plain/"
cp "$app"/lib/*.jar "$plain/lib/"
install -m 755 "$root/src/main/release/spinbench" "$plain/spinbench"
install -m 644 "$root/src/main/release/spinbench.cmd" "$plain/spinbench.cmd"
install -m 644 "$root/LICENSE" "$root/NOTICE" "$root/README.md" "$root/CHANGELOG.md" "$plain/"
cp -r "$root/docs" "$root/python" "$plain/"
rm -rf "$plain/python/dist" "$plain/python/src/spinbench/__pycache__"
for report in THIRD-PARTY.txt spinbench-sbom.json; do
  [ ! -f "$app/$report" ] || install -m 644 "$app/$report" "$plain/"
done
if [ -f "$app/spinbench-sbom.json" ]; then
  "$root/src/main/release/check-sbom.sh" "$app/spinbench-sbom.json" "$plain/lib"
fi
java="$jdk/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp $app/spinbench.jar org.spinbench.app.Main"
$java completion bash | sed '/^# Date: /d; /^# .*generated/d' >"$plain/completions/spinbench.bash"
$java completion fish >"$plain/completions/spinbench.fish"
$java completion --man "$plain/man/man1"
find "$plain" -type f ! -name spinbench ! -name '*.cmd' -exec chmod 644 {} +
settle "$plain"

say "$name.zip (any Java 17 or newer)"
(cd "$work/plain" && find "$name" | sort | zip -q -X -D "$out/$name.zip" -@)

say "$name-maven.zip (the libraries, laid out as a Maven repository)"
maven=$work/maven/org/spinbench
pom=$(sed -n '/<version>/ { s/.*<version>\(.*\)<.version>.*/\1/p; q; }' "$root/bom/pom.xml")
# $1 artefact, $2 its POM
publish() {
  mkdir -p "$maven/$1/$pom"
  install -m 644 "$2" "$maven/$1/$pom/$1-$pom.pom"
}
publish spinbench "$root/pom.xml"
publish spinbench-bom "$root/bom/pom.xml"
for part in drivers simulator calibration experiments; do
  publish "spinbench-$part" "$root/$part/pom.xml"
  for kind in '' -sources -javadoc; do
    install -m 644 "$root/$part/target/spinbench-$part-$pom$kind.jar" "$maven/spinbench-$part/$pom/"
  done
done
settle "$work/maven"
(cd "$work/maven" && find org | sort | zip -q -X -D "$out/$name-maven.zip" -@)

say "runtime from $jdk"
full=$work/full/$name
mkdir -p "$work/full"
cp -a "$plain" "$full"
"$jdk/bin/jlink" --module-path "$jdk/jmods" --strip-debug --no-header-files --no-man-pages --compress=2 \
  --add-modules java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.httpserver,jdk.management,jdk.random,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.incubator.vector \
  --output "$full/runtime" 2>/dev/null
# With these options the archive of Java's own classes depends only on the order in which Java's threads load classes.
# On one processor, with priority over other programs, that order is always the same. Where that is not allowed, the
# archive that comes out twice is taken.
first=$(taskset -cp $$ 2>/dev/null | sed 's/.*: //; s/[-,].*//')
calm="chrt -f 1 taskset -c $first"
$calm true 2>/dev/null || calm="taskset -c $first"
$calm true 2>/dev/null || calm=""
shared=$full/runtime/lib/server/classes.jsa
seen=""
for attempt in 1 2 3 4 5 6 7 8 9; do
  rm -f "$shared"
  $calm "$full/runtime/bin/java" -XX:+UseSerialGC -Xint -XX:+UnlockExperimentalVMOptions -XX:hashCode=3 -Xshare:dump \
    >/dev/null 2>&1
  sum=$(sha256sum <"$shared")
  case $seen in *"$sum"*) break ;; esac
  seen="$seen $sum"
done
say "archive of Java's classes, attempt $attempt"
settle "$full"

say "$name-linux-x64.tar.gz, .zip"
archive "$work/full" "$name" "$work/full.tar"
gzip -n -c "$work/full.tar" >"$out/$name-linux-x64.tar.gz"
(cd "$work/full" && find "$name" | sort | zip -q -X -D -1 "$out/$name-linux-x64.zip" -@)

# Packages of Debian that own the libraries which the runtime needs and does not have.
needs() {
  find "$full/runtime/lib" -name '*.so' -exec ldd {} + 2>/dev/null | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | sort -u |
    grep -v "^$full" | while read -r library; do
    echo "*/$(basename "$(readlink -f "$library")")"
  done | xargs dpkg -S 2>/dev/null | sed 's/:.*//' | sort -u | grep -v '^libx\|^libasound' || true
}

if command -v dpkg-deb >/dev/null; then
  say "spinbench_${version}_amd64.deb"
  deb=$work/deb
  mkdir -p "$deb/DEBIAN" "$deb/usr/lib" "$deb/usr/bin" "$deb/usr/share/man" "$deb/usr/share/applications" \
    "$deb/usr/share/bash-completion/completions" "$deb/usr/share/fish/vendor_completions.d" \
    "$deb/usr/share/doc/spinbench"
  cp -a "$full" "$deb/usr/lib/spinbench"
  mv "$deb/usr/lib/spinbench/man/man1" "$deb/usr/share/man/man1"
  gzip -n -9 "$deb"/usr/share/man/man1/*.1
  mv "$deb/usr/lib/spinbench/completions/spinbench.bash" "$deb/usr/share/bash-completion/completions/spinbench"
  mv "$deb/usr/lib/spinbench/completions/spinbench.fish" "$deb/usr/share/fish/vendor_completions.d/"
  rm -r "$deb/usr/lib/spinbench/man" "$deb/usr/lib/spinbench/completions" "$deb/usr/lib/spinbench/spinbench.cmd"
  cp "$root/NOTICE" "$deb/usr/share/doc/spinbench/copyright"
  ln -s ../lib/spinbench/spinbench "$deb/usr/bin/spinbench"
  install -m 644 "$root/src/main/release/spinbench.desktop" "$deb/usr/share/applications/"
  depends=$(needs | tr '\n' ' ' | sed 's/ *$//; s/ /, /g')
  size=$(du -sk --apparent-size "$deb/usr" | cut -f1)
  cat >"$deb/DEBIAN/control" <<CONTROL
Package: spinbench
Version: $(echo "$version" | sed 's/-SNAPSHOT/~snapshot/')
Architecture: amd64
Maintainer: Spinbench <spinbench@localhost>
Depends: ${depends:-libc6}, fontconfig, fonts-dejavu-core
Section: science
Priority: optional
Installed-Size: $size
Description: instrument controller for RF neural networks of magnetic tunnel junctions
 Spinbench controls the laboratory bench around a chip of magnetic tunnel
 junctions that works as an RF neural network: it calibrates the chip through
 its instruments, trains it in place and tests it.
CONTROL
  settle "$deb"
  dpkg-deb --root-owner-group -Zgzip -z6 --build "$deb" "$out/spinbench_${version}_amd64.deb" >/dev/null
fi

say "spinbench-$version-image.tar"
rootfs=$work/rootfs
mkdir -p "$rootfs/opt" "$rootfs/etc" "$rootfs/tmp" "$rootfs/home/spinbench" "$rootfs/bin" "$rootfs/lib64"
cp -a "$full" "$rootfs/opt/spinbench"
libraries=$(find -L "$full/runtime" /usr/lib/x86_64-linux-gnu/libfontconfig.so.1 /bin/dash -type f \
  \( -name '*.so*' -o -name java -o -name dash \) -exec ldd {} + 2>/dev/null |
  sed -n 's/.* => \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/lib64[^ ]*\) .*/\1/p' | sort -u | grep -v "^$full")
for library in $libraries /usr/lib/x86_64-linux-gnu/libfontconfig.so.1 /usr/lib/x86_64-linux-gnu/libfreetype.so.6; do
  [ ! -e "$library" ] || install -D -m 755 "$(readlink -f "$library")" "$rootfs$library"
done
for tool in /bin/dash /usr/bin/dirname /usr/bin/readlink; do
  install -D -m 755 "$(readlink -f "$tool")" "$rootfs/bin/$(basename "$tool")"
done
ln -s dash "$rootfs/bin/sh"
for folder in /etc/fonts /usr/share/fonts/truetype/dejavu /usr/lib/locale/C.utf8; do
  [ ! -d "$folder" ] || { mkdir -p "$rootfs$folder" && cp -rL "$folder/." "$rootfs$folder"; }
done
echo 'spinbench:x:1000:1000::/home/spinbench:/bin/sh' >"$rootfs/etc/passwd"
settle "$rootfs"
chmod 1777 "$rootfs/tmp"
layer=$work/layer.tar
(cd "$rootfs" && tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$time" --format=gnu \
  --exclude=./home/spinbench -cf - .) >"$layer"
(cd "$rootfs" && tar --sort=name --owner=1000 --group=1000 --numeric-owner --mtime="@$time" --format=gnu \
  --no-recursion -rf "$layer" ./home/spinbench)
digest=$(sha256sum "$layer" | cut -d' ' -f1)
image=$work/image
mkdir -p "$image"
mv "$layer" "$image/$digest.tar"
cat >"$image/config.json" <<CONFIG
{"architecture":"amd64","os":"linux","created":"$(date -u -d "@$time" +%Y-%m-%dT%H:%M:%SZ)","config":{"User":"1000:1000","WorkingDir":"/home/spinbench","Env":["PATH=/bin:/usr/bin","LANG=C.UTF-8","HOME=/home/spinbench"],"Entrypoint":["/opt/spinbench/spinbench"],"Cmd":[]},"rootfs":{"type":"layers","diff_ids":["sha256:$digest"]}}
CONFIG
echo "[{\"Config\":\"config.json\",\"RepoTags\":[\"spinbench:$version\"],\"Layers\":[\"$digest.tar\"]}]" >"$image/manifest.json"
settle "$image"
archive "$image" "config.json manifest.json $digest.tar" "$out/spinbench-$version-image.tar"

[ ! -f "$app/spinbench-sbom.json" ] || cp "$app/spinbench-sbom.json" "$app/THIRD-PARTY.txt" "$out/"
rm -rf "$work"
(cd "$out" && sha256sum -- * >SHA256SUMS)
cat "$out/SHA256SUMS"
