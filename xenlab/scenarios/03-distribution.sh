# shellcheck shell=bash
# What is installed by users unpacks in dom0 and starts on its Java. XENBAY_DIST names the tarball, else the build's is taken.
# seconds: 180

distribution=${XENBAY_DIST:-}
for file in "$LAB"/../distribution/target/xenbay-*.tar.gz; do
  distribution=${distribution:-$file}
done
[[ -f $distribution ]] || skip "no distribution: set XENBAY_DIST, or build the module distribution"

expect_match "dom0 has Java 17 or newer" 'version "(1[7-9]|[2-9][0-9])' "$(dom0 'java -version 2>&1')"
push "$distribution" /tmp/distribution
at_end 'dom0 rm -rf /tmp/distribution'
dom0 'cd /tmp/distribution && tar -xzf *.tar.gz --strip-components=1'
expect_match "bin/xenbay says its version" '[0-9]+\.[0-9]+' "$(dom0 '/tmp/distribution/bin/xenbay --version')"
