# shellcheck shell=bash
# Sourced: apt as any user, on lists of its own, so that nothing of the machine's is touched. Every download is
# still verified against the signed Release files.
#   apt_private DIRECTORY [LINE…]: writes DIRECTORY/apt.conf, sets APT_CONFIG; LINEs are added to the configuration
apt_private() {
    local dir=$1; shift
    mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial" "$dir/debs" "$dir/none" "$dir/tree"
    {
        cat <<CONF
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Sandbox::User "$(id -un)";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Dir::State "$dir/state";
Dir::Cache "$dir/cache";
CONF
        printf '%s\n' "$@"
    } >"$dir/apt.conf"
    export APT_CONFIG=$dir/apt.conf
}
