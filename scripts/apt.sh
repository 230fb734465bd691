# shellcheck shell=sh disable=SC2154 # of those who source it
# An apt of our own: what the system is configured to use stays as it is. To be
# sourced, after lib.sh.

# The mirror that this machine's own apt gets its release from has them all.
mirror() { # CODENAME
	# shellcheck disable=SC2016 # apt expands these
	apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' |
		awk -v release="$1" '$2 == release { print $1; exit }'
}

# private_apt SUITE INSTEAD [ARCHITECTURE]: from now on apt-get and apt-cache have the
# packages of that suite. INSTEAD tells those without Debian's apt what else they can do.
private_apt() {
	command -v apt-get >/dev/null || die "no apt-get to download with" "$2"
	release=$(. /etc/os-release && echo "$VERSION_CODENAME")
	site=$(mirror "$release")
	[ -n "$site" ] ||
		die "apt has no Debian mirror with $release configured" "$2"
	apt=$cache/apt${3:+-$3}
	mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/empty"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
		"$site $1 main" >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
	Dir::Etc::SourceList "$apt/sources.list";
	Dir::Etc::SourceParts "$apt/empty";
	Dir::State::Lists "$apt/lists";
	Dir::Cache "$apt";
	APT::Sandbox::User "root";
	${3:+APT::Architecture "$3"; APT::Architectures "$3";}
	END
	export APT_CONFIG="$apt/apt.conf"
	log apt-update apt-get update
}
