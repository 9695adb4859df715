#!/bin/sh
# Cross-compiles Tests/KernelProgram for aarch64 and runs it under qemu's user mode: the NEON kernels, tested on another
# machine. Installs nothing; says what is missing (names of Debian packages).
set -eu
cd "$(dirname "$0")/.."
CC=${CC:-clang}
missing=
command -v "$CC" >/dev/null || missing="$missing clang"
command -v aarch64-linux-gnu-gcc >/dev/null || missing="$missing gcc-aarch64-linux-gnu"
[ -e /usr/aarch64-linux-gnu/include/stdio.h ] || missing="$missing libc6-dev-arm64-cross"
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64 || true)
[ -n "$qemu" ] || missing="$missing qemu-user"
if [ -n "$missing" ]; then
    echo "test-neon: missing:$missing" >&2
    exit 1
fi
build=.build/kernel-program
mkdir -p "$build/neon"
# Clang compiles (the sources use its vectors), the cross gcc links: it knows where its libraries lie.
for source in Sources/CSumiKernels/*.c Tests/KernelProgram/*.c; do
    "$CC" --target=aarch64-linux-gnu --sysroot=/ -isystem /usr/aarch64-linux-gnu/include -O2 -std=gnu11 \
        -Wall -Wextra -Werror -ISources/CSumiKernels/include -c "$source" -o "$build/neon/$(basename "$source").o"
done
aarch64-linux-gnu-gcc -static "$build"/neon/*.o -o "$build/kernels-neon" -lm -lpthread
"$qemu" "$build/kernels-neon"
