#!/bin/bash
# private-root.sh DIR SUITE PACKAGE...
#
# Unpacks Debian packages, with all they depend on, into DIR/root and adds their hashes to
# DIR/debs.sha256. Nothing is installed: apt is given folders of its own, the system's stay as they are.
#
# PACKAGE:ARCH, of another architecture, comes without what it depends on. src:PACKAGE is a source package, of a suite
# other than `host`: its archives come into DIR/sources, not unpacked. apt checks their hashes by the signed index.
#
# SUITE is `host` for the machine's own suites: what the machine has installed counts as there, so the
# programs run as they are; `host+SUITE` adds one more to choose from (as PACKAGE/SUITE). Any other suite
# (forky, bookworm-backports, ...) is taken from the machine's Debian mirror with everything down to libc,
# so the programs must be started by the loader in DIR/root. DEBIAN_ARCH may then name another architecture.
set -euo pipefail
[ $# -ge 3 ] || { echo "usage: private-root.sh DIR SUITE PACKAGE..." >&2; exit 2; }
dir=$1 suite=$2
shift 2

die() { printf '%s\nfix: %s\n' "$1" "$2" >&2; exit 1; }
for tool in apt-get dpkg-deb; do
    command -v "$tool" >/dev/null || die "$tool: not here, so Debian packages cannot be had" "use a Debian-based machine"
done

mkdir -p "$dir/root"
dir=$(cd "$dir" && pwd)
# apt insists on a folder its download user can reach, and on no spaces in some settings.
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt"/{etc,lists/partial,archives/partial}
arch=${DEBIAN_ARCH:-$(dpkg --print-architecture)}
packages=() foreign=() sources=() architectures=$arch
for package in "$@"; do
    case $package in
        src:*) sources+=("${package#src:}") ;;
        *:*) foreign+=("$package") architectures+=" ${package##*:}" ;;
        *) packages+=("$package") ;;
    esac
done

debian() { # the source lines of Debian's suites named
    local mirror keys=/usr/share/keyrings/debian-archive-keyring.gpg kind kinds=() suite
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 -E '/debian/?$') ||
        die "no Debian mirror among this machine's apt sources" "add a Debian mirror to apt's sources"
    [ -e "$keys" ] || die "$keys is missing" "apt-get install debian-archive-keyring"
    [ $((${#packages[@]} + ${#foreign[@]})) = 0 ] || kinds+=(deb)
    [ ${#sources[@]} = 0 ] || kinds+=(deb-src)
    for suite in "$@"; do
        for kind in "${kinds[@]}"; do echo "$kind [arch=${architectures// /,} signed-by=$keys] $mirror $suite main"; done
    done
}

cat > "$apt/apt.conf" <<CONF
Dir::State "$apt"; Dir::State::lists "$apt/lists"; Dir::Cache "$apt"; Dir::Cache::archives "$apt/archives";
Dir::Etc::sourceparts "$apt/etc"; APT::Architecture "$arch"; APT::Install-Recommends "false";
APT::Architectures { $(printf '"%s"; ' $architectures) };
APT::Sandbox::User ""; Acquire::Languages "none"; Acquire::Retries "3"; Debug::NoLocking "true";
CONF
case $suite in
host | host+*)
    echo 'Dir::State::status "/var/lib/dpkg/status";' >> "$apt/apt.conf"
    find /etc/apt/sources.list.d -type f -exec cp -t "$apt/etc" {} +
    [ "$suite" = host ] || debian "${suite#host+}" > "$apt/etc/more.list"
    target=()
    ;;
*)
    debian "${suite%-backports}" "$suite" | sort -u > "$apt/sources.list"
    : > "$apt/status"
    # A testing suite's Release file may be past its date; its signature is checked all the same.
    cat >> "$apt/apt.conf" <<CONF
Dir::State::status "$apt/status"; Dir::Etc "$apt/etc"; Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::parts "$apt/etc"; Dir::Etc::preferencesparts "$apt/etc";
Acquire::Check-Valid-Until "false";
CONF
    target=(-t "$suite")
    ;;
esac

export APT_CONFIG=$apt/apt.conf
apt-get -qq update >&2
if [ ${#packages[@]} -gt 0 ]; then
    apt-get -qq -y "${target[@]}" --download-only --no-remove install "${packages[@]}" >&2 ||
        die "apt has not all of: ${packages[*]} (suite $suite)" "check this machine's apt sources"
fi
if [ ${#foreign[@]} -gt 0 ]; then
    (cd "$apt/archives" && apt-get -qq download "${foreign[@]}" >&2) ||
        die "apt has not all of: ${foreign[*]} (suite $suite)" "check this machine's apt sources"
fi
if [ ${#sources[@]} -gt 0 ]; then
    (cd "$apt/archives" && apt-get -qq source --download-only --only-source "${sources[@]}" >&2) ||
        die "apt has not all of: ${sources[*]} (suite $suite)" "check this machine's apt sources"
fi

shopt -s nullglob
for deb in "$apt"/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x --no-same-owner -C "$dir/root" --exclude=./usr/share/doc --exclude=./usr/share/man
done
# What a link leads to did not come along if the machine has it installed; there the link leads then.
[[ $suite != host* ]] || find "$dir/root" -xtype l | while IFS= read -r link; do
    target=$(readlink "$link")
    [[ $target == /* ]] || target=$(dirname "${link#"$dir/root"}")/$target
    [ ! -e "$target" ] || ln -sfn "$target" "$link"
done
(cd "$apt/archives" && sha256sum -- *.deb *.dsc *.tar.*) >> "$dir/debs.sha256"
for file in "$apt"/archives/*.{dsc,tar.*}; do
    mkdir -p "$dir/sources"
    mv "$file" "$dir/sources/"
done
