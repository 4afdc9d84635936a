# Sourced by ./demo and ./test: installs what is missing, says what it does, and is quick when
# nothing is. POSIX sh. Sets $python to the interpreter of the project's virtual environment.

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 3; }

# missing_packages PROGRAM=PACKAGE …: those packages whose program is not on the PATH.
missing_packages() {
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null 2>&1 || printf '%s ' "${pair#*=}"
    done
}

# Programs that cannot be told by a name on the PATH.
missing_python_parts() {
    command -v python3 >/dev/null 2>&1 || { printf 'python3 python3-venv '; return; }
    python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || printf 'python3-venv '
}
missing_newlib() {
    command -v arm-none-eabi-gcc >/dev/null 2>&1 || { printf 'libnewlib-arm-none-eabi '; return; }
    echo '#include <string.h>' | arm-none-eabi-gcc --specs=nano.specs -E -x c - >/dev/null 2>&1 ||
        printf 'libnewlib-arm-none-eabi '
}
missing_libc() {
    command -v cc >/dev/null 2>&1 || { printf 'libc6-dev '; return; }
    echo '#include <stdio.h>' | cc -E -x c - >/dev/null 2>&1 || printf 'libc6-dev '
}

install_system_packages() {
    packages=$(missing_packages arm-none-eabi-gcc=gcc-arm-none-eabi cc=gcc "$@"
        missing_python_parts; missing_newlib; missing_libc)
    packages=$(printf '%s' "$packages" | tr -s ' \n' ' ')
    [ -n "${packages# }" ] || return 0
    line="apt-get install -y --no-install-recommends $packages"
    command -v apt-get >/dev/null 2>&1 ||
        stop "Please install, by your system's package manager: $packages"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        as_root=sudo
    else
        stop "Some system packages are missing. As root, type: apt-get update && $line"
    fi
    say "Installing system packages${as_root:+ with sudo}: $packages"
    # shellcheck disable=SC2086 # the packages are words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive $line >/dev/null ||
        stop "The system packages could not be installed. As root, type: apt-get update && $line"
}

# make_environment REQUIREMENTS: a virtual environment with exactly these pinned packages.
make_environment() {
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "Python 3.11 or newer is needed; python3 is $(python3 --version 2>&1)."
    environment=.venv
    python=$environment/bin/python
    stamp=$environment/$(basename "$1").installed
    if [ -x "$python" ] && cmp -s "$1" "$stamp"; then
        return 0
    fi
    [ -x "$python" ] && "$python" -m pip --version >/dev/null 2>&1 || {
        say "Making the virtual environment $environment"
        rm -rf "$environment"
        python3 -m venv "$environment" || stop "The virtual environment could not be made."
    }
    say "Installing Python packages of $1"
    "$python" -m pip install -q --disable-pip-version-check -r "$1" ||
        stop "The Python packages could not be installed; is there a network?"
    cp "$1" "$stamp"
}
