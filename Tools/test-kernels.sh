#!/bin/sh
# Builds and runs Tests/KernelProgram: every kernel against naive loops, for every instruction set of this machine.
# CC must be a clang (18 or newer); the default is the one that comes with Swift. Further arguments go to it.
set -eu
cd "$(dirname "$0")/.."
CC=${CC:-clang}
build=.build/kernel-program
mkdir -p "$build"
# shellcheck disable=SC2086 -- CC may hold options.
$CC -O2 -std=gnu11 -Wall -Wextra -Wshadow -Werror "$@" -ISources/CSumiKernels/include \
    Sources/CSumiKernels/*.c Tests/KernelProgram/*.c -o "$build/kernels" -lm -lpthread
"$build/kernels"
